"""Tab goes through the form of every kind once, and out of it again, in both directions."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from smsdesk.core.message import (
    CardMessage,
    Choice,
    ChoiceMessage,
    Kind,
    MediaMessage,
    Message,
    TemplateMessage,
    TextMessage,
    VerificationCodeMessage,
    Video,
    VoiceCodeMessage,
)
from smsdesk.gui.compose.message import MessageBody
from smsdesk.providers import PROVIDERS

BUTTONS = (Choice("a", "https://a.example"), Choice("b", "https://b.example"))
MESSAGES: dict[Kind, Message] = {
    Kind.TEXT: TextMessage("Hi {name}"),
    Kind.TEMPLATE: TemplateMessage("19", {"1": "{name}", "2": "x"}, wording="Hi {1} {2} {3}"),
    Kind.MEDIA: MediaMessage(video=Video("https://v.example", "https://t.example", 1, 1)),
    Kind.CHOICE: ChoiceMessage("Hi", BUTTONS),
    Kind.CARD: CardMessage("Hi", None, BUTTONS),
    Kind.VOICE_CODE: VoiceCodeMessage("{code}"),
    Kind.VERIFICATION_CODE: VerificationCodeMessage("{code}"),
}
EVERY_KIND = [(key, kind) for key, provider in PROVIDERS.items() for kind in provider.info.kinds]


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """The message, between two other fields of one window."""
    window = QWidget()
    column = QVBoxLayout(window)
    for widget in (_field("before"), MessageBody(), _field("after")):
        column.addWidget(widget)
    qtbot.addWidget(window)
    window.resize(700, 700)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    return window


@pytest.fixture
def body(window: QWidget) -> MessageBody:
    body = window.findChild(MessageBody)
    assert body is not None
    body.set_columns(["name", "code", "phone"], 2)
    return body


def _field(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setObjectName(name)
    return field


def way(qtbot: QtBot, window: QWidget, key: Qt.Key) -> list[QWidget]:
    """Where the key leads from the first field until that is reached again."""
    start = window.findChild(QLineEdit, "before")
    assert start is not None
    start.setFocus()
    found: list[QWidget] = [start]
    while len(found) < 100:
        qtbot.keyClick(found[-1], key)
        now = window.focusWidget()
        assert now is not None
        if now is start:
            break
        found.append(now)
    return found


def stops(window: QWidget) -> set[QWidget]:
    """Everything a person can reach."""
    return {
        each
        for each in window.findChildren(QWidget)
        if each.isVisible() and each.isEnabled() and each.focusPolicy() & Qt.FocusPolicy.TabFocus
    }


@pytest.mark.parametrize(("provider", "kind"), EVERY_KIND)
def test_tab_reaches_everything_once_and_comes_back(
    qtbot: QtBot, window: QWidget, body: MessageBody, provider: str, kind: Kind
) -> None:
    body.set_provider(PROVIDERS[provider].info)
    body.show_message(MESSAGES[kind])
    body.show_errors({})
    forward = way(qtbot, window, Qt.Key.Key_Tab)
    assert len(forward) == len(set(forward))
    assert set(forward) == stops(window)
    assert forward[-1].objectName() == "after"
    backward = way(qtbot, window, Qt.Key.Key_Backtab)
    assert backward[1:] == forward[:0:-1]


def test_a_row_added_or_taken_out_keeps_the_way(
    qtbot: QtBot, window: QWidget, body: MessageBody
) -> None:
    body.set_provider(PROVIDERS["sendcloud"].info)
    body.show_message(TemplateMessage("19", {"name": "a", "order": "b"}))
    for name in ("add_variable", "Remove: Variable name"):
        button = next(
            each
            for each in body.findChildren(QWidget)
            if name in (each.objectName(), each.accessibleName())
        )
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        forward = way(qtbot, window, Qt.Key.Key_Tab)
        assert set(forward) == stops(window)
        seen = [each.objectName() for each in forward if each.objectName().startswith("variable_")]
        rows = len(seen) // 2
        assert seen == [
            f"variable_{what}_{at + 1}" for at in range(rows) for what in ("name", "value")
        ]
