"""An extraction by a JSON schema: what is asked for, what is taken, and what can never be met."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import pytest
from pydantic import BaseModel, Field

from tests.doubles import REHEARSAL, Scripted, plain, table
from troupe_mcp.language.answer import schema_text
from troupe_mcp.language.prompt import Prompt
from troupe_mcp.studies.tasks import ExtractTask

PLAN: dict[str, Any] = {
    "$defs": {
        "Purchase": {
            "type": "object",
            "properties": {
                "thing": {"type": "string", "minLength": 1},
                "price": {"type": "number", "minimum": 0, "description": "in euros"},
                "tags": {"type": "array", "items": {"enum": ["gift", "need"]}, "uniqueItems": True},
            },
            "required": ["thing"],
        }
    },
    "type": "object",
    "properties": {
        "purchases": {"type": "array", "items": {"$ref": "#/$defs/Purchase"}, "maxItems": 2},
        "dearest": {"anyOf": [{"$ref": "#/$defs/Purchase"}, {"type": "null"}]},
        "mood": {"enum": ["glad", "sad", 0.5]},
    },
}
KETTLE: dict[str, Any] = {"thing": "kettle", "price": 30.0, "tags": ["need"]}
FOUND: dict[str, Any] = {"purchases": [KETTLE, {**KETTLE, "price": None}], "dearest": KETTLE, "mood": 0.5}


def reading(*found: Any) -> Scripted:
    """A model that reads this at the first try, and that at the second."""

    def script(prompt: Prompt) -> Any:
        if isinstance(prompt.task, ExtractTask):
            return {"quotes": [], "found": found[int(prompt.address[-1]) % len(found)]}
        return plain(prompt)

    return Scripted(script)


async def extraction(at: Any, schema: Any, **more: Any) -> Any:
    talk = await at.ok("listen_and_act", people=["Oscar"], say="What did you buy?", seed=1)
    return await at.call("extract_results", run=[talk.run], objective="purchases", schema=schema, **more)


async def test_objects_within_lists_come_out_as_the_schema_wants_them(tmp_path: Path) -> None:
    model = reading(FOUND)
    async with table(tmp_path, model) as at:
        told = await extraction(at, PLAN)

    assert told.data["results"] == [{"person": "Oscar", **FOUND}]
    assert '"thing": "kettle"' in told.data["table"]
    assert "$" not in schema_text(model.asked[-1].answer), "references are resolved"
    assert '"description": "in euros"' in model.asked[-1].messages[1].text


@pytest.mark.parametrize(
    "amiss",
    [
        {**FOUND, "mood": "so so"},
        {**FOUND, "purchases": [KETTLE] * 3},
        {**FOUND, "purchases": [{**KETTLE, "price": -1}]},
        {**FOUND, "purchases": [{**KETTLE, "thing": ""}]},
        {**FOUND, "purchases": [{**KETTLE, "tags": ["need", "need"]}]},
        {**FOUND, "dearest": {**KETTLE, "colour": "red"}},
        {**FOUND, "dearest": {"thing": "kettle"}},
    ],
)
async def test_what_breaks_the_schema_is_asked_for_again(tmp_path: Path, amiss: Any) -> None:
    async with table(tmp_path, reading(amiss, FOUND)) as at:
        told = await extraction(at, PLAN)

    assert told.data["results"] == [{"person": "Oscar", **FOUND}]
    assert told.data["cost"]["calls"] == 2


async def test_a_field_may_be_an_object_too_and_a_rehearsal_reads_it_part_by_part(tmp_path: Path) -> None:
    fields = {
        "vote": {"type": "object", "properties": {"ad_number": {"type": "integer"}, "reason": {"type": "string"}}},
        "ideas": {"type": "array", "items": {"type": "object", "properties": {"idea": {"type": "string"}}}},
        "rating": {"type": "integer", "minimum": 90, "maximum": 91},
    }
    async with table(tmp_path) as at:
        talk = await at.ok(
            "listen_and_act", people=["Oscar"], seed=3, **REHEARSAL,
            show="Ad 1: Warm bread at your door.\nAd 2: Cold beer at your door.", say="Which ad would you click?",
        )  # fmt: skip
        told = await at.ok("extract_results", run=[talk.run], objective="the vote", fields=fields, **REHEARSAL)

    [row] = told.data["results"]
    assert row["vote"]["ad_number"] in {1, 2}
    assert row["rating"] is None, "nobody said a number within these bounds"
    assert row["quotes"]["vote"]
    assert told.data["cost"]["calls"] == 1


def within(**schema: Any) -> dict[str, Any]:
    """Return the schema of a record whose one field, a, has this schema."""
    return {"type": "object", "properties": {"a": schema}}


ITSELF = {"type": "object", "properties": {"b": {"$ref": "#/$defs/B"}}}


def nested(levels: int) -> dict[str, Any]:
    """Return the schema of lists within lists."""
    return {"type": "array", "items": nested(levels - 1)} if levels else {"type": "string"}


@pytest.mark.parametrize(
    ("schema", "why"),
    [
        ({"type": "string"}, "is not of an object"),
        ({"type": "array", "items": within(type="string")}, 'group_by="run"'),
        ({"type": "object"}, "an object without properties"),
        ({"type": "object", "properties": []}, "schema.properties is []; give names"),
        (within(type="text"), 'has type "text"; known are string, integer'),
        (within(enum=[]), "cannot be met: its enum is []"),
        (within(enum=[{"x": 1}]), 'has {"x": 1} among its choices'),
        (within(type="string", enum=[1, 2]), "none of its choices is of type 'string'"),
        (within(type="null"), "can only be null"),
        (within(type="integer", minimum=5, maximum=3), "nothing lies between 5 and 3"),
        (within(type="integer", exclusiveMinimum=1, exclusiveMaximum=2), "cannot be met"),
        (within(type="array", minItems=3, maxItems=2), "nothing lies between 3 and 2"),
        (within(type="string", minLength="5"), 'minLength is "5"; give a whole number'),
        (within(type="string", pattern="(?=x)["), 'pattern is "(?=x)["'),
        (within(**{"$ref": "#/$defs/B"}), "'#/$defs/B', which is not there"),
        ({"$defs": {"B": ITSELF}, **within(**{"$ref": "#/$defs/B"})}, "refers to itself"),
        (within(type="object", additionalProperties={"type": "number"}), "Name the properties"),
        ({**within(type="string"), "required": ["b"]}, 'cannot be met: it requires "b"'),
        (within(**{"not": {}}), "uses not, which is not read"),
        (within(**nested(6)), "deeper than 5 levels"),
        ({"type": "object", "properties": {f"a{n}": {"type": "string"} for n in range(31)}}, "at most 30"),
        (within(type="string", description="y" * 21_000), "at most 20000"),
    ],
)
async def test_a_schema_that_cannot_be_met_or_read_is_refused_with_what_to_mend(
    tmp_path: Path, schema: Any, why: str
) -> None:
    async with table(tmp_path, model := Scripted()) as at:
        talk = await at.ok("listen_and_act", people=["Oscar"], say="Well?", seed=1)
        paid = len(model.asked)
        refused = await at.error("extract_results", run=[talk.run], objective="it", schema=schema)

    assert why in refused
    assert len(model.asked) == paid


async def test_names_that_records_have_anyway_are_theirs(tmp_path: Path) -> None:
    async with table(tmp_path, Scripted()) as at:
        talk = await at.ok("listen_and_act", people=["Oscar"], say="Well?", seed=1)
        told = await at.ok("extract_results", run=[talk.run], objective="it", fields=["person", "stance"])
        about = {"run": [talk.run], "objective": "it"}
        taken = await at.error("extract_results", **about, fields=["positions"], group_by="run")
        both = await at.error("extract_results", **about, fields=["a"], schema=within(type="string"))

    assert told.data["results"] == [{"person": "Oscar", "stance": None}]
    assert "A field is called 'positions', and so is another part of every record." in taken
    assert "Give fields or schema, not both." in both


class Item(BaseModel):
    name: str
    price: float | None = Field(None, ge=0, description="in euros")


class Basket(BaseModel):
    """What somebody bought."""

    items: list[Item] = []
    best: Item | None = None
    paid: Literal["cash", "card"] = "cash"


async def test_the_schema_of_a_pydantic_model_is_taken_as_it_is(tmp_path: Path) -> None:
    found = {"items": [{"name": "kettle", "price": 30.0}], "best": None, "paid": "card"}
    async with table(tmp_path, reading(found)) as at:
        told = await extraction(at, Basket.model_json_schema())

    [row] = told.data["results"]
    assert Basket.model_validate({name: row[name] for name in Basket.model_fields}).items[0].name == "kettle"
