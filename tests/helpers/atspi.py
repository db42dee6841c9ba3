"""Looks at and works a program from outside, the way a screen reader does.

A client of AT-SPI (the accessibility bus of Linux desktops) over D-Bus. It sees roles, names,
states, texts and table cells of any program on the desktop, and can press, type and focus.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from typing import Any, Final, Self

from jeepney import DBusAddress, MessageType, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from tests.helpers.waiting import wait_until

_CALL_S: Final = 10.0
_FIND_S: Final = 15.0
_ATSPI: Final = "org.a11y.atspi"
_PROPERTIES: Final = "org.freedesktop.DBus.Properties"
_BUS: Final = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
_STATES: Final = {
    "checked": 4,
    "enabled": 8,
    "focused": 12,
    "selected": 23,
    "sensitive": 24,
    "showing": 25,
    "visible": 30,
}
_TABLES: Final = {"table", "tree", "list", "tree table"}


class AccessibilityError(Exception):
    """The program, or the bus, refused what was asked."""


class Accessibility:
    """The accessibility bus of the desktop this process's environment names."""

    def __enter__(self) -> Self:
        with ExitStack() as opened:
            session = opened.enter_context(open_dbus_connection("SESSION"))
            wait_until(lambda: _announce(session))
            address = send(session, new_method_call(_BUS, "GetAddress"))[0]
            self.bus = opened.enter_context(open_dbus_connection(address))
            self._opened = opened.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()

    def call(self, node: "Node", interface: str, method: str, *typed: Any) -> Any:
        """Call a method of a node; `typed` is a signature and a tuple, or nothing."""
        return send(
            self.bus,
            new_method_call(DBusAddress(node.path, node.owner, interface), method, *typed),
        )

    def program(self, pid: int, timeout_s: float = 20.0) -> "Node":
        """The program with this process id, once it has a window."""
        registry = Node(self, f"{_ATSPI}.Registry", f"/{_ATSPI.replace('.', '/')}/accessible/root")

        def found() -> "Node | None":
            for node in registry.children():
                with suppress(AccessibilityError):
                    if self._pid(node.owner) == pid and node.children():
                        return node
            return None

        return until(found, f"program {pid} on the accessibility bus", timeout_s)

    def _pid(self, owner: str) -> int:
        address = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus")
        call = new_method_call(
            DBusAddress(address.object_path, address.bus_name, "org.freedesktop.DBus"),
            "GetConnectionUnixProcessID",
            "s",
            (owner,),
        )
        return int(send(self.bus, call)[0])


@dataclass(frozen=True)
class Node:
    """One thing on the screen: a button, a text, a table, a window."""

    desktop: Accessibility = field(repr=False, compare=False)
    owner: str
    path: str

    # -- what it is ----------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """What a screen reader says."""
        return str(self._property("Name"))

    @property
    def description(self) -> str:
        """What a screen reader adds to the name."""
        return str(self._property("Description"))

    @property
    def id(self) -> str:
        """The object names from the window down to this, joined by dots."""
        with suppress(AccessibilityError):
            return str(self._property("AccessibleId"))
        return ""

    @property
    def role(self) -> str:
        """What kind of thing it is, as in "push button"."""
        return str(self._call("Accessible", "GetRoleName")[0])

    @property
    def states(self) -> frozenset[str]:
        """Which of the states known here it has."""
        low, high = self._call("Accessible", "GetState")[0]
        bits = low | high << 32
        return frozenset(state for state, bit in _STATES.items() if bits >> bit & 1)

    @property
    def text(self) -> str:
        """What stands in a text field."""
        return str(self._call("Text", "GetText", "ii", (0, -1))[0])

    @property
    def is_usable(self) -> bool:
        """Whether it is on the screen and not greyed out."""
        return {"showing", "sensitive"} <= self.states

    # -- what is in it -------------------------------------------------------------------------

    def children(self) -> list["Node"]:
        """What lies directly inside."""
        found = self._call("Accessible", "GetChildren")[0]
        return [Node(self.desktop, *child) for child in found if not child[1].endswith("/null")]

    def walk(self) -> Iterator["Node"]:
        """Everything on the screen inside, without the cells of tables."""
        for child in self.children():
            with suppress(AccessibilityError):  # it may be gone again
                if "visible" not in child.states:
                    continue
                yield child
                if child.role not in _TABLES:
                    yield from child.walk()

    def look_for(
        self, name: str | None = None, *, role: str | None = None, object_name: str | None = None
    ) -> "Node | None":
        """The first thing of that name, role and object name, None where there is none."""
        for node in self.walk():
            with suppress(AccessibilityError):
                if (
                    (name is None or node.name == name)
                    and (object_name is None or node.id.rpartition(".")[2] == object_name)
                    and (role is None or node.role == role)
                ):
                    return node
        return None

    def find(
        self,
        name: str | None = None,
        *,
        role: str | None = None,
        object_name: str | None = None,
        timeout_s: float = _FIND_S,
    ) -> "Node":
        """As `look_for`, waiting for it to appear."""
        what = " ".join(f"{key}={value!r}" for key, value in locals().items() if key != "self")
        return until(
            lambda: self.look_for(name, role=role, object_name=object_name), what, timeout_s
        )

    def says(self, part: str) -> bool:
        """Whether a label or a heading on the screen holds `part`."""
        return any(part in line for line in self.lines())

    def lines(self) -> list[str]:
        """Every name on the screen inside, as a screen reader would go through them."""
        found = []
        for node in self.walk():
            with suppress(AccessibilityError):
                found.append(node.name)
        return found

    def tree(self, depth: int = 0) -> str:
        """Everything inside, one line each, to read while writing a test."""
        lines = []
        for child in self.children():
            with suppress(AccessibilityError):
                states = child.states
                if "visible" not in states:
                    continue
                marks = ",".join(sorted(states - {"visible", "showing", "enabled"}))
                lines.append(f"{'  ' * depth}[{child.role}] {child.name!r} #{child.id} {{{marks}}}")
                if child.role not in _TABLES:
                    lines.append(child.tree(depth + 1))
        return "\n".join(line for line in lines if line)

    # -- tables --------------------------------------------------------------------------------

    @property
    def row_count(self) -> int:
        """Rows of a table."""
        return int(self._property("NRows", "Table"))

    def headers(self) -> list[str]:
        """Column titles of a table."""
        count = int(self._property("NColumns", "Table"))
        return [self._at("GetColumnHeader", column).name for column in range(count)]

    def row(self, row: int) -> list[str]:
        """The cells of one row of a table."""
        count = int(self._property("NColumns", "Table"))
        return [self._cell(row, column).name for column in range(count)]

    def rows(self) -> list[list[str]]:
        """All rows of a (small) table."""
        return [self.row(row) for row in range(self.row_count)]

    def _cell(self, row: int, column: int) -> "Node":
        found = self._call("Table", "GetAccessibleAt", "ii", (row, column))[0]
        return Node(self.desktop, *found)

    def _at(self, method: str, index: int) -> "Node":
        return Node(self.desktop, *self._call("Table", method, "i", (index,))[0])

    # -- working it ----------------------------------------------------------------------------

    @property
    def actions(self) -> list[str]:
        """What can be done with it."""
        return [action[0] for action in self._call("Action", "GetActions")[0]]

    def press(self, timeout_s: float = _FIND_S) -> None:
        """Press a button, once it can be pressed."""
        wait_until(lambda: self.is_usable, timeout_s)
        self._do("Press", "Toggle")

    def type_over(self, text: str) -> None:
        """Replace what stands in a text field."""
        if not self._call("EditableText", "SetTextContents", "s", (text,))[0]:
            raise AccessibilityError(f"{self.name!r} takes no text")

    def _do(self, *wanted: str) -> None:
        offered = self.actions
        for name in wanted:
            if name in offered:
                self._call("Action", "DoAction", "i", (offered.index(name),))
                return
        raise AccessibilityError(f"{self.name!r} offers {offered}, not {wanted}")

    def _property(self, name: str, interface: str = "Accessible") -> Any:
        asked = (f"{_ATSPI}.{interface}", name)
        return self.desktop.call(self, _PROPERTIES, "Get", "ss", asked)[0][1]

    def _call(self, interface: str, method: str, *typed: Any) -> Any:
        return self.desktop.call(self, f"{_ATSPI}.{interface}", method, *typed)


def _announce(session: DBusConnection) -> bool:
    """Say that somebody listens, as programs keep quiet otherwise; False before the bus is up."""
    status = DBusAddress("/org/a11y/bus", "org.a11y.Bus", _PROPERTIES)
    value = ("org.a11y.Status", "IsEnabled", ("b", True))
    with suppress(AccessibilityError, TimeoutError):
        send(session, new_method_call(status, "Set", "ssv", value))
        return True
    return False


def send(connection: DBusConnection, message: Any) -> Any:
    """Send a call and return what came back."""
    reply = connection.send_and_get_reply(message, timeout=_CALL_S)
    if reply.header.message_type is MessageType.error:
        raise AccessibilityError(str(reply.body))
    return reply.body


def until(look: Callable[[], Node | None], what: str, timeout_s: float = _FIND_S) -> Node:
    """What `look` finds, waiting for it."""
    found: list[Node] = []

    def there() -> bool:
        with suppress(AccessibilityError):
            node = look()
            if node is not None:
                found.append(node)
        return bool(found)

    try:
        wait_until(there, timeout_s)
    except AssertionError:
        raise AssertionError(f"not on the screen: {what}") from None
    return found[0]
