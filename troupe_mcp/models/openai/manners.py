"""What models behind the protocol take and refuse, in one table.

Source: the providers' model pages; a server that is not listed is asked in the oldest way, which all still take.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Manners:
    """How a family of models wants to be asked.

    `limit` names the parameter for the answer's length; `thinking` is what a model may spend on reasoning besides it,
    in tokens.
    """

    limit: str = "max_tokens"
    temperature: bool = True
    seed: bool = True
    effort: bool = False
    thinking: int = 0
    images: bool = False


_REASONING = Manners("max_completion_tokens", temperature=False, effort=True, thinking=6000, images=True)
_SEEING = Manners("max_completion_tokens", images=True)
_TABLE: tuple[tuple[str, Manners], ...] = (
    (r"gpt-5[\w.-]*-chat|chatgpt", _SEEING),
    (r"(?:.*/)?(?:gpt-5|o[134](?:-|$))", _REASONING),
    (r"(?:.*/)?gpt-4(?:o|\.1|\.5|-turbo)", _SEEING),
    (r".*(?:llava|-?vl\b|vision|pixtral|gemma-?[34]|llama-?4|minicpm-v|claude|gemini)", Manners(images=True)),
)


def without(manners: Manners, parameter: str) -> Manners:
    """Return manners that do without a parameter that a server refused: deployments and gateways hide the model."""
    match parameter:
        case "max_tokens":
            return replace(manners, limit="max_completion_tokens", thinking=_REASONING.thinking)
        case "temperature":
            return replace(manners, temperature=False)
        case "seed":
            return replace(manners, seed=False)
        case "reasoning_effort":
            return replace(manners, effort=False)
        case _:
            return manners


def manners_of(model: str) -> Manners:
    """Return how a model wants to be asked, by its name."""
    return next((found for pattern, found in _TABLE if re.match(pattern, model.lower())), Manners())
