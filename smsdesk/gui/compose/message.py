"""The Message section opened: one form per kind of message, and what all of them share."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from shiboken6 import isValid

from smsdesk.core.message import (
    CardMessage,
    ChoiceMessage,
    Kind,
    MediaMessage,
    Message,
    TextMessage,
    sms_text,
    with_texts,
)
from smsdesk.core.message import text_fields as texts_of
from smsdesk.core.provider import ProviderInfo
from smsdesk.gui.compose.cost import Cost, Swap
from smsdesk.gui.compose.counter import SegmentCounter
from smsdesk.gui.compose.forms.card import CardForm
from smsdesk.gui.compose.forms.choice import ChoiceForm
from smsdesk.gui.compose.forms.codes import VerificationCodeForm, VoiceCodeForm
from smsdesk.gui.compose.forms.form import Longest, MessageForm
from smsdesk.gui.compose.forms.media import MediaForm
from smsdesk.gui.compose.forms.template import TemplateForm
from smsdesk.gui.compose.forms.text import TextForm
from smsdesk.gui.compose.insert_row import InsertRow
from smsdesk.gui.compose.media_looking import MediaLooking
from smsdesk.gui.compose.merge_edit import MergeEdit
from smsdesk.gui.compose.merge_fields import renamed
from smsdesk.gui.compose.replace_sheet import ReplaceSheet
from smsdesk.gui.icon_label import IconLabel
from smsdesk.gui.parts.note import Note
from smsdesk.gui.tab_order import insert_before, stops_in

_FORMS: Final[Mapping[Kind, Callable[[], MessageForm]]] = {
    Kind.TEMPLATE: TemplateForm,
    Kind.MEDIA: MediaForm,
    Kind.CHOICE: ChoiceForm,
    Kind.CARD: CardForm,
    Kind.VOICE_CODE: VoiceCodeForm,
    Kind.VERIFICATION_CODE: VerificationCodeForm,
}

_WithAddresses = MediaForm | ChoiceForm | CardForm


class MessageBody(QWidget):
    """Shows the form of one kind; the others keep what was typed. A form is made when first shown.

    text_form: there from the start. counter: of the segments, where the text is known.

    Signals:
        changed(): anything of the message, its kind included.
        kind_changed(Kind): another form is in sight.
        open_requested(), save_requested(): take the message from a file, keep it in one.
        request_requested(): show the request for the person in sight.
    """

    changed = Signal()
    kind_changed = Signal(object)
    open_requested = Signal()
    save_requested = Signal()
    request_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._info: ProviderInfo | None = None
        self._header: Sequence[str] = ()
        self._looking: MediaLooking | None = None
        self._render: Callable[[str], str] = str
        self._low = False
        self._written_in: MergeEdit | None = None
        self.text_form = TextForm()
        self._form: MessageForm = self.text_form
        self._made: dict[Kind, MessageForm] = {Kind.TEXT: self.text_form}
        self._setup_ui()
        self._connect()
        self.set_low(False)
        self._show_shared()

    def _setup_ui(self) -> None:
        self._trouble = Note("bad", icon="tri")
        self._trouble.hide()
        self._row = InsertRow(self.text_form.tools)
        self.counter = SegmentCounter()
        self._unknown = IconLabel("info", "text-3", "", style="small", size=14)
        self._unknown.setObjectName("segments_unknown")
        self._holder = QVBoxLayout()
        self._holder.setSpacing(0)
        self._holder.addWidget(self.text_form)
        self.text_form.take_row(self._row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._trouble)
        column.addLayout(self._holder)
        column.addWidget(self.counter)
        column.addWidget(self._unknown)
        column.addWidget(self.text_form.foot)

    def _connect(self) -> None:
        self.text_form.changed.connect(self._on_form_changed)
        self.counter.replace_requested.connect(self._on_replace_requested)
        self._row.field_chosen.connect(self._on_field_chosen)
        self._row.open_requested.connect(self.open_requested)
        self._row.save_requested.connect(self.save_requested)
        self._row.request_requested.connect(self.request_requested)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    # -- the message ---------------------------------------------------------------------------

    @property
    def kind(self) -> Kind:
        """The kind in sight."""
        return self._form.kind

    def message(self) -> Message:
        """What stands in the form in sight."""
        return self._form.message()

    def typed(self, kind: Kind) -> Message | None:
        """What stands in the form of `kind`, also out of sight; None where nobody opened it."""
        form = self._made.get(kind)
        return None if form is None else form.message()

    def show_message(self, message: Message) -> None:
        """Put a message into the form of its kind and show that."""
        form = self._form_of(message.kind)
        with QSignalBlocker(form):  # said once, when all of it is there
            form.show_message(message)
        if not self._show_form(form):
            self._on_form_changed()

    def set_kind(self, kind: Kind) -> None:
        """Show the form of another kind; what was typed in this one stays."""
        self._show_form(self._form_of(kind))

    def rename_field(self, old: str, new: str) -> None:
        """Let every `{old}` take its value from the column `new`."""
        if self.kind is Kind.TEXT:
            self.text_form.editor.rename_field(old, new)  # Undo takes it back
            return
        message = self.message()
        texts = texts_of(message)
        self.show_message(
            with_texts(message, {path: renamed(text, old, new) for path, text in texts.items()})
        )

    def remove_channel(self, name: str) -> None:
        """Leave the channel with that value out, where others are left."""
        message = self.message()
        known = self._info.channels if self._info else ()
        if isinstance(message, TextMessage | MediaMessage | ChoiceMessage | CardMessage):
            for channels in (message.channels, known):
                left = tuple(channel for channel in channels if channel.value != name)
                if left:
                    self.show_message(replace(message, channels=left))
                    return

    # -- what every form is told ---------------------------------------------------------------

    def set_provider(self, info: ProviderInfo | None) -> None:
        """Offer the options and limits of another provider; keep the kind where it can."""
        self._info = info
        self.counter.set_provider(info.title if info else "")
        for form in self._made.values():
            form.set_provider(info)
        self._form.take_row(self._row)  # other options, another way for Tab
        able = [kind for kind in Kind if info is not None and kind in info.kinds]
        if able and self.kind not in able:
            self.set_kind(able[0])
        self._show_shared()

    def set_looking(self, looking: MediaLooking, render: Callable[[str], str]) -> None:
        """Let forms with web addresses look at them, as `render` fills them."""
        self._looking, self._render = looking, render

    def set_columns(self, header: Sequence[str], phone_column: int) -> None:
        """Offer the columns of the list for inserting."""
        self._header = header
        for form in self._made.values():
            form.set_columns(header)
        self._row.set_columns(header, phone_column)

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Show each sentence at its field; that of the kind itself above the form."""
        sentence = errors.get("kind", "")
        self._trouble.setVisible(bool(sentence))
        self._trouble.set_text("", sentence)
        self._form.show_errors(errors)

    def show_longest(self, longest: Mapping[str, Longest]) -> None:
        """Count each text as its longest recipient gets it."""
        self._form.show_longest(longest)

    def show_person(self, cost: Cost | None) -> None:
        """Count the text of the person in the preview, and look at their addresses."""
        if isinstance(self._form, _WithAddresses):
            self._form.set_renderer(self._render)
        self.counter.show_person(cost, can_change=self.kind is Kind.TEXT)

    def show_single_number(self, requests: int) -> None:
        """Say that every number becomes a request of its own; 0 for no such thing."""
        self.text_form.options.show_single_number(requests)

    def set_low(self, low: bool) -> None:
        """Take less room in a low window."""
        self._low = low
        for form in self._made.values():
            form.set_low(low)

    def focus_first(self) -> None:
        """Continue in the first field of the form in sight."""
        self._form.focus_first()

    # -- inside --------------------------------------------------------------------------------

    @Slot(object)
    def _on_replace_requested(self, swap: Swap) -> None:
        editor = self.text_form.editor
        sheet = ReplaceSheet(editor.text(), swap, self.window())
        sheet.replaced.connect(editor.replace_text)
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    def _form_of(self, kind: Kind) -> MessageForm:
        form = self._made.get(kind)
        if form is None:
            form = self._made[kind] = _FORMS[kind]()
            if self._looking is not None and isinstance(form, _WithAddresses):
                form.set_looking(self._looking)
                form.set_renderer(self._render)
            form.set_provider(self._info)
            form.set_columns(self._header)
            form.set_low(self._low)
            form.hide()
            stops = stops_in(form)
            self._holder.addWidget(form)
            insert_before(self.text_form.editor, stops)
            form.changed.connect(self._on_form_changed)
        return form

    def _show_form(self, form: MessageForm) -> bool:
        """Put `form` in the place of the one in sight; False where it is in sight already."""
        if form is self._form:
            return False
        self._form.hide()
        self._form = form
        form.take_row(self._row)
        self._row.show()
        form.show()
        self._written_in = None
        self._trouble.hide()
        self.kind_changed.emit(form.kind)
        self._on_form_changed()
        return True

    def _show_shared(self) -> None:
        """Show the counter where the text is known, else what there is to say about segments."""
        text = self.kind is Kind.TEXT
        self.text_form.show_parts(text)
        known = text or bool(sms_text(self.message()))
        self.counter.setVisible(known)
        words = "" if known else self._unknown_words()
        self._unknown.setVisible(bool(words))
        self._unknown.set_look("info", "text-3", words)

    def _unknown_words(self) -> str:
        provider = self._info.title if self._info else self.tr("The provider")
        words = {
            Kind.TEMPLATE: self.tr(
                "{provider} keeps the wording, so segments are not known here. "
                "Paste it above to count them."
            ),
            Kind.VERIFICATION_CODE: self.tr(
                "{provider} words this text itself, so segments are not known here."
            ),
        }
        return words.get(self.kind, "").format(provider=provider)

    @Slot()
    def _on_form_changed(self) -> None:
        self._show_shared()
        self.changed.emit()

    @Slot(str)
    def _on_field_chosen(self, name: str) -> None:
        into = self._written_in
        if into is None or not isValid(into) or not into.isVisible():  # a removed button's
            texts = self._form.findChildren(MergeEdit)
            into = next((one for one in texts if one.isVisibleTo(self)), None)
        if into is not None:
            into.insert_field(name)

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Remember the text a column would be put into."""
        if isinstance(now, MergeEdit) and self._form.isAncestorOf(now):
            self._written_in = now
