"""An examination: whatever a persona document holds, the person takes a turn in clean English or is refused plainly."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from tests.rehearsal.odd import shown
from tests.rehearsal.stage import ask
from troupe_mcp.errors import RequestError
from troupe_mcp.language.model import Model
from troupe_mcp.simulation.people.persona import Persona, read_document

QUESTIONS = (
    "What does a normal morning look like for you?",
    "Which would you rather have at home: A) a quiet radio or B) a fast bicycle?",
    "Tell me about yourself. What do you do for a living?",
)
_GARBAGE = re.compile(
    r"\b(?:null|None(?! of)|NaN|undefined|True|False|lorem|USER_ID\w*|alert)\b|[{}<>\[\]\\]|&\w+;|https?:|\w@\w"
    r"|[\x00-\x08\x0e-\x1f\ud800-\udfff\ue000-\uf8ff]|\w{35}|\bI (?:I|is|has|does|are)\b|\*\*|\d{9}|\b(?:None|null)\.$"
)
LONGEST_ANSWER = 700


def persona_of(document: Any) -> Persona | str:
    """Load a document as a user does; a refusal comes back as its message."""
    try:
        return Persona.of(read_document(document, "TinyPerson"))
    except RequestError as refusal:
        return str(refusal)


def complaints(model: Model, documents: Sequence[Any], questions: Sequence[str] = QUESTIONS) -> list[str]:
    """Return what is wrong with the turns that people of these documents take."""
    found: list[str] = []
    for number, document in enumerate(documents):
        loaded = persona_of(document)
        if isinstance(loaded, str):
            if len(loaded.split()) < 4:
                found.append(f"{number}: a refusal that says nothing: {loaded!r}")
            continue
        for question in questions:
            said = ask(loaded, question, model=model)
            fault = _fault(said, loaded.name)
            if fault:
                found.append(f"{number}: {fault}: {said[:160]!r} to {question!r} by {shown(document)}")
    return found


def _fault(said: str, name: str) -> str:
    own = said.replace(name, "").replace(name.split(maxsplit=1)[0], "")
    if not said.strip():
        return "silence"
    if len(said) > LONGEST_ANSWER:
        return "a flood"
    if match := _GARBAGE.search(own):
        return f"garbage {match.group()!r}"
    strange = [c for c in own if c.isalpha() and ord(c) > 0x24F]
    return f"not English {strange[0]!r}" if strange else ""
