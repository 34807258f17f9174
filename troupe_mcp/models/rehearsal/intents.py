"""What a question is after, told by its wording; the wordings stand in `patterns.json`."""

from __future__ import annotations

from troupe_mcp.models.rehearsal.lexicon import field_patterns, pattern


def fields_of(question: str) -> tuple[str, ...]:
    """Return the fields of a life that a question asks for, in the order they are mentioned."""
    found = [
        (match.start(), place, name)
        for place, (name, wording) in enumerate(field_patterns())
        if (match := wording.search(question))
    ]
    names = [name for _, _, name in sorted(found)]
    if "trouble" in names and len(names) > 1:
        names = [name for name in names if name not in {"work", "workday", "life"}]
    return ("life",) if "life" in names else tuple(names)


def _is(name: str, text: str) -> bool:
    return pattern(name).search(text) is not None


def asks_opinion(question: str) -> bool:
    """Return whether a question asks for a stance."""
    return _is("opinion", question)


def asks_choice(question: str) -> bool:
    """Return whether a question asks to choose."""
    return _is("choice", question)


def asks_rating(question: str) -> bool:
    """Return whether a question wants a number on a scale."""
    return _is("rating", question)


def asks_price(question: str) -> bool:
    """Return whether a question is about a price."""
    return _is("price", question)


def asks_ideas(question: str) -> bool:
    """Return whether a question wants ideas."""
    return _is("ideas", question)


def asks_mind(question: str) -> bool:
    """Return whether a question wants whatever comes to mind."""
    return _is("mind", question)


def asks_objection(question: str) -> bool:
    """Return whether a question wants what speaks against a thing."""
    return _is("objection", question)


def asks_about_ideas(question: str) -> bool:
    """Return whether a question wants the ideas of others judged or carried on."""
    return _is("pick_idea", question)


def sends_to_talk(text: str) -> bool:
    """Return whether a thought tells one to talk to somebody."""
    return _is("sends_to_talk", text)


def is_greeting(text: str) -> bool:
    """Return whether a text only greets."""
    return _is("greeting", text)


def asks_how_it_goes(text: str) -> bool:
    """Return whether a text asks how one is."""
    return _is("how_it_goes", text)


def is_goodbye(text: str) -> bool:
    """Return whether a text ends the talk."""
    return "?" not in text and _is("goodbye", text)
