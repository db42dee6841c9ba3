"""Prints the table of the fault suite below the results of the tests."""

from typing import Final

import pytest

from tests.faults.table import table
from tests.faults.watch import Line

LINES: Final = pytest.StashKey[list[Line]]()


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    lines = config.stash.get(LINES, [])
    if lines:
        terminalreporter.section("faults: the provider's ledger against the journal")
        terminalreporter.write_line(table(lines))
