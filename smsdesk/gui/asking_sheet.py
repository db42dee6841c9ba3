"""A sheet that asks before something is lost."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.sheet import Sheet


def asking_sheet(window: QWidget, name: str, title: str, text: str, answer: str) -> Sheet:
    """A sheet with Cancel and `answer`; open it, `accepted` and `rejected` tell.

    name: its object name. title: asks; `answer` says the same words on the button.
    """
    sheet = Sheet(window, title)
    sheet.setObjectName(name)
    sheet.set_subtitle(text)
    translate = QCoreApplication.translate
    cancel = Button(translate("Sheet", "Cancel"), size="large", key=translate("Sheet", "Esc"))
    go = Button(answer, "danger", size="large")
    go.setObjectName(f"{name}_confirm")
    cancel.clicked.connect(sheet.reject)
    go.clicked.connect(sheet.accept)
    sheet.finished.connect(sheet.deleteLater)
    sheet.add_button(cancel)
    sheet.add_button(go)
    return sheet
