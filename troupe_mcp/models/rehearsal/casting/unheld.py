"""What a description says or wishes that no file of the people who were made of it holds; a reader is told of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from troupe_mcp.models.rehearsal.casting.aged import as_aged
from troupe_mcp.models.rehearsal.casting.ages import without_range
from troupe_mcp.models.rehearsal.casting.audience import about_people
from troupe_mcp.models.rehearsal.casting.bodies import bodily_in
from troupe_mcp.models.rehearsal.casting.called import named_in
from troupe_mcp.models.rehearsal.casting.formerly import formerly_in
from troupe_mcp.models.rehearsal.casting.members import members_in
from troupe_mcp.models.rehearsal.casting.sketch import region_of
from troupe_mcp.models.rehearsal.casting.spread import drawn_of, wishes_in, without_wishes
from troupe_mcp.models.rehearsal.english.words import keys
from troupe_mcp.models.rehearsal.lexicon import pools, words

if TYPE_CHECKING:
    from collections.abc import Sequence

_CLAUSES = re.compile(
    r"[,;:.!?()]\s*|\s+(?:who|whose|that|which|and|but|with|for|of|at|as|near|around)\s+|\s[–—-]\s", re.IGNORECASE
)
_NOTHING = (
    " early mid late"
    " people person persons adult adults somebody someone anybody customer customers user users consumer consumers"
    " shopper shoppers citizen citizens resident residents client clients patient patients visitor visitors"
    " tourist tourists voter voters retiree retirees pensioner"
    " pensioners household households owner owners fan fans lover lovers commuter commuters buyer"
    " buyers player players professional professionals teenager teenagers teen teens couple couples family"
    " families friend friends woman women man men mother mothers father fathers mum mums mom moms dad dads parent"
    " parents child children kid kids female male one ones year years old young elderly aged age twenties thirties"
    " forties fifties sixties seventies between over under about least most all each them every half some two"
    " three four five six several many group sample mix different various balanced representative typical rural"
    " middle-aged older senior seniors mixed city town village villager villagers street neighbourhood neighborhood"
    " want wants dislike dislikes avoid"
    " avoids widow widower collector lady gentleman guy"
    " neighbour stranger caller guest eighties nineties former herself himself"
    " themselves live lives living use uses used using"
    " have has work works working they love loves like likes hate hates enjoy"
    " enjoys trust trusts distrust distrusts mistrust mistrusts"
    " believe believes think thinks "
)
"""Words that could be in a file in other words: who is meant, how many, how old."""
LOOKED_AT = 60
"""Files that are looked through: what a description says of all, or of some in turn, is in these or in none."""
LEAST = 0.6
"""Of the words of a clause, how many must stand in a file for it to be there."""


def unheld(description: str, dimensions: Sequence[str], people: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the clauses and the wishes for a spread that are in nobody's file, as they are written."""
    files = [set(keys(" ".join(_texts(spec)))) for spec in people[:LOOKED_AT]]
    people_told = about_people(description)
    text, members = members_in(without_wishes(as_aged(people_told)))
    text = formerly_in(bodily_in(named_in(text)[1])[0])[0]
    clauses = [clause.strip() for clause in _CLAUSES.split(without_range(", ".join((text, *members))))]
    missing = [_bare(clause, files) for clause in clauses if not _held(clause, files)]
    missing += [wish for wish in (*wishes_in(people_told), *dimensions) if not drawn_of(wish)]
    return list(dict.fromkeys(missing))


def unheld_of_each(lines: Sequence[str], people: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return what the line of each says that their own file doesn't hold."""
    missing = [unheld(line, (), [spec]) for line, spec in zip(lines, people, strict=True) if line]
    return list(dict.fromkeys(clause for each in missing for clause in each))


def _bare(clause: str, files: Sequence[set[str]]) -> str:
    """Return a clause from the first to the last of its words that no file has: "sailor" of "a one-legged sailor"."""
    written = clause.split()
    lacking = [at for at, word in enumerate(written) if not _written(word, files)]
    return " ".join(written[lacking[0] : lacking[-1] + 1]) if lacking else clause


def _written(word: str, files: Sequence[set[str]]) -> bool:
    told = keys(word)
    return (not told and word.isalpha()) or (bool(told) and any(all(key in file for key in told) for file in files))


def _held(clause: str, files: Sequence[set[str]]) -> bool:
    pastimes = pools()["pastimes"]
    plain = (word for word in clause.split() if f" {word.lower()} " not in _NOTHING and not region_of(word))
    telling = (word for word in plain if word.lower().removesuffix("s") not in pastimes)
    known = words()
    wanted = [
        key
        for key in keys(" ".join(word for word in telling if not any(sign.isdigit() for sign in word)))
        if not known.has("stop", key)
    ]
    return not wanted or any(sum(key in file for key in wanted) >= LEAST * len(wanted) for file in files)


def _texts(value: object) -> list[str]:
    """Return all texts of a document."""
    if isinstance(value, Mapping):
        return [text for item in cast("Mapping[str, object]", value).values() for text in _texts(item)]
    if isinstance(value, list | tuple):
        return [text for item in cast("Sequence[object]", value) for text in _texts(item)]
    return [str(value)]
