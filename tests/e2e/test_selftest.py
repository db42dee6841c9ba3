"""`smsdesk --selftest`, as a person, a package's proof or an installer's job runs it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from keyring.backends.fail import Keyring as NoKeyring

from smsdesk import __version__
from smsdesk.__main__ import main
from smsdesk.selftest import CHECKS
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
        "translations": report["checks"]["translations"]["state"],  # whatever lies there
    }
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


def test_certificates_nobody_vouches_for_are_seen(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An authority bundle that trusts anybody would be worse than none."""
    authority = ROOT / "smsdesk" / "selftest" / "authority.pem"
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority))
    status, report = selftest(capsys, "tls")

    assert status == 1
    assert "was not refused" in report["checks"]["tls"]["what"]


def test_missing_files_fail(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "sample").mkdir()
    (tmp_path / "sample" / "customers.csv").write_text("name,phone\nMei,1\n")
    monkeypatch.setattr("smsdesk.gui.assets.ROOT", tmp_path)
    status, report = selftest(capsys, "resources")

    assert status == 1
    assert report["checks"]["resources"]["what"] == "not there: icons, fonts"


def test_a_check_that_does_not_exist_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--selftest", "coffee"]) == 2
    assert "no such check: coffee" in capsys.readouterr().err
