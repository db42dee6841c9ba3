import os
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsdesk.core.campaign import (
    NO_BATCH,
    Attempt,
    BatchOutcome,
    CampaignState,
    LogEntry,
    StateChange,
)
from smsdesk.core.errors import StorageError, UserInputError
from smsdesk.core.outcome import Outcome, Status
from smsdesk.storage import chunks, log_rows
from smsdesk.storage.journal import Journal
from tests.helpers import frozen as build

SENDING = StateChange("c-1", 5, CampaignState.SENDING)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite3"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    with closing(Journal.open(path)) as opened:
        yield opened


def freeze_small(journal: Journal, campaign_id: str = "c-1", at_ms: int = 1) -> None:
    people = build.recipients(5, invalid=1, duplicates=1)
    plan = build.plan(people, ["A", "B", "A"], [2, 1, 2])
    journal.freeze(build.campaign(people, plan, campaign_id, at_ms), people, plan)


def attempt(batch: int, number: int = 1) -> Attempt:
    return Attempt("c-1", batch, number, 10, f"id-{batch}-{number}")


def recorded(journal: Journal, campaign_id: str = "c-1", after: int = 0) -> list[LogEntry]:
    """The log behind its beginning, which is written with the campaign."""
    return list(journal.log(campaign_id, after + 1))


def accepted(batch: int, number: int = 1) -> BatchOutcome:
    outcome = Outcome(Status.ACCEPTED, "0", f"m-{batch}", "success")
    return BatchOutcome("c-1", batch, number, 20, (outcome,), 200, '{"code":"0"}', 25)


# freezing and thawing


def test_a_frozen_campaign_comes_back_as_it_went_in(journal: Journal) -> None:
    people = build.recipients(5, invalid=2, duplicates=1)
    plan = build.plan(people, ["A", "B", "A"], [2, 1, 2])
    campaign = build.campaign(people, plan)

    journal.freeze(campaign, people, plan)
    frozen = journal.frozen("c-1")

    assert frozen.campaign == campaign == journal.campaign("c-1")
    assert frozen.phones == people.phones
    assert frozen.states == people.states
    assert frozen.segments == plan.segments_of
    assert frozen.reasons == people.reasons
    assert frozen.duplicate_of == people.duplicate_of
    assert list(frozen.sizes) == [2, 1, 2]
    assert frozen.offsets == plan.offsets
    assert frozen.members == plan.members
    assert list(frozen.batch_of) == [0, 0, 1, 2, 2, NO_BATCH, NO_BATCH, NO_BATCH]
    assert frozen.phones_of(1) == ["8613800000002"]
    assert [journal.message("c-1", batch).text for batch in range(3)] == ["A", "B", "A"]
    assert journal.cells("c-1", 0, 99) == people.rows


def test_chunk_borders_show_nowhere(journal: Journal) -> None:
    people, plan = build.personal(2 * chunks.ROWS + 10)
    journal.freeze(build.campaign(people, plan), people, plan)

    frozen = journal.frozen("c-1")

    assert frozen.phones == people.phones
    assert frozen.members == plan.members
    assert list(frozen.batch_of) == list(range(len(people)))
    border = chunks.ROWS
    assert journal.cells("c-1", border - 2, 4) == people.rows[border - 2 : border + 2]
    assert journal.cells("c-1", 0, len(people) + 5) == people.rows
    assert journal.cells("c-1", len(people), 5) == []
    for batch in (0, chunks.MESSAGES - 1, chunks.MESSAGES, border - 1, border, len(people) - 1):
        assert journal.message("c-1", batch) == plan.messages[batch]


def test_freezing_the_same_campaign_twice_is_refused(journal: Journal) -> None:
    freeze_small(journal)

    with pytest.raises(StorageError) as refused:
        freeze_small(journal)

    assert refused.value.code == "journal_conflict"
    assert len(journal.campaigns()) == 1


def test_what_was_frozen_and_recorded_survives_without_closing(path: Path) -> None:
    """Ends the program hard right after `record` returned: no close, no flush."""
    script = (
        "import os, sys; from pathlib import Path; from smsdesk.storage.journal import Journal;"
        "from tests.unit.test_journal import *;"
        f"journal = Journal.open(Path({str(path)!r})); freeze_small(journal);"
        "journal.record([SENDING, attempt(0)]); os._exit(9)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], check=False, cwd=Path(__file__).parents[2]
    )
    assert ended.returncode == 9

    with closing(Journal.open(path)) as journal:
        assert recorded(journal) == [SENDING, attempt(0)]


def test_a_file_name_that_is_no_text_can_be_frozen(journal: Journal) -> None:
    people, plan = build.personal(1)
    campaign = replace(build.campaign(people, plan), source="k\udce4ufer.csv")

    journal.freeze(campaign, people, plan)

    assert journal.campaign("c-1").source == "k?ufer.csv"


# finding a message


def taken(campaign: str, batch: int, *outcomes: Outcome) -> BatchOutcome:
    return BatchOutcome(campaign, batch, 1, 20, outcomes, 200, "", 5)


def ids(journal: Journal, message_id: str, provider: str = "nxcloud-sms") -> list[tuple[str, int]]:
    found = journal.outcomes_of_message(provider, message_id)
    return [(entry.campaign, entry.batch) for entry in found]


def test_a_message_is_found_in_all_campaigns_newest_first(journal: Journal) -> None:
    freeze_small(journal)
    freeze_small(journal, "c-2", at_ms=2)
    both = (Outcome(Status.ACCEPTED, "0", "m-1"), Outcome(Status.ACCEPTED, "0", "m-2"))
    journal.record([taken("c-1", 0, *both), taken("c-2", 1, *both[:1]), taken("c-2", 0, both[1])])

    assert ids(journal, "m-1") == [("c-2", 1), ("c-1", 0)]
    assert ids(journal, "m-2") == [("c-2", 0), ("c-1", 0)]
    (newest, _oldest) = journal.outcomes_of_message("nxcloud-sms", "m-2")
    assert newest == taken("c-2", 0, both[1])
    assert ids(journal, "m-1", "sendcloud") == []


@pytest.mark.parametrize(
    "message_id", ["8:a%b_c/d", 'quo"ted', "back\\slash", "编号😀", "1447_1$13"]
)
def test_every_character_of_an_id_stands_for_itself(journal: Journal, message_id: str) -> None:
    freeze_small(journal)
    alike = message_id.replace("%", "x").replace("_", "y")
    journal.record(
        [
            taken("c-1", 0, Outcome(Status.ACCEPTED, "0", message_id)),
            taken("c-1", 1, Outcome(Status.ACCEPTED, "0", alike + "z")),
        ]
    )

    assert ids(journal, message_id) == [("c-1", 0)]


def test_only_whole_ids_in_their_own_column_are_found(journal: Journal) -> None:
    freeze_small(journal)
    journal.record(
        [
            taken("c-1", 0, Outcome(Status.ACCEPTED, "0", "abc-1", raw="success")),
            taken("c-1", 1, Outcome(Status.REJECTED, "abc-1", "", raw="abc-1")),
        ]
    )

    assert ids(journal, "abc-1") == [("c-1", 0)]
    for other in ("abc", "bc-1", "ABC-1", "success", "0"):
        assert ids(journal, other) == []


# the log


def test_the_log_keeps_the_order_of_commits_over_all_kinds(journal: Journal) -> None:
    freeze_small(journal)
    freeze_small(journal, "c-2")
    many = tuple(
        Outcome(Status.ACCEPTED if number % 2 else Status.REJECTED, str(number), f"m{number}")
        for number in range(40)
    )
    entries = [
        SENDING,
        attempt(0),
        attempt(1),
        BatchOutcome("c-1", 1, 1, 30, many, 200, "回复 \N{GRINNING FACE}", 1234),
        accepted(0),
        StateChange("c-1", 40, CampaignState.PAUSED, "25", {"balance": "0.00 元"}),
        attempt(2),
    ]

    journal.record(entries[:3])
    journal.record([StateChange("c-2", 7, CampaignState.STOPPED, "person")])
    for entry in entries[3:]:
        journal.record([entry])

    assert recorded(journal) == entries
    for read in range(len(entries) + 1):  # by whoever reads on from where it was
        assert recorded(journal, after=read) == entries[read:]
    assert journal.log_of_batch("c-1", 0) == [attempt(0), accepted(0)]
    assert [entry.number for entry in journal.log_of_batch("c-1", 1)] == [1, 1]  # type: ignore[union-attr]
    assert recorded(journal, "c-2") == [StateChange("c-2", 7, CampaignState.STOPPED, "person")]


def test_two_programs_share_one_order(journal: Journal, path: Path) -> None:
    freeze_small(journal)
    with closing(Journal.open(path)) as other:
        journal.record([attempt(0)])
        other.record([attempt(1), accepted(1)])
        journal.record([accepted(0)])

        assert recorded(other) == [attempt(0), attempt(1), accepted(1), accepted(0)]


def test_the_same_attempt_cannot_be_made_twice(journal: Journal, path: Path) -> None:
    freeze_small(journal)
    journal.record([attempt(0)])
    with closing(Journal.open(path)) as other, pytest.raises(StorageError) as refused:
        other.record([attempt(1), attempt(0)])

    assert refused.value.code == "journal_conflict"
    assert recorded(journal) == [attempt(0)]


def test_threads_may_record_at_once(journal: Journal) -> None:
    freeze_small(journal)
    threads = [
        threading.Thread(
            target=lambda batch=batch: [
                journal.record([attempt(batch, number)]) for number in range(1, 21)
            ]
        )
        for batch in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    found = [(entry.batch, entry.number) for entry in recorded(journal)]  # type: ignore[union-attr]
    assert sorted(found) == [(batch, number) for batch in range(8) for number in range(1, 21)]
    for batch in range(8):
        assert [entry.number for entry in journal.log_of_batch("c-1", batch)] == list(range(1, 21))  # type: ignore[union-attr]


@given(
    st.lists(
        st.builds(
            Outcome,
            status=st.sampled_from(Status),
            code=st.text(max_size=3),
            message_id=st.text(),
            raw=st.text(),
            channel_status=st.text(max_size=3),
            segments=st.integers(0, 20),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_outcomes_survive_packing(outcomes: list[Outcome]) -> None:
    assert log_rows.unpack_outcomes(log_rows.pack_outcomes(outcomes)) == tuple(outcomes)


@pytest.mark.parametrize("reply", ["nul \0 inside", "half a pair \ud83d", "\0\ud83d 中"])
def test_any_reply_can_be_recorded(journal: Journal, reply: str) -> None:
    freeze_small(journal)
    journal.record([BatchOutcome("c-1", 0, 1, 1, (Outcome(Status.UNKNOWN),), 200, reply)])

    [entry] = recorded(journal)
    assert isinstance(entry, BatchOutcome)
    assert len(entry.reply) == len(reply)


# campaigns


def test_campaigns_are_listed_newest_first_with_their_last_state(journal: Journal) -> None:
    for number, at_ms in ((1, 100), (2, 300), (3, 200)):
        freeze_small(journal, f"c-{number}", at_ms)
    journal.record([StateChange("c-1", 6, CampaignState.FINISHED)])
    journal.record([StateChange("c-2", 6, CampaignState.PAUSED, "25")])

    listed = [(campaign.id, state, reason) for campaign, state, reason in journal.campaigns()]

    assert listed == [
        ("c-2", CampaignState.PAUSED, "25"),
        ("c-3", CampaignState.SENDING, ""),
        ("c-1", CampaignState.FINISHED, ""),
    ]


def test_a_campaign_and_the_beginning_of_its_log_are_frozen_together(journal: Journal) -> None:
    freeze_small(journal, at_ms=77)

    assert list(journal.log("c-1")) == [StateChange("c-1", 77, CampaignState.SENDING)]


def test_a_campaign_of_an_older_file_that_never_began_is_listed_so(
    journal: Journal, path: Path
) -> None:
    freeze_small(journal)
    with closing(sqlite3.connect(path, isolation_level=None)) as older:
        older.execute("DELETE FROM state_change")

    [(_, state, reason)] = journal.campaigns()

    assert (state, reason) == (CampaignState.PAUSED, "never_started")


def test_a_damaged_state_keeps_nobody_from_the_other_campaigns(
    journal: Journal, path: Path
) -> None:
    freeze_small(journal, "c-1", 1)
    freeze_small(journal, "c-2", 2)
    with closing(sqlite3.connect(path, isolation_level=None)) as damaged:
        damaged.execute("UPDATE state_change SET state = 'sen' WHERE campaign_no = 1")

    listed = [(campaign.id, state, reason) for campaign, state, reason in journal.campaigns()]

    assert listed == [
        ("c-2", CampaignState.SENDING, ""),
        ("c-1", CampaignState.PAUSED, "campaign_damaged"),
    ]


def test_an_unknown_campaign_is_named(journal: Journal) -> None:
    for call in (
        lambda: journal.campaign("c-9"),
        lambda: journal.frozen("c-9"),
        lambda: list(journal.log("c-9")),
        lambda: journal.record([StateChange("c-9", 1, CampaignState.SENDING)]),
    ):
        with pytest.raises(UserInputError) as refused:
            call()
        assert refused.value.code == "campaign_unknown"
        assert "c-9" in refused.value.sentence()


# files that cannot be used


def opening_fails(path: Path) -> StorageError:
    with pytest.raises(StorageError) as refused:
        Journal.open(path, busy_timeout_s=0.1)
    assert str(path) in refused.value.sentence()
    assert str(path) in refused.value.sentence("zh")
    return refused.value


@pytest.fixture
def written(path: Path) -> Path:
    with closing(Journal.open(path)) as journal:
        people, plan = build.personal(3000)
        journal.freeze(build.campaign(people, plan), people, plan)
    return path


@pytest.mark.parametrize(
    "data", [b"hello", random.Random(1).randbytes(5000), b"PK\3\4" + bytes(9000)], ids=range(3)
)
def test_a_file_that_is_no_journal_is_left_alone(path: Path, data: bytes) -> None:
    path.write_bytes(data)

    assert opening_fails(path).code == "journal_damaged"
    assert path.read_bytes() == data


@pytest.mark.parametrize("share", [0.5, 0.99, 0.01])
def test_a_truncated_journal_is_left_alone(written: Path, share: float) -> None:
    data = written.read_bytes()[: int(written.stat().st_size * share)]
    written.write_bytes(data)

    assert opening_fails(written).code == "journal_damaged"
    assert written.read_bytes() == data


def test_damage_in_the_middle_is_found(written: Path) -> None:
    data = bytearray(written.read_bytes())
    data[4096:12288] = os.urandom(8192)
    written.write_bytes(data)

    assert opening_fails(written).code == "journal_damaged"
    assert written.read_bytes() == data


def test_damage_that_comes_later_is_said_when_met(written: Path) -> None:
    with closing(Journal.open(written)) as journal:
        with written.open("r+b") as file:
            file.seek(4096)
            file.write(os.urandom(written.stat().st_size - 4096))

        with pytest.raises(StorageError) as refused:
            journal.frozen("c-1")

    assert refused.value.code == "journal_damaged"


def test_a_foreign_database_is_left_alone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE songs (title)")
    data = path.read_bytes()

    assert opening_fails(path).code == "journal_damaged"
    assert path.read_bytes() == data


def test_a_newer_journal_is_left_alone(written: Path) -> None:
    with closing(sqlite3.connect(written)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '0999'")
    data = written.read_bytes()

    refused = opening_fails(written)

    assert refused.code == "journal_too_new"
    assert "0999" in refused.sentence()
    assert written.read_bytes() == data


def test_a_journal_another_program_holds_is_busy(written: Path) -> None:
    with closing(Journal.open(written, busy_timeout_s=0.1)) as journal:
        with closing(sqlite3.connect(written, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StorageError) as refused:
                journal.record([attempt(0)])
            assert refused.value.code == "journal_busy"
            other.execute("ROLLBACK")

        journal.record([attempt(0)])
        assert recorded(journal) == [attempt(0)]


def test_a_journal_held_alone_by_another_program_cannot_be_opened(written: Path) -> None:
    holder = (
        "import sqlite3, sys; held = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "held.execute('PRAGMA locking_mode = EXCLUSIVE'); held.execute('BEGIN EXCLUSIVE');"
        "print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holder, str(written)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        assert opening_fails(written).code == "journal_busy"
        other.stdin.close()
        other.stdout.close()


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    assert opening_fails(tmp_path / "none" / "journal.sqlite3").code == "journal_unwritable"


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may write everywhere: be somebody else for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def read_only_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp())
    yield folder
    folder.chmod(0o700)
    shutil.rmtree(folder)


@pytest.mark.parametrize("mode", [None, 0o444, 0o666])
def test_a_read_only_folder_is_said(read_only_folder: Path, path: Path, mode: int | None) -> None:
    Journal.open(path).close()
    target = read_only_folder / "journal.sqlite3"
    if mode is not None:
        shutil.copy(path, target)
        target.chmod(mode)
    before = target.read_bytes() if mode else None
    read_only_folder.chmod(0o555)

    with as_nobody():
        assert opening_fails(target).code == "journal_unwritable"

    assert (target.read_bytes() if mode else None) == before
    assert {entry.name for entry in read_only_folder.iterdir()} <= {target.name}


# full disks


@contextmanager
def file_size_limit(limit: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def record_until_full(journal: Journal) -> int:
    """Batches recorded before the disk was full."""
    recorded: list[int] = []

    def record_on() -> None:
        for batch in range(5000):
            reply = BatchOutcome("c-1", batch, 1, 1, (Outcome(Status.ACCEPTED),), 200, "x" * 2000)
            journal.record([attempt(batch), reply])
            recorded.append(batch)

    with pytest.raises(StorageError) as refused:
        record_on()
    assert refused.value.code == "disk_full"
    return len(recorded)


def whole_pairs(journal: Journal) -> int:
    """How many batches the log holds; each must have its attempt and its outcome."""
    entries = recorded(journal)
    assert [type(entry) for entry in entries] == [Attempt, BatchOutcome] * (len(entries) // 2)
    return len(entries) // 2


def test_a_full_disk_stops_nothing_half_way(tmp_path: Path) -> None:
    """On a real small disk where this process may mount one, else under a file size limit."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = os.geteuid() == 0 and (
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(disk)],
            check=False,
            capture_output=True,
        ).returncode
        == 0
    )
    try:
        with closing(Journal.open(disk / "journal.sqlite3")) as journal:
            freeze_small(journal)
            if mounted:
                (disk / "ballast").write_bytes(bytes(100_000))
                full_at = record_until_full(journal)
                (disk / "ballast").unlink()
            else:
                with file_size_limit(600_000):
                    full_at = record_until_full(journal)

            assert full_at > 10
            assert whole_pairs(journal) == full_at
            journal.record([attempt(full_at), accepted(full_at)])
            assert whole_pairs(journal) == full_at + 1
        with closing(Journal.open(disk / "journal.sqlite3")) as journal:
            assert whole_pairs(journal) == full_at + 1
    finally:
        if mounted:
            subprocess.run(["umount", str(disk)], check=True)


def test_a_file_size_limit_counts_as_full(journal: Journal) -> None:
    freeze_small(journal)
    with file_size_limit(300_000):
        full_at = record_until_full(journal)

    assert whole_pairs(journal) == full_at
    journal.record([attempt(full_at), accepted(full_at)])
    assert whole_pairs(journal) == full_at + 1


def test_a_campaign_too_big_for_the_disk_is_not_frozen_at_all(journal: Journal) -> None:
    people, plan = build.personal(20_000)
    with file_size_limit(300_000), pytest.raises(StorageError) as refused:
        journal.freeze(build.campaign(people, plan), people, plan)

    assert refused.value.code == "disk_full"
    assert journal.campaigns() == []
    journal.freeze(build.campaign(people, plan), people, plan)
    assert journal.frozen("c-1").phones == people.phones


def test_no_room_for_a_new_journal(path: Path) -> None:
    with file_size_limit(0):
        assert opening_fails(path).code == "disk_full"

    Journal.open(path).close()
