"""The keys of a page, and which of them rest while nothing may be changed."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


class Keys(QObject):
    """Shortcuts that hold anywhere in the page."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._changing: list[QShortcut] = []

    def add(
        self,
        keys: QKeySequence.StandardKey | str,
        slot: Callable[[], object],
        *,
        changes: bool = True,
    ) -> None:
        """Let `keys` call `slot`. changes: whether that changes or sends anything."""
        shortcut = QShortcut(QKeySequence(keys), self._page)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(slot)
        if changes:
            self._changing.append(shortcut)

    def set_read_only(self, read_only: bool) -> None:
        """Let the keys rest that change or send something, or wake them again."""
        for shortcut in self._changing:
            shortcut.setEnabled(not read_only)
