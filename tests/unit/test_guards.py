"""The guards must bite, or the whole suite proves less than it says."""

import logging
import socket
import threading
import urllib.request

import pytest
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox

from tests.helpers import guards as guards_module
from tests.helpers.guards import BreachError, Guards, error_records, left_over_threads


def test_a_connection_to_the_world_is_refused_and_noted(guards: Guards) -> None:
    with pytest.raises(BreachError), socket.socket() as sock:
        sock.connect(("192.0.2.1", 80))
    with pytest.raises(BreachError):
        urllib.request.urlopen("http://example.com/")

    with pytest.raises(BreachError, match=r"192\.0\.2\.1.*example\.com"):
        guards.check()


def test_loopback_is_open_and_invalid_names_do_not_exist(guards: Guards) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
    with pytest.raises(socket.gaierror):
        socket.create_connection(("nowhere.invalid", 80))

    guards.check()


def test_modal_dialogs_are_refused_and_noted(qapp: object, guards: Guards) -> None:
    for call in (
        QDialog().exec,
        lambda: QMessageBox.warning(None, "a", "b"),
        QFileDialog.getOpenFileName,
    ):
        with pytest.raises(BreachError):
            call()

    with pytest.raises(BreachError, match=r"QDialog\.exec.*getOpenFileName"):
        guards.check()


def test_left_over_threads_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards_module, "THREAD_GRACE_S", 0.01)
    before = threading.enumerate()
    go = threading.Event()
    thread = threading.Thread(target=go.wait, name="smsdesk-test", daemon=True)
    thread.start()

    left = left_over_threads(before)
    go.set()
    thread.join()

    assert left[0].startswith("smsdesk-test (in ")
    assert left_over_threads(before) == []


@pytest.mark.logs_errors
def test_errors_in_the_log_are_found(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("some.where").error("lost %s", "it")
    logging.getLogger("some.where").warning("only a warning")

    assert error_records(caplog.records) == ["some.where: lost it"]
