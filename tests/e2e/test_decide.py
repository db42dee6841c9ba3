"""Rows that may have gone out, decided on the command line: nobody gets anything unasked."""

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from smsdesk.__main__ import main
from smsdesk.sandbox import SANDBOX_FIELDS, SANDBOX_SECRETS, Options, Sandbox

NXCLOUD, SENDCLOUD = "nxcloud-sms", "sendcloud"
TEXT = {"kind": "text", "text": "Hi {name}, it is ready"}
TEMPLATE = {"kind": "template", "template_id": "1000", "variables": {"name": "{name}"}}

ORDINARY = "+8613700000001"
LOST = "+8613900010101"  # the line drops before it is accepted
TAKEN = "+8613900010102"  # the line drops after it was accepted
CUT_OFF = "+8613900010104"  # accepted, and the reply is cut off

Say = Callable[..., tuple[int, str, str]]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Say:
    """Run one command as the shell would: status, output, errors. typed: at a terminal."""

    def call(*words: object, stdin: str = "", typed: str | None = None) -> tuple[int, str, str]:
        text = io.TextIOWrapper(io.BytesIO((typed or stdin).encode()))
        monkeypatch.setattr(text, "isatty", lambda: typed is not None)
        monkeypatch.setattr("sys.stdin", text)
        capsys.readouterr()
        try:
            status = main([str(word) for word in words])
        except SystemExit as end:  # argparse
            status = int(end.code or 0)
        said = capsys.readouterr()
        return status, said.out, said.err

    return call


def add_account(say: Say, base_url: str, provider: str, *leave_out: str) -> None:
    fields = {"base_url": base_url, **SANDBOX_FIELDS[provider]}
    words = [word for key, value in fields.items() for word in ("--set", f"{key}={value}")]
    secrets = SANDBOX_SECRETS[provider].items()
    lines = "".join(f"{key}={value}\n" for key, value in secrets if key not in leave_out)
    status, _, err = say("account", "add", "shop", "--provider", provider, *words, stdin=lines)
    assert status == 0, err


def send(say: Say, folder: Path, document: object, *phones: str) -> str:
    """Send, and return the id of the campaign."""
    message, people = folder / "message.json", folder / "people.csv"
    message.write_text(json.dumps(document), "utf-8")
    rows = [f"name {row},{phone}" for row, phone in enumerate(phones)]
    people.write_text("\n".join(["name,mobile", *rows]) + "\n", "utf-8")
    status, _, err = say(
        *("send", "--account", "shop", "--message", message, "--recipients", people),
        *("--workers", "1"),
    )
    assert status == 3, err
    return str(json.loads(say("campaigns", "--json")[1])[0]["id"])


def counts(say: Say, campaign: str) -> dict[str, int]:
    """Recipients per status, where there are any."""
    listed = json.loads(say("campaigns", "--json")[1])
    (found,) = (one["counts"] for one in listed if one["id"] == campaign)
    return {word: count for word, count in found.items() if count}


def state(say: Say, campaign: str) -> str:
    listed = json.loads(say("campaigns", "--json")[1])
    return next(str(one["state"]) for one in listed if one["id"] == campaign)


def results(say: Say, campaign: str, folder: Path) -> dict[str, dict[str, str]]:
    """The lines of the results file by number, from a resume that has nothing left to send."""
    path = folder / "results.csv"
    say("resume", campaign, "--results", path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {line["phone"]: line for line in csv.DictReader(file)}


def arrivals(sandbox: Sandbox) -> Counter[str]:
    return Counter(f"+{entry.phone}" for entry in sandbox.ledger)


# -- treat as sent -----------------------------------------------------------------------------


def test_what_is_treated_as_sent_is_never_sent_again(
    say: Say, sandbox: Sandbox, tmp_path: Path
) -> None:
    add_account(say, sandbox.base_url, NXCLOUD)
    campaign = send(say, tmp_path, TEXT, ORDINARY, LOST, TAKEN)
    before = arrivals(sandbox)

    status, out, _ = say("decide", campaign, "--treat-as-sent", "--rows", "3")

    assert (status, "1 treated as sent; 1 may have gone out" in out) == (0, True)
    assert counts(say, campaign) == {"accepted": 2, "unknown": 1}

    status, out, _ = say("decide", campaign, "--treat-as-sent")

    assert (status, "1 treated as sent; 0 may have gone out" in out) == (0, True)
    assert counts(say, campaign) == {"accepted": 3}
    assert say("resume", campaign)[0] == 0
    assert arrivals(sandbox) == before
    line = results(say, campaign, tmp_path)[LOST]
    assert (line["status"], line["code"]) == ("accepted", "treated_as_sent")
    assert line["meaning"] == "Treated as sent, by you"
    assert say("decide", campaign, "--treat-as-sent")[1] == f"{campaign}: nothing to decide\n"


# -- send again --------------------------------------------------------------------------------


def test_sending_again_takes_a_typed_count_and_resume_sends_just_those(
    say: Say, sandbox: Sandbox, tmp_path: Path
) -> None:
    add_account(say, sandbox.base_url, NXCLOUD)
    campaign = send(say, tmp_path, TEXT, ORDINARY, LOST, TAKEN, CUT_OFF)
    assert counts(say, campaign) == {"accepted": 1, "unknown": 3}

    status, out, err = say("decide", campaign, "--send-again")
    assert (status, out) == (2, "")
    assert "3 people may have it already" in err
    assert say("decide", campaign, "--send-again", typed="2\n")[0] == 2
    assert say("decide", campaign, "--send-again", typed="\n")[0] == 2
    assert counts(say, campaign) == {"accepted": 1, "unknown": 3}

    status, out, err = say("decide", campaign, "--send-again", "--rows", "4-5", typed="2\n")
    assert (status, "2 put back into the queue; 1 may have gone out" in out) == (0, True)
    assert f"smsdesk resume {campaign}" in out
    assert counts(say, campaign) == {"queued": 2, "accepted": 1, "unknown": 1}
    assert state(say, campaign) == "paused"

    assert arrivals(sandbox) == {ORDINARY: 1, TAKEN: 1, CUT_OFF: 1}
    assert say("resume", campaign)[0] == 3  # the two of them lose their replies once more
    assert arrivals(sandbox) == {ORDINARY: 1, TAKEN: 2, CUT_OFF: 2}
    assert counts(say, campaign) == {"accepted": 1, "unknown": 3}
    assert say("resume", campaign)[0] == 3
    assert arrivals(sandbox) == {ORDINARY: 1, TAKEN: 2, CUT_OFF: 2}


def test_yes_stands_for_the_typed_count(say: Say, sandbox: Sandbox, tmp_path: Path) -> None:
    add_account(say, sandbox.base_url, NXCLOUD)
    campaign = send(say, tmp_path, TEXT, ORDINARY, LOST)

    assert say("decide", campaign, "--send-again", "--yes")[0] == 0
    assert counts(say, campaign) == {"queued": 1, "accepted": 1}


# -- ask the provider --------------------------------------------------------------------------


@pytest.mark.parametrize("personal", [True, False])
def test_nxcloud_is_asked_for_its_records(
    say: Say, sandbox: Sandbox, tmp_path: Path, personal: bool
) -> None:
    add_account(say, sandbox.base_url, NXCLOUD)
    text = TEXT if personal else {"kind": "text", "text": "Hi, it is ready 😀"}
    campaign = send(say, tmp_path, text, LOST, TAKEN)
    before = arrivals(sandbox)

    status, out, _ = say("decide", campaign, "--ask")

    if personal:
        assert (status, "1 found; 1 may have gone out" in out) == (3, True)
        assert "Not found in the records of NXCloud SMS: 1. They stay open." in out
        line = results(say, campaign, tmp_path)[TAKEN]
        assert (line["status"], line["code"]) == ("accepted", "found_in_records")
        assert line["message_id"] == sandbox.ledger[0].messageid
        assert results(say, campaign, tmp_path)[LOST]["status"] == "unknown"
    else:  # one request for both, dropped before it was accepted
        assert (status, "0 found; 2 may have gone out" in out) == (3, True)
    assert arrivals(sandbox) == before
    assert say("decide", campaign, "--treat-as-sent")[0] == 0
    assert state(say, campaign) == "finished"


def test_sendcloud_is_asked_for_its_records(say: Say, tmp_path: Path) -> None:
    with Sandbox(options=Options()) as sandbox:
        add_account(say, sandbox.base_url, SENDCLOUD)
        campaign = send(say, tmp_path, TEMPLATE, LOST, TAKEN, "+85261234567")
        open_rows = counts(say, campaign).get("unknown", 0)

        status, out, err = say("decide", campaign, "--ask")

        assert status == 3, err
        assert f"{open_rows - 1} found; 1 may have gone out" in out
        assert "Not found yet in the records of SendCloud: 1." in out
        assert "lag up to 10 minutes" in out
        assert counts(say, campaign)["unknown"] == 1
        assert LOST not in arrivals(sandbox)


def test_only_the_rows_given_are_looked_for(say: Say, sandbox: Sandbox, tmp_path: Path) -> None:
    add_account(say, sandbox.base_url, NXCLOUD)
    campaign = send(say, tmp_path, TEXT, TAKEN, CUT_OFF, ORDINARY)

    status, out, _ = say("decide", campaign, "--ask", "--rows", "3,4")

    assert (status, "1 found; 1 may have gone out" in out) == (0, True)
    assert say("decide", campaign, "--ask")[0] == 0
    assert counts(say, campaign) == {"accepted": 3}


def test_who_cannot_be_asked_is_said_in_a_sentence(
    say: Say, sandbox: Sandbox, tmp_path: Path
) -> None:
    add_account(say, sandbox.base_url, NXCLOUD, "secret_key")
    campaign = send(say, tmp_path, TEXT, LOST, ORDINARY)

    status, _, err = say("decide", campaign, "--ask")
    assert status == 2
    assert "has no secret key" in err

    say("account", "remove", "shop")
    status, _, err = say("decide", campaign, "--ask")
    assert status == 2
    assert "shop" in err

    add_account(say, sandbox.base_url, "nxcloud-super")
    super_campaign = send(say, tmp_path, TEXT, LOST, ORDINARY)
    status, _, err = say("decide", super_campaign, "--ask")
    assert status == 2
    assert "NXCloud Super Message cannot be asked" in err
    assert counts(say, super_campaign)["unknown"] == 1


def test_records_that_cannot_be_read_change_nothing(
    say: Say, sandbox: Sandbox, tmp_path: Path
) -> None:
    add_account(say, sandbox.base_url, NXCLOUD)
    campaign = send(say, tmp_path, TEXT, TAKEN, ORDINARY)
    sandbox.stop()

    status, out, err = say("decide", campaign, "--ask")

    assert (status, out) == (2, "")
    assert "could not be read" in err
    assert counts(say, campaign) == {"accepted": 1, "unknown": 1}


# -- what is refused ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "said"),
    [("1", "2 to 3"), ("4", "2 to 3"), ("x", "names no row"), ("3-2", "2 to 3"), ("", "no row")],
)
def test_rows_that_are_not_there_are_refused(
    say: Say, sandbox: Sandbox, tmp_path: Path, rows: str, said: str
) -> None:
    add_account(say, sandbox.base_url, NXCLOUD)
    campaign = send(say, tmp_path, TEXT, LOST, ORDINARY)

    status, _, err = say("decide", campaign, "--treat-as-sent", "--rows", rows)

    assert status == 2
    assert said in err
    assert counts(say, campaign)["unknown"] == 1


def test_a_decision_names_one_way_and_a_campaign(say: Say) -> None:
    assert say("decide", "c-1")[0] == 2
    assert say("decide", "c-1", "--ask", "--send-again")[0] == 2
    status, _, err = say("decide", "c-none", "--ask")
    assert status == 2
    assert "c-none" in err
