import csv
import os
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.errors import StorageError
from smsdesk.core.outcome import Status
from smsdesk.core.result_line import ResultLine
from smsdesk.storage.export import write_results
from tests.helpers import frozen as build

HEADER = (
    "row,phone,status,code,meaning,next_step,message_id,channel_status,segments,attempts,at_utc"
)
PEOPLE, PLAN = build.personal(1)
CAMPAIGN = build.campaign(PEOPLE, PLAN)


def line(**changes: object) -> ResultLine:
    values: dict[str, object] = {
        "row": 2,
        "phone": "+8613800138000",
        "status": Status.ACCEPTED,
        "code": "0",
        "meaning": "accepted",
        "next_step": "",
        "message_id": "m-1",
        "channel_status": "",
        "segments": 1,
        "attempts": 1,
        "at_ms": 1_790_000_000_999,
        "cells": ("王", "138 0013 8000", "x"),
    }
    return ResultLine(**{**values, **changes})  # type: ignore[arg-type]


def read_back(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def written(path: Path, *lines: ResultLine) -> list[list[str]]:
    write_results(path, CAMPAIGN, lines)
    return read_back(path)


def test_the_file_is_what_scripts_were_promised(tmp_path: Path) -> None:
    path = tmp_path / "results.csv"

    rows = written(
        path, line(), line(row=3, status=Status.SKIPPED, phone="12x", at_ms=0, attempts=0)
    )

    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf" + HEADER.encode() + ",姓名,phone,note\r\n".encode())
    assert rows[1] == [
        "2", "+8613800138000", "accepted", "0", "accepted", "", "m-1", "", "1", "1",
        "2026-09-21T14:13:20Z", "王", "138 0013 8000", "x",
    ]  # fmt: skip
    assert rows[2][:3] == ["3", "12x", "skipped"]
    assert rows[2][10] == ""


@pytest.mark.parametrize("status", Status)
def test_every_status_has_its_word(tmp_path: Path, status: Status) -> None:
    assert written(tmp_path / "results.csv", line(status=status))[1][2] == status.name.lower()


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        '=HYPERLINK("http://evil.example","x")',
        "+1+cmd|' /C calc'!A0",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(1+1)",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
        "＝1+1",
        "+86-138-0013-8000",
        "-",
        "+",
    ],
)
def test_what_a_spreadsheet_would_run_becomes_text(tmp_path: Path, cell: str) -> None:
    path = tmp_path / "results.csv"
    fields = ("phone", "code", "meaning", "next_step", "message_id", "channel_status")

    row = written(path, line(cells=(cell, "b", "c"), **dict.fromkeys(fields, cell)))[1]

    assert row[11] == "'" + cell
    assert [row[1], *row[3:8]] == ["'" + cell] * 6


def test_a_column_name_cannot_be_a_formula_either(tmp_path: Path) -> None:
    people = build.recipients(1)
    people.header = ("=1", "phone", "note")
    path = tmp_path / "results.csv"

    write_results(path, build.campaign(people, PLAN), [])

    assert read_back(path)[0][-3:] == ["'=1", "phone", "note"]


@pytest.mark.parametrize(
    "cell",
    [
        "+8613800138000",
        "+86 138 0013 8000",
        "-5",
        "-1.50",
        "+1,234.5",
        "007",
        "1e5",
        "a=b",
        "'=1",
        "",
    ],
)
def test_numbers_keep_their_signs_and_zeros(tmp_path: Path, cell: str) -> None:
    assert written(tmp_path / "results.csv", line(cells=(cell, "b", "c")))[1][11] == cell


CELL = st.text(st.characters(exclude_categories=["Cs"]))


@given(rows=st.lists(st.tuples(CELL, CELL, CELL), max_size=5))
def test_the_files_own_cells_come_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]]
) -> None:
    path = tmp_path_factory.mktemp("export") / "results.csv"

    found = written(path, *(line(cells=cells) for cells in rows))

    assert len(found) == 1 + len(rows)
    for row, cells in zip(found[1:], rows, strict=True):
        for read, cell in zip(row[11:], cells, strict=True):
            assert read in (cell, "'" + cell)
            assert not read.startswith(("=", "@", "\t", "\r"))


def test_half_a_surrogate_pair_spoils_nothing(tmp_path: Path) -> None:
    assert written(tmp_path / "results.csv", line(cells=("a\ud83db", "b", "c")))[1][11] == "a?b"


def test_a_failure_half_way_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "results.csv"
    path.write_text("old")

    def broken() -> object:
        yield line()
        raise StorageError("journal_damaged", path=path)

    with pytest.raises(StorageError, match="journal"):
        write_results(path, CAMPAIGN, broken())  # type: ignore[arg-type]

    assert path.read_text() == "old"
    assert list(tmp_path.glob(".*")) == []


def test_the_users_umask_decides_who_may_read(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        written(tmp_path / "results.csv", line())
    finally:
        os.umask(before)

    assert (tmp_path / "results.csv").stat().st_mode & 0o777 == 0o640


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_text("old")
    link = tmp_path / "results.csv"
    link.symlink_to("real.csv")

    written(link, line())

    assert link.is_symlink()
    assert len(read_back(tmp_path / "real.csv")) == 2


def test_a_pipe_gets_the_results_too(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    received: list[bytes] = []
    reader = threading.Thread(target=lambda: received.append(pipe.read_bytes()))
    reader.start()

    write_results(pipe, CAMPAIGN, [line()])
    reader.join()

    assert received[0].count(b"\r\n") == 2


@pytest.mark.parametrize("place", ["none/results.csv", "folder"])
def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, place: str) -> None:
    (tmp_path / "folder").mkdir()

    with pytest.raises(StorageError) as refused:
        write_results(tmp_path / place, CAMPAIGN, [line()])

    assert refused.value.code == "file_unwritable"
    assert place in refused.value.sentence()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk always full")
def test_a_full_disk_is_said() -> None:
    with pytest.raises(StorageError) as refused:
        write_results(Path("/dev/full"), CAMPAIGN, [line()])

    assert refused.value.code == "disk_full"
