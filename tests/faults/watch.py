"""A desk on a home of its own, and the looks at its journal that make a line of the table."""

import functools
import os
import tempfile
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from unittest.mock import patch

from smsdesk.desk import now_ms, open_desk
from smsdesk.paths import HOME_VARIABLE, Paths
from smsdesk.providers import HttpTransport
from smsdesk.sandbox import Accepted
from smsdesk.services.desk import Desk
from smsdesk.services.progress import Group
from tests.faults.audit import MUST_BE_ZERO, Figures, audit
from tests.faults.loads import Load

CONNECT_S = 2.0
QUIET_S = 20.0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table.

    faults: how often it happened. notes: what else was not as it must be. remark: how it was done.
    """

    scenario: str
    provider: str
    figures: Figures = field(default_factory=Figures)
    faults: int = 0
    notes: tuple[str, ...] = ()
    remark: str = ""

    @property
    def holds(self) -> bool:
        """Whether everything was as it must be."""
        return not self.figures.broken and not self.notes


@contextmanager
def home(where: str | None = None) -> Iterator[str]:
    """A home of its own for what runs inside."""
    with ExitStack() as stack:
        folder = where or stack.enter_context(tempfile.TemporaryDirectory(prefix="smsdesk-faults-"))
        stack.enter_context(patch.dict(os.environ, {HOME_VARIABLE: folder}))
        yield folder


@contextmanager
def desk_of(
    read_s: float = 10.0, clock: Callable[[], int] = now_ms, close_s: float = QUIET_S
) -> Iterator[Desk]:
    """The desk of a program, with the timeouts and the clock given."""
    transport = functools.partial(HttpTransport, CONNECT_S, read_s)
    with patch.multiple("smsdesk.desk", HttpTransport=transport, now_ms=clock):
        desk = open_desk(Paths.from_environment())
    try:
        yield desk
    finally:
        desk.close(close_s)


class Watch:
    """Looks at a campaign's journal again and again, and keeps the worst of what must not be."""

    def __init__(self, load: Load, count: int, taken: Callable[[], Iterable[Accepted]]) -> None:
        self._load = load
        self._count = count
        self._taken = taken
        self.figures = Figures()

    def look(self, desk: Desk, campaign: str) -> Figures:
        """Audit what the journal of `desk` says of a campaign nobody is sending."""
        found = audit(self._load, self._count, desk.history.open(campaign).ledger, self._taken())
        worst = {
            name: max(getattr(found, name), getattr(self.figures, name)) for name in MUST_BE_ZERO
        }
        self.figures = replace(found, **worst)
        return found

    def line(
        self,
        scenario: str,
        ends: Container[Group],
        notes: Iterable[str] = (),
        *,
        faults: int = 0,
        remark: str = "",
    ) -> Line:
        """The line of the table. ends: the numbers that may be above zero now."""
        left = [
            f"{number} {group.name.lower()} at the end"
            for group in Group
            if (number := getattr(self.figures, group.name.lower())) and group not in ends
        ]
        where = f"{self._load.name}: "
        return Line(
            scenario,
            self._load.provider,
            self.figures,
            faults,
            tuple(where + note for note in (*notes, *left)),
            remark,
        )
