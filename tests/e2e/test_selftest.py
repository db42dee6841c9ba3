"""`smsdesk --selftest`, as a person, a package's proof or an installer's job runs it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from keyring.backends.fail import Keyring as NoKeyring
from PySide6.QtCore import QLibraryInfo

from smsdesk import __version__
from smsdesk.__main__ import main
from smsdesk.selftest import CHECKS
from smsdesk.selftest.resources import FONTS, ICONS
from tests.helpers.memory_keyring import MemoryKeyring

ROOT = Path(__file__).parents[2]


def selftest(capsys: pytest.CaptureFixture[str], *names: str) -> tuple[int, dict[str, Any]]:
    status = main(["--selftest", *names])
    return status, json.loads(capsys.readouterr().out)


def test_everything_passes_and_nothing_is_left(smsdesk_home: Path, tmp_path: Path) -> None:
    """In a process of its own, as the window check changes fonts and colours for good."""
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "smsdesk", "--selftest"],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(temporary)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    report = json.loads(done.stdout)

    assert done.returncode == 0, done.stdout
    assert (report["smsdesk"], report["frozen"], report["ok"]) == (__version__, False, True)
    assert tuple(report["checks"]) == CHECKS
    assert {name: check["state"] for name, check in report["checks"].items()} == {
        **dict.fromkeys(CHECKS, "passed"),
        "translations": "missing",  # the window speaks English only, so far
    }
    assert report["checks"]["translations"]["dialogs"] is True
    assert list(temporary.iterdir()) == []
    assert not smsdesk_home.exists()


def test_the_keyring_holds_nothing_afterwards(capsys: pytest.CaptureFixture[str]) -> None:
    status, report = selftest(capsys, "keyring")

    assert (status, report["checks"]["keyring"]["state"]) == (0, "passed")
    assert not MemoryKeyring.passwords


def test_no_keyring_is_no_failure(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "smsdesk.storage.secrets.keyring.get_keyring",
        NoKeyring,
    )
    status, report = selftest(capsys, "keyring")

    assert (status, report["ok"]) == (0, True)
    assert report["checks"]["keyring"]["state"] == "missing"
    assert "for a session only" in report["checks"]["keyring"]["what"]


def test_a_certificate_bundle_that_is_not_there_fails(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("certifi.where", lambda: str(tmp_path / "missing.pem"))
    status, report = selftest(capsys, "tls")

    assert (status, report["ok"]) == (1, False)
    assert report["checks"]["tls"]["state"] == "failed"
    assert str(tmp_path / "missing.pem") in report["checks"]["tls"]["what"]


def test_certificates_nobody_vouches_for_are_seen(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An authority bundle that trusts anybody would be worse than none."""
    authority = ROOT / "smsdesk" / "selftest" / "authority.pem"
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority))
    status, report = selftest(capsys, "tls")

    assert status == 1
    assert "was not refused" in report["checks"]["tls"]["what"]


def test_every_missing_file_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "resources", tmp_path, dirs_exist_ok=True)
    for name in ("icons/send.svg", "fonts/Inter-Medium.otf"):
        (tmp_path / name).unlink()
    monkeypatch.setattr("smsdesk.gui.assets.ROOT", tmp_path)
    status, report = selftest(capsys, "resources")

    assert status == 1
    said = report["checks"]["resources"]["what"]
    assert said == "not there: icons/send.svg, fonts/Inter-Medium.otf"


def test_the_resources_that_must_be_there_are_all_that_there_are() -> None:
    folder = ROOT / "resources"

    assert {f"{name}.svg" for name in ICONS} == {path.name for path in folder.glob("icons/*")}
    assert set(FONTS) == {path.name for path in folder.glob("fonts/*.[ot]tf")}


def test_without_qts_own_translations_the_installation_is_broken(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(QLibraryInfo, "path", lambda _which: str(tmp_path))
    status, report = selftest(capsys, "translations")

    assert (status, report["ok"]) == (1, False)
    assert str(tmp_path / "qtbase_zh_CN.qm") in report["checks"]["translations"]["what"]


def test_a_keyring_library_without_its_parts_is_broken(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else it only says that there is no keyring, and secrets last a session only."""
    monkeypatch.setitem(sys.modules, "secretstorage", None)
    status, report = selftest(capsys, "keyring")

    assert (status, report["checks"]["keyring"]["state"]) == (1, "failed")
    assert "SecretService does not load" in report["checks"]["keyring"]["what"]


def test_a_home_nobody_may_read_is_no_fault_of_the_installation(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied() -> None:
        raise PermissionError(13, "Permission denied", "keyringrc.cfg")

    monkeypatch.setattr("smsdesk.storage.secrets.keyring.get_keyring", denied)
    status, report = selftest(capsys, "keyring")

    assert (status, report["checks"]["keyring"]["state"]) == (0, "missing")
    assert "keyringrc.cfg" in report["checks"]["keyring"]["what"]


def test_words_in_a_foreign_encoding_are_no_harm() -> None:
    """The loader complains in raw bytes, as any C library may in the code page of its system."""
    done = subprocess.run(
        [sys.executable, "-m", "smsdesk", "--selftest"],
        cwd=ROOT,
        env={**os.environ, "LD_PRELOAD": os.fsdecode(b"/none/\xff\xfe.so")},
        capture_output=True,
        check=False,
        timeout=120,
    )

    assert b"\xff\xfe.so" in done.stderr
    assert json.loads(done.stdout)["checks"]["window"]["state"] == "passed"
    assert done.returncode == 0


def test_a_report_that_cannot_be_written_is_said_once() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "smsdesk", "--selftest", "database"],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=60,
        )

    assert done.returncode == 1
    assert "the report could not be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_check_that_does_not_exist_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--selftest", "coffee"]) == 2
    assert "no such check: coffee" in capsys.readouterr().err
