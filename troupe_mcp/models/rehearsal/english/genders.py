"""The gender that a label names, in whatever words: `mother (woman)`, `Frau`, `hombre`; never by its first letter."""

from __future__ import annotations

import re

_WORDS = {
    "female": "female females feminine woman women girl girls lady ladies mother mothers mum mums mom moms mama "
    "grandmother wife wives daughter sister widow f w she her frau frauen weiblich mutter mütter mujer mujeres "
    "femenino femenina madre madres femme femmes féminin mère mères donna donne femmina madri mulher mulheres "
    "feminino feminina mãe mães kvinna kvinde kvinne vrouw vrouwen kobieta matka 女 女性 여성 여자",
    "male": "male males masculine man men boy boys gentleman gentlemen guy guys father fathers dad dads daddy papa "
    "grandfather husband husbands son brother widower m he him mann männer herr männlich vater väter hombre hombres "
    "masculino varón padre padres homme hommes masculin père pères uomo uomini maschio padri homem homens pai pais "
    "mand mannen mężczyzna ojciec erkek 男 男性 남성 남자",
}
_GENDER_OF = {word: gender for gender, words in _WORDS.items() for word in words.split()}


def gender_named(label: str) -> str:
    """Return `female` or `male`; nothing where a label names neither or both."""
    named = {_GENDER_OF[word] for word in re.findall(r"[^\W\d_]+", label.casefold()) if word in _GENDER_OF}
    return named.pop() if len(named) == 1 else ""


def parent_in(label: str) -> str:
    """Return the word of a label by which somebody is a parent; mostly nothing."""
    match = re.search(r"\b(?:mother|father|mum|mom|dad|parent)\b", label, re.IGNORECASE)
    return match.group().lower() if match else ""
