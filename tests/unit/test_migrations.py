import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from smsdesk.core.errors import StorageError
from smsdesk.storage import migrations, sqlite
from smsdesk.storage.journal import Journal
from smsdesk.storage.tables import METADATA, REVISION
from tests.helpers import frozen as build

SECOND_STEP = """
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.add_column("campaign", sa.Column("note", sa.Text, nullable=False, server_default="none"))
    op.execute("UPDATE campaign SET note = 'upgraded ' || name")
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite3"


@pytest.fixture
def two_steps(tmp_path: Path) -> Path:
    """The real first migration and one that a later version might bring."""
    scripts = tmp_path / "scripts 100%"
    versions = scripts / "versions"
    versions.mkdir(parents=True)
    (scripts / "env.py").write_bytes((migrations.SCRIPTS / "env.py").read_bytes())
    for script in (migrations.SCRIPTS / "versions").glob("0001*.py"):
        (versions / script.name).write_bytes(script.read_bytes())
    (versions / "0002_note.py").write_text(SECOND_STEP, "utf-8")
    return scripts


def older_file(path: Path) -> None:
    """A journal as this version writes it, with a campaign in it."""
    people, plan = build.personal(3)
    with closing(Journal.open(path)) as journal:
        journal.freeze(build.campaign(people, plan), people, plan)


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as database:
        return database.execute(query).fetchall()


def test_the_tables_are_what_the_migrations_make(path: Path) -> None:
    Journal.open(path).close()
    engine = sqlite.open_engine(path, 1)
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), METADATA)
    engine.dispose()

    assert differences == []


@pytest.mark.parametrize("table", METADATA.sorted_tables, ids=lambda table: table.name)
def test_every_table_can_live_in_postgresql(table: Table) -> None:
    ddl = str(CreateTable(table).compile(dialect=postgresql.dialect()))

    assert "ROWID" not in ddl
    assert "PRIMARY KEY" in ddl


def test_the_newest_migration_is_the_one_the_program_expects() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrations.SCRIPTS))

    assert ScriptDirectory.from_config(config).get_heads() == [REVISION]


def test_an_older_journal_is_upgraded_and_kept(path: Path, two_steps: Path) -> None:
    older_file(path)

    migrations.upgrade(path, 1, two_steps)

    assert rows(path, "SELECT note FROM campaign") == [("upgraded Spring offer 春",)]
    assert rows(path, "SELECT version_num FROM alembic_version") == [("0002",)]
    copy = path.with_name("journal.sqlite3.before-0002")
    assert rows(copy, "SELECT version_num FROM alembic_version") == [("0001",)]
    assert copy.stat().st_mode & 0o777 == 0o600
    with closing(Journal.open(copy)) as journal:
        assert len(journal.frozen("c-1").phones) == 3
    assert sorted(entry.name for entry in path.parent.glob("journal*")) == [path.name, copy.name]


def test_a_new_journal_takes_all_steps_and_no_copy(path: Path, two_steps: Path) -> None:
    sqlite.create(path)

    migrations.upgrade(path, 1, two_steps)

    assert rows(path, "SELECT version_num FROM alembic_version") == [("0002",)]
    assert not list(path.parent.glob("*before*"))


def test_a_failing_migration_changes_nothing(path: Path, two_steps: Path) -> None:
    older_file(path)
    step = two_steps / "versions" / "0002_note.py"
    step.write_text(SECOND_STEP + "    op.execute('UPDATE nowhere SET x = 1')\n", "utf-8")
    before = rows(path, "SELECT sql FROM sqlite_master ORDER BY name")

    with pytest.raises(StorageError) as refused:
        migrations.upgrade(path, 1, two_steps)

    assert refused.value.code == "journal_unwritable"
    assert rows(path, "SELECT sql FROM sqlite_master ORDER BY name") == before
    with closing(Journal.open(path)) as journal:
        assert journal.campaign("c-1").name == "Spring offer 春"


def test_this_version_refuses_what_the_next_one_wrote(path: Path, two_steps: Path) -> None:
    older_file(path)
    migrations.upgrade(path, 1, two_steps)
    data = path.read_bytes()

    with pytest.raises(StorageError) as refused:
        Journal.open(path)

    assert refused.value.code == "journal_too_new"
    assert path.read_bytes() == data


def test_an_upgrade_waits_for_nobody_for_ever(path: Path, two_steps: Path) -> None:
    older_file(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError) as refused:
            migrations.upgrade(path, 0.1, two_steps)
        other.execute("ROLLBACK")

    assert refused.value.code == "journal_busy"
    migrations.upgrade(path, 0.1, two_steps)


def test_a_journal_that_is_up_to_date_opens_without_alembic(path: Path) -> None:
    Journal.open(path).close()
    script = (
        "import sys; from pathlib import Path; from smsdesk.storage.journal import Journal;"
        f"Journal.open(Path({str(path)!r})).close(); assert 'alembic' not in sys.modules"
    )

    subprocess.run([sys.executable, "-c", script], check=True, cwd=Path(__file__).parents[2])
