"""Patterns that a caller may look for: what they find, and which are refused because they could run away."""

from __future__ import annotations

import pytest

from troupe_mcp.errors import RequestError
from troupe_mcp.simulation.steering.patterns import pattern_of


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("price|cost", "The COST is high."),
        (r"\bno\b", "No, thanks."),
        (r"too (much|dear)", "That's too dear."),
        (r"\d+ euros?", "I paid 12 euro for it."),
        (r"I (don't|won't) .* buy", "I won't ever want to buy it."),
        (r"^well[,.]", "Well, yes."),
        (r"colou?r[^.]{0,20}blue", "the color should be blue"),
        ("a(b|c)?d", "acd"),
        (r"[\]x]+$", "a]x"),
    ],
)
def test_a_pattern_finds_words_whatever_their_case(pattern: str, text: str) -> None:
    assert pattern_of(pattern).search(text)


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("(a+)+b", "repeats a group"),
        ("(a|a)*b", "repeats a group"),
        ("(ab){2,9}", "repeats a group"),
        ("(?:a?){30}", "repeats a group"),
        ("a*a*a*b", "too many ways"),
        ("a?" * 40 + "a" * 40, "too many ways"),
        ("(a|a)" * 30, "too many ways"),
        (".*.*.*x", "too many ways"),
        (r"(a)\1", r"holds \1"),
        ("(?=a)b", "neither lookarounds"),
        ("(?i)b", "neither lookarounds"),
        ("(a", "no regular expression"),
        ("a)", "no regular expression"),
        ("*a", "no regular expression"),
        ("[a", "no regular expression"),
        ("a" * 201, "201 characters"),
    ],
)
def test_what_is_no_pattern_or_could_take_forever_is_refused_with_what_is_possible(pattern: str, words: str) -> None:
    with pytest.raises(RequestError) as refused:
        pattern_of(pattern)

    assert words in str(refused.value)
    assert "Possible are words" in str(refused.value)
    assert len(str(refused.value)) < 600


def test_what_goes_on_without_end_goes_on_for_eighty_characters() -> None:
    assert pattern_of("a.*b").search(f"a{' ' * 80}b")
    assert pattern_of("a.*b").search(f"a{' ' * 81}b") is None
