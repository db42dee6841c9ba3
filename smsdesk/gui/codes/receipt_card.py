"""One receipt in words: what became of the message, its facts, and what to do."""

from typing import Final

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from smsdesk.core.codebook import CodeClass
from smsdesk.gui import fonts, icons, times, words
from smsdesk.gui.code_words import retry_line
from smsdesk.gui.parts.surface import Card
from smsdesk.gui.parts.text import Hairline, Label, Link, Paragraph
from smsdesk.services.history import MessagePlace
from smsdesk.services.receipts import ReadReceipt

_MS_DIGITS: Final = 13
_S_DIGITS: Final = 10


class _Icon(Label):
    """An icon in a tone, as high as the line of words beside it."""

    def __init__(self, size: int, style: str) -> None:
        self._size, self._shown = size, ("", "text")
        super().__init__("", style)
        self.setFixedWidth(size)

    def set_icon(self, name: str, tone: str) -> None:
        self._shown = (name, tone)
        self.retheme()

    def retheme(self) -> None:
        super().retheme()
        name, tone = self._shown
        if name:
            self.setPixmap(icons.pixmap(name, tone, self._size, self.devicePixelRatioF()))


class _Line(QWidget):
    """An icon and words that wrap beside it."""

    def __init__(self, style: str, weight: int, size: int = 16) -> None:
        super().__init__()
        self._icon = _Icon(size, style)
        self.words = Paragraph("", style, "text", weight)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)

    def say(self, icon: str, tone: str, text: str, ink: str = "") -> None:
        self._icon.set_icon(icon, tone)
        self.words.setText(text)
        self.words.set_tone(ink or tone)
        self.setVisible(bool(text))


class _Facts(QWidget):
    """Names with values beside them; a value may wrap, or be a link."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)

    def add(self, name: str, *values: QWidget) -> None:
        row = self._grid.rowCount()
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(_padded(Label(name, tone="text-3")), row, 0, top)
        self._grid.addWidget(_padded(*values), row, 1, top)


def _padded(*widgets: QWidget) -> QWidget:
    """In a row of 27; a link is 24 high, so that it can be hit, and a line of words 20."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    linked = any(isinstance(widget, Link) for widget in widgets)
    row.setContentsMargins(0, 0 if linked else 2, 0, 3 if linked else 5)
    row.setSpacing(0)
    for widget in widgets:
        row.addWidget(widget, 0 if isinstance(widget, Link) else 1)
    if linked:
        row.addStretch()
    return holder


class ReceiptCard(Card):
    """Shows a `ReadReceipt`.

    Signals:
        place_requested(MessagePlace): the message is to be shown in its campaign.
        code_requested(str): the receipt's code is to be looked up.
    """

    place_requested = Signal(object)
    code_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("receipt")
        self._known: MessagePlace | None = None
        self._code = ""
        self._setup_ui()

    def _setup_ui(self) -> None:
        self._head = _Line("section", 600, 18)
        self._second = Paragraph()
        self._said = Paragraph("", "body", "text")
        self._facts = _Facts()
        self._signature = _Line("body", 400)
        self._advised = QWidget()
        advice_head = _Line("body", 500)
        advice_head.say("loop", "accent-text", self.tr("What to do"), "text")
        self._advice = Paragraph()
        self._when = _Line("small", 400, 14)
        self._link = Link("")
        self._link.setObjectName("in_your_history")
        self._link.clicked.connect(self._on_link_clicked)
        self._code_link = Link("")
        self._code_link.clicked.connect(self._on_code_link_clicked)
        self._place = Label("", tone="text-3", elide=True)
        self._place.setFixedHeight(24)  # as the link that takes its place
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addSpacing(4)
        column.addWidget(self._second)
        column.addWidget(self._said)
        column.addSpacing(12)
        column.addWidget(Hairline())
        column.addSpacing(8)
        column.addWidget(self._facts)
        column.addWidget(self._signature)
        column.addWidget(self._advised)
        advised = QVBoxLayout(self._advised)
        advised.setContentsMargins(0, 8, 0, 0)
        advised.setSpacing(4)
        advised.addWidget(Hairline())
        advised.addSpacing(4)
        advised.addWidget(advice_head)
        advised.addWidget(self._advice)
        advised.addWidget(self._when)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    # -- what the pane tells -------------------------------------------------------------------

    def show_receipt(self, read: ReadReceipt, *, signed: bool, provider: str) -> None:
        """Fill the card. signed: it carries a signature. provider: its title."""
        self._show_head(read)
        self._show_rows(read)
        self._show_signature(read.receipt.signature_holds, signed, provider)
        self._show_advice(read)
        self.show_looking()
        self.setAccessibleName(f"{self._head.words.text()} {self._second.text()}".strip())

    def show_looking(self) -> None:
        """The history is being searched."""
        self._known = None
        self._link.hide()
        self._place.setText(self.tr("looking…"))
        self._place.show()

    def show_place(self, place: MessagePlace | None) -> None:
        """Where the message stands in the history."""
        if place is None:
            self._place.setText(self.tr("no campaign of yours"))
            return
        self._known = place
        said = self.tr("{name}, row {row}").format(name=place.name, row=words.number(place.row))
        room = fonts.px(230)
        self._link.setText(self._link.fontMetrics().elidedText(said, _ELIDE, room))
        self._link.setToolTip(said)
        self._link.updateGeometry()
        self._place.hide()
        self._link.show()

    def show_not_searched(self) -> None:
        """The history could not be read."""
        self._place.setText(self.tr("the journal cannot be read now"))

    # -- showing -------------------------------------------------------------------------------

    def _show_head(self, read: ReadReceipt) -> None:
        one, entry, language = read.receipt, read.entry, words.language()
        what = one.what.to(language)
        icon, tone, heading = "info", "text", what
        if one.status is not None:
            look = words.status_look(one.status)
            icon, tone, heading = look.icon, look.tone, look.word
        second = ""
        if entry is not None:
            meaning, other = entry.meaning.to(language), entry.meaning.en
            if language == "en":
                other = entry.meaning.zh
            if meaning.casefold().startswith(heading.casefold()):
                heading, second = meaning, other
            else:
                second = f"{meaning} · {other}"
        elif one.code:
            second = self.tr("No book lists the code {code}.").format(code=one.code)
        self._head.say(icon, tone, heading)
        self._second.setText(second)
        self._second.setVisible(bool(second))
        self._said.setText(self.tr("“{text}”").format(text=one.text))
        self._said.setVisible(bool(one.text))

    def _show_rows(self, read: ReadReceipt) -> None:
        for kept in (self._link, self._place, self._code_link):
            kept.setParent(self)
            kept.hide()
        before, self._facts = self._facts, _Facts()
        self._column.replaceWidget(before, self._facts)
        before.hide()
        before.deleteLater()
        one = read.receipt
        what = one.what.to(words.language())
        self._add(self.tr("Looks like"), _value(what) if what != self._head.words.text() else None)
        self._add_code(read)
        said = (read.entry.meaning.en, read.entry.meaning.zh) if read.entry is not None else ()
        self._add(self.tr("In its words"), _value("" if one.raw in said else one.raw))
        self._add(self.tr("Sent to"), _value(one.phone, mono=True))
        self._add(self.tr("Channel"), _value(one.channel))
        self._add(self.tr("Charged"), _value(self._charged(one.segments, one.price)))
        self._add(self.tr("At"), _value(_when(one.at, self.tr("d MMM yyyy"))))
        if one.status is None:  # about no message: all it has to say stands in the further fields
            for name, value in one.others:
                self._add(name, _value(value))
        if one.message_id:
            self._facts.add(self.tr("In your history"), self._link, self._place)

    def _add(self, name: str, value: QWidget | None) -> None:
        if value is not None:
            self._facts.add(name, value)

    def _add_code(self, read: ReadReceipt) -> None:
        self._code = read.receipt.code
        if self._code and read.entry is not None:
            self._code_link.setText(self._code)
            self._code_link.setAccessibleName(self.tr("Look up {code}").format(code=self._code))
            self._code_link.updateGeometry()
            self._code_link.show()
            self._facts.add(self.tr("Code"), self._code_link)
        else:
            self._add(self.tr("Code"), _value(self._code, mono=True))

    def _charged(self, segments: int, price: str) -> str:
        count = ""
        if segments:
            count = self.tr("1 segment") if segments == 1 else self.tr("{count} segments")
            count = count.format(count=words.number(segments))
        return " × ".join(part for part in (count, price) if part)

    def _show_signature(self, holds: bool | None, signed: bool, provider: str) -> None:
        if holds:
            icon, tone, said = "okc", "ok", self.tr("Signature holds: {provider} sent this.")
        elif holds is False:
            icon, tone = "xc", "bad"
            said = self.tr(
                "Signature does not hold: {provider} did not send this as it stands here, or the "
                "app key is another webhook’s."
            )
        elif signed:
            icon, tone = "info", "wait"
            said = self.tr("Signature not checked: that takes the app key of the webhook, above.")
        else:
            icon, tone, said = "", "", ""
        self._signature.setContentsMargins(0, 4, 0, 0)
        self._signature.say(icon, tone, said.format(provider=provider))

    def _show_advice(self, read: ReadReceipt) -> None:
        entry = read.entry
        done = entry is None or entry.cls is CodeClass.OK
        step = "" if entry is None or done else entry.next_step.to(words.language())
        self._advised.setVisible(bool(step))
        self._advice.setText(step)
        when = retry_line(entry) if entry is not None and step else ""
        self._when.say("clock", "text-3", when)

    # -- signals -------------------------------------------------------------------------------

    def _on_link_clicked(self) -> None:
        if self._known is not None:
            self.place_requested.emit(self._known)

    def _on_code_link_clicked(self) -> None:
        self.code_requested.emit(self._code)


_ELIDE: Final = Qt.TextElideMode.ElideRight


def _value(text: str, mono: bool = False) -> QWidget | None:
    """What stands beside a name; None for nothing. Long values wrap."""
    return Paragraph(text, "mono-13" if mono else "body", "text") if text else None


def _when(at: str, pattern: str) -> str:
    """`21 Nov 2026, 14:12:40` for the forms the providers write; anything else as it stands.

    A day and time stand in the provider's zone, which no document names; a count of seconds or
    milliseconds is shown in this computer's.
    """
    text = at.strip()
    if text.isascii() and text.isdigit() and len(text) in (_S_DIGITS, _MS_DIGITS):
        then = times.local(int(text) * (1 if len(text) == _MS_DIGITS else 1_000))
        day, clock = QDate(then.year, then.month, then.day), f"{then:%H:%M:%S}"
    else:
        date, _, clock = text.replace("T", " ").partition(" ")
        day = QDate.fromString(date, "yyyy-MM-dd")
    if not day.isValid():
        return at
    return ", ".join(part for part in (QLocale().toString(day, pattern), clock) if part)
