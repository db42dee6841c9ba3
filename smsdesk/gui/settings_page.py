"""Settings: how the window looks and speaks, and where numbers without a prefix are from."""

from typing import cast

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from smsdesk import __version__
from smsdesk.core.errors import SmsdeskError
from smsdesk.core.phone import regions
from smsdesk.gui import assets, motion, words
from smsdesk.gui.loop import TaskSet
from smsdesk.gui.page import Page
from smsdesk.gui.parts.check import Switch
from smsdesk.gui.parts.note import Note
from smsdesk.gui.parts.segmented import SegmentedSwitch
from smsdesk.gui.parts.select import Select
from smsdesk.gui.parts.surface import Ground, ScrollColumn, TopBar
from smsdesk.gui.parts.text import Hairline, Label, Paragraph
from smsdesk.gui.style import Choice
from smsdesk.services.desk import Desk
from smsdesk.services.ports import Settings
from smsdesk.services.workers import run_blocking

_SCALES = (0.9, 1.0, 1.1, 1.25, 1.5)


class SettingsPage(Page):
    """Few settings, each taking effect at once or saying when it will.

    Signals:
        look_changed(str, float): theme choice and text scale, to be applied and kept.
    """

    look_changed = Signal(str, float)

    def __init__(self, theme: Choice = "system", scale: float = 1.0) -> None:
        super().__init__()
        self._desk: Desk | None = None
        self._tasks = TaskSet(self._on_task_failed)
        self._setup_ui(theme, scale)
        self._connect()

    def title(self) -> str:
        """The page's name."""
        return self.tr("Settings")

    def top_bar(self) -> QWidget:
        """The name alone."""
        return self._top

    def attach(self, desk: Desk) -> None:
        """Show what is kept."""
        self._desk = desk
        self._tasks.replace(self._load(), "settings")

    async def aclose(self) -> None:
        """End the page's tasks."""
        await self._tasks.aclose()

    # -- building ------------------------------------------------------------------------------

    def _setup_ui(self, theme: Choice, scale: float) -> None:
        self._top = TopBar()
        self._top.row.addWidget(Label(self.title(), "page"))
        self._top.row.addStretch(1)
        self.theme = SegmentedSwitch(self.tr("Theme"))
        self.theme.setObjectName("theme")
        self.theme.add("system", self.tr("As the system"))
        self.theme.add("light", self.tr("Light"))
        self.theme.add("dark", self.tr("Dark"))
        self.theme.set_current(theme)
        self.scale = Select(self.tr("Text size"))
        self.scale.setObjectName("text_scale")
        for one in _SCALES:
            self.scale.add_choice(f"{round(one * 100)}%", one)
        self.scale.setCurrentIndex(_nearest(scale))
        self.scale.setMinimumWidth(120)
        self.calm = Switch(self.tr("Nothing moves by itself"))
        self.calm.setObjectName("reduce_motion")
        self.calm.setChecked(motion.reduced())
        self.language = SegmentedSwitch(self.tr("Language"))
        self.language.setObjectName("language")
        self.language.add("system", self.tr("As the system"))
        self.language.add("en", "English")
        missing = self.tr("This build holds no Chinese translation of the window.")
        shipped = assets.path(assets.TRANSLATION).is_file()
        self.language.add("zh", "简体中文", "" if shipped else missing)
        self.region = Select(self.tr("Default country"))
        self.region.setObjectName("region")
        self._fill_regions()
        self._problem = Note("bad")
        self._problem.hide()
        page = ScrollColumn((24, 24, 24, 24), 24, max_width=760)
        page.add(self._problem)
        page.add(
            _Group(self.tr("Look"), self.tr("Takes effect at once"),
                   (self.tr("Theme"), self.theme), (self.tr("Text size"), self.scale),
                   (self.tr("Reduce motion"), self.calm))
        )  # fmt: skip
        page.add(Hairline())
        page.add(
            _Group(self.tr("Language"), self.tr("Used from the next start"),
                   (self.tr("Window"), self.language))
        )  # fmt: skip
        page.add(Hairline())
        page.add(
            _Group(self.tr("Numbers"), self.tr("Where a number without +86 or the like is from"),
                   (self.tr("Default country"), self.region))
        )  # fmt: skip
        page.add(Hairline())
        about = self.tr(
            "Version {version}. Inter and JetBrains Mono are under the SIL Open Font License; "
            "Qt is used under the LGPL."
        ).format(version=__version__)
        page.add(_Group("smsdesk", "", ("", Paragraph(about))))
        ground = Ground("surface")
        inner = QVBoxLayout(ground)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(ground)

    def _fill_regions(self) -> None:
        self.region.add_choice(self.tr("None: numbers need their prefix"), "")
        named = []
        for iso, code in regions():
            territory = QLocale.codeToTerritory(iso)
            name = QLocale.territoryToString(territory) if territory else iso
            named.append((name, f"{name} +{code}", iso))
        for _name, text, iso in sorted(named):
            self.region.add_choice(text, iso)

    def _connect(self) -> None:
        self.theme.chosen.connect(self._on_look_chosen)
        self.language.refused.connect(self._on_language_refused)
        self.scale.activated.connect(self._on_look_chosen)
        self.calm.toggled.connect(self._on_calm_toggled)
        self.language.chosen.connect(self._on_language_chosen)
        self.region.activated.connect(self._on_region_chosen)

    # -- keeping -------------------------------------------------------------------------------

    async def _load(self) -> None:
        if self._desk is not None:
            self._show(await run_blocking(self._desk.settings.current))

    def _show(self, settings: Settings) -> None:
        self.theme.set_current(settings.theme)
        self.language.set_current(settings.language)
        self.region.setCurrentIndex(max(0, self.region.findData(settings.region)))

    def _on_look_chosen(self) -> None:
        theme = cast("Choice", self.theme.current())
        scale = float(self.scale.currentData())
        self.look_changed.emit(theme, scale)
        self._keep(theme=theme, text_scale=scale)

    def _on_calm_toggled(self, reduced: bool) -> None:
        motion.reduce_motion(reduced)
        self._keep(reduce_motion=reduced)

    def _on_language_chosen(self, language: str) -> None:
        self._keep(language=language)

    def _on_language_refused(self, _language: str, reason: str) -> None:
        self.toast_requested.emit(reason)

    def _on_region_chosen(self) -> None:
        self._keep(region=str(self.region.currentData()))

    def _keep(self, **values: object) -> None:
        if self._desk is not None:
            self._problem.hide()
            self._tasks.spawn(self._save(self._desk, values), "settings:keep")

    async def _save(self, desk: Desk, values: dict[str, object]) -> None:
        await run_blocking(lambda: desk.settings.change(**values))

    def _on_task_failed(self, failure: BaseException) -> None:
        if isinstance(failure, SmsdeskError):
            self._problem.set_text(failure.sentence(words.language()))
            self._problem.show()
        else:
            super()._on_task_failed(failure)


class _Group(QWidget):
    """A heading with its hint at the left, labelled controls at the right."""

    def __init__(self, title: str, hint: str, *rows: tuple[str, QWidget]) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(16)
        grid.setColumnMinimumWidth(0, 176)
        grid.setColumnMinimumWidth(1, 120)
        grid.setColumnStretch(2, 1)
        head = QVBoxLayout()
        head.setSpacing(4)
        head.addWidget(Label(title, weight=600))
        if hint:
            below = Paragraph(hint, "small", "text-3")
            below.setFixedWidth(168)
            head.addWidget(below)
        head.addStretch(1)
        grid.addLayout(head, 0, 0, max(1, len(rows)), 1)
        left = Qt.AlignmentFlag.AlignLeft
        for at, (label, control) in enumerate(rows):
            if label:
                said = Label(label, tone="text-2")
                said.setBuddy(control)
                grid.addWidget(said, at, 1)
                grid.addWidget(control, at, 2, left)
            else:
                grid.addWidget(control, at, 1, 1, 2)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)


def _nearest(scale: float) -> int:
    return min(range(len(_SCALES)), key=lambda at: abs(_SCALES[at] - scale))
