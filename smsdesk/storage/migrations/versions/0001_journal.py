"""The first journal: frozen campaigns in chunks, three append-only log tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create all tables."""
    op.create_table(
        "campaign",
        sa.Column("no", sa.Integer, nullable=False),
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("created_ms", sa.BigInteger, nullable=False),
        sa.Column("account", sa.Text, nullable=False),
        sa.Column("provider", sa.String(64), nullable=False),
        sa.Column("mode", sa.String(16), nullable=False),
        sa.Column("base_url", sa.Text, nullable=False),
        sa.Column("document", sa.JSON, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("header", sa.JSON, nullable=False),
        sa.Column("phone_column", sa.Integer, nullable=False),
        sa.Column("first_row", sa.Integer, nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("recipients", sa.Integer, nullable=False),
        sa.Column("requests", sa.Integer, nullable=False),
        sa.Column("segments", sa.Integer, nullable=False),
        sa.Column("rate_per_s", sa.Float, nullable=False),
        sa.Column("workers", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("no", name="pk_campaign"),
        sa.UniqueConstraint("id", name="uq_campaign_id"),
    )
    _create(
        "recipient_chunk",
        sa.Column("first_row", sa.Integer, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("phones", sa.LargeBinary, nullable=False),
        sa.Column("states", sa.LargeBinary, nullable=False),
        sa.Column("segments", sa.LargeBinary, nullable=False),
        sa.Column("reasons", sa.JSON, nullable=False),
        sa.Column("duplicates", sa.JSON, nullable=False),
        sa.Column("cells", sa.LargeBinary, nullable=False),
    )
    _create(
        "batch_chunk",
        sa.Column("first_batch", sa.Integer, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("sizes", sa.LargeBinary, nullable=False),
        sa.Column("members", sa.LargeBinary, nullable=False),
        sa.Column("messages", sa.LargeBinary, nullable=False),
    )
    _create(
        "message_chunk",
        sa.Column("first_message", sa.Integer, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("documents", sa.LargeBinary, nullable=False),
    )
    _create(
        "attempt",
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("batch", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.Column("request_id", sa.String(64), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_attempt_batch", "attempt", ["campaign_no", "batch", "number"], unique=True)
    _create(
        "outcome",
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("batch", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.Column("http_status", sa.SmallInteger, nullable=False),
        sa.Column("elapsed_ms", sa.Integer, nullable=False),
        sa.Column("outcomes", sa.Text, nullable=False),
        sa.Column("reply", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_outcome_batch", "outcome", ["campaign_no", "batch"])
    _create(
        "state_change",
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(64), nullable=False),
        sa.Column("data", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )


def _create(
    name: str, first: "sa.Column[int]", *more: "sa.Column[object]", **options: bool
) -> None:
    """A table of parts of campaigns, keyed by campaign and its first own column."""
    op.create_table(
        name,
        sa.Column("campaign_no", sa.Integer, nullable=False),
        first,
        *more,
        sa.PrimaryKeyConstraint("campaign_no", first.name, name=f"pk_{name}"),
        sa.ForeignKeyConstraint(["campaign_no"], ["campaign.no"], name=f"fk_{name}_campaign_no"),
        **options,
    )
