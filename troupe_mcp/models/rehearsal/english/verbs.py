"""Verb forms: telling third-person verbs, and their base."""

from __future__ import annotations

from functools import lru_cache

from troupe_mcp.models.rehearsal.lexicon import grammar, words

_IRREGULAR = {"is": "am", "has": "have", "does": "do", "goes": "go", "isn't": "am not", "doesn't": "don't"} | {
    "hasn't": "haven't",
    "was": "was",
    "wasn't": "wasn't",
}
_PREFIXES = ("re", "mis", "out", "over", "under", "un", "pre", "co-", "re-")
_MODALS = ("can", "can't", "cannot", "will", "won't", "would", "could", "couldn't", "must", "should", "may", "might")


@lru_cache(maxsize=5000)
def base(verb: str) -> str:
    """Return the first-person form of a third-person verb: `carries` gives `carry`."""
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if verb.endswith(("ses", "zes", "oes")) and (form := next((f for f in (verb[:-1], verb[:-2]) if is_base(f)), "")):
        return form
    if verb.endswith("ies") and len(verb) > 4:
        return verb[:-3] + "y"
    if verb.endswith(("ches", "shes", "sses", "xes", "zzes", "oes")):
        return verb[:-1] if verb in {"aches", "axes", "caches"} else verb[:-2]
    return verb[:-1] if verb.endswith("s") and not verb.endswith("ss") else verb


def is_third(verb: str) -> bool:
    """Return whether a lower-case word is a third-person form of a verb we know."""
    if verb in _IRREGULAR:
        return True
    return verb.endswith("s") and not verb.endswith("ss") and is_base(base(verb))


@lru_cache(maxsize=5000)
def is_base(verb: str) -> bool:
    """Return whether a word is the plain form of a verb we know, with or without a prefix."""
    return any(words().has("verbs", form) or grammar().has("verbs", form) for form in _stripped(verb))


def _stripped(verb: str) -> tuple[str, ...]:
    last = verb.rsplit("-", 1)[-1]
    return (
        verb,
        last,
        *(verb.removeprefix(prefix) for prefix in _PREFIXES if verb.startswith(prefix) and len(verb) > len(prefix) + 3),
    )


def looks_third(verb: str) -> bool:
    """Return whether a word could be a third-person verb where one is expected, known or not."""
    return is_third(verb) or (
        len(verb) > 3 and verb.isalpha() and verb.endswith("s") and not verb.endswith(("ss", "us", "is", "ous"))
    )


def is_past(verb: str) -> bool:
    """Return whether a word reads as a simple past, which is the same in every person."""
    return words().has("past", verb) or grammar().has("irregular", verb) or (verb.endswith("ed") and _known_past(verb))


def _known_past(verb: str) -> bool:
    stemmed = verb[:-2]
    undoubled = stemmed[:-1] if len(stemmed) > 2 and stemmed[-1] == stemmed[-2] else stemmed
    y_form = stemmed[:-1] + "y" if stemmed.endswith("i") else stemmed
    return any(is_base(form) for form in (stemmed, verb[:-1], undoubled, y_form))


def gerund_base(word: str) -> str:
    """Return the verb of a form in -ing, empty where we don't know it: `writing` gives `write`."""
    stemmed = word[:-3]
    undoubled = stemmed[:-1] if len(stemmed) > 2 and stemmed[-1] == stemmed[-2] else ""
    return next((form for form in (stemmed + "e", stemmed, undoubled) if form and is_base(form)), "")


def is_noun(verb: str) -> bool:
    """Return whether the plain form of a verb is as often a noun."""
    plural = verb + ("es" if verb.endswith(("ch", "sh", "x", "s")) else "s")
    return words().has("nounish", plural) or grammar().has("plurals", plural)


def is_modal(verb: str) -> bool:
    """Return whether a word is a modal, which is the same in every person."""
    return verb in _MODALS


def is_adverb(word: str) -> bool:
    """Return whether a word may stand before the verb it belongs to."""
    known = words()
    return known.has("adverbs", word) or (
        word.endswith("ly") and len(word) > 4 and not known.has("adverb_stop", word) and not known.has("verbs", word)
    )
