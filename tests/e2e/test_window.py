"""The whole job on the real window, worked from outside as a screen reader would.

Nothing here knows how the window is made: only the names of the public contract, what stands on
the screen, the files, the keyring and what the provider received.
"""

import csv
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import secretstorage

from smsdesk.sandbox import SANDBOX_FIELDS, SANDBOX_SECRETS, Sandbox
from tests.helpers.atspi import Accessibility, Node
from tests.helpers.desktop import ROOT, Desktop, missing_packages, wait_for_exit
from tests.helpers.secret_service import wait_for_keyring
from tests.helpers.waiting import wait_until

FIELDS = SANDBOX_FIELDS["nxcloud-sms"]
SECRET = SANDBOX_SECRETS["nxcloud-sms"]["access_secret"]
CLOSES_WITHIN_S = 5.0

INVALID_AT_PROVIDER = "+8613900000006"
PEOPLE = [
    ["陈静怡 🌷", "+8613800138000", "B-1"],
    ["=Tom", "+8613800138001", "B-2"],
    ["Mei", "+86 138-0013-8002", "B-3"],
    ["Mei again", "(0086) 13800138002", "B-4"],
    ["No number", "", "B-5"],
    ["Half a number", "1380013", "B-6"],
    ["Unlucky", INVALID_AT_PROVIDER, "B-7"],
]
SENT = ["8613800138000", "8613800138001", "8613800138002"]
TEXT = "Hi {name}, order {order} is ready. 明天见"


@pytest.fixture
def desktop(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desktop]:
    """A desktop with an unlocked keyring; this process is on it too."""
    missing = missing_packages()
    assert not missing, (
        f"this test needs a real desktop, install the packages {' '.join(missing)} "
        "(packaging/system-libraries.sh PYTHON tests does)"
    )
    # the path of a socket must be short, which pytest's folders are not
    with tempfile.TemporaryDirectory(prefix="desk-", ignore_cleanup_errors=True) as folder:
        desktop = Desktop(Path(folder))
        try:
            desktop.start()
            for name, value in desktop.environment.items():
                monkeypatch.setenv(name, value)
            for name in ("PYTHON_KEYRING_BACKEND", "WAYLAND_DISPLAY"):
                monkeypatch.delenv(name, raising=False)
            desktop.session.start_keyring()
            wait_for_keyring(locked=False)
            yield desktop
        finally:
            desktop.stop()


@pytest.fixture
def screen(desktop: Desktop) -> Iterator[Accessibility]:
    """What a screen reader sees of the desktop."""
    with Accessibility() as screen:
        yield screen


@contextmanager
def open_window(
    desktop: Desktop, screen: Accessibility, home: Path, *arguments: str
) -> Iterator[tuple["subprocess.Popen[str]", Node]]:
    """The program and its window; where a test fails, what stood on the screen is printed."""
    with desktop.open_window(home, *arguments) as process:
        window = None
        try:
            window = screen.program(process.pid)
            yield process, window
        except BaseException:
            if window is not None and process.poll() is None:
                print(window.tree())
            print(desktop.said())
            raise
        finally:
            if process.poll() is None:
                process.kill()


def close_window(desktop: Desktop, process: "subprocess.Popen[str]") -> None:
    desktop.close_window(process.pid)
    assert wait_for_exit(process, CLOSES_WITHIN_S) == 0
    assert "Traceback" not in desktop.said(), desktop.said()


def go_to(window: Node, page: str) -> None:
    window.find(page, role="radio button").press()
    wait_until(lambda: window.look_for(f"{page} · smsdesk") is not None)


def type_into(window: Node, name: str, text: str) -> None:
    window.find(name, role="text").type_over(text)


def choose_file(window: Node, path: Path, button: str) -> None:
    dialog = window.find(role="dialog")
    type_into(dialog, "File name:", str(path))
    dialog.find(button, role="push button").press()


def import_file(window: Node, path: Path) -> None:
    window.find("Import recipients", role="push button").press()
    choose_file(window, path, "Open")


def write_people(path: Path, people: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([["name", "phone", "order"], *people])
    return path


def read_export(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def secrets_in_keyring() -> list[str]:
    with closing(secretstorage.dbus_init()) as connection:
        found = secretstorage.search_items(connection, {"service": "smsdesk"})
        return [item.get_secret().decode() for item in found]


def files_with(secret: str, folder: Path) -> list[Path]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files, "nothing was written at all"
    return [path for path in files if secret.encode() in path.read_bytes()]


def test_from_adding_an_account_to_exporting_the_results(
    desktop: Desktop, screen: Accessibility, smsdesk_home: Path, tmp_path: Path
) -> None:
    people = write_people(tmp_path / "people.csv", PEOPLE)
    exported = tmp_path / "results.csv"
    with Sandbox() as sandbox, open_window(desktop, screen, smsdesk_home) as (process, window):
        _add_an_account(window, sandbox.base_url)
        assert secrets_in_keyring() == [SECRET]
        assert sandbox.ledger == []

        _compose(window, people)
        window.find(object_name="send").press()
        sheet = window.find("Send 4 messages?", role="dialog")
        assert sheet.says("real people get a text")
        assert sandbox.ledger == []
        sheet.find("Send 4 messages", role="push button").press()

        _read_results(window)
        assert Counter(entry.phone for entry in sandbox.ledger) == Counter(SENT)
        texts = {entry.phone: entry.content for entry in sandbox.ledger}
        assert texts["8613800138000"] == "Hi 陈静怡 🌷, order B-1 is ready. 明天见"

        window.find("Export results", role="push button").press()
        choose_file(window, exported, "Save")
        wait_until(exported.exists)
        _check_export(exported)
        close_window(desktop, process)

    assert files_with(SECRET, smsdesk_home) == []
    assert SECRET not in exported.read_text(encoding="utf-8-sig")


def _add_an_account(window: Node, base_url: str) -> None:
    window.find("Add an account", role="push button").press()
    type_into(window, "Account name", "shop 花店")
    type_into(window, "Server address", base_url)
    type_into(window, "Access key", FIELDS["access_key"])
    type_into(window, "App key", FIELDS["app_key"])
    secret = window.find("Access secret", role="text")
    secret.type_over("not-the-secret")
    window.find("Try", role="push button").press()
    wait_until(lambda: window.says("Keys refused"))
    assert secrets_in_keyring() == []

    secret.type_over(SECRET)
    assert SECRET not in secret.text  # dots
    window.find("Try", role="push button").press()
    wait_until(lambda: window.says("Keys accepted"))
    window.find("Add account", role="push button").press()
    window.find("shop 花店, NXCloud SMS, Live, ready")


def _compose(window: Node, people: Path) -> None:
    go_to(window, "Compose")
    import_file(window, people)
    table = window.find("Recipients", role="table")
    assert table.row_count == len(PEOPLE)
    column = table.headers().index("Status")
    states = [row[column] for row in table.rows()]
    assert Counter(states) == {
        "Will receive": 4,
        "Duplicate": 1,
        "No number": 1,
        "Invalid": 1,
    }
    window.find("Use 4 recipients", role="push button").press()

    type_into(window, "Message text", TEXT)
    counter = window.find("Segment counter")
    wait_until(lambda: counter.says("UCS-2"))
    wait_until(lambda: counter.says("1 segment for 4"))
    preview = window.find(object_name="preview")
    assert preview.name == "Preview"
    wait_until(lambda: "Hi 陈静怡 🌷, order B-1 is ready. 明天见" in preview.description)
    window.find("Next recipient", role="push button").press()
    wait_until(lambda: "Hi =Tom, order B-2" in preview.description)


def _read_results(window: Node) -> None:
    table = window.find("Results", role="table")
    numbers = window.find(object_name="numbers")
    wanted = "Accepted 3, Rejected 1, May have gone out 0, Waiting 0"
    wait_until(lambda: numbers.name == wanted)
    headers = table.headers()
    column = headers.index("Status")
    statuses = ["Accepted", "Accepted", "Accepted", "Rejected"]
    wait_until(lambda: [row[column] for row in table.rows()] == statuses)
    rows = [dict(zip(headers, row, strict=True)) for row in table.rows()]
    assert rows[0]["Name"] == "陈静怡 🌷"
    assert rows[0]["Phone"] == "+86 138 0013 8000"
    assert rows[3]["Code"] == "6"
    assert rows[3]["Meaning"] == "Not a valid number"
    assert rows[3]["Next step"].startswith("Correct the number")

    search = window.find("Search results", role="text")
    search.type_over("unlucky")
    wait_until(lambda: table.row_count == 1)
    assert "Unlucky" in table.row(0)
    search.type_over("")
    wait_until(lambda: table.row_count == len(rows))


def _check_export(path: Path) -> None:
    rows = read_export(path)
    assert [row["row"] for row in rows] == [str(number) for number in range(2, 9)]
    assert [row["status"] for row in rows] == [
        *["accepted"] * 3,
        *["skipped"] * 3,
        "rejected",
    ]
    assert [row["order"] for row in rows] == [person[2] for person in PEOPLE]
    assert rows[1]["name"] == "'=Tom"  # a spreadsheet must not run it
    assert rows[6]["code"] == "6"
    assert all(row["message_id"] for row in rows[:3])


# -- interrupted in mid-campaign -------------------------------------------------------------------

MANY = [[f"Name {n}", f"+{8613800138000 + n}", f"C-{n}"] for n in range(120)]
KILLED_AFTER = 30
CLOSED_AFTER = 70


def test_killed_and_closed_while_sending_it_goes_on_without_sending_twice(
    desktop: Desktop, screen: Accessibility, smsdesk_home: Path, tmp_path: Path
) -> None:
    people = write_people(tmp_path / "many.csv", MANY)
    with Sandbox(latency_ms=60) as sandbox:
        _add_account_by_command(sandbox.base_url, smsdesk_home)
        with open_window(desktop, screen, smsdesk_home) as (process, window):
            _send_to_many(window, people)
            wait_until(lambda: sandbox.requests >= KILLED_AFTER)
            process.send_signal(signal.SIGKILL)
            process.wait(CLOSES_WITHIN_S)
        wait_until(lambda: sandbox.requests == len(sandbox.ledger))

        with open_window(desktop, screen, smsdesk_home) as (process, window):
            _resume_from_history(window)
            wait_until(lambda: sandbox.requests >= CLOSED_AFTER)
            desktop.close_window(process.pid)
            sheet = window.find("Close while sending?", role="dialog")
            sheet.find("Pause and close", role="push button").press()
            assert wait_for_exit(process, CLOSES_WITHIN_S) == 0
        assert len(sandbox.ledger) < len(MANY)

        with open_window(desktop, screen, smsdesk_home) as (process, window):
            go_to(window, "Results")  # the newest campaign stands there
            window.find("Resume", role="push button").press()
            unknown = _wait_for_the_end(window)
            close_window(desktop, process)

        sent = Counter(entry.phone for entry in sandbox.ledger)
        assert max(sent.values()) == 1
        assert len(MANY) - unknown <= len(sent) <= len(MANY)
        assert {phone.removeprefix("+") for _, phone, _ in MANY} >= set(sent)


def test_closed_into_the_background_it_sends_to_the_end_and_ends_by_itself(
    desktop: Desktop, screen: Accessibility, smsdesk_home: Path, tmp_path: Path
) -> None:
    people = write_people(tmp_path / "many.csv", MANY)
    with Sandbox(latency_ms=500) as sandbox:
        _add_account_by_command(sandbox.base_url, smsdesk_home)
        with open_window(desktop, screen, smsdesk_home) as (process, window):
            _send_to_many(window, people)
            wait_until(lambda: sandbox.requests > 0)
            desktop.close_window(process.pid)
            sheet = window.find("Close while sending?", role="dialog")
            sheet.find("Keep going in the background", role="push button").press()
            wait_until(lambda: not desktop.visible_windows(process.pid))
            assert len(sandbox.ledger) < len(MANY)

            with open_window(desktop, screen, smsdesk_home) as (second, other):
                go_to(other, "Results")  # starting it again shows how far it is
                wait_until(lambda: other.says("another smsdesk on this computer"))
                close_window(desktop, second)
            assert wait_for_exit(process, 20) == 0

        assert Counter(entry.phone for entry in sandbox.ledger) == Counter(
            phone.removeprefix("+") for _, phone, _ in MANY
        )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_end_it_pauses_in_order_and_the_next_start_says_so(
    desktop: Desktop,
    screen: Accessibility,
    smsdesk_home: Path,
    tmp_path: Path,
    number: signal.Signals,
) -> None:
    people = write_people(tmp_path / "many.csv", MANY)
    with Sandbox(latency_ms=60) as sandbox:
        _add_account_by_command(sandbox.base_url, smsdesk_home)
        with open_window(desktop, screen, smsdesk_home) as (process, window):
            _send_to_many(window, people)
            wait_until(lambda: sandbox.requests >= KILLED_AFTER)
            process.send_signal(number)
            assert wait_for_exit(process, CLOSES_WITHIN_S) == 0
        sent = len(sandbox.ledger)
        assert sent < len(MANY)

        with open_window(desktop, screen, smsdesk_home) as (process, window):
            banner = window.find(object_name="paused_banner")
            # every request that left has its answer: nobody may have gone out
            assert banner.name == f"many is paused at {sent} of {len(MANY)}."
            banner.find("Review", role="push button").press()
            numbers = window.find(object_name="numbers")
            wait_until(lambda: numbers.name.startswith(f"Accepted {sent}, "))
            close_window(desktop, process)
        assert len(sandbox.ledger) == sent


def _add_account_by_command(base_url: str, home: Path) -> None:
    words = ["account", "add", "shop", "--provider", "nxcloud-sms"]
    words += ["--set", f"base_url={base_url}"]
    for key, value in FIELDS.items():
        words += ["--set", f"{key}={value}"]
    subprocess.run(
        [sys.executable, "-m", "smsdesk", *words],
        input=f"access_secret={SECRET}\n",
        text=True,
        cwd=ROOT,
        env={**os.environ, "SMSDESK_HOME": str(home)},
        timeout=30,
        check=True,
        capture_output=True,
    )


def _send_to_many(window: Node, people: Path) -> None:
    import_file(window, people)
    window.find("Use 120 recipients", role="push button").press()
    type_into(window, "Message text", "Hi {name}")
    window.find(object_name="send").press()
    sheet = window.find("Send 120 messages?", role="dialog")
    sheet.find("Send 120 messages", role="push button").press()


def _resume_from_history(window: Node) -> None:
    go_to(window, "History")
    table = window.find("Campaigns", role="table")
    wait_until(lambda: table.row_count == 1)
    assert table.row(0)[-1] == "Paused"
    notice = window.find(object_name="interrupted")
    assert notice.says("may have gone out")
    notice.find("Review", role="push button").press()
    assert window.find(object_name="campaign_reason").name
    window.find("Resume", role="push button").press()


def _wait_for_the_end(window: Node) -> int:
    """Wait until everybody has an answer; returns how many may have gone out."""
    numbers = window.find(object_name="numbers")
    wait_until(lambda: numbers.name.endswith("Waiting 0"))
    counts = [int(part.rpartition(" ")[2]) for part in numbers.name.split(", ")]
    accepted, rejected, unknown, waiting = counts
    assert accepted + unknown == len(MANY)
    assert rejected == waiting == 0
    assert unknown > 0, "the kill hit no request under way: the test has shown nothing"
    return unknown


# -- a keyring that hangs --------------------------------------------------------------------------

ANSWERS_WITHIN_S = 1.0


def test_a_keyring_that_hangs_holds_nothing_up(
    desktop: Desktop, screen: Accessibility, smsdesk_home: Path
) -> None:
    _add_account_by_command("http://127.0.0.1:9", smsdesk_home)
    with desktop.session.hung(), open_window(desktop, screen, smsdesk_home) as (process, window):
        go_to(window, "Accounts")
        window.find(object_name="try_account").press()
        window.find("Asking the keyring…")
        for page in ("Codes", "History", "Compose"):
            before_s = time.monotonic()
            go_to(window, page)
            assert time.monotonic() - before_s < ANSWERS_WITHIN_S
        close_window(desktop, process)


def test_the_demo_rehearses_without_a_keyring(
    desktop: Desktop, screen: Accessibility, smsdesk_home: Path
) -> None:
    desktop.session.stop_keyring()
    with open_window(desktop, screen, smsdesk_home, "--demo") as (process, window):
        window.find(object_name="send").press()  # the list and a text are there already
        window.find("Results", role="table")
        numbers = window.find(object_name="numbers")
        wait_until(lambda: numbers.name.endswith("Waiting 0"))
        assert "Accepted 78, Rejected 5, May have gone out 2" in numbers.name
        close_window(desktop, process)


# -- a message document on the command line, as file managers open it ------------------------------


def test_a_message_document_is_opened(
    desktop: Desktop, screen: Accessibility, smsdesk_home: Path, tmp_path: Path
) -> None:
    _add_account_by_command("http://127.0.0.1:9", smsdesk_home)
    offer = tmp_path / "offer.smsdesk.json"
    offer.write_text(json.dumps({"kind": "text", "text": TEXT}), encoding="utf-8")
    with open_window(desktop, screen, smsdesk_home, str(offer)) as (process, window):
        text = window.find("Message text", role="text")
        wait_until(lambda: text.text == TEXT)
        close_window(desktop, process)

    with open_window(desktop, screen, smsdesk_home, str(tmp_path / "gone.json")) as (
        process,
        window,
    ):
        wait_until(lambda: window.says("gone.json cannot be opened"))
        close_window(desktop, process)
