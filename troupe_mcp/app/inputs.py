"""What went into a run, as words: people, past, material, questions, rules, player, seed."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from troupe_mcp.app.labels import briefly
from troupe_mcp.language.text import clip
from troupe_mcp.simulation.worlds.events import Line, SceneSet
from troupe_mcp.studies.comparison.scenes import scenes_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from troupe_mcp.app.views import Member, RunView
    from troupe_mcp.simulation.worlds.events import Event

RULES = (
    "setting", "order", "speaker", "guide", "moderator", "relations", "start", "time_per_step", "interventions",
    "watch", "stop_when", "tools", "quality", "ballot",
)  # fmt: skip
"""What of a scene is told by itself; its lines are told one by one."""
UNSAID = ("people", "of", "until", "variants")
"""What a study froze that is told otherwise, or is no input."""


def inputs_of(view: RunView, first: RunView) -> dict[str, str]:
    """Return all that went into a run as words: people, past, material, questions, rules, player, seed."""
    run, settings = view.run, view.run.settings
    spec: Mapping[str, Any] = settings.get("spec", {})
    told = {
        "people": _who(view.cast, first.cast),
        "reads": ", ".join(spec.get("of", ())),
        "people read": _whom(spec) if run.kind == "extraction" else "",
        "branches from": f"{run.parent} at step {run.parent_step}" if run.parent else "",
        **_script(view),
    }
    asked = spec["questions"] if run.kind == "survey" else ()
    for question in asked:
        fields = {"text": question["text"], "kind": question["kind"], "scale": "", "options": ""}
        fields["options"] = "; ".join(text for _, text, _ in question["options"])
        fields["scale"] = "-".join(map(str, question["scale"])) if question["kind"] == "rating" else ""
        told |= {f"question {question['id']}: {name}": value for name, value in fields.items() if value}
    for version in spec.get("variants", ()):
        told[f"version {version['id']}"] = "; ".join(f"{name}: {text}" for name, text in version["fields"].items())
    unsaid = (*UNSAID, "questions") if asked else UNSAID
    told |= {name.replace("_", " "): _words(value) for name, value in spec.items() if name not in unsaid and value}
    return {
        **told,
        "language": settings["language"],
        "played by": briefly(run),
        "seed": str(run.seed),
    }


def _who(cast: Sequence[Member], first: Sequence[Member]) -> str:
    """Return who is in a run, and how that differs from who is in the first one."""
    then, now = ({member.person: member for member in each} for each in (first, cast))
    new = [member.name for who, member in now.items() if who not in then]
    gone = [member.name for who, member in then.items() if who not in now]
    other = [
        f"{m.name} (version {m.version})" for who, m in now.items() if who in then and m.version != then[who].version
    ]
    told = (("others", new), ("without", gone), ("edited", other))
    parts = [f"{word} ({len(names)}): {clip(', '.join(names), 80)}" for word, names in told if names]
    count = "1 person" if len(cast) == 1 else f"{len(cast)} people"
    return "; ".join([count, *parts]) if cast else ""


def _whom(spec: Mapping[str, Any]) -> str:
    """Return of whom a study reads, by name; nothing where it reads runs as a whole."""
    names = dict.fromkeys(name for each in spec.get("people", {}).values() for name in each if name)
    count = "1 person" if len(names) == 1 else f"{len(names)} people"
    return f"{count}: {', '.join(names)}" if names else ""


def _script(view: RunView) -> dict[str, str]:
    """Return a run's script line by line, as far as later scenes left it standing, and the rules of its last scene.

    What was said in scenes of another kind, as in private beside a world, is told by itself.
    """
    scenes = scenes_of(view.run.kind, (event for _, event in view.log))
    told = _lines(scenes.counted, len(view.cast))
    beside = "; ".join(f"{what}: {text}" for what, text in _lines(scenes.beside, len(view.cast)).items())
    scene = scenes.last
    if scene is None:
        return told
    fields = asdict(scene)
    rules = {name.replace("_", " "): _words(fields[name]) for name in RULES if fields[name]}
    begins = next((event.start for event in scenes.counted if isinstance(event, SceneSet) and event.start), "")
    also = {f"also a {scenes.besides}": beside} if beside else {}
    return {**told, "steps": str(scenes.steps), **rules, **({"start": begins} if begins else {}), **also}


def _lines(events: Iterable[Event], everybody: int) -> dict[str, str]:
    """Return what scenes bring by step and kind, each scene in the place of what the one before still had planned."""
    lines: list[Line] = []
    for event in events:
        if isinstance(event, SceneSet):
            lines = [line for line in lines if line.step <= event.step] + [
                line for line in event.script if line.step > event.step
            ]
    told: dict[str, str] = {}
    for line in lines:
        whom = f" to {', '.join(line.to)}" if line.to and len(line.to) < everybody else ""
        what = f"step {line.step}: {line.kind}"
        text = f"{line.title}: {line.content}" if line.title else line.content
        picture = f" [picture {line.picture[:12]}]" if line.picture else ""
        told[what] = " / ".join(filter(None, (told.get(what, ""), f"{text}{whom}{picture}")))
    return told


def _words(value: Any) -> str:
    """Return a frozen value in words."""
    if isinstance(value, str | int | float):
        return str(value)
    if isinstance(value, list | tuple) and all(isinstance(each, str) for each in value):  # pyright: ignore[reportUnknownVariableType]
        return ", ".join(value)  # pyright: ignore[reportUnknownArgumentType]
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
