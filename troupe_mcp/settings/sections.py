"""The sections of the file, with every key's type and default: what an operator decides."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, Self, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from troupe_mcp.settings.values import Address, Cap, CapInDollars, Count, Names, OrNone, Price, Seconds, Text

PRICES: Mapping[str, tuple[float, float]] = {
    "gpt-5-mini": (0.25, 2.00),
    "gpt-5-nano": (0.05, 0.40),
    "text-embedding-3-small": (0.02, 0.0),
    "text-embedding-3-large": (0.13, 0.0),
}
_NO_MODEL = (
    "there is no telling which model of that server is meant. Set [model] model (or TROUPE_MODEL__MODEL) to one that "
    "it has, for instance model = llama3.2"
)


def _with_known(value: object) -> object:
    """What the file says of prices comes before those we know."""
    if not isinstance(value, Mapping):
        return value
    given = cast("Mapping[str, object]", value)
    named = {name.lower() for name in given}
    return {**given, **{name: price for name, price in PRICES.items() if name not in named}}


class Section(BaseModel):
    """One section of the file."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class ModelSection(Section):
    """Who answers prompts. Keys are no settings: they come from the environment alone, see `read_keys`."""

    provider: Literal["auto", "openai", "azure", "compatible", "client", "host", "rehearsal"] = "auto"
    model: str = ""
    base_url: Address = ""
    embedding_model: str = ""
    api_version: Text = "2025-04-01-preview"
    temperature: Annotated[float | None, Field(ge=0, le=2), OrNone] = None
    reasoning_effort: Literal["", "minimal", "low", "medium", "high"] = ""
    timeout: Annotated[float, Field(gt=0)] = 120

    @model_validator(mode="after")
    def _names_its_model(self) -> Self:
        if self.base_url and not self.model:
            raise PydanticCustomError("model_missing", _NO_MODEL, {"key": "base_url"})
        return self


class StoreSection(Section):
    """Where things are kept."""

    data_dir: str = ""

    @property
    def directory(self) -> Path:
        """The data directory; it may not exist yet."""
        if self.data_dir:
            return Path(self.data_dir).expanduser().absolute()
        from platformdirs import user_data_path

        return user_data_path("troupe-mcp", appauthor=False)


class LimitsSection(Section):
    """How much may happen at once, or in one call."""

    max_in_flight: Count = 16
    requests_per_minute: Annotated[int, Field(ge=0)] = 0
    tokens_per_minute: Annotated[int, Field(ge=0)] = 0
    max_people: Count = 10_000
    max_steps: Count = 100


class BudgetSection(Section):
    """What may be spent, 0 for any amount: by a run that is given no limit of its own, in a day, and by an owner."""

    max_calls_per_run: Cap = 0
    max_tokens_per_run: Cap = 0
    max_cost_per_run: CapInDollars = 0
    max_calls_per_day: Cap = 0
    max_tokens_per_day: Cap = 0
    max_cost_per_day: CapInDollars = 0
    max_calls_per_owner: Cap = 0
    max_tokens_per_owner: Cap = 0
    max_cost_per_owner: CapInDollars = 0


class SimulationSection(Section):
    """How people are played."""

    language: Text = "English"
    prompt_budget: Annotated[int, Field(ge=1_000)] = 24_000
    wave: Annotated[int, Field(ge=1, le=100)] = 100


class ServerSection(Section):
    """How clients are served."""

    wait_seconds: Seconds = 4
    patient_wait_seconds: Seconds = 45
    patient_clients: Names = (
        "claude-code",
        "Claude Code",
        "claude-ai",
        "Visual Studio Code",
        "cursor-vscode",
    )
    host: Text = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65_535)] = 8765
    join_minutes: Annotated[float, Field(ge=0)] = 10
    files_dir: str = ""

    @property
    def files(self) -> Path | None:
        """The folder whose files callers may name; None where there is none."""
        return Path(self.files_dir).expanduser().absolute() if self.files_dir else None


class CacheSection(Section):
    """How long answers are kept, and whether they are used again."""

    reuse: bool = True
    keep_days: Annotated[float | None, Field(ge=0), OrNone] = None

    @property
    def keep(self) -> int | None:
        """For how many milliseconds answers are kept that no run needs any more; None: for ever."""
        return None if self.keep_days is None else round(self.keep_days * 86_400_000)


class LoggingSection(Section):
    """What is logged."""

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"] = "WARNING"


class Settings(Section):
    """Everything that an operator decides. `Settings()` is the defaults; `load_settings` reads what was configured."""

    model: ModelSection = ModelSection()
    prices: Annotated[Mapping[str, Price], BeforeValidator(_with_known)] = PRICES
    """By the beginning of a model's name: dollars for a million tokens in and a million out."""
    store: StoreSection = StoreSection()
    limits: LimitsSection = LimitsSection()
    budget: BudgetSection = BudgetSection()
    simulation: SimulationSection = SimulationSection()
    server: ServerSection = ServerSection()
    cache: CacheSection = CacheSection()
    logging: LoggingSection = LoggingSection()
