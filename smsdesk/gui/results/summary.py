"""The card above the grid: four numbers that add up, the bar, where it stands, and the controls."""

from typing import Final

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from smsdesk.core.campaign import CampaignState
from smsdesk.core.outcome import Status
from smsdesk.core.words import Words
from smsdesk.gui import fonts, words
from smsdesk.gui.parts.bar import OutcomeBar
from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.note import Note
from smsdesk.gui.parts.numbers import NumberRow
from smsdesk.gui.parts.surface import Card
from smsdesk.gui.parts.text import Label
from smsdesk.services.following import Hands
from smsdesk.services.progress import Group, Progress

CLOCK_SAID_FROM_MS: Final = 2_000  # a smaller difference is nobody's concern
_NUMBERS: Final = (Status.ACCEPTED, Status.REJECTED, Status.UNKNOWN, Status.QUEUED)


class ResultsSummary(Card):
    """Says where a campaign stands and lets a person pause, resume or stop it.

    Signals:
        pause_requested, stop_requested, resume_requested: a button was pressed.
    """

    pause_requested = Signal()
    stop_requested = Signal()
    resume_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._asked = ""  # what was pressed and has not shown its effect yet
        self._setup_ui()
        self.pause.clicked.connect(self._on_pause_clicked)
        self.stop.clicked.connect(self._on_stop_clicked)
        self.resume.clicked.connect(self._on_resume_clicked)

    # -- what the page tells -------------------------------------------------------------------

    def show_progress(
        self, progress: Progress, what: Words, next_step: Words, *, provider: str,
        lasted_s: float, hands: Hands = Hands.HERE,
    ) -> None:  # fmt: skip
        """Show a snapshot. what, next_step: why it is paused or stopped, empty where it is not.

        hands: in whose the campaign is.
        """
        if progress.state is not CampaignState.SENDING:
            self._asked = ""
        self._show_numbers(progress)
        self._show_line(progress, provider, lasted_s, hands)
        self._aside.setText(aside_words(progress, hands))
        self._aside.setVisible(bool(self._aside.text()))
        self._show_reason(progress, what, next_step)
        self._show_buttons(progress, hands)

    def show_trouble(self, heading: str, sentence: str) -> None:
        """Say what stands in the way of what was asked; "" twice for nothing."""
        self._asked = ""
        self._trouble = sentence
        self._note.set_tone("bad")
        self._note.set_text(heading, sentence)
        self._note.setVisible(bool(sentence))
        self._enable(True)

    # -- building ------------------------------------------------------------------------------

    def _setup_ui(self) -> None:
        self._trouble = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 0)
        column.setSpacing(0)
        inner = QVBoxLayout()
        inner.setContentsMargins(20, 0, 20, 0)
        inner.setSpacing(12)
        self.numbers = NumberRow(4)
        self.numbers.setObjectName("numbers")
        inner.addWidget(self.numbers)
        self.bar = OutcomeBar(10)
        inner.addWidget(self.bar)
        self._note = Note("warn")
        self._note.setObjectName("campaign_reason")
        self._note.hide()
        inner.addWidget(self._note)
        column.addLayout(inner)
        foot = QWidget()
        foot.setFixedHeight(max(52, fonts.px(20 + 16) + 12))
        row = QHBoxLayout(foot)
        row.setContentsMargins(20, 0, 12, 0)
        row.setSpacing(12)
        self._state = Label("", weight=600)
        self._state.setObjectName("campaign_state")
        self._facts = Label("", tone="text-2", elide=True)
        self._facts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.pause = Button(self.tr("Pause"), icon="pause")
        self.pause.setObjectName("pause")
        self.pause.setAccessibleName(self.tr("Pause"))
        self.resume = Button(self.tr("Resume"), "primary", icon="play")
        self.resume.setObjectName("resume")
        self.stop = Button(self.tr("Stop"), "destructive", icon="stop")
        self.stop.setObjectName("stop")
        self.stop.setAccessibleName(self.tr("Stop"))
        self._aside = Label("", "small", "text-3", elide=True)
        self._aside.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._aside.hide()
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self._state)
        line.addWidget(self._facts, 1)
        says = QVBoxLayout()
        says.setSpacing(0)
        says.addStretch(1)
        says.addLayout(line)
        says.addWidget(self._aside)
        says.addStretch(1)
        row.addLayout(says, 1)
        for button in (self.pause, self.stop, self.resume):
            row.addWidget(button)
        column.addWidget(foot)

    # -- showing -------------------------------------------------------------------------------

    def _show_numbers(self, progress: Progress) -> None:
        numbers, total = progress.numbers, progress.total
        unsent = progress.counts.get(Status.NOT_SENT, 0)
        ok, bad, unknown, waiting = (numbers[group] for group in Group)
        small = [
            self.tr("{percent}% of {total}").format(
                percent=words.percent(ok, total), total=words.number(total)
            ),
            self.tr("each with a reason") if bad else self.tr("none"),
            self.tr("never resent by themselves") if unknown else self.tr("none"),
            self._waiting_line(progress, waiting, unsent),
        ]
        for place, (status, count) in enumerate(
            zip(_NUMBERS, (ok, bad, unknown, waiting), strict=True)
        ):
            left = place == 3 and self._is_left_over(progress, waiting, unsent)
            look = words.status_look(Status.NOT_SENT if left else status)
            self.numbers.set(place, look.icon, look.tone, look.word, count, small[place])
        self.bar.set_slices([(ok, "ok"), (bad, "bad"), (unknown, "warn"), (unsent, "wait")], total)

    @staticmethod
    def _is_left_over(progress: Progress, waiting: int, unsent: int) -> bool:
        """Whether those without an answer wait for nothing any more: they stayed behind."""
        return waiting > 0 and (progress.state in words.ENDED or unsent == waiting)

    def _waiting_line(self, progress: Progress, waiting: int, unsent: int) -> str:
        if not waiting:
            return self.tr("nobody")
        if self._is_left_over(progress, waiting, unsent):
            return self.tr("never left; safe to send")
        if unsent:
            return self.tr("{count} of them tried, not sent").format(count=words.number(unsent))
        if progress.state is CampaignState.SENDING and progress.seconds_left is not None:
            return self.tr("{time} left").format(time=words.duration(progress.seconds_left))
        return self.tr("not sent yet")

    def _show_line(self, progress: Progress, provider: str, lasted_s: float, hands: Hands) -> None:
        share = words.percent(progress.done, progress.total)
        done = self.tr("{done} of {total}").format(
            done=words.number(progress.done), total=words.number(progress.total)
        )
        tone = "warn" if progress.offline or hands is Hands.NOBODY else "text"
        if hands is Hands.NOBODY:
            title = self.tr("Cut off at {done}").format(done=done)
            facts = self.tr(
                "The smsdesk that sent it has ended; what was under way may have gone out"
            )
        elif progress.state is CampaignState.SENDING:
            title, facts = self._sending(progress, share, done, provider)
        elif progress.state is CampaignState.PAUSED:
            tone = "warn"
            title = self.tr("Paused at {done}").format(done=done)
            facts = self.tr("Nothing more leaves until you press Resume")
            if hands is Hands.ELSEWHERE:
                facts = self.tr("Resume it in the smsdesk that has it, or close that one")
        elif progress.state is CampaignState.STOPPED:
            title = self.tr("Stopped at {done}").format(done=done)
            facts = (
                self.tr("What was handed over cannot be called back; the rest can be sent later")
                if progress.numbers[Group.WAITING]
                else self.tr("What was handed over cannot be called back")
            )
        else:
            title = self.tr("Finished")
            facts = self._finished(progress, lasted_s)
        self._state.setText(title)
        self._state.set_tone(tone)
        self._facts.setText(facts)

    def _sending(self, progress: Progress, share: str, done: str, provider: str) -> tuple[str, str]:
        if progress.ending or self._asked in ("pause", "stop"):
            stopping = self._asked == "stop"
            title = self.tr("Stopping, {share}%") if stopping else self.tr("Pausing, {share}%")
            return title.format(share=share), self.tr("Requests under way get their answer first")
        if progress.offline:
            title = self.tr("Offline, {share}%").format(share=share)
            return title, self._offline(progress, provider)
        title = self.tr("Sending, {share}%").format(share=share)
        if progress.waiting_s > 1:
            return title, self.tr("{done} · {provider} asked to slow down, next in {time}").format(
                done=done, provider=provider, time=words.duration(progress.waiting_s)
            )
        if progress.rate_per_s <= 0 or progress.seconds_left is None:
            return title, done
        rate = progress.rate_per_s
        return title, self.tr("{done} · {rate}/s, {time} left").format(
            done=done,
            rate=words.number(round(rate)) if rate >= 1 else f"{rate:.1f}",
            time=words.duration(progress.seconds_left),
        )

    def _offline(self, progress: Progress, provider: str) -> str:
        if progress.waiting_s < 1:
            return self.tr("{provider} cannot be reached. Nothing was lost; trying again").format(
                provider=provider
            )
        return self.tr(
            "{provider} cannot be reached. Nothing was lost; trying again in {time}"
        ).format(provider=provider, time=words.duration(progress.waiting_s))

    def _finished(self, progress: Progress, lasted_s: float) -> str:
        total = progress.total
        if lasted_s < 1:
            return words.counted(total, self.tr("1 person"), self.tr("{count} people"))
        time = words.duration(lasted_s)
        if total == 1:
            return self.tr("1 person in {time}").format(time=time)
        return self.tr("{count} people in {time}").format(count=words.number(total), time=time)

    def _show_reason(self, progress: Progress, what: Words, next_step: Words) -> None:
        if self._trouble:
            return
        language = words.language()
        heading, todo = what.to(language), next_step.to(language)
        by_itself = progress.state is CampaignState.PAUSED and progress.reason != words.BY_PERSON
        shown = bool(heading) and by_itself
        if shown:
            self._note.set_tone("warn", "pause")
            self._note.set_text(heading, todo)
        self._note.setVisible(shown)

    def _show_buttons(self, progress: Progress, hands: Hands) -> None:
        here = hands is Hands.HERE
        sending = here and progress.state is CampaignState.SENDING
        paused = progress.state is CampaignState.PAUSED
        waiting = progress.numbers[Group.WAITING]
        self.pause.setVisible(sending)
        self.stop.setVisible(sending or (here and paused))
        self.resume.setVisible(
            hands is Hands.NOBODY or (here and (paused or (not sending and waiting > 0)))
        )
        if hands is Hands.NOBODY:
            self.resume.setText(self.tr("Take over"))
        elif paused:
            self.resume.setText(self.tr("Resume"))
        else:
            self.resume.setText(
                self.tr("Send the {count} not sent").format(count=words.number(waiting))
            )
        self.resume.setAccessibleName(self.resume.text())
        self._enable(not self._asked and not progress.ending)
        self.stop.setEnabled(self._asked != "stop")

    def _enable(self, enabled: bool) -> None:
        for button in (self.pause, self.stop, self.resume):
            button.setEnabled(enabled)

    # -- slots ---------------------------------------------------------------------------------

    def _on_pause_clicked(self) -> None:
        self._ask("pause")
        self.pause_requested.emit()

    def _on_stop_clicked(self) -> None:
        self._ask("stop")
        self.stop_requested.emit()

    def _on_resume_clicked(self) -> None:
        self._ask("resume")
        self.resume_requested.emit()

    def _ask(self, what: str) -> None:
        self._asked = what
        self._trouble = ""
        self._enable(False)


def aside_words(progress: Progress, hands: Hands) -> str:
    """The small line beneath where a campaign stands: who sends it, and a clock that is wrong."""
    translate = QCoreApplication.translate
    if hands is Hands.ELSEWHERE:
        if progress.state is CampaignState.SENDING:
            return translate(
                "ResultsSummary",
                "Being sent by another smsdesk on this computer: pause or stop it there.",
            )
        return translate("ResultsSummary", "Another smsdesk on this computer has it open.")
    if progress.state is not CampaignState.SENDING or hands is Hands.NOBODY:
        return ""
    if abs(progress.clock_offset_ms) < CLOCK_SAID_FROM_MS:
        return ""
    time = words.duration(abs(progress.clock_offset_ms) / 1000)
    if progress.clock_offset_ms > 0:
        said = translate("ResultsSummary", "Your clock is {time} slow; corrected")
    else:
        said = translate("ResultsSummary", "Your clock is {time} fast; corrected")
    return said.format(time=time)
