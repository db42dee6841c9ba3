"""Tables of the journal, for SQLite and PostgreSQL alike.

A campaign is frozen as columns cut into chunks; what happens to it is appended to three log tables.
The log tables share one sequence per campaign: `seq` orders the entries of all three. Nothing is
ever updated or deleted.
"""

from typing import Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
)

REVISION: Final = "0001"
"""The Alembic revision that these tables stand for."""

METADATA: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
    }
)


def _of_campaign() -> Column[int]:
    return Column("campaign_no", Integer, ForeignKey("campaign.no"), primary_key=True)


CAMPAIGN: Final = Table(
    "campaign",
    METADATA,
    Column("no", Integer, primary_key=True),
    Column("id", String(64), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("account", Text, nullable=False),
    Column("provider", String(64), nullable=False),
    Column("mode", String(16), nullable=False),
    Column("base_url", Text, nullable=False),
    Column("document", JSON, nullable=False),
    Column("source", Text, nullable=False),
    Column("header", JSON, nullable=False),
    Column("phone_column", Integer, nullable=False),
    Column("first_row", Integer, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("recipients", Integer, nullable=False),
    Column("requests", Integer, nullable=False),
    Column("segments", Integer, nullable=False),
    Column("rate_per_s", Float, nullable=False),
    Column("workers", Integer, nullable=False),
)

RECIPIENT_CHUNK: Final = Table(
    "recipient_chunk",
    METADATA,
    _of_campaign(),
    Column("first_row", Integer, primary_key=True),
    Column("count", Integer, nullable=False),
    Column("phones", LargeBinary, nullable=False),  # u64 little-endian, 0 for no number
    Column("states", LargeBinary, nullable=False),  # u8
    Column("segments", LargeBinary, nullable=False),  # u8
    Column("reasons", JSON, nullable=False),  # row -> reason code
    Column("duplicates", JSON, nullable=False),  # row -> row it repeats
    Column("cells", LargeBinary, nullable=False),  # zlib of a JSON list of rows
)

BATCH_CHUNK: Final = Table(
    "batch_chunk",
    METADATA,
    _of_campaign(),
    Column("first_batch", Integer, primary_key=True),
    Column("count", Integer, nullable=False),
    Column("sizes", LargeBinary, nullable=False),  # u32 little-endian, recipients per batch
    Column("members", LargeBinary, nullable=False),  # u32, rows of all its batches in order
    Column("messages", LargeBinary, nullable=False),  # u32, message number per batch
)

MESSAGE_CHUNK: Final = Table(
    "message_chunk",
    METADATA,
    _of_campaign(),
    Column("first_message", Integer, primary_key=True),
    Column("count", Integer, nullable=False),
    Column("documents", LargeBinary, nullable=False),  # zlib of a JSON list of message documents
)

# Log tables: SQLite keeps the rows in the primary key's own tree, one page less per commit.

ATTEMPT: Final = Table(
    "attempt",
    METADATA,
    _of_campaign(),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("batch", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("request_id", String(64), nullable=False),
    # Unique: whatever goes wrong with locks, the same attempt cannot be made twice.
    Index("ix_attempt_batch", "campaign_no", "batch", "number", unique=True),
    sqlite_with_rowid=False,
)

OUTCOME: Final = Table(
    "outcome",
    METADATA,
    _of_campaign(),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("batch", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("http_status", SmallInteger, nullable=False),
    Column("elapsed_ms", Integer, nullable=False),
    Column("outcomes", Text, nullable=False),  # JSON, see storage.log_rows
    Column("reply", Text, nullable=False),
    Index("ix_outcome_batch", "campaign_no", "batch"),
    sqlite_with_rowid=False,
)

STATE_CHANGE: Final = Table(
    "state_change",
    METADATA,
    _of_campaign(),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("state", String(16), nullable=False),
    Column("reason", String(64), nullable=False),
    Column("data", Text, nullable=False),  # JSON object
    sqlite_with_rowid=False,
)
