"""The drawer beside the grid: everything known of one recipient, secrets masked."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from smsdesk.core.outcome import Status
from smsdesk.core.phone import display
from smsdesk.gui import times, words
from smsdesk.gui.clipboard import copy_text
from smsdesk.gui.message_view import MessageView
from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.code_view import CodeView
from smsdesk.gui.parts.drawer import Drawer, KeyValues
from smsdesk.gui.parts.note import Note
from smsdesk.gui.parts.text import Label, Paragraph
from smsdesk.gui.parts.timeline import Step, Timeline
from smsdesk.gui.results.decide_view import DecideChoices
from smsdesk.gui.results.row_words import advice, provider_code
from smsdesk.gui.results.sequel_view import SequelChoice
from smsdesk.gui.results.unknown_words import what_is_known
from smsdesk.gui.tab_order import follow_layout
from smsdesk.services.ports import Explain
from smsdesk.services.row_detail import RowDetail
from smsdesk.services.row_story import RowEvent
from smsdesk.services.sequel import may_get_sequel


class ResultsDrawer(Drawer):
    """Shows a `RowDetail`.

    Signals:
        copied(str): what was put on the clipboard, in words.
        sequel_wanted(int): write a new message to the person of that row index.
    """

    copied = Signal(str)
    sequel_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(360, parent)
        self.setObjectName("result_detail")
        self.set_steps(True)
        self.column.setSpacing(0)
        self._curl = ""
        self._row = -1
        self._setup_body()

    # -- what the page tells -------------------------------------------------------------------

    def show_waiting(self, name: str, number: int) -> None:
        """Another row was chosen and is being read."""
        self.set_title(name, note=self.tr("row {number}").format(number=words.number(number)))

    def show_detail(
        self, detail: RowDetail, name: str, meaning: str, explain: Explain, *, provider: str,
        provider_id: str, dedup_window_s: float, over: bool,
    ) -> None:  # fmt: skip
        """Fill the drawer.

        name: who it is. meaning: of the row's status and code, as the grid says it.
        provider: its title. dedup_window_s: how long it recognises a repeated request, 0: not.
        over: the campaign goes on no more.
        """
        self.show_waiting(name or display_phone(detail.phone), detail.number)
        self.message.show_message(detail.message)
        self._show_note(detail, meaning, provider, dedup_window_s, over=over)
        self._show_advice(detail)
        self.choices.setVisible(detail.status is Status.UNKNOWN)
        self._show_sequel(detail, name)
        self._timeline.set_steps(
            [self._step(event, explain, provider_id, detail) for event in detail.events]
        )
        self._show_legs(detail, explain, provider_id)
        self._show_ids(detail)
        self._curl = detail.curl
        for widget in (self._request_head, self._request):
            widget.setVisible(bool(detail.request))
        self._request.set_text(detail.request)
        for widget in (self._reply_head, self._reply):
            widget.setVisible(bool(detail.reply))
        self._reply.set_text(detail.reply)
        follow_layout(self)

    # -- building ------------------------------------------------------------------------------

    def _setup_body(self) -> None:
        self.message = MessageView()
        self._status_note = Note("wait")
        self.choices = DecideChoices()
        self._advice_head = self._caption(self.tr("What to do"))
        self._advice = Paragraph("", tone="text")
        self.sequel = SequelChoice()
        self.sequel.hide()
        self.sequel.wanted.connect(self._on_sequel_wanted)
        self._timeline = Timeline()
        self._legs_head = self._caption(self.tr("Channels"))
        self._legs = KeyValues()
        self._ids = KeyValues()
        self._ids.copied.connect(self._on_ids_copied)
        self._request_head = QWidget()
        row = QHBoxLayout(self._request_head)
        row.setContentsMargins(0, 12, 0, 4)
        row.addWidget(
            Label(self.tr("Request, secrets masked"), "small", "text-3", 500, elide=True), 1
        )
        self._copy_curl = Button(self.tr("Copy as cURL"), icon="copy", size="small")
        self._copy_curl.setObjectName("copy_curl")
        self._copy_curl.clicked.connect(self._on_copy_curl_clicked)
        row.addWidget(self._copy_curl)
        self._request = CodeView(name=self.tr("Request"))
        self._reply_head = self._caption(self.tr("Reply"))
        self._reply = CodeView(name=self.tr("Reply"))
        for widget in (
            self.message,
            _gap(12),
            self._status_note,
            self.choices,
            self._advice_head,
            self._advice,
            self.sequel,
            self._caption(self.tr("What happened")),
            self._timeline,
            self._legs_head,
            self._legs,
            self._caption(self.tr("Ids")),
            self._ids,
            self._request_head,
            self._request,
            self._reply_head,
            self._reply,
        ):
            self.add(widget)

    def _caption(self, text: str) -> Label:
        label = Label(text, "small", "text-3", 500)
        label.setContentsMargins(0, 12, 0, 4)
        return label

    # -- showing -------------------------------------------------------------------------------

    def _show_note(
        self, detail: RowDetail, meaning: str, provider: str, dedup_window_s: float, *, over: bool
    ) -> None:
        look = words.status_look(detail.status, over=over)
        text = meaning
        if detail.status is Status.UNKNOWN:
            text = what_is_known(detail, meaning, provider, dedup_window_s)
        elif not text and look.line:
            text = look.line.format(provider=provider)
        code = provider_code(detail.entry.code) if detail.entry is not None else ""
        if code and detail.status is Status.REJECTED:
            text = self.tr("{meaning} (code {code})").format(meaning=text, code=code)
        self._status_note.set_tone(look.tone, look.icon)
        self._status_note.set_text(look.word, text)

    def _show_advice(self, detail: RowDetail) -> None:
        self._advice.setText(advice(detail))
        for widget in (self._advice_head, self._advice):
            widget.setVisible(bool(self._advice.text()))

    def _show_sequel(self, detail: RowDetail, name: str) -> None:
        self._row = detail.index
        cls = detail.entry.cls if detail.entry is not None else None
        self.sequel.setVisible(may_get_sequel(detail.status, cls))
        self.sequel.show_name(name)

    def _step(self, event: RowEvent, explain: Explain, provider_id: str, detail: RowDetail) -> Step:
        time = times.clock_ms(event.at_ms)
        if event.kind == "frozen":
            return Step(
                "file",
                "wait",
                self.tr("Written to the journal"),
                self.tr("Before the first byte left"),
                time,
            )
        if event.kind == "attempt":
            second = ""
            if detail.others:
                second = self.tr("Together with {count} others").format(
                    count=words.number(detail.others)
                )
            title = self.tr("Request sent")
            if event.number > 1:
                title = self.tr("Request sent again, attempt {number}").format(number=event.number)
            return Step("send", "ok", title, second, time)
        return self._outcome_step(event, explain, provider_id, detail)

    def _outcome_step(
        self, event: RowEvent, explain: Explain, provider_id: str, detail: RowDetail
    ) -> Step:
        time = times.clock_ms(event.at_ms)
        look = words.status_look(event.status if event.status is not None else detail.status)
        meaning = ""
        if event.code:
            meaning = explain(provider_id, event.code).meaning.to(words.language())
        facts = [f"HTTP {event.http_status}"] if event.http_status else []
        if event.elapsed_ms:
            facts.append(f"{event.elapsed_ms} ms")
        if code := provider_code(event.code):
            facts.append(self.tr("code {code}").format(code=code))
        title = meaning or look.word
        if event.kind == "decision":
            return Step("check", look.tone, title, "", time)
        waited_ms = next(
            (one.waited_ms for one in detail.attempts if one.number == event.number), 0
        )
        if event.code == "read_timeout" and waited_ms:
            title = self.tr("No reply after {time}").format(time=words.duration(waited_ms / 1000))
        if event.status is Status.ACCEPTED:
            title = look.word
        return Step(look.icon, look.tone, title, " · ".join(facts), time)

    def _show_legs(self, detail: RowDetail, explain: Explain, provider_id: str) -> None:
        self._legs.clear()
        for leg in detail.legs:
            name = words.channel_word(leg.channel)
            self._legs.add(name, explain(provider_id, leg.code).meaning.to(words.language()))
        for widget in (self._legs_head, self._legs):
            widget.setVisible(bool(detail.legs))

    def _show_ids(self, detail: RowDetail) -> None:
        self._ids.clear()
        for title, value in (
            (self.tr("Sent to"), detail.phone),
            (self.tr("Message id"), detail.message_id),
            (self.tr("Campaign"), detail.campaign_id),
            (self.tr("Request"), detail.request_id),
        ):
            if value:
                self._ids.add(title, value, mono=True, copy=True)
        if detail.charged:
            charged = words.counted(
                detail.charged, self.tr("1 segment"), self.tr("{count} segments")
            )
            self._ids.add(self.tr("Charged"), charged)

    def _on_sequel_wanted(self) -> None:
        self.sequel_wanted.emit(self._row)

    def _on_ids_copied(self, value: str) -> None:
        self.copied.emit(self.tr("{text} copied").format(text=value))

    def _on_copy_curl_clicked(self) -> None:
        copy_text(self._curl)
        self.copied.emit(self.tr("Request copied as cURL, secrets masked"))


def display_phone(digits: str) -> str:
    """A number for people, "" where there is none."""
    return display(int(digits)) if digits.isdigit() else digits


def _gap(height: int) -> QWidget:
    gap = QWidget()
    gap.setFixedHeight(height)
    gap.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return gap
