"""`config.ini` and the environment, read once into one frozen `Settings`.

The file is read by our own few lines because `configparser` forgets the line numbers that a fault has to name, and
`pydantic-settings` reads the process's environment behind the back of whoever builds `Settings`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple, Self, cast
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from troupe_mcp.errors import ConfigInvalid

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_PREFIX = "TROUPE_"
_FILE = Path("config.ini")
_NOT_OURS = "If the file is not troupe-mcp's, name its own by --config."
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
_EXPECTED = {  # by pydantic's name of the fault, in our words
    "int_parsing": "a whole number",
    "float_parsing": "a number",
    "finite_number": "a number",
    "bool_parsing": "true or false",
    "literal_error": "{expected}",
    "greater_than_equal": "{ge:g} or more",
    "less_than_equal": "{le:g} or less",
    "string_too_short": "some text",
    "greater_than": "more than {gt:g}",
}


def _listed(value: object) -> object:
    """A comma list in the file is a tuple in the program."""
    return tuple(name.strip() for name in value.split(",") if name.strip()) if isinstance(value, str) else value


def _pair(value: object) -> object:
    """Two numbers in the file are a tuple in the program."""
    return tuple(value.split()) if isinstance(value, str) else value


def _zero_if_empty(value: object) -> object:
    """An empty limit in the file is none."""
    return 0 if value == "" else value


def _with_known(value: object) -> object:
    """What the file says of prices comes before those we know."""
    if not isinstance(value, Mapping):
        return value
    given = cast("Mapping[str, object]", value)
    named = {name.lower() for name in given}
    return {**given, **{name: price for name, price in PRICES.items() if name not in named}}


def _unless_empty(value: object) -> object:
    """An empty value in the file means that there is none."""
    return None if value == "" else value


def is_address(text: str) -> bool:
    """Whether this can be where a server is, e.g. http://127.0.0.1:11434/v1."""
    try:
        parts = urlsplit(text)
        return (
            parts.scheme in {"http", "https"}
            and bool(parts.hostname)
            and parts.port != 0
            and not re.search(r"\s", text)
        )
    except ValueError:  # a port that is none
        return False


def _address(text: str) -> str:
    """An address, or nothing."""
    if text and not is_address(text):
        raise PydanticCustomError("address", "an address such as http://127.0.0.1:11434/v1")
    return text


Count = Annotated[int, Field(ge=1)]
Seconds = Annotated[float, Field(ge=0, le=50)]  # clients give a call up after a minute
Dollars = Annotated[float, Field(ge=0)]
Text = Annotated[str, Field(min_length=1)]
Cap = Annotated[int, Field(ge=0), BeforeValidator(_zero_if_empty)]
CapInDollars = Annotated[float, Field(ge=0), BeforeValidator(_zero_if_empty)]
Price = Annotated[tuple[Dollars, Dollars], BeforeValidator(_pair)]
Names = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class Section(BaseModel):
    """One section of the file."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class ModelSection(Section):
    """Who answers prompts. Keys are no settings: they come from the environment alone, see `read_keys`."""

    provider: Literal["auto", "openai", "azure", "compatible", "client", "host", "rehearsal"] = "auto"
    model: str = ""
    base_url: Annotated[str, AfterValidator(_address)] = ""
    embedding_model: str = ""
    api_version: Text = "2025-04-01-preview"
    temperature: Annotated[float | None, Field(ge=0, le=2), BeforeValidator(_unless_empty)] = None
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
    keep_days: Annotated[float | None, Field(ge=0), BeforeValidator(_unless_empty)] = None

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


@dataclass(frozen=True, slots=True)
class Keys:
    """The providers' keys; no representation shows them."""

    openai: str = field(default="", repr=False)
    azure: str = field(default="", repr=False)
    azure_endpoint: str = ""


def read_keys(environ: Mapping[str, str]) -> Keys:
    """The keys in the environment, by the names that the providers' own tools read."""
    names = ("OPENAI_API_KEY", "AZURE_OPENAI_KEY", "AZURE_OPENAI_ENDPOINT")
    return Keys(*(environ.get(name, "").strip() for name in names))


class _Given(NamedTuple):
    """A value as somebody wrote it, and where."""

    section: str
    key: str
    value: str
    where: str


# Every key there is: section to key to default.
_KEYS: dict[str, dict[str, object]] = {name: dict(section) for name, section in Settings()}

# Sections whose keys are names that the operator chooses.
_OPEN = ("prices",)


def load_settings(config: Path | None, environ: Mapping[str, str]) -> Settings:
    """The environment over `config` (or `config.ini` in the working directory) over the defaults."""
    given = {(one.section, one.key): one for one in (*_from_file(config), *_from_environment(environ))}
    values: dict[str, dict[str, str]] = {}
    for one in given.values():
        values.setdefault(one.section, {})[one.key] = one.value
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        faults = dict.fromkeys(_fault(one, given) for one in error.errors(include_url=False))
        raise ConfigInvalid("\n".join(faults)) from None


@dataclass(frozen=True, slots=True)
class Given:
    """Which keys somebody set, as `[section] key`, in the file that was read, and in which variables; no values."""

    file: Path | None
    keys: tuple[str, ...]
    variables: tuple[str, ...]


def given_settings(config: Path | None, environ: Mapping[str, str]) -> Given:
    """Return what `load_settings` would read. Raises ConfigInvalid."""
    ours = _file_of_ours(config)
    keys = tuple(f"[{one.section}] {one.key}" for one in _from_file(config))
    variables = tuple(name for name in environ if name.startswith(_PREFIX))
    return Given(ours[0].absolute() if ours else None, keys, variables)


def _from_file(config: Path | None) -> list[_Given]:
    """What the file says; nothing where there is none of ours."""
    ours = _file_of_ours(config)
    return _read(ours[1], ours[0]) if ours else []


def _file_of_ours(config: Path | None) -> tuple[Path, str] | None:
    """The file with its text; none where it is not there, or where it is somebody else's and was not asked for."""
    path = config or _FILE
    if config is None and not path.is_file():
        return None
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ConfigInvalid(f"{path} cannot be read: {error.strerror}. Mend it, or name another by --config.") from None
    except UnicodeDecodeError as error:
        if config is None:
            return None
        raise ConfigInvalid(f"{path} is not UTF-8 text (byte {error.start}). Save it as UTF-8.") from None
    return (path, text) if config or _is_ours(text) else None


def _is_ours(text: str) -> bool:
    """Whether a file has a section of ours, or nearly: one that is written wrong, over a key of it."""
    for section in re.finditer(r"^\s*\[\s*(\w+)\s*(\]?)[^\[]*", text, re.MULTILINE):
        name, closed = section.groups()
        if closed and name in _KEYS:
            return True
        near = difflib.get_close_matches(name.lower(), _KEYS, n=1)
        if any(re.search(rf"^\s*{key}\s*=", section[0], re.MULTILINE) for each in near for key in _KEYS[each]):
            return True
    return False


def _read(text: str, path: Path) -> list[_Given]:
    """INI without continuation lines; the first fault ends it."""
    found: dict[tuple[str, str], _Given] = {}
    section = ""
    for number, line in enumerate(map(str.strip, text.splitlines()), 1):
        where = f"{path} line {number}"
        if not line or line[0] in "#;":
            continue
        if line[0] == "[" and line[-1] == "]":
            section = line[1:-1].strip()
            if section not in _KEYS:
                raise ConfigInvalid(f"{where}: there is no section [{section}]. {_nearest(section, _KEYS)} {_NOT_OURS}")
            continue
        key, equals, value = (part.strip() for part in line.partition("="))
        if not section or not equals:
            raise ConfigInvalid(f"{where}: {line!r} is neither [section] nor, below one, key = value nor # comment.")
        if key not in _KEYS[section] and section not in _OPEN:
            said = f"{where}: [{section}] has no key {key!r} (= {value!r}). "
            raise ConfigInvalid(f"{said}{_nearest(key, _KEYS[section])} {_NOT_OURS}")
        if before := found.get((section, key)):
            raise ConfigInvalid(f"{where}: [{section}] {key} was already given at {before.where}. Keep one of them.")
        found[section, key] = _Given(section, key, value, where)
    return list(found.values())


def _from_environment(environ: Mapping[str, str]) -> list[_Given]:
    names = {f"{_PREFIX}{section}__{key}".upper(): (section, key) for section, keys in _KEYS.items() for key in keys}
    ours = [name for name in environ if name.startswith(_PREFIX)]
    for name in ours:
        if name not in names:  # its value stays unsaid: it may be a key somebody hoped to pass
            raise ConfigInvalid(f"Environment variable {name}: there is no such setting. {_nearest(name, names)}")
    return [_Given(*names[name], environ[name], f"Environment variable {name}") for name in ours]


def _nearest(name: str, known: Mapping[str, object]) -> str:
    lowered = {one.lower(): one for one in known}
    close = difflib.get_close_matches(name.lower(), lowered, n=1)
    return f"Did you mean {lowered[close[0]]}?" if close else f"Known: {', '.join(known)}."


def _fault(error: ErrorDetails, given: Mapping[tuple[str, str], _Given]) -> str:
    section = str(error["loc"][0])
    if len(error["loc"]) == 1:  # keys that do not go together; the first of them is named
        one = given[section, error.get("ctx", {})["key"]]
        return f"{one.where}: [{section}] {one.key} = {one.value!r}: {error['msg']}."
    key = str(error["loc"][1])
    one = given[section, key]
    if section == "prices":
        expected = "two numbers, dollars for a million tokens in and out, such as 0.25 2.00"
        return f"{one.where}: [prices] {key} = {one.value!r}: expected {expected}."
    default = _KEYS[section][key]
    said = "empty" if default in (None, "", ()) else str(default).lower() if isinstance(default, bool) else str(default)
    expected = _EXPECTED.get(error["type"], "{msg}").format(msg=error["msg"], **error.get("ctx", {}))
    return f"{one.where}: [{section}] {key} = {one.value!r}: expected {expected}. The default is {said}."
