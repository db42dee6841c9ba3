"""The command line from outside: real services, real journal, a sandbox on loopback."""

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from smsdesk.__main__ import main
from smsdesk.core.account import Account
from smsdesk.sandbox import SANDBOX_FIELDS, SANDBOX_SECRETS, Sandbox
from smsdesk.storage.accounts import AccountFile
from tests.helpers.waiting import wait_until

PROVIDER = "nxcloud-sms"
RESULT_COLUMNS = [
    *("row", "phone", "status", "code", "meaning", "next_step", "message_id"),
    *("channel_status", "segments", "attempts", "at_utc"),
]

Run = Callable[..., "Done"]


class Done:
    """What one command said."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run one command in this process, as the shell would."""

    def call(*words: object, stdin: str = "") -> Done:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        capsys.readouterr()
        try:
            status = main([str(word) for word in words])
        except SystemExit as end:  # argparse
            status = int(end.code or 0)
        said = capsys.readouterr()
        return Done(status, said.out, said.err)

    return call


@pytest.fixture
def account(run: Run, sandbox: Sandbox) -> str:
    done = add_account(run, sandbox.base_url)
    assert done.status == 0, done.err
    return "shop"


def add_account(
    run: Run, base_url: str, name: str = "shop", more: tuple[str, ...] = (), **secrets: str
) -> Done:
    fields = {"base_url": base_url, **SANDBOX_FIELDS[PROVIDER]}
    words = [word for key, value in fields.items() for word in ("--set", f"{key}={value}")]
    lines = "".join(f"{k}={v}\n" for k, v in (SANDBOX_SECRETS[PROVIDER] | secrets).items())
    return run("account", "add", name, "--provider", PROVIDER, *words, *more, stdin=lines)


@pytest.fixture
def message(tmp_path: Path) -> Path:
    return write_message(tmp_path, {"kind": "text", "text": "Hi {name}, order {order} is ready"})


def write_message(folder: Path, document: object) -> Path:
    path = folder / "message.json"
    path.write_text(json.dumps(document), "utf-8")
    return path


def write_list(folder: Path, *rows: str, header: str = "name,mobile,order") -> Path:
    path = folder / "list.csv"
    path.write_text("\n".join([header, *rows]) + "\n", "utf-8")
    return path


def results_of(path: Path) -> list[dict[str, str]]:
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


# -- accounts --------------------------------------------------------------------------------


def test_an_account_is_added_listed_tested_and_removed(
    run: Run, account: str, sandbox: Sandbox, smsdesk_home: Path, memory_keyring: dict[Any, str]
) -> None:
    listed = run("account", "list", "--json").json

    assert listed == [
        {
            "name": "shop",
            "provider": PROVIDER,
            "mode": "live",
            "base_url": sandbox.base_url,
            "fields": dict(SANDBOX_FIELDS[PROVIDER]),
            "test_numbers": [],
        }
    ]
    assert account in run("account", "list").out
    assert run("account", "test", "shop").status == 0
    secret = SANDBOX_SECRETS[PROVIDER]["access_secret"]
    assert secret in memory_keyring.values()
    kept = [path for path in smsdesk_home.rglob("*") if path.is_file()]
    assert not [path for path in kept if secret.encode() in path.read_bytes()]

    assert run("account", "remove", "shop").status == 0
    assert run("account", "list", "--json").json == []
    assert not memory_keyring


def test_a_secret_on_the_command_line_is_refused(run: Run, memory_keyring: dict[Any, str]) -> None:
    done = run(
        *("account", "add", "shop", "--provider", PROVIDER, "--set", "access_key=a"),
        *("--set", "app_key=b", "--set", "access_secret=hidden"),
        stdin="access_secret=other\n",
    )

    assert done.status == 2
    assert "access_secret" in done.err
    assert "hidden" not in done.err
    assert not memory_keyring


@pytest.mark.parametrize("line", ["hunter2-hunter2", "aHVudGVyMg=aHVudGVyMg=="])
def test_a_line_of_input_that_says_nothing_is_not_shown(
    run: Run, line: str, memory_keyring: dict[Any, str]
) -> None:
    done = run(
        *("account", "add", "shop", "--provider", PROVIDER),
        *("--set", "access_key=a", "--set", "app_key=b"),
        stdin=f"access_secret=other\n{line}\n",
    )

    assert done.status == 2
    assert "Line 2" in done.err
    assert not [piece for piece in line.split("=") if piece and piece in done.err]
    assert not memory_keyring


def test_an_account_of_a_provider_this_version_lacks_is_said_to_be_one(
    run: Run, smsdesk_home: Path, tmp_path: Path
) -> None:
    entry = {"name": "new", "provider": "carrier-pigeon"}
    AccountFile(smsdesk_home / "accounts.json").save([Account(**entry)])
    message, people = tmp_path / "message.json", tmp_path / "people.csv"
    message.write_text('{"kind": "text", "text": "Hi"}')
    people.write_text("phone\n+8613800138000\n")
    files = ("--message", str(message), "--recipients", str(people))

    for words in (
        ("send", "--account", "new", *files),
        ("segments", "--account", "new"),
        ("account", "test", "new"),
    ):
        done = run(*words)
        assert done.status == 2
        assert "carrier-pigeon" in done.err
        assert "Traceback" not in done.err


@pytest.mark.parametrize(
    "words",
    [
        ("account", "add", "a", "--provider", "nowhere"),
        ("account", "add", "a", "--provider", PROVIDER, "--set", "access_key"),
        ("account", "add", "a", "--provider", PROVIDER, "--set", "speed=1"),
        ("account", "add", "a", "--provider", PROVIDER),
        ("account", "remove", "a"),
        ("account", "test", "a"),
        ("code", "nowhere", "27"),
        ("segments", "--account", "a"),
        ("resume", "c-19990101-000000-abcdef"),
        ("nonsense",),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(run: Run, words: tuple[str, ...]) -> None:
    done = run(*words)

    assert done.status == 2
    assert done.err
    assert not done.out
    assert "Traceback" not in done.err


def test_a_rehearsal_account_needs_no_keys(
    run: Run, message: Path, tmp_path: Path, memory_keyring: dict[Any, str]
) -> None:
    assert run("account", "add", "try", "--provider", PROVIDER, "--rehearsal").status == 0
    people = write_list(tmp_path, "Mei,+8613600000001,1")

    assert run("send", "--account", "try", "--message", message, "--recipients", people).status == 0
    assert not memory_keyring


# -- sending ---------------------------------------------------------------------------------


def test_a_campaign_of_everything_that_can_happen(
    run: Run, account: str, message: Path, tmp_path: Path, sandbox: Sandbox
) -> None:
    people = write_list(
        tmp_path,
        "李梅,+8613600000001,=1+1",
        "Tom,+8613900000006,2",         # rejected: bad number
        "Ivy,+8613900010102,3",         # taken, but the line drops: may have gone out
        "Ann,,4",
        "Bob,+8613600000001,5",         # the first number again
        "Sam,+8613900010106,6",         # throttled twice, then accepted
    )  # fmt: skip
    results = tmp_path / "results.csv"

    done = run(
        "send", "--account", account, "--message", message,
        "--recipients", people, "--results", results,
    )  # fmt: skip

    assert done.status == 3
    assert "2 accepted, 1 rejected, 1 may have gone out, 0 waiting" in done.out
    rows = results_of(results)
    assert list(rows[0])[:11] == RESULT_COLUMNS
    assert list(rows[0])[11:] == ["name", "mobile", "order"]
    assert [row["row"] for row in rows] == ["2", "3", "4", "5", "6", "7"]
    assert [row["status"] for row in rows] == [
        "accepted", "rejected", "unknown", "skipped", "skipped", "accepted",
    ]  # fmt: skip
    assert rows[0]["phone"].lstrip("'") == "+8613600000001"
    assert rows[0]["name"] == "李梅"
    assert not rows[0]["order"].startswith("=")
    assert (rows[1]["code"], rows[5]["attempts"]) == ("6", "3")
    assert rows[1]["meaning"]
    assert rows[1]["next_step"]
    taken = [accepted.phone for accepted in sandbox.ledger]
    assert sorted(taken) == ["8613600000001", "8613900010102", "8613900010106"]

    listed = run("campaigns", "--json").json
    assert [sorted(one) for one in listed] == [["account", "counts", "created_utc", "id", "state"]]
    assert (listed[0]["account"], listed[0]["state"]) == ("shop", "finished")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", listed[0]["created_utc"])
    counts = {status: count for status, count in listed[0]["counts"].items() if count}
    assert counts == {"accepted": 2, "rejected": 1, "unknown": 1, "skipped": 2}
    assert listed[0]["id"] in run("campaigns").out


@pytest.mark.parametrize(
    ("phones", "status"),
    [
        (["+8613600000001", "not a number"], 0),
        (["+8613600000001", "+8613900000006"], 1),
        (["+8613900000006", "+8613900010103"], 3),
    ],
)
def test_the_exit_status_tells_a_script(
    run: Run, account: str, message: Path, tmp_path: Path, phones: list[str], status: int
) -> None:
    people = write_list(tmp_path, *(f"a,{phone},{row}" for row, phone in enumerate(phones)))

    done = run("send", "--account", account, "--message", message, "--recipients", people)

    assert done.status == status


def test_a_dry_run_prints_the_plan_and_sends_nothing(
    run: Run, account: str, message: Path, tmp_path: Path, sandbox: Sandbox
) -> None:
    people = write_list(tmp_path, "Al,+8613600000001,1", "李,+8613600000002,2", "Bo,13-0000,3")

    done = run(
        "send", "--account", account, "--message", message, "--recipients", people, "--dry-run"
    )

    assert done.status == 0
    plan = done.json
    assert (plan["recipients"], plan["segments"], plan["requests"]) == (2, 2, 2)
    assert plan["skipped"] == {
        "no_number": 0,
        "invalid": 1,
        "duplicate": 0,
        "guarded": 0,
        "left_out": 0,
    }
    assert (plan["already_sent"], plan["too_often"]) == (0, 0)
    assert sandbox.requests == 0
    assert run("campaigns", "--json").json == []


def test_a_guarded_account_leaves_everybody_else_out(
    run: Run, message: Path, tmp_path: Path, sandbox: Sandbox
) -> None:
    guard = ("--guarded", "--test-number", "+86 136 0000 0001", "--test-number", "+85291234567")
    assert add_account(run, sandbox.base_url, "try", more=guard).status == 0
    assert run("account", "list").out.split("\t")[2] == "guarded"
    assert "test_numbers=+8613600000001,+85291234567" in run("account", "list").out
    assert run("account", "list", "--json").json[0]["mode"] == "guarded"
    people = write_list(tmp_path, "Al,+8613600000001,1", "李,+8613600000002,2", "Bo,13-0000,3")
    results = tmp_path / "results.csv"
    words = ("send", "--account", "try", "--message", message, "--recipients", people)

    done = run(*words, "--results", results)

    assert done.status == 0
    assert "try is guarded: 1 of 3 rows are no test numbers of it and are left out" in done.err
    assert [one.phone for one in sandbox.ledger] == ["8613600000001"]
    assert [row["status"] for row in results_of(results)] == ["accepted", "skipped", "skipped"]
    assert run(*words, "--dry-run").json["skipped"]["guarded"] == 1

    others = write_list(tmp_path, "李,+8613600000002,2")
    nobody = run(*words[:-1], others)
    assert nobody.status == 2
    assert "none of its test numbers is on the list" in nobody.err
    assert len(sandbox.ledger) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--guarded",), "Enter at least one"),
        (("--guarded", "--test-number", "12"), "12 is no phone number"),
        (("--test-number", "+8613600000001"), "Add --guarded"),
        (("--guarded", "--rehearsal", "--test-number", "+8613600000001"), "not allowed with"),
    ],
)
def test_a_guard_that_guards_nothing_is_refused(
    run: Run, sandbox: Sandbox, words: tuple[str, ...], said: str
) -> None:
    done = add_account(run, sandbox.base_url, "try", more=words)

    assert done.status == 2
    assert said in done.err
    assert run("account", "list", "--json").json == []


def test_who_has_the_text_already_is_told_and_can_be_left_out(
    run: Run, account: str, message: Path, tmp_path: Path, sandbox: Sandbox
) -> None:
    people = write_list(tmp_path, "Al,+8613600000001,1", "李,+8613600000002,2")
    words = ("send", "--account", account, "--message", message, "--recipients", people)
    first = run(*words)
    assert (first.status, first.err) == (0, "")
    write_list(tmp_path, "Al,+8613600000001,1", "李,+8613600000002,2", "Bo,+8613600000003,3")

    plan = run(*words, "--dry-run")
    assert (plan.json["recipients"], plan.json["already_sent"]) == (3, 2)
    said = "2 people got, or may have got, this text in the last 24 hours"
    assert f"{said} (--skip-repeats leaves them out)." in plan.err
    rest = run(*words, "--skip-repeats", "--dry-run").json
    assert (rest["recipients"], rest["requests"], rest["skipped"]["left_out"]) == (1, 1, 2)

    results = tmp_path / "results.csv"
    done = run(*words, "--skip-repeats", "--results", results)
    assert done.status == 0
    assert "2 left out: sent this very text in the last 24 h" in done.err
    taken = sorted(one.phone for one in sandbox.ledger)
    assert taken == ["8613600000001", "8613600000002", "8613600000003"]
    rows = results_of(results)
    assert [row["status"] for row in rows] == ["skipped", "skipped", "accepted"]
    assert rows[0]["meaning"] == "Left out by you"

    nobody = run(*words, "--skip-repeats")
    assert nobody.status == 2
    assert "Everybody on the list was left out" in nobody.err
    again = run(*words)  # a script is told and not kept from it
    assert again.status == 0
    assert "3 people got, or may have got, this text in the last 24 hours" in again.err
    assert len(sandbox.ledger) == 6


def test_the_sixth_message_in_an_hour_is_told(
    run: Run, account: str, tmp_path: Path, sandbox: Sandbox
) -> None:
    people = write_list(tmp_path, "Al,+8613600000001,1")
    words = ("send", "--account", account, "--recipients", people, "--message")
    for number in range(5):
        text = write_message(tmp_path, {"kind": "text", "text": f"number {number}"})
        assert run(*words, text).err == ""
    text = write_message(tmp_path, {"kind": "text", "text": "one more"})
    plan = run(*words, text, "--dry-run")
    assert plan.json["too_often"] == 1
    assert "1 number would get more than 5 messages in an hour (more may be refused)." in plan.err


def test_numbers_without_a_prefix_take_the_country_given(
    run: Run, account: str, message: Path, tmp_path: Path, sandbox: Sandbox
) -> None:
    people = write_list(tmp_path, "Al,139 1122 0457,1", header="name,contact,order")
    words = ("send", "--account", account, "--message", message, "--recipients", people)

    done = run(*words, "--phone-column", "contact", "--region", "cn")

    assert done.status == 0
    assert [accepted.phone for accepted in sandbox.ledger] == ["8613911220457"]


def test_a_wrong_secret_is_refused_before_anybody_gets_anything(
    run: Run, sandbox: Sandbox, message: Path, tmp_path: Path
) -> None:
    add_account(run, sandbox.base_url, access_secret="wrong-one")
    people = write_list(tmp_path, *(f"a,+861360000{row:04d},{row}" for row in range(30)))

    done = run("send", "--account", "shop", "--message", message, "--recipients", people)

    assert done.status == 2
    assert "signature" in done.err.lower()
    assert "wrong-one" not in done.out + done.err
    assert not sandbox.ledger
    identity = run("campaigns", "--json").json[0]["id"]

    # once the secret is right, the same campaign goes on to its end
    run("account", "remove", "shop")
    add_account(run, sandbox.base_url)
    assert run("resume", identity).status == 0
    assert len(sandbox.ledger) == len({accepted.phone for accepted in sandbox.ledger}) == 30


def test_an_address_nobody_answers_leaves_everything_to_resume(
    run: Run, sandbox: Sandbox, message: Path, tmp_path: Path
) -> None:
    add_account(run, sandbox.base_url)
    people = write_list(tmp_path, "a,+8613600000001,1", "b,+8613600000002,2")
    port = int(sandbox.base_url.rsplit(":", 1)[1])
    sandbox.stop()

    words = ("send", "--account", "shop", "--message", message, "--recipients", people)
    done = run(*words, "--wait-offline", "0")

    assert done.status == 3
    identity = re.search(r"smsdesk resume (\S+)", done.err)
    assert identity is not None
    with Sandbox(port) as again:
        results = again_results = tmp_path / "again.csv"
        assert run("resume", identity[1], "--results", again_results).status == 0
        assert len(again.ledger) == 2
    assert {row["status"] for row in results_of(results)} == {"accepted"}


BAD_INPUTS = {
    "no such account": {"account": "nobody"},
    "no such file": {"list": None},
    "empty file": {"list": b""},
    "a picture": {"list": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(64)},
    "only a header": {"list": b"name,mobile,order\n"},
    "no valid number": {"list": b"name,mobile,order\na,12,1\nb,,2\n"},
    "no phone column": {"list": b"name,order\nAl,1\nBo,2\n"},
    "a field without a column": {"message": {"kind": "text", "text": "Hi {surname}"}},
    "a brace left open": {"message": {"kind": "text", "text": "Hi {name"}},
    "text over the limit": {"message": {"kind": "text", "text": "x" * 1001}},
    "no text": {"message": {"kind": "text"}},
    "unknown key": {"message": {"kind": "text", "text": "Hi", "sender": "me"}},
    "unknown kind": {"message": {"kind": "fax", "text": "Hi"}},
    "a message that is a list": {"message": ["Hi"]},
    "column that is not there": {"words": ("--phone-column", "handset")},
    "no such country": {"words": ("--region", "Atlantis")},
    "results in no folder": {"words": ("--results", "nowhere/at/all.csv")},
    "too many workers": {"words": ("--workers", "99")},
    "a rate below zero": {"words": ("--rate", "-1")},
}


@pytest.mark.parametrize("case", BAD_INPUTS.values(), ids=BAD_INPUTS.keys())
def test_bad_input_is_refused_before_anything_is_sent(
    run: Run, account: str, message: Path, tmp_path: Path, sandbox: Sandbox, case: dict[str, Any]
) -> None:
    people = write_list(tmp_path, "Al,+8613600000001,1")
    if "list" in case:
        people.unlink()
        if case["list"] is not None:
            people.write_bytes(case["list"])
    if "message" in case:
        write_message(tmp_path, case["message"])

    done = run(
        "send", "--account", case.get("account", account), "--message", message,
        "--recipients", people, *case.get("words", ()),
    )  # fmt: skip

    assert done.status == 2, done.out
    assert done.err.startswith("smsdesk: ")
    assert "Traceback" not in done.err
    assert not done.out
    assert sandbox.requests == 0
    assert run("campaigns", "--json").json == []


def test_a_message_that_is_no_json_says_where(
    run: Run, account: str, message: Path, tmp_path: Path
) -> None:
    message.write_text('{"kind": "text",\n"text": }', "utf-8")
    people = write_list(tmp_path, "Al,+8613600000001,1")

    done = run("send", "--account", account, "--message", message, "--recipients", people)

    assert done.status == 2
    assert "line 2" in done.err


# -- looking things up -----------------------------------------------------------------------


def test_a_code_is_explained_in_both_languages(run: Run) -> None:
    english, chinese = run("code", PROVIDER, "27"), run("code", PROVIDER, "27", "--lang", "zh")

    assert (english.status, chinese.status) == (0, 0)
    assert english.out.startswith("27 ")
    assert "hour" in english.out
    assert re.search(r"[一-鿿]", chinese.out)


def test_a_word_finds_every_code_that_holds_it(run: Run) -> None:
    done = run("code", PROVIDER, "balance")

    assert done.status == 0
    assert "\n3 " in "\n" + done.out


def test_a_code_no_book_lists_is_said_to_be_unknown(run: Run) -> None:
    done = run("code", PROVIDER, "98765")

    assert done.status == 1
    assert "98765" in done.err


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hello\n", ("GSM-7", 5, 1)),
        ("hello\r\n", ("GSM-7", 5, 1)),
        ("a\n\n", ("GSM-7", 2, 1)),
        ("", ("GSM-7", 0, 0)),
        ("你好 😀\n", ("UCS-2", 5, 1)),
        ("x" * 161, ("GSM-7", 161, 2)),
    ],
)
def test_segments_are_counted(run: Run, text: str, expected: tuple[str, int, int]) -> None:
    done = run("segments", stdin=text)

    assert done.status == 0
    assert done.json == dict(zip(("encoding", "units", "segments"), expected, strict=True))


def test_segments_of_an_account_are_also_counted_as_billed(run: Run, account: str) -> None:
    done = run("segments", "--account", account, stdin="x" * 307)

    assert done.json == {"encoding": "GSM-7", "units": 307, "segments": 3, "billed_segments": 2}


# -- as a program of its own -----------------------------------------------------------------


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {
        **os.environ,
        "PYTHON_KEYRING_BACKEND": "tests.helpers.memory_keyring.FileKeyring",
        "SMSDESK_TEST_KEYRING": str(tmp_path / "keyring.json"),
    }


def start_program(environment: dict[str, str], *words: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "smsdesk", *map(str, words)],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_sandbox_prints_its_address_and_ends_on_a_signal(
    environment: dict[str, str], number: signal.Signals
) -> None:
    with start_program(environment, "sandbox") as program:
        assert program.stdout is not None
        first = program.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", first)
        while "Ctrl+C" not in program.stdout.readline():
            pass
        program.send_signal(number)
        _, err = program.communicate(timeout=20)

    assert program.returncode == 0
    assert err == ""


def test_ctrl_c_pauses_and_the_campaign_can_be_resumed(
    environment: dict[str, str], run: Run, message: Path, tmp_path: Path, sandbox: Sandbox
) -> None:
    fields = {"base_url": sandbox.base_url, **SANDBOX_FIELDS[PROVIDER]}
    words = [word for key, value in fields.items() for word in ("--set", f"{key}={value}")]
    with start_program(
        environment, "account", "add", "shop", "--provider", PROVIDER, *words
    ) as add:
        add.communicate(f"access_secret={SANDBOX_SECRETS[PROVIDER]['access_secret']}\n", 20)
    assert add.returncode == 0
    people = write_list(tmp_path, *(f"a,+861360000{row:04d},{row}" for row in range(60)))

    with start_program(
        environment, "send", "--account", "shop", "--message", message,
        "--recipients", people, "--rate", "20",
    ) as program:  # fmt: skip
        wait_until(lambda: bool(sandbox.ledger))
        program.send_signal(signal.SIGINT)
        out, err = program.communicate(timeout=20)

    assert program.returncode == 3, err
    assert "paused" in out
    identity = re.search(r"smsdesk resume (\S+)", err)
    assert identity is not None
    assert 0 < len(sandbox.ledger) < 60

    with start_program(environment, "resume", identity[1]) as program:
        out, err = program.communicate(timeout=60)
    assert program.returncode == 0, err
    phones = [accepted.phone for accepted in sandbox.ledger]
    assert len(phones) == len(set(phones)) == 60
