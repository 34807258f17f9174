"""`python -m tests.server.snapshots`: write the snapshots of all tools anew."""

from __future__ import annotations

import anyio

from tests.server.snapshots import FOLDER, write

if __name__ == "__main__":
    print(f"{FOLDER}: {', '.join(anyio.run(write))}")
