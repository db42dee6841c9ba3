"""The drawer beside the history: one campaign's numbers and what can be done with it."""

from operator import itemgetter
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from smsdesk.core.account import Mode
from smsdesk.core.campaign import CampaignState
from smsdesk.core.outcome import Status
from smsdesk.gui import times, words
from smsdesk.gui.history.model import message_of, slices
from smsdesk.gui.icon_label import IconLabel
from smsdesk.gui.message_view import MessageView
from smsdesk.gui.parts.badge import ModeBadge
from smsdesk.gui.parts.bar import OutcomeBar
from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.drawer import Drawer, KeyValues
from smsdesk.gui.parts.note import Note
from smsdesk.gui.parts.text import Hairline, Label
from smsdesk.gui.tab_order import follow_layout
from smsdesk.services.history import CampaignSummary

_LEGEND = (
    Status.ACCEPTED,
    Status.DELIVERED,
    Status.REJECTED,
    Status.UNDELIVERED,
    Status.UNKNOWN,
    Status.NOT_SENT,
    Status.QUEUED,
)


class Standing(NamedTuple):
    """Why a campaign rests: what happened and what to do, "" for nothing to say.

    offline: it does not rest, but its provider cannot be reached.
    """

    what: str = ""
    todo: str = ""
    offline: bool = False


class HistoryDrawer(Drawer):
    """Shows one campaign.

    Signals:
        open_requested(str), resume_requested(str): with the campaign's id.
    """

    open_requested = Signal(str)
    resume_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(440, parent)
        self.setObjectName("campaign_detail")
        self._id = ""
        self._badge = ModeBadge(Mode.LIVE)
        self.head.insertWidget(1, self._badge)
        self.column.setSpacing(0)
        top = QWidget()
        row = QHBoxLayout(top)
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(8)
        self._accepted = Label("", "number")
        self._of = Label("", tone="text-2", elide=True)
        row.addWidget(self._accepted)
        row.addWidget(self._of, 1)
        self._bar = OutcomeBar(10)
        self._legend = QVBoxLayout()
        self._legend.setSpacing(0)
        legend = QWidget()
        legend.setLayout(self._legend)
        self._legend.setContentsMargins(0, 8, 0, 8)
        self._why = Note("warn", icon="pause")
        self._why.setObjectName("why_paused")
        self._why.hide()
        self._trouble = Note("bad")
        self._trouble.hide()
        self._facts = KeyValues()
        self._shown_facts: list[tuple[str, str]] = []
        self._sent = Label(self.tr("Message"), weight=600)
        self.message = MessageView()
        for widget in (top, self._bar, legend, self._why, self._trouble, Hairline()):
            self.add(widget)
        self.column.insertSpacing(self.column.count() - 1, 8)
        self.add(self._facts)
        self.column.insertSpacing(self.column.count() - 1, 8)
        self.add(Hairline())
        self.column.insertSpacing(self.column.count() - 1, 12)
        self.add(self._sent)
        self.column.insertSpacing(self.column.count() - 1, 8)
        self.add(self.message)
        self._resume = Button(self.tr("Resume"), icon="play", size="large")
        self._resume.setObjectName("resume_campaign")
        self._open = Button(self.tr("Open results"), "primary", size="large")
        self._open.setObjectName("open_results")
        self._resume.clicked.connect(self._on_resume_clicked)
        self._open.clicked.connect(self._on_open_clicked)
        self.bar.row.addStretch(1)
        self.bar.row.addWidget(self._resume)
        self.bar.row.addWidget(self._open)
        self.bar.show()

    def show_campaign(
        self, summary: CampaignSummary, provider: str, now_ms: int, standing: Standing
    ) -> None:
        """Show a campaign's numbers and facts. provider: its title."""
        campaign = summary.campaign
        if campaign.id != self._id:
            self.show_trouble("")
        if campaign.id != self._id or not self.is_open():
            self.reveal()
        self._id = campaign.id
        self.set_title(
            campaign.name, f"{times.day(campaign.created_ms, now_ms)} · {campaign.account}"
        )
        self._badge.set_mode(Mode(campaign.mode))
        total = campaign.recipients
        counts = dict(summary.counts)
        counts[Status.QUEUED] = counts.get(Status.QUEUED, 0) + counts.pop(Status.SENDING, 0)
        accepted = counts.get(Status.ACCEPTED, 0) + counts.get(Status.DELIVERED, 0)
        self._accepted.setText(words.number(accepted))
        self._of.setText(
            self.tr("of {total} accepted, {percent}%").format(
                total=words.number(total), percent=words.percent(accepted, total)
            )
        )
        self._bar.set_slices(slices(summary.numbers), total)
        if summary.state in words.ENDED:
            unsent = counts.get(Status.NOT_SENT, 0) + counts.pop(Status.QUEUED)
            counts[Status.NOT_SENT] = unsent
        self._show_legend(counts, total)
        self._show_standing(summary, provider, standing)
        message = message_of(campaign)
        self._sent.setVisible(message is not None)
        self.message.show_message(message)
        waiting = counts.get(Status.QUEUED, 0) + counts.get(Status.NOT_SENT, 0)
        resumable = waiting > 0 and summary.state is not CampaignState.SENDING
        self._resume.setVisible(resumable)
        if summary.state is CampaignState.PAUSED:
            self._resume.setText(self.tr("Resume"))
        else:
            self._resume.setText(
                self.tr("Send the {count} not sent").format(count=words.number(waiting))
            )
        follow_layout(self)

    def show_trouble(self, sentence: str) -> None:
        """Say why it was not resumed; "" for nothing."""
        self._trouble.set_text(self.tr("It did not go on"), sentence)
        self._trouble.setVisible(bool(sentence))

    def _show_standing(self, summary: CampaignSummary, provider: str, standing: Standing) -> None:
        """Say why it rests, or waits, and the facts that stay."""
        by_person = summary.reason == words.BY_PERSON
        what, todo = ("", "") if by_person else (standing.what, standing.todo)
        if standing.offline:
            what = self.tr("{provider} cannot be reached").format(provider=provider)
            todo = self.tr("Nothing was lost; it is tried again by itself.")
        self._why.set_tone("warn", "tri" if standing.offline else "pause")
        self._why.set_text(*((what, todo) if todo else ("", what)))
        self._why.setVisible(bool(what))
        campaign = summary.campaign
        state = words.campaign_look(summary.state, offline=standing.offline).word
        if by_person:
            state = " · ".join(filter(None, (state, standing.what)))
        facts = [
            (self.tr("State"), state),
            (self.tr("Provider"), provider),
            (self.tr("Recipients"), campaign.source or self.tr("typed in")),
            (self.tr("Requests"), words.number(campaign.requests)),
            (self.tr("Segments"), words.number(campaign.segments) if campaign.segments else ""),
            (self.tr("Campaign"), campaign.id),
        ]
        if facts == self._shown_facts:
            return  # while it is followed the keyboard may be on the copy button
        self._shown_facts = facts
        self._facts.clear()
        for title, value in filter(itemgetter(1), facts[:-1]):
            self._facts.add(title, value)
        self._facts.add(*facts[-1], mono=True, copy=True)

    def _show_legend(self, counts: dict[Status, int], total: int) -> None:
        while (item := self._legend.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for status in _LEGEND:
            count = counts.get(status, 0)
            if not count:
                continue
            look = words.status_look(status)
            row = QWidget()
            row.setFixedHeight(28)
            box = QHBoxLayout(row)
            box.setContentsMargins(0, 0, 0, 0)
            box.addWidget(IconLabel(look.icon, look.tone, look.word, weight=500), 1)
            box.addWidget(Label(words.number(count), weight=500))
            share = Label(f"{words.percent(count, total)}%", tone="text-3")
            share.setFixedWidth(52)
            share.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            box.addWidget(share)
            self._legend.addWidget(row)

    def _on_resume_clicked(self) -> None:
        self.resume_requested.emit(self._id)

    def _on_open_clicked(self) -> None:
        self.open_requested.emit(self._id)
