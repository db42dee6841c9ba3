"""The SQL that appends to the log of all campaigns and reads it back."""

from typing import Any, Final

from sqlalchemy import ColumnElement, Dialect, Select, Table, bindparam, func, literal, select

from smsdesk.storage import log_rows
from smsdesk.storage.tables import ATTEMPT, OUTCOME, STATE_CHANGE

LOG_TABLES: Final = (ATTEMPT, OUTCOME, STATE_CHANGE)


def _reads(
    table: Table,
    kind: ColumnElement[str],
    text: ColumnElement[str],
    more: ColumnElement[str],
) -> Select[Any]:
    """The rows of a log table under `log_rows.READ_COLUMNS`; 0 where the table has no such one."""
    given: dict[str, ColumnElement[Any]] = {"kind": kind, "text": text, "more": more}
    return select(
        *(
            given.get(name, table.c.get(name, literal(0))).label(name)
            for name in log_rows.READ_COLUMNS
        )
    )


READS: Final = {
    ATTEMPT: _reads(ATTEMPT, literal(log_rows.ATTEMPT_KIND), ATTEMPT.c.request_id, literal("")),
    OUTCOME: _reads(OUTCOME, literal(log_rows.OUTCOME_KIND), OUTCOME.c.outcomes, OUTCOME.c.reply),
    STATE_CHANGE: _reads(
        STATE_CHANGE, STATE_CHANGE.c.state, STATE_CHANGE.c.reason, STATE_CHANGE.c.data
    ),
}


class HotStatements:
    """The SQL of `record`, compiled once; all of it takes its values by position."""

    def __init__(self, dialect: Dialect) -> None:
        self.attempt, self.outcome, self.state = (
            str(table.insert().compile(dialect=dialect)) for table in LOG_TABLES
        )
        newest = [
            select(func.max(table.c.seq))
            .where(table.c.campaign_no == bindparam("campaign_no"))
            .scalar_subquery()
            for table in LOG_TABLES
        ]
        self.newest = str(select(*newest).compile(dialect=dialect))
