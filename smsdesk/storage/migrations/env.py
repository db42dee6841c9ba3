"""Run by Alembic for each migration; `smsdesk.storage.migrations` hands in the connection."""

from alembic import context

from smsdesk.storage.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
)
context.run_migrations()
