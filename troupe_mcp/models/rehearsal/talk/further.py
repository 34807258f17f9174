"""Follow-ups without a matter of their own ("Why?", "And then?"): what they want of the last answer."""

from __future__ import annotations

import re
from functools import lru_cache

_LEAD = r"^\W*(?:(?:and|but|so|oh|ah|okay|ok|interesting|hm+|well|right)\b[,.!]? )*"
_FORMS: tuple[tuple[str, str], ...] = (
    (
        "why",
        (r"(?:why(?: not| is that| that| so| exactly)?|how (?:come|so)|what makes you (?:say|think|feel) (?:that|so)"
        r"|why do you (?:say|think|feel) (?:that|so|this way|that way)|what(?:'s| is) the reason(?: for that)?)"),
    ),
    (
        "example",
        (r"(?:(?:can|could|would) you (?:please )?give (?:me |us )?(?:an|one|another) example(?: of that)?|such as"
        r"|for (?:example|instance)|like what|an example|do you have an example|give (?:me|us) an example)"),
    ),
    (
        "then",
        (r"(?:then(?: what)?|after that|what (?:happened|happens|comes|came) (?:next|then|after(?: that)?)|what next"
        r"|what then|and then|what do you do (?:then|next|after that))"),
    ),
    (
        "really",
        r"(?:really|seriously|are you (?:sure|serious|kidding)|is that (?:so|true|right)|honestly|no kidding|truly)",
    ),
    (
        "mean",
        (r"(?:what do you mean(?: by that)?|what does that mean|(?:can|could) you explain(?: that| this)?"
         r"|in what (?:way|sense)"
        r"|how do you mean|how exactly|meaning)"),
    ),
    (
        "more",
        (r"(?:(?:is there )?anything (?:that )?you(?:'d| would)? (?:still )?(?:like|want) to (?:add|say)"
        r"|(?:is there )?(?:anything|something|what|who) else(?: you (?:want|would like|'d like) to (?:add"
         r"|say|tell(?: me| us)?))?"
        r"|(?:can|could|would) you (?:please )?(?:tell (?:me|us) (?:a (?:bit|little) )?more|elaborate|expand|say more)"
        r"(?: (?:on|about) (?:that|this|it))?|(?:please )?(?:tell (?:me|us)|say) (?:a (?:bit"
        r"|little) )?more(?: about (?:that|this|it))?"
        r"|go on|more|anything to add)"),
    ),
)  # fmt: skip


@lru_cache(maxsize=5000)
def kind_of_follow_up(question: str) -> str:
    """Return what a short follow-up wants: a reason, an example, what comes next; empty where it is none."""
    if len(question.split()) > 14:
        return ""
    return next(
        (kind for kind, form in _FORMS if re.match(rf"{_LEAD}{form}\s*[?.!]*$", question, re.IGNORECASE)),
        "",
    )
