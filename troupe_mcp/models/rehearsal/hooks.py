"""The one phrase of an offer that somebody quotes."""

from __future__ import annotations

import re

from troupe_mcp.models.rehearsal.words import concepts, plain_words, stem


def hook_of(text: str, met: str, longest: int = 5) -> str:
    """Return the phrase of a text, at most five words, that holds the stem or concept that was met."""
    for clause in re.split(r"[.!?;:,\n()–—]+|\s-\s", text):
        parts = clause.split()
        for place, word in enumerate(parts):
            plain = plain_words(word)
            if plain and (stem(plain[0]) == met or met in concepts(plain[0])):
                start = max(0, min(place - 2, len(parts) - longest))
                chosen = parts[start : start + longest] if len(parts) > longest else parts
                while len(chosen) > 1 and chosen[-1].lower() in {
                    "the",
                    "a",
                    "an",
                    "of",
                    "and",
                    "to",
                    "for",
                    "with",
                    "in",
                    "or",
                    "your",
                    "is",
                    "on",
                    "at",
                    "by",
                    "every",
                    "no",
                    "from",
                    "that",
                    "our",
                    "my",
                }:
                    chosen = chosen[:-1]
                while len(chosen) > 1 and chosen[0].lower() in {"and", "or", "of", "to", "is", "with", "that"}:
                    chosen = chosen[1:]
                return " ".join(chosen).strip("\"“”'*_ ")
    return ""
