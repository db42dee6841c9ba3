"""Correcting a phone number in its row."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Slot
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QWidget

from smsdesk.gui.parts.input import Input
from smsdesk.gui.parts.table import CellDelegate
from smsdesk.gui.recipients.model import RecipientsModel


class NumberDelegate(CellDelegate):
    """Paints the rows and edits a number in place, judging it while it is typed."""

    def createEditor(
        self,
        parent: QWidget,
        _option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        """The one editor of the table."""
        editor = Input(height=26, parent=parent)
        editor.setObjectName("edit_number")
        editor.setAccessibleName(self.tr("Phone number"))
        editor.setProperty("position", index.row())
        model = index.model()
        if isinstance(model, RecipientsModel):
            editor.textEdited.connect(self._on_text_edited)
        return editor

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        """Start from what stands in the file."""
        if isinstance(editor, Input) and not editor.isModified():
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            editor.selectAll()

    def setModelData(
        self,
        editor: QWidget,
        model: object,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Keep what was typed, if anything was."""
        if not isinstance(editor, Input) or not editor.isModified():
            return
        if isinstance(model, RecipientsModel):
            model.setData(index, editor.text().strip())

    @Slot(str)
    def _on_text_edited(self, text: str) -> None:
        editor, view = self.sender(), self.parent()
        if isinstance(view, QAbstractItemView) and isinstance(editor, Input):
            model = view.model()
            if isinstance(model, RecipientsModel):
                model.try_number(int(editor.property("position")), text)
