"""The journal: what was to be sent, what was tried and what came of it. Append-only.

Every `freeze` and every `record` is one transaction that is on the disk when the call returns.
"""

import importlib
import threading
from array import array
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final, cast

from sqlalchemy import (
    Connection,
    Engine,
    Select,
    Table,
    and_,
    func,
    or_,
    select,
    union_all,
)

from smsdesk.core.campaign import (
    NEVER_STARTED,
    Attempt,
    BatchOutcome,
    Campaign,
    CampaignState,
    FrozenCampaign,
    LogEntry,
)
from smsdesk.core.errors import StorageError, UserInputError
from smsdesk.core.message import Message
from smsdesk.core.plan import Plan
from smsdesk.core.recipients import Recipients
from smsdesk.storage import chunks, log_rows, sqlite
from smsdesk.storage.log_statements import LOG_TABLES, READS, HotStatements
from smsdesk.storage.tables import (
    ATTEMPT,
    BATCH_CHUNK,
    CAMPAIGN,
    MESSAGE_CHUNK,
    OUTCOME,
    RECIPIENT_CHUNK,
    REVISION,
    STATE_CHANGE,
)

_CACHED_CHUNKS: Final = 8


class Journal:
    """One journal file. All methods may be called from any thread.

    Every method may raise StorageError: disk_full, journal_busy, journal_damaged,
    journal_unwritable; methods that take a campaign's id raise UserInputError campaign_unknown.
    """

    def __init__(self, path: Path, engine: Engine) -> None:
        """Use `Journal.open`; `engine` is on a file of the current revision."""
        self.path = path
        self._engine = engine
        self._lock = threading.Lock()
        with sqlite.explained(path):
            self._writer = engine.connect().execution_options(**{sqlite.WRITES: True})
            self._driver: Any = self._writer.connection.driver_connection
        self._hot = HotStatements(engine.dialect)
        self._numbers: dict[str, int] = {}
        self._cache_lock = threading.Lock()
        self._cache: deque[tuple[tuple[_ChunkColumn, int], int, Sequence[Any]]] = deque(
            maxlen=_CACHED_CHUNKS
        )

    @classmethod
    def open(cls, path: Path, *, busy_timeout_s: float = 5.0) -> "Journal":
        """Open the journal at `path`; create or upgrade it where needed.

        Raises:
            StorageError: journal_damaged, journal_too_new, journal_busy, disk_full,
                journal_unwritable. The file is left as it was.
        """
        sqlite.create(path)
        if sqlite.inspect(path, busy_timeout_s) != REVISION:
            _upgrade()(path, busy_timeout_s)
        engine = sqlite.open_engine(path, busy_timeout_s)
        try:
            return cls(path, engine)
        except StorageError:
            engine.dispose()
            raise

    def close(self) -> None:
        """Free the file. Nothing is lost without it: what was recorded is on the disk."""
        with self._lock:
            self._writer.close()
            self._engine.dispose()

    def freeze(self, campaign: Campaign, recipients: Recipients, plan: Plan) -> None:
        """Store a whole campaign and the beginning of its log before its first request."""
        # Packed before the lock is taken, so that running campaigns go on recording meanwhile.
        packed = (
            (RECIPIENT_CHUNK, list(chunks.pack_recipients(recipients, plan))),
            (BATCH_CHUNK, list(chunks.pack_batches(plan))),
            (MESSAGE_CHUNK, list(chunks.pack_messages(plan.messages))),
        )
        values = {item.name: _stored(getattr(campaign, item.name)) for item in fields(Campaign)}
        values["document"] = dict(campaign.document)
        values["header"] = list(campaign.header)
        with self._lock, sqlite.explained(self.path), self._writer.begin():
            added = self._writer.execute(CAMPAIGN.insert().returning(CAMPAIGN.c.no), values)
            number = added.scalar_one()
            for table, rows in packed:
                if rows:
                    self._writer.execute(
                        table.insert(), [{"campaign_no": number, **row} for row in rows]
                    )
            self._driver.execute(self._hot.state, log_rows.state_row(number, 1, campaign.beginning))

    def record(self, entries: Sequence[LogEntry]) -> None:
        """Append all entries with one durable commit, or none of them."""
        with self._lock, sqlite.explained(self.path):
            numbers = {entry.campaign: 0 for entry in entries}
            for campaign in numbers:
                numbers[campaign] = self._number(campaign)
            with sqlite.committing(self._driver) as cursor:
                self._append(cursor, entries, numbers)

    def _append(self, cursor: Any, entries: Sequence[LogEntry], numbers: dict[str, int]) -> None:
        hot = self._hot
        newest: dict[int, int] = {}
        for entry in entries:
            number = numbers[entry.campaign]
            if number not in newest:
                # Read inside the transaction: another program may have appended to it before.
                found = cursor.execute(hot.newest, (number,) * 3).fetchone()
                newest[number] = max(seq or 0 for seq in found)
            newest[number] = seq = newest[number] + 1
            if isinstance(entry, Attempt):
                cursor.execute(hot.attempt, log_rows.attempt_row(number, seq, entry))
            elif isinstance(entry, BatchOutcome):
                cursor.execute(hot.outcome, log_rows.outcome_row(number, seq, entry))
            else:
                cursor.execute(hot.state, log_rows.state_row(number, seq, entry))

    def campaigns(self) -> list[tuple[Campaign, CampaignState, str]]:
        """All campaigns with their last state and its reason, newest first."""
        last = (
            select(STATE_CHANGE.c.campaign_no, func.max(STATE_CHANGE.c.seq).label("seq"))
            .group_by(STATE_CHANGE.c.campaign_no)
            .subquery()
        )
        change = STATE_CHANGE.alias()
        rows = (
            select(CAMPAIGN, change.c.state, change.c.reason)
            .outerjoin(last, last.c.campaign_no == CAMPAIGN.c.no)
            .outerjoin(
                change,
                and_(change.c.campaign_no == last.c.campaign_no, change.c.seq == last.c.seq),
            )
            .order_by(CAMPAIGN.c.created_ms.desc(), CAMPAIGN.c.no.desc())
        )
        return [(_campaign(row), *_state(row)) for row in self._all(rows)]

    def campaign(self, campaign_id: str) -> Campaign:
        """One campaign."""
        rows = self._all(select(CAMPAIGN).where(CAMPAIGN.c.id == campaign_id))
        if not rows:
            raise UserInputError("campaign_unknown", campaign=campaign_id)
        return _campaign(rows[0])

    def frozen(self, campaign_id: str) -> FrozenCampaign:
        """The columns of a campaign.

        Raises:
            StorageError: campaign_damaged: nobody can read them.
        """
        campaign = self.campaign(campaign_id)
        number = self._number(campaign_id)
        recipient, batch = RECIPIENT_CHUNK.c, BATCH_CHUNK.c
        try:
            return chunks.thaw(
                campaign,
                self._all(
                    select(
                        recipient.phones,
                        recipient.states,
                        recipient.segments,
                        recipient.reasons,
                        recipient.duplicates,
                    )
                    .where(recipient.campaign_no == number)
                    .order_by(recipient.first_row)
                ),
                self._all(
                    select(batch.sizes, batch.members)
                    .where(batch.campaign_no == number)
                    .order_by(batch.first_batch)
                ),
            )
        except (ValueError, LookupError, TypeError, AttributeError) as problem:
            raise StorageError("campaign_damaged", campaign=campaign_id) from problem

    def log(self, campaign_id: str, after: int = 0) -> Iterator[LogEntry]:
        """Everything that happened, in commit order, without the first `after` entries."""
        number = self._number(campaign_id)
        statement = union_all(
            *(
                READS[table].where(table.c.campaign_no == number, table.c.seq > after)
                for table in LOG_TABLES
            )
        ).order_by("seq")
        with self._reading() as connection:
            for rows in connection.execute(statement).partitions(4096):
                for row in rows:
                    yield log_rows.read_entry(campaign_id, row)

    def log_of_batch(self, campaign_id: str, batch: int) -> list[LogEntry]:
        """What happened to one batch, in commit order."""
        number = self._number(campaign_id)
        statement = union_all(
            *(
                READS[table].where(table.c.campaign_no == number, table.c.batch == batch)
                for table in (ATTEMPT, OUTCOME)
            )
        ).order_by("seq")
        with self._reading() as connection:
            return [log_rows.read_entry(campaign_id, row) for row in connection.execute(statement)]

    def outcomes_of_message(self, provider: str, message_id: str) -> list[BatchOutcome]:
        """The outcomes that hold this id of a provider's message, newest campaign first.

        Reads the outcomes of all campaigns of that provider: a quarter of a second for a million.
        """
        outcome = OUTCOME.c
        rows = self._all(
            select(CAMPAIGN.c.id, *READS[OUTCOME].selected_columns)
            .join(CAMPAIGN, CAMPAIGN.c.no == outcome.campaign_no)
            .where(
                CAMPAIGN.c.provider == provider,
                outcome.outcomes.contains(log_rows.written(message_id), autoescape=True),
            )
            .order_by(CAMPAIGN.c.created_ms.desc(), CAMPAIGN.c.no.desc(), outcome.seq)
        )
        found = (log_rows.read_entry(campaign_id, columns) for campaign_id, *columns in rows)
        return [
            entry
            for entry in found
            # the database ignores case, and finds the text of other columns too
            if isinstance(entry, BatchOutcome)
            and any(one.message_id == message_id for one in entry.outcomes)
        ]

    def outcomes_since(self, provider: str, at_ms: int) -> Iterator[BatchOutcome]:
        """The outcomes of all campaigns of `provider` from `at_ms` on, campaign by campaign."""
        outcome = OUTCOME.c
        statement = (
            select(CAMPAIGN.c.id, *READS[OUTCOME].selected_columns)
            .join(CAMPAIGN, CAMPAIGN.c.no == outcome.campaign_no)
            .where(CAMPAIGN.c.provider == provider, outcome.at_ms >= at_ms)
            .order_by(outcome.campaign_no, outcome.seq)
        )
        with self._reading() as connection:
            for rows in connection.execute(statement).partitions(4096):
                for campaign_id, *columns in rows:
                    yield cast("BatchOutcome", log_rows.read_entry(campaign_id, columns))

    def active_since(self, at_ms: int) -> list[str]:
        """Ids of the campaigns that were begun or sent a request since then, oldest first."""
        last_attempt = (
            select(ATTEMPT.c.at_ms)
            .where(ATTEMPT.c.campaign_no == CAMPAIGN.c.no)
            .order_by(ATTEMPT.c.seq.desc())
            .limit(1)
            .scalar_subquery()
        )
        return [
            row.id
            for row in self._all(
                select(CAMPAIGN.c.id)
                .where(or_(CAMPAIGN.c.created_ms >= at_ms, last_attempt >= at_ms))
                .order_by(CAMPAIGN.c.no)
            )
        ]

    def documents(self, campaign_id: str) -> Iterator[Sequence[Mapping[str, Any]]]:
        """The message documents of a campaign in order, a chunk at a time."""
        number = self._number(campaign_id)
        column = MESSAGE_CHUNK.c
        statement = (
            select(column.documents)
            .where(column.campaign_no == number)
            .order_by(column.first_message)
        )
        with self._reading() as connection:
            for row in connection.execute(statement):
                yield chunks.unpack_documents(row.documents)

    def message_numbers(self, campaign_id: str) -> "array[int]":
        """Which of `documents` each batch of a campaign carries."""
        number = self._number(campaign_id)
        column = BATCH_CHUNK.c
        numbers = array("I")
        for row in self._all(
            select(column.messages).where(column.campaign_no == number).order_by(column.first_batch)
        ):
            numbers += chunks.unpack_numbers(row.messages)
        return numbers

    def lengths(self) -> dict[str, int]:
        """How many entries the log of each campaign has: grows with every one."""
        newest = [
            func.coalesce(
                select(func.max(table.c.seq))
                .where(table.c.campaign_no == CAMPAIGN.c.no)
                .scalar_subquery(),
                0,
            )
            for table in LOG_TABLES
        ]
        return {row[0]: max(row[1:]) for row in self._all(select(CAMPAIGN.c.id, *newest))}

    def cells(self, campaign_id: str, first: int, count: int) -> list[list[str]]:
        """Rows `first` to `first + count` of the recipient file, numbered from 0."""
        number = self._number(campaign_id)
        rows: list[list[str]] = []
        while len(rows) < count:
            at = first + len(rows)
            start, chunk = self._chunk(_CELLS, number, at)
            taken = chunk[at - start : first + count - start]
            if not taken:
                break
            rows += taken
        return rows

    def message(self, campaign_id: str, batch: int) -> Message:
        """The rendered message of one batch."""
        number = self._number(campaign_id)
        start, message_numbers = self._chunk(_MESSAGE_NUMBERS, number, batch)
        wanted = message_numbers[batch - start]
        start, messages = self._chunk(_MESSAGES, number, wanted)
        message: Message = messages[wanted - start]
        return message

    def _chunk(self, column: "_ChunkColumn", number: int, wanted: int) -> tuple[int, Sequence[Any]]:
        """Where the chunk that holds `wanted` starts, and what it holds; the last few are kept."""
        with self._cache_lock:
            for key, start, chunk in self._cache:
                if key == (column, number) and start <= wanted < start + len(chunk):
                    return start, chunk
        table, first = column.table, column.table.c[column.first]
        found = self._all(
            select(first, table.c[column.values])
            .where(table.c.campaign_no == number, first <= wanted)
            .order_by(first.desc())
            .limit(1)
        )
        if not found:
            return 0, ()
        start, chunk = found[0][0], column.unpack(found[0][1])
        with self._cache_lock:
            self._cache.append(((column, number), start, chunk))
        return start, chunk

    def _number(self, campaign_id: str) -> int:
        """The number that stands for a campaign in all other tables."""
        number = self._numbers.get(campaign_id)
        if number is None:
            rows = self._all(select(CAMPAIGN.c.no).where(CAMPAIGN.c.id == campaign_id))
            if not rows:
                raise UserInputError("campaign_unknown", campaign=campaign_id)
            number = self._numbers[campaign_id] = int(rows[0].no)
        return number

    def _all(self, statement: Select[Any]) -> Sequence[Any]:
        with self._reading() as connection:
            return connection.execute(statement).all()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with sqlite.explained(self.path), self._engine.connect() as connection:
            yield connection


@dataclass(frozen=True, slots=True)
class _ChunkColumn:
    """A packed column: the table's column of first indexes, of packed values, and the way back."""

    table: Table
    first: str
    values: str
    unpack: Callable[[bytes], Sequence[Any]]


_CELLS: Final = _ChunkColumn(RECIPIENT_CHUNK, "first_row", "cells", chunks.unpack_cells)
_MESSAGE_NUMBERS: Final = _ChunkColumn(
    BATCH_CHUNK, "first_batch", "messages", chunks.unpack_numbers
)
_MESSAGES: Final = _ChunkColumn(MESSAGE_CHUNK, "first_message", "documents", chunks.unpack_messages)


def _stored(value: Any) -> Any:
    """A file's name may hold bytes that are no text."""
    return log_rows.storable(value) if isinstance(value, str) else value


def _campaign(row: Any) -> Campaign:
    values = {item.name: getattr(row, item.name) for item in fields(Campaign)}
    values["header"] = tuple(values["header"])
    return Campaign(**values)


def _state(row: Any) -> tuple[CampaignState, str]:
    """The last state of a campaign and its reason; a damaged one keeps nobody from the others."""
    if row.state is None:
        return CampaignState.PAUSED, NEVER_STARTED
    try:
        return CampaignState(row.state), row.reason
    except ValueError:
        return CampaignState.PAUSED, "campaign_damaged"


def _upgrade() -> Callable[[Path, float], None]:
    """Door to Alembic: it takes longer to import than the journal to open, and is rarely needed."""
    migrations = importlib.import_module("smsdesk.storage.migrations")
    return cast("Callable[[Path, float], None]", migrations.upgrade)
