from __future__ import annotations

import pytest


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Asyncio only, also where trio happens to be installed."""
    return "asyncio"
