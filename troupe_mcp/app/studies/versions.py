"""Versions of what a survey shows and asks: read, opened, and kept with the run."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from troupe_mcp.app.scenes.requests import Opening
from troupe_mcp.errors import RequestError
from troupe_mcp.language.text import clip
from troupe_mcp.studies.questionnaire import PLACEHOLDER, as_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from troupe_mcp.app.app import App
    from troupe_mcp.simulation.worlds.events import Line, SceneSet
    from troupe_mcp.store import RunRecord
    from troupe_mcp.studies.questionnaire import Question
    from troupe_mcp.studies.survey.versions import Version

UNFILLED = (
    "{} showed several versions, and whoever answered saw one at a time: there is no one past to go on from. "
    'ask_people(people=["{}"], …) asks the same people anew.'
)


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions of a survey, and the script of each with its files opened; none where all is the same to all."""

    each: tuple[Version, ...] = ()
    scripts: tuple[tuple[Line, ...], ...] = ()
    design: str = ""

    @property
    def seen(self) -> int:
        """How many versions one person sees."""
        return len(self.each) if self.design == "within" else 1

    def asked(self, questions: Sequence[Question]) -> tuple[Question, ...]:
        """Return questions as they are really asked, in the first version where there are several."""
        return tuple(self.each[0].of(question) for question in questions) if self.each else tuple(questions)

    def spec(self) -> dict[str, Any]:
        """Return what the run keeps of them; nothing where there are none."""
        if not self.each:
            return {}
        kept = [
            {"id": version.id, "fields": dict(version.fields), "script": [asdict(line) for line in script]}
            for version, script in zip(self.each, self.scripts, strict=True)
        ]
        return {"variants": kept, "design": self.design}

    def all_of(self, scene: SceneSet) -> SceneSet:
        """Return a scene that shows all that anybody sees."""
        return replace(scene, script=tuple(line for script in self.scripts for line in script)) if self.each else scene

    def priced(self, job: RunRecord, scene: SceneSet, questions: Sequence[Question]) -> tuple[RunRecord, SceneSet]:
        """Return a job and a scene that cost what these do: the longest version, as often as versions are seen."""
        if not self.each:
            return job, scene
        sizes = [
            sum(len(line.content) for line in script) + len(str(version.fields)) for version, script in self._pairs
        ]
        version, script = self._pairs[max(range(len(sizes)), key=sizes.__getitem__)]
        spec = job.settings["spec"]
        filled = [as_json(version.of(question)) for question in questions]
        spec = {**spec, "questions": filled, "repeats": spec["repeats"] * self.seen}
        return replace(job, settings={**job.settings, "spec": spec}), replace(scene, script=script)

    @property
    def _pairs(self) -> list[tuple[Version, tuple[Line, ...]]]:
        return list(zip(self.each, self.scripts, strict=True))

    def foreseen(self, people: int, questions: int, repeats: int) -> tuple[str, ...]:
        """Return what the study comes to and can see, where there are versions."""
        from troupe_mcp.studies.survey.versions import foreseen

        within = "within" if self.design == "within" else "between"
        return (foreseen(within, people, len(self.each), questions, repeats),) if self.each else ()

    def unfilled(self, questions: Sequence[Question], scene: SceneSet) -> tuple[str, ...]:
        """Return what has to be said where material or options hold placeholders that nothing fills."""
        texts = [line.content for line in scene.script]
        texts += [option.text for question in questions for option in question.options]
        fields = {name for version in self.each for name in version.fields}
        held = dict.fromkeys(name for text in texts for name in PLACEHOLDER.findall(text) if name not in fields)
        if not held:
            return ()
        named = clip(", ".join(f"{{{{{name}}}}}" for name in held), 120)
        said = (
            f"Nothing fills {named} in what is shown or the options, so people read it as it stands. "
            f'variants=[{{"{next(iter(held))[:40]}": "…"}}, {{"{next(iter(held))[:40]}": "…"}}] fills it.'
        )
        return (said,)

    def check_groups(self, people: int) -> None:
        """Raise RequestError where groups would have fewer than two people."""
        from troupe_mcp.studies.survey.versions import FEWEST

        if self.each and self.design == "between" and people < FEWEST * len(self.each):
            raise RequestError(
                f"{people} people see {len(self.each)} versions, one each: a group of one compares nothing. Give "
                f'{FEWEST * len(self.each)} or more, or design="within": each sees every version in a fresh context.'
            )


def field_names(variants: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the placeholders that versions fill."""
    return list(dict.fromkeys(str(key) for each in variants for key in each if key != "id"))


async def opened(
    self: App,
    variants: Sequence[Mapping[str, Any]],
    design: str,
    opening: Opening,
    questions: Sequence[Question],
    step: int,
) -> Versions:
    """Return versions read and their files opened. Raises RequestError where they are of no use, and as files do."""
    from troupe_mcp.studies.survey.versions import DESIGNS, versions_of

    if design not in DESIGNS:
        raise RequestError(
            f"design={design[:40]!r}; expected 'within' (each sees every version) or 'between' (one each)."
        )
    texts = {"situation": opening.situation or "", "show": opening.show or ""}
    texts |= {f"documents[{at}]": text for at, text in enumerate(opening.documents)}
    for question in questions:
        told = "\n".join((question.text, *question.labels, *(option.text for option in question.options)))
        texts[f"question '{question.id}'"] = told
    each = versions_of(variants, texts, [question.id for question in questions])
    scripts: list[tuple[Line, ...]] = []
    for version in each:
        shown = Opening(
            situation=opening.situation and version.filled(opening.situation),
            documents=tuple(map(version.filled, opening.documents)),
            show=opening.show and version.filled(opening.show),
        )
        scripts.append(tuple(await self.files.opened(shown.lines(step))))
    return Versions(tuple(each), tuple(scripts), design)


async def template(self: App, opening: Opening, step: int) -> list[Line]:
    """Return the lines of a script whose placeholders stay; what holds none is opened as ever."""
    found: list[Line] = []
    for line in opening.lines(step):
        found += [line] if PLACEHOLDER.search(line.content) else await self.files.opened([line])
    return found
