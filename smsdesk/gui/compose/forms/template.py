"""A template the provider keeps: which one, what to put into it, and its wording for reading."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import ClassVar, Final

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QSpacerItem, QVBoxLayout, QWidget

from smsdesk.core.message import Kind, Message, TemplateMessage, placeholders
from smsdesk.core.message_check import field_words
from smsdesk.core.provider import ProviderInfo
from smsdesk.gui.compose.forms.form import Longest, MessageForm
from smsdesk.gui.compose.forms.merge_input import MergeField
from smsdesk.gui.compose.forms.small_fields import INTERNATIONAL, MMS, SMS, SmsKind, TagField
from smsdesk.gui.compose.forms.variables import VariableTable
from smsdesk.gui.compose.insert_row import InsertRow
from smsdesk.gui.fonts import font, px
from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.field import FormField, TextFrame
from smsdesk.gui.tab_order import insert_before
from smsdesk.gui.words import language, number

_WORDING_HEIGHT: Final = 64
_OPTIONS: Final = ("signature", "extend", "ext")
_BELOW: Final = ("tag", "extend", "ext")


class TemplateForm(MessageForm):
    """Template id, variables, options, and the approved wording, which is never sent.

    An id means something at one provider only: what was typed for one is kept, and comes back with
    it, and another starts with its own.
    """

    kind: ClassVar[Kind] = Kind.TEMPLATE

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._taken: tuple[str, ...] = ()
        self._info: ProviderInfo | None = None
        self._whose = ""  # the provider this was typed for, "" while it is anybody's
        self._kept: dict[str, TemplateMessage] = {}
        self._setup_ui()
        self._connect()
        self.set_provider(None)

    def _setup_ui(self) -> None:
        hints = {
            "template_id": self.tr("The number the provider gave the approved template."),
            "signature": self.tr("Approved too; it stands in front of the text."),
            "extend": self.tr("Digits behind your sender number, so that answers can be told."),
            "ext": self.tr("Comes back with the reply or the receipt."),
        }
        self._fields = {
            key: MergeField(
                field_words(key).to(language()),
                object_name=key,
                hint=hints[key],
                optional=key not in ("template_id", "signature"),
            )
            for key in ("template_id", *_OPTIONS)
        }
        self._tag = TagField()
        self._sms_kind = SmsKind((SMS, MMS, INTERNATIONAL))
        self._wording = QPlainTextEdit()
        self._wording.setObjectName("wording")
        self._wording.setTabChangesFocus(True)
        self._wording.setFont(font("body"))
        self._frame = TextFrame(self._wording, (8, 4, 6, 4))
        self._frame.setFixedHeight(px(_WORDING_HEIGHT))
        words = field_words("wording").to(language())
        self._wording.setAccessibleName(words)
        self._wording_field = FormField(
            words,
            self._frame,
            self.tr("Paste it to see and count what people get. It is not sent."),
            self.tr("optional"),
        )
        self._fill = Button("", icon="plus", size="small")
        self._fill.setObjectName("fill_variables")
        self._fill.hide()
        self._variables = VariableTable()
        self._head, self._foot = QGridLayout(), QGridLayout()
        for grid in (self._head, self._foot):
            grid.setHorizontalSpacing(16)
            grid.setVerticalSpacing(12)
            grid.setColumnStretch(0, 1)
            grid.setColumnStretch(1, 1)
        self._head.addWidget(self._fields["template_id"], 0, 0)
        wording = QVBoxLayout()
        wording.setSpacing(6)
        wording.addWidget(self._wording_field)
        wording.addWidget(self._fill, 0, Qt.AlignmentFlag.AlignLeft)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(self._head)
        column.addLayout(wording)
        column.addWidget(self._variables)
        column.addLayout(self._foot)
        for widget in (*self._fields.values(), self._tag, self._sms_kind):
            widget.setParent(self)

    def _connect(self) -> None:
        for one in self._fields.values():
            one.changed.connect(self.changed)
        self._tag.changed.connect(self.changed)
        self._sms_kind.changed.connect(self.changed)
        self._variables.changed.connect(self._on_changed)
        self._wording.textChanged.connect(self._on_changed)
        self._fill.clicked.connect(self._on_fill_clicked)

    def message(self) -> TemplateMessage:
        """The template with the options the provider takes."""
        whole, taken = self._whole(), self._taken
        return replace(
            whole,
            msg_type=whole.msg_type if "msg_type" in taken else None,
            tag=whole.tag if "tag" in taken else "",
            signature=whole.signature if "signature" in taken else "",
            extend=whole.extend if "extend" in taken else "",
            ext=whole.ext if "ext" in taken else "",
        )

    def show_message(self, message: Message) -> None:
        """Fill the form."""
        if not isinstance(message, TemplateMessage):
            return
        self._whose = self._info.id if self._info and Kind.TEMPLATE in self._info.kinds else ""
        self._fill_in(message)

    def _fill_in(self, message: TemplateMessage) -> None:
        for key, one in self._fields.items():
            one.set_text(getattr(message, key))
        self._tag.set_text(message.tag)
        self._sms_kind.set_value(message.msg_type)
        self._variables.show_variables(message.variables)
        self._wording.setPlainText(message.wording)

    def focus_first(self) -> None:
        """Continue with the template's id."""
        self._fields["template_id"].input.focus_end()

    def set_provider(self, info: ProviderInfo | None) -> None:
        """Offer what another provider takes, with what was typed for it."""
        if info is not None and Kind.TEMPLATE in info.kinds:
            self._hand_over(info.id)
        self._info = info
        self._taken = info.kinds.get(Kind.TEMPLATE, ()) if info else ()
        self._variables.set_numbered(info is not None and info.numbered_variables)
        self._variables.set_limit(info.limit("variables.any") if info else None)
        for key, one in self._fields.items():
            one.set_limit(info.limit(key) if info else None, info.title if info else "")
        self._tag.set_limit(info.limit("tag") if info else None)
        beside: FormField = (
            self._fields["signature"] if "signature" in self._taken else self._sms_kind
        )
        options = {**self._fields, "tag": self._tag}
        below: list[FormField] = [options[key] for key in _BELOW if key in self._taken]
        if beside is not self._sms_kind and "msg_type" in self._taken:
            below.insert(0, self._sms_kind)
        _place(self._head, [self._fields["template_id"], beside])
        _place(self._foot, below)
        insert_before(self._wording, [self._fields["template_id"].input.editor, _stop(beside)])
        for before, following in pairwise((self._variables.last_stop(), *map(_stop, below))):
            QWidget.setTabOrder(before, following)
        for key in ("signature", *_BELOW):
            options[key].setVisible(key in self._taken)
        self._sms_kind.setVisible("msg_type" in self._taken)
        self._offer()

    def take_row(self, row: InsertRow) -> None:
        """Show it below the variables."""
        self._column.insertWidget(self._column.indexOf(self._variables) + 1, row)
        row.follow(self._variables.last_stop())

    def set_columns(self, header: Sequence[str]) -> None:
        """Know the fields of another list."""
        for one in self._fields.values():
            one.input.set_columns(header)
        self._variables.set_columns(header)

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Show each sentence at its field."""
        for key, one in self._fields.items():
            one.set_error(errors.get(key, ""))
        self._tag.set_error(errors.get("tag", ""))
        self._sms_kind.set_error(errors.get("msg_type", ""))
        self._variables.show_errors(errors)

    def show_longest(self, longest: Mapping[str, Longest]) -> None:
        """Count each text as its longest recipient gets it."""
        for key, one in self._fields.items():
            one.show_longest(longest.get(key))
        self._variables.show_longest(longest)

    def _hand_over(self, provider: str) -> None:
        """Keep what was typed for one provider and show what was typed for the next."""
        if self._whose and self._whose != provider:
            self._kept[self._whose] = self._whole()
            with QSignalBlocker(self):  # whoever changes the provider looks at everything anew
                self._fill_in(self._kept.pop(provider, TemplateMessage("")))
        self._whose = provider

    def _whole(self) -> TemplateMessage:
        """What stands in the form, also what the provider in use does not take."""
        typed = {key: one.text().strip() for key, one in self._fields.items()}
        return TemplateMessage(
            typed["template_id"],
            self._variables.variables(),
            signature=typed["signature"],
            msg_type=self._sms_kind.value(),
            tag=self._tag.text(),
            extend=typed["extend"],
            ext=typed["ext"],
            wording=self._wording.toPlainText(),
        )

    def _offer(self) -> None:
        """Offer the variables of the wording that have no row yet."""
        missing = len(self._variables.missing(placeholders(self._wording.toPlainText())))
        self._fill.setVisible(missing > 0)
        self._fill.setText(
            self.tr("Add the variable found in it")
            if missing == 1
            else self.tr("Add the {count} variables found in it").format(count=number(missing))
        )

    @Slot()
    def _on_changed(self) -> None:
        self._offer()
        self.changed.emit()

    @Slot()
    def _on_fill_clicked(self) -> None:
        self._variables.add_names(placeholders(self._wording.toPlainText()))


def _place(grid: QGridLayout, widgets: Sequence[QWidget]) -> None:
    while (item := grid.takeAt(0)) is not None:
        del item
    for place, widget in enumerate(widgets):
        grid.addWidget(widget, place // 2, place % 2)
    if len(widgets) % 2:  # the empty place keeps its share
        grid.addItem(QSpacerItem(1, 1), len(widgets) // 2, 1)


def _stop(one: FormField) -> QWidget:
    """What takes the keyboard."""
    return one.input.editor if isinstance(one, MergeField) else one.control
