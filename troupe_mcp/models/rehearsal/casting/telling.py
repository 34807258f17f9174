"""The clauses of a description as statements to the person, each with the key of a persona where it belongs."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING

from troupe_mcp.models.rehearsal.english.narration import Teller, told
from troupe_mcp.models.rehearsal.english.sentences import bare, sentences
from troupe_mcp.models.rehearsal.english.verbs import (
    base,
    gerund_base,
    is_adverb,
    is_base,
    is_modal,
    is_past,
    is_third,
    looks_third,
)
from troupe_mcp.models.rehearsal.english.words import capital, plain_words
from troupe_mcp.models.rehearsal.lexicon import areas, describing
from troupe_mcp.models.rehearsal.person.dispositions import is_manner
from troupe_mcp.models.rehearsal.person.livelihood import PERSONS, all_titles, is_trade

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that a description says: the key it belongs to, and its words there."""

    key: str
    text: str


_SPLIT = re.compile(
    r"\s*(?:[,;]|:\s|\s[–—-]\s)\s*(?:and\s+|but\s+)?(?:(?:who|that|which)\s+)?"
    r"|\s+who\s+|\s+and (?=(?:his|her|their) )|\s+(?=whose\s)",
    re.IGNORECASE,
)
_WHO = re.compile(r"(?:^|,?\s+)who (?=(?:\w+ly |often |now |never |always |still )?[a-z]+s )")
_LIVING = re.compile(
    r"^((?:(?!(?:who|of|in|at|for|from|with|to|and|near|on)\b)[\w'-]+,? ){0,5}?(?:\d{2},? )?[\w'-]+),? (liv)ing "
    r"(?=(?:on|off|with|without|alone|near|by|under|above|next|together|far)\b|at home|in (?:an?|the) [a-z])"
)
"""How people live where it follows them at once: "a widow living on a small pension"."""
_STATES = re.compile(
    r"^(?:is )?(?P<state>(?:an? )?(?:recently |newly |happily |twice[- ]|never )?"
    r"(?:married|divorced|widowed|single|engaged|separated|unemployed|semi-retired"
    r"|self-employed|between jobs|out of work|on (?:maternity|paternity|parental|sick) leave"
    r"|homeless|colou?r-blind|left-handed|pregnant|vegan|vegetarian|hard of hearing"
    r"|(?:almost |half |profoundly )?(?:deaf|blind)|diabetic|asthmatic|epileptic|dyslexic|autistic|paraly[sz]ed)\b[^,]*"
    r"|(?:(?:always|often|constantly|chronically|still|currently|rather|very) )?"
    r"(?:addicted|obsessed|afraid|allergic|keen|tired|proud|scared|interested|passionate|good|bad|short|worried"
    r"|(?<=is )used"
    r"|new|close|fond|sceptical|skeptical|curious"
    r"|stressed|annoyed|frustrated|concerned|confused|excited|overwhelmed|disappointed|fascinated|angry|happy|unhappy"
    r"|mistrustful|distrustful|suspicious|wary|jealous|critical|ashamed|nervous|unsure|cautious|enthusiastic|anxious|open|loyal|bored)"
    r" (?:to|with|of|on|in|about|at)\b[^,]*)",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"^(?:an?|no|two|three|four|five|six|several|\d)\s+(?:\w+ )?(?:kids?|child(?:ren)?|sons?|daughters?|cats?|dogs?"
    r"|jobs?|grandchildren|siblings|brothers?|sisters?|horses?)\b",
    re.IGNORECASE,
)
_AND = re.compile(
    r"\s+(?:and|but)\s+(?:who\s+|she\s+|he\s+|they\s+)?(?=(?P<word>[\w'-]+)(?:\s+(?P<next>[\w'-]+))?)", re.IGNORECASE
)
_KEYS: tuple[tuple[str, str], ...] = (
    ("likes", r"^(?:really |secretly |still )*(?:likes?|loves?|enjoys?|adores?|prefers?|is fond of|is into)\s+"),
    (
        "dislikes",
        r"^(?:really |secretly |still )*(?:dislikes?|hates?|avoids?|detests?|can'?t stand|cannot stand|can'?t bear)\s+",
    ),
    (
        "distrusts",
        r"^(?:really |deeply |still )*(?:distrusts?|mistrusts?|does not trust|doesn't trust|never trusts?)\s+",
    ),
    ("trusts", r"^(?:still |fully )*trusts?\s+"),
    (
        "beliefs",
        r"^(?:firmly |really |still )*(?:believes?|thinks?|is convinced|is sure)\s+(?:that\s+)?(?!in\b|about\b|of\b)",
    ),
    ("goals", r"^(?:really |still )*(?:wants?|hopes?|dreams?|plans?|longs?|would like)\s+(?:of\s+|to\s+)"),
    ("wanted", r"^(?:really |still |only |just )*wants\s+(?=(?:an?|the|his|her|their|two|three) (?!.*\bto\b))"),
)
_NOBODY = re.compile(r"(?:nobody|no one|no-one|nothing|few|hardly)\b", re.IGNORECASE)
_ANSWERS = re.compile(r"\b(?P<how>(?:[\w-]+, )+)(?P<last>[\w-]+ (?:answers|replies|sentences))\b")
_TRIED = re.compile(r"^(?:try(?: out)?|test|order) (?:the |an? )?(?P<what>\w.*)$", re.IGNORECASE)
_SUPPOSED = re.compile(
    r"^(?:also |possibly |perhaps )?(?:might|may|could|would(?! (?:rather|like|love)\b))\b(?! (?:never|not)\b)",
    re.IGNORECASE,
)
_LEFT = re.compile(
    r"^retired$|^retired (?!from\b|in\b|at\b|early\b|last\b|after\b|to\b|because\b|two\b|when\b)", re.IGNORECASE
)
_HEADS = re.compile(r"^(?:an?|the)\s|^(?:\d{1,3}|aged?)\b|\byears?[- ]old\b", re.IGNORECASE)


_GROUP = re.compile(
    r"^(?P<who>(?:[\w-]+ ){0,3}?[\w-]+s)(?= (?:on|of|in|at|between|aged|with|who|from|near|over|under|without|and)\b|$)"
    r"(?:.*? (?P<where>(?:on|in|without) (?:an? )?(?-i:[a-z]).*|at \w.*))?",
    re.IGNORECASE,
)
_SORT = re.compile(
    r"\b(married|divorced|widowed|single|engaged|separated|unemployed|pregnant|vegan|vegetarian|self-employed)"
    r" (?!(?:with|to|for|of|in|since|and|but|by|from|at)\b)(?!mother|father|mum|mom|dad|parent)(?:[\w-]+ )??"
    r"(?:men|women|people|man|woman|actress|\w+(?:er|or|ist|ian|s))\b.*"
)
_DOING = re.compile(r"(?:^|s )(?:in [A-Z]\w+ )?(?P<verb>[a-z]+ing) (?!students?\b)(?!\w+s$)(?P<rest>\w.*)$")
_VOLUNTEERS = re.compile(r"^(?:also |now |still )?volunteers? (?P<where>(?:at|in|for|with|on|as|once|twice|every)\b.+)")
_QUOTED = re.compile(r"[\"“][^\"”]*[\"”]")
_THEIRS = re.compile(
    r"\b(?:compan(?:y|ies)|firms?|business(?:es)?|organi[sz]ations?|schools?|teams?|hospitals?|manufacturers?|start-?ups?)"
    r"\s*$",
    re.IGNORECASE,
)
_HAS = re.compile(
    r"\b(?:with|has|have)\s+(?=(?:an?|no|one|at least (?:one|two)|two|three|four|five|six|many|some|several|more than"
    r"|\d+|young|small|grown|teenage|kids|children)\b)(.+)$"
)
_LEAST = re.compile(r"^(?:at least one|one or more)(?: or more)? (?=\w)", re.IGNORECASE)


def told_clauses(text: str, gender: str, names: tuple[str, ...]) -> tuple[Told, ...]:
    """Return what a description says beyond who somebody is in a word."""
    found: list[Told] = []
    quoted: list[str] = _QUOTED.findall(text)
    number = count()
    for sentence in sentences(_QUOTED.sub(lambda _: f"«{next(number)}»", text)):
        for part in _parts(sentence):
            told_here = _of_part(part, Teller(gender, names))
            found.extend(replace(each, text=_with_quotes(each.text, quoted)) for each in told_here)
    return tuple({(each.key, each.text): each for each in found}.values())


def _with_quotes(text: str, quoted: Sequence[str]) -> str:
    """Return a statement with what is quoted in it; a mark that ends the quote ends the statement."""
    for at, quote in enumerate(quoted):
        text = text.replace(f"«{at}»", quote)
    return re.sub(r"([.!?][\"”])\.$", r"\1", text)


def _parts(sentence: str) -> list[str]:
    joined = _ANSWERS.sub(lambda found: found["how"].replace(",", "") + found["last"], bare(sentence))
    joined = _LIVING.sub(r"\1, he \2es ", joined)
    parts = [part for part in _SPLIT.split(_WHO.sub(", he ", joined)) if part]
    whole: list[str] = []
    for part in parts:
        at = 0
        for match in _AND.finditer(part):
            if _verb(match.group("word")) or (
                is_adverb(match.group("word").lower()) and _verb(match.group("next") or "")
            ):
                whole.append(part[at : match.start()])
                at = match.end()
        whole.append(part[at:])
    return [part.strip() for part in whole if part.strip()]


def heads_group(clause: str) -> bool:
    """Return whether a clause begins with those it is about: "nurses on night shift", not "nurses a sick aunt"."""
    match = None if any(re.match(pattern, clause, re.IGNORECASE) for _, pattern in _KEYS) else _GROUP.match(clause)
    last = match["who"].split()[-1].lower().removesuffix("s") if match else ""
    if _STATES.match(clause) and _FEELING.match(clause):
        return False
    named = last in PERSONS or any(last == title.split()[-1].lower() for title in all_titles())
    return bool(last) and (named or is_trade(last))


_FEELING = re.compile(r"[\w-]+ (?:about|with|of|at|by)\b")
"""How somebody feels about others, who are not whom it is about: "worried about customers"."""


def _had(clause: str, *, headed: bool) -> list[Told]:
    """Return what somebody has, as "with a dog" or "with asthma" says it; what a company has is not theirs."""
    owned = _HAS.search(clause)
    if not clause or (_verb(clause.split(maxsplit=1)[0]) and not headed):
        return []
    if owned and not _THEIRS.search(clause[: owned.start()]):
        return [placed(f"You have {_second(each)}") for each in _EACH.split(_LEAST.sub("a ", owned.group(1)))]
    ill = re.search(r"\bwith (?P<what>\w.*)$", clause)
    if not ill or not areas()["health"].search(ill["what"]):
        return []
    return [placed(f"You have {_second(what)}") for what in _EACH.split(ill["what"])]


def _numbered(clause: str) -> bool:
    """Return whether a clause is something that somebody has by number: "two employees", "no car"."""
    match = _NUMBERED.match(clause)
    apart = describing()["counted_apart"].split()
    return match is not None and not any(word in apart for word in plain_words(match["what"])[:3])


def _ailing(clause: str) -> bool:
    """Return whether a clause is an ailment and no more: "poor eyesight", "high blood pressure"."""
    first = clause.split(maxsplit=1)[0].lower() if clause else ""
    said = areas()["health"].search(clause)
    noun = said is not None and said.end() == len(clause) and not _STATES.match(clause)
    return noun and not _verb(first) and first not in {"the", "on", "in", "of", "is", "as"} and len(clause.split()) <= 4


_NUMBERED = re.compile(
    r"^(?:no|two|three|four|five|six|seven|eight|nine|ten|several|[2-9]|\d{2}) (?P<what>(?!-)[a-z][\w' -]*)$",
    re.IGNORECASE,
)
_AT_MONTHS = re.compile(r"^(?:\w+ (?:months|weeks) |heavily |newly )pregnant\b", re.IGNORECASE)
_EACH = re.compile(r" and (?=(?:an?|no|two|three|four|five|six|several|bad|poor|weak|high)\b)")


def _doing(clause: str, *, headed: bool) -> list[Told]:
    """Return what "designers struggling with late payments" do."""
    acts = not clause or (_verb(clause.split(maxsplit=1)[0]) and not headed)
    match = None if acts else _DOING.search(clause)
    verb = gerund_base(match["verb"]) if match else ""
    return [placed(f"You {verb} {_second(match['rest'])}")] if match and verb else []


def _whereabouts(group: re.Match[str]) -> list[Told]:
    """Return where those of a trade work, as "nurses on night shift" says it."""
    *said, last = group["who"].lower().split()
    idle = (
        last.removesuffix("s") in {*PERSONS, "student", "pensioner", "retiree"}
        or "retired" in said
        or "unemployed" in said
    )
    where = group["where"] or ""
    if idle:
        verb = "live" if _SOIL.match(where) else "are"
        return [placed(f"You {verb} {where}")] if where.startswith("on ") else []
    return [Told("work", f"You work {where}.")] if where else []


_SOIL = re.compile(
    r"on (?:an? |the )?(?:[\w-]+ )?(?:islands?|farm|coast|(?:house)?boat|estate|ranch|hill|border|outskirts|moor)\b"
)


def _verb(word: str) -> bool:
    low = word.lower()
    return is_third(low) or is_modal(low) or (is_past(low) and "-" not in low)


def _of_part(part: str, teller: Teller) -> list[Told]:
    clause = re.sub(r"^(?:he|she|they)\s+", "", part, flags=re.IGNORECASE)
    for name in teller.names:
        clause = re.sub(rf"^{re.escape(name)}\s+(?=\w)", "", clause)
    if _SUPPOSED.match(clause):
        return []
    acts = re.match(r"^they (?P<verb>\w+) \w", part, re.IGNORECASE)
    if acts and is_base(acts["verb"].lower()):
        return [placed(f"You {_second(clause)}")]
    possessive = re.match(r"^(?:his|her|their|whose)\s+", clause, re.IGNORECASE)
    if possessive:
        return [placed("Your " + _second(clause[possessive.end() :]))]
    return _of_clause(clause, part, teller)


def _of_clause(clause: str, part: str, teller: Teller) -> list[Told]:
    heads = clause == part and heads_group(clause) and not _VOLUNTEERS.match(clause)
    group = _GROUP.match(clause) if heads else None
    if found := _had(clause, headed=group is not None) or _doing(clause, headed=group is not None):
        return found
    if group:
        return _whereabouts(group)
    several = _EACH.split(clause)
    if len(several) > 1 and _numbered(several[0]):
        return [placed(f"You have {_second(each)}") for each in several]
    if _AT_MONTHS.match(clause):
        return [placed(f"You are {clause}")]
    if _COUNTED.match(clause) or _numbered(clause) or _ailing(clause):
        return [placed(f"You have {_second(clause)}")]
    if helps := _VOLUNTEERS.match(clause):
        return [placed(f"You volunteer {_second(helps['where'])}")]
    state = _STATES.match(clause)
    if state:
        kind = _SORT.sub(r"\1", re.sub(r"^an? ", "", _second(state.group("state"))))
        noun = re.match(r"^(?:\w+ )?(?:mother|father|mum|mom|dad|parent|man|woman)\b", kind)
        return [placed(f"You are {'a ' if noun else ''}{kind}")]
    return _acted(clause, teller, surely=clause != part)


def _acted(clause: str, teller: Teller, *, surely: bool) -> list[Told]:
    """Return what somebody does, is or holds; what follows "who" is `surely` a verb, known or not."""
    first, second, *_ = [*clause.lower().split(), "", ""]
    if _HEADS.match(clause) or _LEFT.match(clause):
        return []
    if _verb(first) or (is_adverb(first) and _verb(second)):
        return _stated(clause, teller)
    acts = surely and looks_third(first)
    return [placed(f"You {base(first)} {_second(clause.partition(' ')[2])}".strip())] if acts else []


def _stated(clause: str, teller: Teller) -> list[Told]:
    if is_manner(clause):
        return [Told("style", f"{capital(clause)}.")]
    for key, pattern in _KEYS:
        match = re.match(pattern, clause, re.IGNORECASE)
        if match:
            return _tasted(key, _second(clause[match.end() :]))
    said = told(clause, teller)
    if said.startswith("I am ") and re.match(r"^(?:an?|the|\d+)\b", said[5:]):
        return []
    if not said:
        first, _, rest = clause.partition(" ")
        said = f"I {base(first.lower())} {rest}".strip()
    return [placed(_to_you(said if _SHE_OR_HE.search(clause) else _theirs_as_yours(said)))]


def _theirs_as_yours(said: str) -> str:
    """Return what several do as one of them is told it: "order bread to their door" is to the own door."""
    return _BEFORE_THEY.sub(r"\1 you", re.sub(r"\btheir(?= \w)", "your", said))


def _tasted(key: str, thing: str) -> list[Told]:
    if not thing:
        return []
    match key:
        case "distrusts":
            return [Told("beliefs", f"{capital(thing)} can't be trusted."), Told("dislikes", thing)]
        case "trusts" if _NOBODY.match(thing):
            return [Told("beliefs", f"{capital(thing)} can be trusted.")]
        case "trusts":
            return [Told("beliefs", f"{capital(thing)} can be trusted."), Told("likes", thing)]
        case "beliefs":
            return [Told("beliefs", f"{capital(thing)}.")]
        case "wanted":
            return [Told("goals", f"To {'get' if thing.endswith(' back') else 'have'} {thing}.")]
        case "goals" if tried := _TRIED.match(thing):
            return [Told("interests", tried["what"])]
        case "goals":
            return [Told("goals", f"You dream of {thing}." if re.match(r"\w+ing\b", thing) else f"To {thing}.")]
        case _:
            several = re.split(r"\s+and\s+(?!\w+ing\b)", thing) if len(plain_words(thing)) <= 5 else [thing]
            return [Told(key, item) for item in several if item]


_SHE_OR_HE = re.compile(r"\b(?:his|her|he|she)\b", re.IGNORECASE)
_BEFORE_THEY = re.compile(r"\b(before|after|until|while|when) they(?= (?!are\b|were\b|is\b|get\b|go\b))")


def placed(said: str) -> Told:
    """Return a statement to the person with the key it belongs to."""
    text = bare(said)
    for key, signs in areas().items():
        if signs.search(text):
            return Told(key, f"{text}.")
    return Told("facts", f"{text}.")


def _to_you(said: str) -> str:
    """Return a first-person statement as it is said to that person."""
    text = re.sub(r"\bI am\b", "you are", said)
    for mine, yours in (
        ("I'm", "you're"),
        ("I've", "you've"),
        ("I'd", "you'd"),
        ("I'll", "you'll"),
        ("I", "you"),
        ("me", "you"),
    ):
        text = re.sub(rf"(?<![\w'])(?:{mine})(?![\w'])", yours, text)
    text = re.sub(r"\b[Mm]y\b", "your", re.sub(r"\bmyself\b", "yourself", text))
    return capital(re.sub(r"\byou am\b", "you are", re.sub(r"\byou was\b", "you were", text)))


def _second(phrase: str) -> str:
    """Return a phrase with the person's own possessives as `your`."""
    return bare(_BEFORE_THEY.sub(r"\1 you", re.sub(r"\b(?:his|her|their)(?= \w)", "your", phrase)))
