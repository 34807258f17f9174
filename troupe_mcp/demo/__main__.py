"""`python -m troupe_mcp.demo` shows the tour, `python -m troupe_mcp.demo ads` the ads before thirty people."""

from __future__ import annotations

import sys

from troupe_mcp.demo.ads import judge_ads
from troupe_mcp.demo.client import show
from troupe_mcp.demo.tour import take_tour

SCENES = {"tour": take_tour, "ads": judge_ads}


def main(arguments: list[str]) -> int:
    """Show the demo of that name; 2 where there is none."""
    wanted = arguments[0] if arguments else "tour"
    if wanted not in SCENES:
        print(f"No demo {wanted!r}. There are: {', '.join(SCENES)}.", file=sys.stderr)
        return 2
    return show(SCENES[wanted])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
