"""`python -m troupe_mcp`: the server on stdin and stdout, as the command line starts it."""

from __future__ import annotations

from troupe_mcp.cli import main

if __name__ == "__main__":
    main()
