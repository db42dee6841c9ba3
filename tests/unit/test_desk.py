"""What the desk is built of where nobody looks: locks, and what a failed start frees."""

import threading
from pathlib import Path

import pytest

from smsdesk.desk import FileLock, open_desk
from smsdesk.paths import Paths
from smsdesk.providers import PROVIDERS
from tests.helpers.services import services


def test_looking_whether_a_campaign_is_held_leaves_no_file(tmp_path: Path) -> None:
    with services(tmp_path) as desk:
        before = sorted(tmp_path.iterdir())
        assert not desk.campaigns.busy_elsewhere("c-none")
        assert sorted(tmp_path.iterdir()) == before


def test_a_lock_knows_who_holds_it(tmp_path: Path) -> None:
    ours, theirs = FileLock(tmp_path / "c-1.lock"), FileLock(tmp_path / "c-1.lock")
    assert not ours.is_held()
    assert theirs.acquire()
    assert ours.is_held()
    assert not ours.acquire()
    theirs.release()
    assert not ours.is_held()
    assert ours.acquire()
    assert theirs.is_held()
    ours.release()


def test_a_demo_that_cannot_open_leaves_no_server_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PROVIDERS, "nobody", PROVIDERS["nxcloud-sms"])  # not in the sandbox
    with pytest.raises(KeyError):
        open_desk(Paths.from_environment(), demo=True)
    assert not [one for one in threading.enumerate() if one.name.startswith("sandbox")]
