"""The command line where its world is not as it should be: streams, files, signals, options."""

import json
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from smsdesk.sandbox import Sandbox
from tests.helpers.outside import NXCLOUD, SUPER, Bench, Done
from tests.helpers.waiting import wait_until

REFUSED_NUMBER = "Mei,+8613900000006,1001"
TEXT = {"kind": "text", "text": "Hi {name}"}


def shell(bench: Bench, *words: object, end: str, **environment: str) -> Done:
    """Run a command with the shell's own `end` behind it: a pipe, a redirection."""
    command = shlex.join([sys.executable, "-m", "smsdesk", *map(str, words)])
    done = subprocess.run(
        ["bash", "-c", f"{command} {end}"],
        env=bench.environment | environment,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert b"Traceback" not in done.stderr
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


# -- streams ---------------------------------------------------------------------------------


def test_a_reader_that_is_gone_changes_no_status_and_loses_no_results(
    bench: Bench, tmp_path: Path
) -> None:
    results = tmp_path / "out.csv"
    words = bench.words(NXCLOUD, TEXT, [REFUSED_NUMBER])

    done = shell(bench, *words, "--results", results, end="| true; exit ${PIPESTATUS[0]}")

    assert done.status == 1
    assert ",rejected,6," in results.read_text("utf-8-sig")


def test_an_output_on_a_full_disk_is_told_and_changes_no_status(
    bench: Bench, tmp_path: Path
) -> None:
    results = tmp_path / "out.csv"
    words = bench.words(NXCLOUD, TEXT)

    done = shell(bench, *words, "--results", results, end="> /dev/full")

    assert done.status == 0
    assert "The output cannot be written" in done.err
    assert results.read_text("utf-8-sig").count(",accepted,") == 2


def test_a_warning_nobody_can_read_changes_no_status(bench: Bench) -> None:
    words = bench.words(NXCLOUD, TEXT, ["Mei,+8613600000061,1"])
    bench.run(*words)

    again = shell(bench, *words, end="2>&1 >/dev/null | true; exit ${PIPESTATUS[0]}")

    assert again.status == 0


def test_a_signal_pauses_also_where_nobody_reads_what_is_said_to_it(
    bench: Bench, tmp_path: Path
) -> None:
    results = tmp_path / "out.csv"
    people = [f"Mei {number},+86136000{number:05},1" for number in range(100)]
    with Sandbox() as slow:
        bench.add("unread", NXCLOUD, slow.base_url)
        words = bench.words("unread", TEXT, people)
        with bench.begin(*words, "--rate", "5", "--results", results) as program:
            assert program.stderr is not None
            program.stderr.close()  # as `| tee` is ended by the very Ctrl+C
            wait_until(lambda: bool(slow.requests))
            program.send_signal(signal.SIGINT)
            assert program.wait(timeout=60) == 3
            assert program.stdout is not None
            assert "paused" in program.stdout.read()

    assert ",queued," in results.read_text("utf-8-sig")


def test_an_answer_nobody_can_read_is_refused(bench: Bench) -> None:
    done = shell(bench, "account", "list", "--json", end="> /dev/full")

    assert done.status == 2
    assert done.err.startswith("smsdesk: The output cannot be written")


@pytest.mark.parametrize("end", [">&-", "<&-", "<&- >&- 2>&-"])
def test_a_scheduler_may_close_the_streams(bench: Bench, end: str) -> None:
    assert shell(bench, "segments", end=end).status == 0


def test_any_character_can_be_printed_anywhere(bench: Bench) -> None:
    for encoding in ("cp1252", "ascii"):
        done = shell(
            bench, "code", NXCLOUD, "27", "--lang", "zh", end="", PYTHONIOENCODING=encoding
        )
        assert done.status == 0
        assert "频率" in done.out or "小时" in done.out


# -- files -----------------------------------------------------------------------------------


def test_results_never_replace_what_was_read(bench: Bench) -> None:
    words = bench.words(NXCLOUD, TEXT)
    for read in (Path(str(words[4])), Path(str(words[6]))):
        before = read.read_bytes()

        done = bench.run(*words, "--results", read)

        assert done.status == 2
        assert "the results would replace it" in done.err
        assert read.read_bytes() == before


def test_results_that_cannot_be_written_can_be_had_later(bench: Bench, tmp_path: Path) -> None:
    # a folder takes the place of the file while the campaign is under way
    results = tmp_path / "out.csv"
    words = bench.words(NXCLOUD, TEXT, ["Mei,+8613900010002,1001"])  # taken after 2 seconds
    seen = len(bench.tap.seen)
    with bench.begin(*words, "--results", results) as program:
        wait_until(lambda: len(bench.tap.seen) > seen)
        results.mkdir()
        _, err = program.communicate(timeout=30)
    results.rmdir()
    later = err[err.index("smsdesk resume") :].splitlines()[0].split()

    assert program.returncode == 0
    assert bench.run(*later[1:]).status == 0
    assert ",accepted," in results.read_text("utf-8-sig")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('{"kind": "text", "text": "你好"}'.encode("utf-16"), "is not UTF-8"),
        (b'{"kind": "text", "text": "a", "text": "b"}', "says text twice"),
    ],
)
def test_a_document_that_can_be_read_two_ways_is_refused(
    bench: Bench, tmp_path: Path, content: bytes, told: str
) -> None:
    document = tmp_path / "message.json"
    document.write_bytes(content)
    words = list(bench.words(NXCLOUD, TEXT))
    words[4] = document

    done = bench.run(*words)

    assert done.status == 2
    assert told in done.err


# -- signals, statuses, options --------------------------------------------------------------


def test_a_second_signal_ends_at_once_and_tells_how_to_go_on(bench: Bench) -> None:
    with Sandbox() as slow:
        bench.add("slow", NXCLOUD, slow.base_url)
        words = bench.words("slow", TEXT, ["Mei,+8613900010030,1001", "Bo,+8613600000002,1002"])
        with bench.begin(*words, "--workers", "1") as program:
            assert program.stderr is not None
            wait_until(lambda: bool(slow.requests))
            program.send_signal(signal.SIGTERM)
            while "Pausing" not in program.stderr.readline():
                pass
            program.send_signal(signal.SIGTERM)
            out, err = program.communicate(timeout=60)

    assert program.returncode == 3
    assert "ended at once" in out
    assert "Go on with: smsdesk resume c-" in err


def test_a_paused_campaign_was_stopped_before_its_end(bench: Bench) -> None:
    people = ["Mei,+8613600000071,1", "Bo,+8613600000072,2", "Al,+8613900030006,3"]

    sent = bench.send(NXCLOUD, TEXT, people)

    assert sent.done.status == 3
    assert "paused" in sent.done.out


@pytest.mark.parametrize("value", ["nan", "inf", "-5", "soon"])
def test_a_wait_without_end_is_refused(bench: Bench, value: str) -> None:
    done = bench.run(*bench.words(NXCLOUD, TEXT), f"--wait-offline={value}")

    assert done.status == 2
    assert "--wait-offline" in done.err


def test_what_the_window_would_warn_of_is_told(bench: Bench) -> None:
    image = {"url": "https://shop.example/1001.jpg"}
    card = {"kind": "card", "title": "Hi {name}", "image": image, "channels": ["VIBER", "SMS"]}
    words = bench.words(SUPER, card, ["Mei,+8613600000001,1", ",+8613600000002,2"])

    done = bench.run(*words, "--dry-run")

    warnings = json.loads(done.out)["warnings"]
    assert done.status == 0
    assert any("SMS" in one for one in warnings)
    assert any("empty" in one for one in warnings)
    assert [f"smsdesk: {one}" for one in warnings] == done.err.splitlines()


def test_a_port_that_is_none_is_refused(bench: Bench) -> None:
    done = bench.run("sandbox", "--port", "70000")

    assert done.status == 2
    assert "70000 is no port" in done.err


def test_one_bad_number_costs_nobody_else_where_each_has_a_request(bench: Bench) -> None:
    people = ["Mei,+8613600000081,1", "Bo,+8613900000006,2", "Al,+8613600000082,3"]
    words = bench.words(NXCLOUD, {"kind": "text", "text": "Hi"}, people)

    together = bench.send(NXCLOUD, {"kind": "text", "text": "Hi you"}, people)
    done = bench.run(*words, "--batch-size", "1")

    said = "3 numbers went in one request and got this one answer"
    assert said in together.done.out
    assert all(said in step for step in together.column("next_step"))
    assert len(together.requests) == 1
    assert said not in done.out
    assert done.status == 1
    assert "2 accepted, 1 rejected" in done.out
    assert bench.run(*words, "--batch-size", "99999").status == 2
