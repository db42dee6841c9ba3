"""The top bar of Results: which campaign it is, and the way to its results file."""

import time

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from smsdesk.core.account import Mode
from smsdesk.core.campaign import Campaign
from smsdesk.gui import folders, times
from smsdesk.gui.parts.badge import ModeBadge
from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.surface import TopBar
from smsdesk.gui.parts.text import Label
from smsdesk.gui.style import beside_sheet

_STEM_CHARS = 60


class ResultsTop(TopBar):
    """Name, mode and origin of a campaign; the export button."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = Label(title, "page", elide=True)
        self._mode = ModeBadge(Mode.LIVE)
        self._mode.hide()
        self._about = Label("", tone="text-3", elide=True)
        self.export = Button(self.tr("Export results"), "ghost", icon="dl")
        self.export.setObjectName("export_results")
        self.export.setAccessibleName(self.tr("Export results"))
        self.export.setEnabled(False)
        self.row.addWidget(self._name)
        self.row.addWidget(self._mode)
        self.row.addWidget(self._about, 1)
        self.row.addWidget(self.export)

    def show_campaign(self, campaign: Campaign, provider: str) -> None:
        """Say which campaign is shown. provider: its title."""
        self._name.setText(campaign.name)
        self._mode.set_mode(Mode(campaign.mode))
        self._mode.show()
        self.set_rehearsal(Mode(campaign.mode) is Mode.REHEARSAL)
        when = times.day(campaign.created_ms, int(time.time() * 1000))
        # the account of a rehearsal is called by its provider
        title = "" if provider in campaign.account else provider
        facts = (title, campaign.account, campaign.source, when)
        self._about.setText(" · ".join(fact for fact in facts if fact))
        self.export.setEnabled(True)


def export_dialog(window: QWidget, campaign: Campaign) -> QFileDialog:
    """A dialog that asks where the results file goes; open it, `fileSelected` answers."""
    translate = QCoreApplication.translate
    dialog = QFileDialog(window, translate("Results", "Export results"))
    dialog.setStyleSheet(beside_sheet())
    dialog.setObjectName("export_dialog")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setNameFilter(translate("Results", "Results for spreadsheets (*.csv)"))
    dialog.setDefaultSuffix("csv")
    folders.begin(dialog)
    dialog.selectFile(f"{_file_stem(campaign.name)}-results.csv")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog


def _file_stem(name: str) -> str:
    """A campaign's name as a file name every system takes."""
    kept = "".join(character if character.isalnum() else "-" for character in name)
    return "-".join(part for part in kept.split("-") if part)[:_STEM_CHARS] or "campaign"
