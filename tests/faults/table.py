"""The figures as a table: a line a scenario, and what was not as it must be below."""

from collections.abc import Iterable, Sequence
from dataclasses import fields

from tests.faults.audit import MUST_BE_ZERO, Figures
from tests.faults.watch import Line

WORDS = {"unknown": "may have gone out"}
COLUMNS = tuple(field.name for field in fields(Figures))
HEAD = (
    "scenario",
    "providers",
    "campaigns",
    "faults",
    *(WORDS.get(name, name) for name in COLUMNS),
)
TEXTS = 2


def table(lines: Sequence[Line]) -> str:
    """All of it, as text."""
    rows = [HEAD]
    rows += [
        _row(name, [line for line in lines if line.scenario == name])
        for name in dict.fromkeys(line.scenario for line in lines)
    ]
    total = ("", "", *_row("total", lines)[TEXTS:])
    widths = [max(len(row[at]) for row in (*rows, total)) for at in range(len(HEAD))]
    rule = "  ".join("-" * width for width in widths)
    text = [_aligned(rows[0], widths), rule, *(_aligned(row, widths) for row in rows[1:])]
    text += [rule, _aligned(("total", *total[1:]), widths), ""]
    return "\n".join([*text, *_remarks(lines), *_problems(lines)])


def _row(name: str, lines: Iterable[Line]) -> tuple[str, ...]:
    found = list(lines)
    providers = list(dict.fromkeys(line.provider for line in found))
    figures = sum((line.figures for line in found), Figures())
    return (
        name,
        "all" if len(providers) == 4 else ", ".join(providers),
        str(len(found)),
        f"{sum(line.faults for line in found):,}",
        *(f"{getattr(figures, column):,}" for column in COLUMNS),
    )


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [
        text.ljust(width) if at < TEXTS else text.rjust(width)
        for at, (text, width) in enumerate(zip(row, widths, strict=True))
    ]
    return "  ".join(cells).rstrip()


def _remarks(lines: Iterable[Line]) -> list[str]:
    return list(dict.fromkeys(f"{line.scenario}: {line.remark}" for line in lines if line.remark))


def _problems(lines: Iterable[Line]) -> list[str]:
    said = []
    for line in lines:
        where = f"FAILED {line.scenario}, {line.provider}"
        broken = {name: getattr(line.figures, name) for name in MUST_BE_ZERO}
        said += [f"{where}: {number} {name}" for name, number in broken.items() if number]
        said += [f"{where}, {note}" for note in line.notes]
    return said
