"""Ready-made propositions: claims by name that hold for any world or person, each with how it is to be scored."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from troupe_mcp.errors import RequestError


@dataclass(frozen=True, slots=True)
class Yardstick:
    """A ready-made claim. `each`: judged for one person at a time; `card`: beside who they are by their description.

    `words` hold `{who}` where it is about somebody, `{task}` where it needs to be told what was to be done.
    """

    name: str
    words: str
    scoring: str
    each: bool = True
    card: bool = False


YARDSTICKS: tuple[Yardstick, ...] = (
    Yardstick(
        "persona adherence",
        "What {who} says and does fits who {who} is by the description.",
        "Compare style of speech, traits, opinions, knowledge and circumstances. 9: nothing is out of character and "
        "several lines could hardly be anybody else's; 6: in character, but pale; 3: one clear break with something "
        "the description states; 0: this is another person. What the description leaves open counts neither way, nor "
        "does a change that something in the transcript brought about.",
        card=True,
    ),
    Yardstick(
        "strict persona adherence",
        "Every single line of {who} could come from nobody but the person described.",
        "Look for the worst line. 9: each line carries this person's voice and view; 5 at most where some lines could "
        "be anybody's; 3 at most where one line contradicts the description, shows knowledge or a skill that it rules "
        "out, or is politer, more balanced or better ordered than this person would be; 0: most lines do.",
        card=True,
    ),
    Yardstick(
        "self-consistency",
        "{who} never contradicts what {who} said or did before.",
        "9: comes back to the same matters and stays the same; 5: shifts without saying why; 0: flatly contradicts an "
        "earlier claim, fact or deed. A change of mind with a reason that the transcript shows is no contradiction. "
        "null where nothing comes up twice.",
    ),
    Yardstick(
        "fluency",
        "The lines of {who} read like somebody talking: each takes up what came before, and none repeats another.",
        "9: natural and varied; 5: some set phrases, or openings that come again; 0: the same sentences over and over, "
        "essays, lists, summaries. Curtness, dialect and mistakes that belong to the person are no fault.",
    ),
    Yardstick(
        "suitability",
        "What {who} does suits the moment: {who} takes up what was asked or happened, in keeping with the situation.",
        "The latest two steps count most. 9: takes up exactly what the moment asks for; 5: beside the point, though "
        "possible; 0: ignores a plain question or acts as if it were another scene. To refuse, evade or fall silent "
        "may suit the person and the moment.",
    ),
    Yardstick(
        "task completion",
        "The people have done what they were given to do: {task}",
        "9: done, with a result that one could take away; 6: most of it; 3: begun; 0: not begun. To talk about doing "
        "it, or to promise it, is not doing it.",
        each=False,
    ),
    Yardstick(
        "convergence",
        "The views of the people have moved towards each other.",
        "Compare where each stood at first with where each stands last. 9: apart at first, at one in the end; 5: some "
        "moved; 3: nobody moved; 0: further apart than at first. Politeness is no agreement. null where fewer than two "
        "people took a stand twice.",
        each=False,
    ),
    Yardstick(
        "divergence",
        "The talk opens up: the ideas and views become more different from each other as it goes on.",
        "Count ideas that differ in kind, not in words. 9: new ones of another kind keep coming to the end; 5: some "
        "did; 3: variations of what was there; 0: all repeat or agree. null where too little was said to tell.",
        each=False,
    ),
)
BY_NAME = {yardstick.name: yardstick for yardstick in YARDSTICKS}
SILENCE = re.compile(r"(?:(?:somebody|someone) )?silent for (\d{1,3}) steps?")
"""The one that needs no judge: whether somebody talked is counted in code."""
NAMES = (*BY_NAME, "silent for 2 steps")
FROM, UP_TO = 6, 3
"""Scores from which on such a claim is true, and up to which it is false."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A yardstick as a claim named it: with the task it is to be measured by, or with how many steps of silence."""

    name: str
    yardstick: Yardstick | None = None
    task: str = ""
    silent_for: int = 0

    @property
    def each(self) -> bool:
        """Whether it is judged for one person at a time."""
        return self.yardstick is None or self.yardstick.each

    def words(self, who: str) -> str:
        """Return the claim in full, about a person or about all."""
        if self.yardstick is None:
            return f"{who} has been {self.name}."
        return self.yardstick.words.replace("{who}", who).replace("{task}", self.task)


@lru_cache(maxsize=256)
def measure_of(claim: str) -> Measure | None:
    """Return the ready-made proposition that a claim names, e.g. `persona_adherence`; None for words of its own.

    Raises RequestError for a task completion without its task.
    """
    name, _, rest = claim.partition(":")
    key = " ".join(re.split(r"[\s_]+", name.strip(" .").casefold()))
    key = "self-consistency" if key == "self consistency" else key
    if silence := SILENCE.fullmatch(key):
        steps = max(1, int(silence[1]))
        return Measure(f"silent for {steps} step{'s' if steps > 1 else ''}", silent_for=steps)
    yardstick = BY_NAME.get(key)
    if yardstick is None or (rest and "{task}" not in yardstick.words):
        return None
    task = rest.strip()
    if "{task}" in yardstick.words:
        if not task:
            message = f'{key!r} needs its task, e.g. "{key}: agree on a name for the app".'
            raise RequestError(message)
        return Measure(f"{key}: {task}", yardstick, task)
    return Measure(key, yardstick)


def verdict_of(score: int | None) -> str:
    """Return what a score on a yardstick comes to."""
    if score is None:
        return "unclear"
    return "yes" if score >= FROM else "no" if score <= UP_TO else "unclear"
