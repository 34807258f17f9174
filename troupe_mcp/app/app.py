"""App: the verbs of the product on one store, one library and the players there are."""

from __future__ import annotations

import os
import secrets
import time
from contextlib import AsyncExitStack
from functools import cached_property
from typing import TYPE_CHECKING, Any

from troupe_mcp.app import handles
from troupe_mcp.app.exports import exporting, importing
from troupe_mcp.app.files import Files
from troupe_mcp.app.labels import ALONE, reads
from troupe_mcp.app.people import casting, editing, examining, making
from troupe_mcp.app.runs import budgets, changing, continuing, keeping, looking, marking, playing
from troupe_mcp.app.scenes import interviews, worlds
from troupe_mcp.app.studies import comparing, extracting, readings, stories, surveys
from troupe_mcp.library import Library, load_page, load_templates
from troupe_mcp.runs.player import Player
from troupe_mcp.settings import Keys, load_settings, read_keys
from troupe_mcp.store import Store

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from troupe_mcp.app.runs.play import Play
    from troupe_mcp.language.model import Model
    from troupe_mcp.language.templates import Templates
    from troupe_mcp.runs.embedding import Embedding
    from troupe_mcp.settings import Settings
    from troupe_mcp.store import RunRecord

OWNER = "local"


class App:
    """Everything a caller can ask for. Each verb stands in the file of its family.

    `models` are those who can play, by name; the first is what `auto` means, the client's only where it lends one.
    `embeddings` are the embedding models by the players they belong to.
    By `seal`, a secret of the data directory, a call that waited for its client's answers is known again.
    """

    create_person = making.create_person
    create_people = casting.create_people
    find_people = making.find_people
    edit_person = editing.edit_person
    member = handles.member
    members = handles.members
    cast = handles.cast
    fragment = handles.fragment

    listen_and_act = interviews.listen_and_act
    run_world = worlds.run_world
    continue_run = continuing.continue_run

    extract_results = extracting.extract_results
    validate_person = examining.validate_person
    ask_people = surveys.ask_people
    check_proposition = readings.check_proposition
    tell_story = stories.tell_story

    compare_runs = comparing.compare_runs
    list_runs = looking.list_runs
    get_run = looking.get_run
    cancel_run = looking.cancel_run
    checkpoint = marking.checkpoint
    step_of = marking.step_of

    export_run = exporting.export_run
    import_study = importing.import_study

    kept_answers = keeping.kept_answers
    forget_answers = keeping.forget_answers
    runs_to_delete = keeping.runs_to_delete
    person_to_delete = keeping.person_to_delete
    delete = keeping.delete

    run = handles.run
    resting = handles.resting
    finished = handles.finished
    player_of = changing.player_of
    embedding_of = changing.embedding_of
    going_on = changing.going_on
    frozen = playing.frozen
    to_join = playing.to_join
    begin = playing.begin
    go_on = playing.go_on
    resume = playing.resume
    follow = playing.follow
    rejoin = playing.rejoin
    has_answers_for = playing.has_answers_for
    budgeted = budgets.budgeted

    def __init__(
        self,
        settings: Settings,
        store: Store,
        library: Library,
        models: Mapping[str, Model],
        embeddings: Mapping[str, Embedding],
    ) -> None:
        self.settings = settings
        self.store = store
        self.library = library
        self.files = Files(settings.server.files)
        self.models = models
        self.embeddings = embeddings
        self.seal = secrets.token_hex(32)
        self.tariffs = budgets.tariffs(settings, models)
        self.until = AsyncExitStack()
        self.player = Player(
            store, OWNER, models, self.templates, self.tariffs, budgets.shared(settings), embeddings=embeddings
        )

    @cached_property
    def _templates(self) -> Templates:
        return load_templates()

    def templates(self) -> Templates:
        """Return the prompt templates, read when first needed."""
        return self._templates

    def page(self) -> Mapping[str, str]:
        """Return the sources of a report's page."""
        return load_page()

    async def aclose(self) -> None:
        """Pause what still plays, and let go of the data directory."""
        await self.until.aclose()

    def now(self) -> int:
        """Return the time in UTC milliseconds."""
        return now()

    def warnings(self, run: RunRecord, play: Play) -> tuple[str, ...]:
        """Return what whoever began this run should know before they trust it; results said later leave it out."""
        if not run.settings["rehearsed"]:
            return ()
        language = run.settings["language"]
        said = [f"The rehearsal plays English only, not {language}."] if language.casefold() != "english" else []
        unasked = play.played_by == "auto" and self.settings.model.provider != "rehearsal"
        return (*said, ALONE) if unasked and not reads(run) else tuple(said)


def now() -> int:
    """Return the time in UTC milliseconds."""
    return time.time_ns() // 1_000_000


class Opened:
    """An app that is about to be opened: `async with` opens and closes it, `await` leaves closing to `App.aclose`."""

    def __init__(
        self,
        settings: Settings,
        models: Mapping[str, Model] | None,
        keys: Keys,
        embeddings: Mapping[str, Embedding] | None = None,
    ) -> None:
        self._settings = settings
        self._embeddings = embeddings
        self._models = models
        self._keys = keys
        self._app: App | None = None

    def __await__(self) -> Generator[Any, None, App]:
        """Open the data directory; the notebook's way."""
        return self._open().__await__()

    async def __aenter__(self) -> App:
        """Open the data directory."""
        self._app = await self._open()
        return self._app

    async def __aexit__(self, *exception: object) -> None:
        """Pause what still plays."""
        if self._app:
            await self._app.aclose()

    async def _open(self) -> App:
        from troupe_mcp.app.runs.embedders import embedders
        from troupe_mcp.app.runs.players import limited, players

        settings, given = self._settings, self._models
        async with AsyncExitStack() as until:
            models = players(settings, self._keys, until) if given is None else limited(given, settings)
            embeddings = self._embeddings or (embedders(settings, self._keys, until) if given is None else {})
            store = await Store.open(settings.store.directory, clock=now, owner=OWNER, keep=settings.cache.keep)
            app = App(settings, await until.enter_async_context(store), Library.shipped(), models, embeddings)
            app.seal = await store.seal()
            until.push_async_callback(app.player.aclose)
            app.until = until.pop_all()
            return app


def open_app(
    settings: Settings | None = None,
    models: Mapping[str, Model] | None = None,
    *,
    keys: Keys | None = None,
    embeddings: Mapping[str, Embedding] | None = None,
) -> Opened:
    """Return an app to be opened: by `async with`, or in a notebook by `await`.

    Without settings they and the providers' keys are read as the server reads them: config.ini in the working
    directory, then the environment. `models` replaces the players, and `embeddings` whoever tells what
    texts mean. Opening raises StoreFailed and its kinds where
    the data directory is unusable, ConfigInvalid where a setting is wrong or a configured provider lacks its key.
    """
    if settings is None:
        return Opened(load_settings(None, os.environ), models, keys or read_keys(os.environ), embeddings)
    return Opened(settings, models, keys or Keys(), embeddings)
