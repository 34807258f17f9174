"""One line of the table, and the table."""

from __future__ import annotations

from dataclasses import dataclass

HEADS = ("what", "measured", "reference", "target", "")


@dataclass(frozen=True, slots=True)
class Row:
    """A figure in words. `met` is None where nothing was promised."""

    what: str
    measured: str
    reference: str = ""
    target: str = ""
    met: bool | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        verdict = {True: "ok", False: "MISS", None: ""}[self.met]
        return (self.what, self.measured, self.reference, self.target, verdict)


def table(rows: list[Row]) -> str:
    """Return the rows as aligned text that is Markdown as well."""
    lines = [HEADS, *(row.cells for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADS))]
    padded = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines]
    rule = "|" + "|".join("-" * (width + 2) for width in widths)
    return "\n".join(f"{line} |" for line in (padded[0], rule[:-1] + "-", *padded[1:]))
