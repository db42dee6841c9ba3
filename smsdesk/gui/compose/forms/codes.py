"""Codes people type in somewhere: read out by a call, or sent in a text the provider words."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from smsdesk.core.message import Kind, Message, VerificationCodeMessage, VoiceCodeMessage
from smsdesk.core.message_check import field_words
from smsdesk.core.provider import ProviderInfo
from smsdesk.gui.compose.forms.form import Longest, MessageForm
from smsdesk.gui.compose.forms.merge_input import MergeField
from smsdesk.gui.compose.forms.small_fields import INTERNATIONAL, SMS, SmsKind, TagField
from smsdesk.gui.compose.insert_row import InsertRow
from smsdesk.gui.tab_order import insert_before
from smsdesk.gui.words import language

_ROW: Final = 1  # of the grid: what lies under the code


class _CodeForm(MessageForm):
    """A grid of fields, the code first.

    keys: of the texts, with their places in the grid. tag_at: the place of the tag.
    """

    keys: ClassVar[Mapping[str, tuple[int, int]]]
    tag_at: ClassVar[tuple[int, int]]

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._taken: tuple[str, ...] = ()
        self._fields = {key: self._field(key) for key in self.keys}
        self._tag = TagField()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(12)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        for key, one in self._fields.items():
            self._grid.addWidget(one, *self.keys[key])
            one.changed.connect(self.changed)
        self._grid.addWidget(self._tag, *self.tag_at)
        self._tag.changed.connect(self.changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._grid)

    def _field(self, key: str) -> MergeField:
        hints = {
            "code": self.tr("Usually a column of the list, such as {code}: 4 to 6 digits."),
            "sign_id": self.tr("One of the two names the sender."),
            "sign_name": self.tr("As approved, without brackets."),
        }
        one = MergeField(field_words(key).to(language()), object_name=key, hint=hints[key])
        if key == "code":
            one.input.set_placeholder("{code}")
        return one

    def _text(self, key: str) -> str:
        return self._fields[key].text().strip() if key in (*self._taken, "code") else ""

    def _tag_text(self) -> str:
        return self._tag.text() if "tag" in self._taken else ""

    def focus_first(self) -> None:
        """Continue with the code."""
        self._fields["code"].input.focus_end()

    def set_provider(self, info: ProviderInfo | None) -> None:
        """Offer what another provider takes."""
        self._taken = info.kinds.get(self.kind, ()) if info else ()
        for key, one in self._fields.items():
            one.set_limit(info.limit(key) if info else None, info.title if info else "")
            one.setVisible(key == "code" or key in self._taken)
        self._tag.set_limit(info.limit("tag") if info else None)
        self._tag.setVisible("tag" in self._taken)

    def set_columns(self, header: Sequence[str]) -> None:
        """Know the fields of another list."""
        for one in self._fields.values():
            one.input.set_columns(header)

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Show each sentence at its field."""
        for key, one in self._fields.items():
            one.set_error(errors.get(key, ""))
        self._tag.set_error(errors.get("tag", ""))

    def show_longest(self, longest: Mapping[str, Longest]) -> None:
        """Count each text as its longest recipient gets it."""
        for key, one in self._fields.items():
            one.show_longest(longest.get(key))


class VoiceCodeForm(_CodeForm):
    """A code that a call reads out."""

    kind: ClassVar[Kind] = Kind.VOICE_CODE
    keys: ClassVar = {"code": (0, 0)}
    tag_at: ClassVar = (0, 1)

    def message(self) -> VoiceCodeMessage:
        """The code and its tag."""
        return VoiceCodeMessage(self._text("code"), self._tag_text())

    def show_message(self, message: Message) -> None:
        """Fill the form."""
        if isinstance(message, VoiceCodeMessage):
            self._fields["code"].set_text(message.code)
            self._tag.set_text(message.tag)

    def take_row(self, row: InsertRow) -> None:
        """Show it below the code."""
        self._grid.addWidget(row, _ROW, 0, 1, 2)
        row.follow(self._tag.input)


class VerificationCodeForm(_CodeForm):
    """A code in a text the provider words, signed by a signature's id or name."""

    kind: ClassVar[Kind] = Kind.VERIFICATION_CODE
    keys: ClassVar = {"code": (0, 0), "sign_name": (2, 0), "sign_id": (2, 1)}
    tag_at: ClassVar = (3, 0)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sms_kind = SmsKind((SMS, INTERNATIONAL))
        self._grid.addWidget(self._sms_kind, 0, 1)
        self._sms_kind.changed.connect(self.changed)
        insert_before(self._fields["sign_name"].input.editor, [self._sms_kind.control])

    def message(self) -> VerificationCodeMessage:
        """The code, who signs it, and the options the provider takes."""
        return VerificationCodeMessage(
            self._text("code"),
            self._text("sign_id"),
            self._text("sign_name"),
            self._sms_kind.value() if "msg_type" in self._taken else None,
            self._tag_text(),
        )

    def show_message(self, message: Message) -> None:
        """Fill the form."""
        if not isinstance(message, VerificationCodeMessage):
            return
        for key, one in self._fields.items():
            one.set_text(getattr(message, key))
        self._tag.set_text(message.tag)
        self._sms_kind.set_value(message.msg_type)

    def take_row(self, row: InsertRow) -> None:
        """Show it below the code."""
        self._grid.addWidget(row, _ROW, 0, 1, 2)
        row.follow(self._sms_kind.control)

    def set_provider(self, info: ProviderInfo | None) -> None:
        """Offer what another provider takes."""
        super().set_provider(info)
        self._sms_kind.setVisible("msg_type" in self._taken)

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Show each sentence at its field."""
        super().show_errors(errors)
        self._sms_kind.set_error(errors.get("msg_type", ""))
