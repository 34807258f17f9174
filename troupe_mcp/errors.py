"""The whole error tree, split by who can act.

TroupeError
├── RequestError          the caller can mend the request
│   ├── NotFound          a person, run, step or fragment that is not there
│   ├── Ambiguous         a name that means several people
│   ├── Conflict          two values, or two players, that exclude each other
│   └── NotAllowed        a request beyond the limits
├── ModelFailed           whoever answers prompts did not
├── ConfigInvalid         the operator can mend the configuration
└── StoreFailed           the operator can mend the data directory
    ├── StoreReadOnly     it cannot be written
    ├── StoreFull         there is no space left
    ├── StoreDamaged      the database file is corrupted
    └── StoreTooNew       a later release wrote it

Every message is ours, names the value, what was expected and the next step, and is safe to show.
"""

from __future__ import annotations


class TroupeError(Exception):
    """Anything this package reports on purpose; its text may be shown to anybody."""


class RequestError(TroupeError):
    """The request cannot be carried out as it stands; the caller can mend it."""


class NotFound(RequestError):
    """What the request names does not exist."""


class Ambiguous(RequestError):
    """A name that means several people."""


class Conflict(RequestError):
    """Two values, or two players of one run, that exclude each other."""


class NotAllowed(RequestError):
    """The request goes beyond a limit."""


class ModelFailed(TroupeError):
    """Whoever answers prompts refused, failed or answered nonsense; `outcome` says which, `who` whose turn it was.

    Where it was a wave that failed, so many others of it have their `answers`.
    """

    def __init__(self, message: str, outcome: str, who: str = "", answers: int = 0) -> None:
        super().__init__(message)
        self.outcome = outcome
        self.who = who
        self.answers = answers


class ConfigInvalid(TroupeError):
    """A configuration file or variable is wrong; the operator can mend it."""


class StoreFailed(TroupeError):
    """The data directory cannot be used as it is; the operator can mend it."""


class StoreReadOnly(StoreFailed):
    """The data directory or the database cannot be written."""


class StoreFull(StoreFailed):
    """There is no space left for the database."""


class StoreDamaged(StoreFailed):
    """The database file is corrupted or is not a database."""


class StoreTooNew(StoreFailed):
    """The database was written by a later release."""
