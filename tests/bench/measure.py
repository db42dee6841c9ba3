"""What a measurement reports, and how a table of them reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Result:
    """One measured bar. `bound` is `<=` or `>=`: on which side of `target` it should lie."""

    what: str
    value: float
    bound: str
    target: float
    unit: str
    detail: str

    @property
    def reached(self) -> bool:
        return self.value <= self.target if self.bound == "<=" else self.value >= self.target


def middle(values: Sequence[float]) -> float:
    return median(values)


def table(results: Sequence[Result]) -> str:
    """The results as an aligned table."""
    rows = [("measured", "result", "target", "", "how")]
    rows += [
        (
            one.what,
            f"{one.value:.2f} {one.unit}",
            f"{one.bound} {one.target:g} {one.unit}",
            "reached" if one.reached else "MISSED",
            one.detail,
        )
        for one in results
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
