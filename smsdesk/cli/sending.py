"""`smsdesk send` and `smsdesk resume`."""

import argparse
import json
import signal
import sys
from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Self

from smsdesk.cli.inputs import checked_region, read_list, results_path, with_limits
from smsdesk.cli.output import answer, note, say, tell
from smsdesk.core.account import Account
from smsdesk.core.campaign import CampaignState
from smsdesk.core.check import Check, CheckState
from smsdesk.core.document import DocumentError
from smsdesk.core.errors import SmsdeskError, UserInputError
from smsdesk.core.message import Message
from smsdesk.core.outcome import Status
from smsdesk.core.plan import Plan
from smsdesk.core.preflight import preflight
from smsdesk.core.provider import provider_of
from smsdesk.core.recipients import Recipients, RowState, reached
from smsdesk.core.repeat_checks import Repeats, repeat_checks
from smsdesk.desk import open_desk
from smsdesk.paths import Paths
from smsdesk.services.desk import Desk
from smsdesk.services.message_file import load_message
from smsdesk.services.progress import Group, Progress
from smsdesk.services.reasons import reason_words
from smsdesk.services.row_words import together_words, told_together
from smsdesk.services.sender import CampaignRun

ALL_ACCEPTED, SOME_REJECTED, REFUSED, UNCERTAIN = range(4)

STEP_S = 0.2
GROUP_WORDS = {
    Group.ACCEPTED: "accepted",
    Group.REJECTED: "rejected",
    Group.UNKNOWN: "may have gone out",
    Group.WAITING: "waiting",
}
TO_LOOK_AT = (Status.REJECTED, Status.UNDELIVERED, Status.UNKNOWN, Status.NOT_SENT)


def send(options: argparse.Namespace) -> int:
    """Plan, and unless it is a dry run freeze and send."""
    message, mistakes = _read_message(Path(options.message))
    files = Path(options.message), Path(options.recipients)
    results = results_path(options.results, *files)
    with closing(open_desk(Paths.from_environment())) as desk:
        account = desk.accounts.get(options.account)
        provider = provider_of(desk.providers, account.provider)
        account = with_limits(
            account, provider.info, options.rate, options.workers, options.batch_size
        )
        region = checked_region(options.region, desk.settings.current().region)
        recipients = read_list(Path(options.recipients), options.phone_column, region)
        recipients = reached(recipients, account)
        if mistakes is not None:
            raise _with_more(mistakes, desk, message, recipients, account)
        plan = desk.campaigns.plan(message, recipients, account)
        repeats = desk.recent.look(plan, recipients, account, provider.info)
        skipped = len(repeats.same_text) if options.skip_repeats else 0
        if skipped:
            recipients = recipients.without(repeats.same_text)
            plan = desk.campaigns.plan(message, recipients, account)
            members = set(plan.members)
            still = array("I", (row for row in repeats.too_often if row in members))
            repeats = replace(repeats, too_often=still)
        warnings = [
            _warning(check)
            for check in (
                *preflight(message, recipients, provider, account),
                *repeat_checks(repeats),
            )
            if check.state is CheckState.LOOK and not (skipped and check.id == "already_sent")
        ]
        _warn(account, recipients, warnings, skipped)
        if options.dry_run:
            facts = _plan_as_json(account, recipients, plan, repeats)
            answer(json.dumps({**facts, "warnings": warnings}, ensure_ascii=False, indent=2))
            return ALL_ACCEPTED
        account = account.with_secrets(desk.accounts.unlock(account.name).secrets)
        return _follow(
            desk,
            lambda: desk.campaigns.start(
                message,
                recipients,
                account,
                plan=plan,
                keep_going=options.keep_going,
                offline_s=options.wait_offline,
            ),
            results,
        )


def _read_message(path: Path) -> tuple[Message, DocumentError | None]:
    """The message of a document, and its mistakes where it has such; then it cannot be sent.

    Raises:
        UserInputError: where nothing more can be said of it than its mistakes.
    """
    try:
        return load_message(path), None
    except DocumentError as mistakes:
        if mistakes.message is None:
            raise
        return mistakes.message, mistakes


def _with_more(
    mistakes: DocumentError, desk: Desk, rest: Message, recipients: Recipients, account: Account
) -> UserInputError:
    """The mistakes of a document, and what stands in the way of the rest of it."""
    problems = list(mistakes.problems)
    told = {problem.where for problem in problems}
    try:
        desk.campaigns.plan(rest, recipients, account)
    except UserInputError as more:
        problems += [problem for problem in more.problems if problem.where not in told]
    return UserInputError.of(problems)


def resume(options: argparse.Namespace) -> int:
    """Send what a campaign still holds and certainly never left."""
    results = results_path(options.results)
    with closing(open_desk(Paths.from_environment())) as desk:
        return _follow(
            desk,
            lambda: desk.campaigns.resume(
                options.id, keep_going=options.keep_going, offline_s=options.wait_offline
            ),
            results,
        )


def _warning(check: Check) -> str:
    """A check that is worth a look, in one line."""
    detail = check.details()
    if check.id == "already_sent":
        detail = "--skip-repeats leaves them out"
    title = check.title().removesuffix(".")
    return f"{title} ({detail})." if detail else f"{title}."


def _warn(account: Account, recipients: Recipients, warnings: Sequence[str], skipped: int) -> None:
    """Say what a person would want to know before sending; a script goes on."""
    guarded = recipients.counts()[RowState.GUARDED]
    if guarded:
        note(
            f"{account.name} is guarded: {guarded} of {len(recipients)} rows are no test numbers "
            "of it and are left out."
        )
    if skipped:
        note(f"{skipped} left out: sent this very text in the last 24 h.")
    for sentence in warnings:
        note(sentence)


def _plan_as_json(
    account: Account, recipients: Recipients, plan: Plan, repeats: Repeats
) -> dict[str, object]:
    counts = recipients.counts()
    return {
        "account": account.name,
        "provider": account.provider,
        "recipients": plan.recipients,
        "segments": plan.segments,
        "billed_segments": plan.billed_segments,
        "requests": plan.requests,
        "messages": len(plan.messages),
        "single_number_fields": list(plan.single_number_fields),
        "phone_column": recipients.header[recipients.phone_column],
        "rows": len(recipients),
        "skipped": {
            state.name.lower(): counts[state]
            for state in RowState
            if state is not RowState.WILL_RECEIVE
        },
        "already_sent": len(repeats.same_text),
        "too_often": len(repeats.too_often),
        "seconds": round(plan.seconds(account.rate_per_s, account.workers), 1),
    }


# -- following a run -------------------------------------------------------------------------


def _follow(desk: Desk, begin: Callable[[], CampaignRun], results: Path | None) -> int:
    """Begin, wait to the end or until interrupted, export and tell; returns the exit status.

    What is told comes last, and where nobody reads it the rest holds all the same.
    """
    run: CampaignRun | None = None
    try:
        with _Interruption() as interruption:
            run = begin()
            interruption.pauses(run)
            line = _ProgressLine()
            while not run.wait(STEP_S):
                line.show(run.progress())
            line.clear()
    except KeyboardInterrupt:
        if run is None:
            raise
        tell(f"{run.campaign.id}: ended at once; what was under way may have gone out")
        _tell_how_to_go_on(run, results)
        return UNCERTAIN
    progress = run.progress()
    if results is not None:
        try:
            desk.history.export(run.campaign.id, results)
        except SmsdeskError as problem:  # what was sent stays sent: its status counts
            note(str(problem))
            note(f"To write them later: smsdesk resume {run.campaign.id} --results {results}")
    _tell(desk, run, progress)
    return exit_status(desk, run, progress)


def exit_status(desk: Desk, run: CampaignRun, progress: Progress) -> int:
    """What a script needs to know: all accepted, some rejected, refused outright, or uncertain."""
    numbers = progress.numbers
    refused = (
        progress.state is CampaignState.PAUSED
        and numbers[Group.ACCEPTED] == numbers[Group.UNKNOWN] == 0
        and desk.explain(run.campaign.provider, progress.reason).cls.pauses
    )
    if refused:
        return REFUSED
    if progress.state is CampaignState.PAUSED or numbers[Group.UNKNOWN] or numbers[Group.WAITING]:
        return UNCERTAIN
    return SOME_REJECTED if numbers[Group.REJECTED] else ALL_ACCEPTED


def _tell(desk: Desk, run: CampaignRun, progress: Progress) -> None:
    campaign = run.campaign
    counts = ", ".join(f"{progress.numbers[group]} {word}" for group, word in GROUP_WORDS.items())
    lines = [f"{campaign.id}: {progress.state}; {counts}"]
    for count, code in _codes_to_look_at(run):
        entry = desk.explain(campaign.provider, code)
        more = together_words(Status.REJECTED, entry.cls, _told_together(run, code)).en
        step = f"{entry.next_step.en} {more}".rstrip()
        lines.append(f"  {count} x {code}: {entry.meaning.en}. {step}")
    tell("\n".join(lines))
    if progress.state is not CampaignState.PAUSED:
        return
    for words in reason_words(
        desk.explain, campaign.provider, progress.reason, progress.reason_data
    ):
        if words.en:
            note(words.en)
    _tell_how_to_go_on(run, None)


def _tell_how_to_go_on(run: CampaignRun, results: Path | None) -> None:
    written = "" if results is None else f" --results {results}"
    say(f"Go on with: smsdesk resume {run.campaign.id}{written}\n")


def _codes_to_look_at(run: CampaignRun) -> list[tuple[int, str]]:
    """How many recipients got which code, of all that were not accepted, most frequent first."""
    ledger = run.ledger
    pairs = Counter(zip(ledger.status, ledger.code, strict=True))
    found: Counter[str] = Counter()
    for (status, code), count in pairs.items():
        if status in TO_LOOK_AT:
            found[ledger.codes[code]] += count
    return [(count, code) for code, count in found.most_common()]


def _told_together(run: CampaignRun, code: str) -> int:
    """How many numbers shared the first answer of that code; 1 where each had its own."""
    row = run.ledger.code.index(run.ledger.codes.index(code))
    return told_together(run.frozen, run.ledger, run.frozen.batch_of[row])


class _Interruption:
    """Turns the first Ctrl+C (or SIGTERM) into a pause; a second one ends the program."""

    SIGNALS = (signal.SIGINT, signal.SIGTERM)

    def __init__(self) -> None:
        self._run: CampaignRun | None = None
        self._asked = False
        self._before = {number: signal.getsignal(number) for number in self.SIGNALS}

    def __enter__(self) -> Self:
        for number in self.SIGNALS:
            signal.signal(number, self._on_signal)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def pauses(self, run: CampaignRun) -> None:
        """From now on a signal pauses `run`, also one that came while it was being started."""
        self._run = run
        if self._asked:
            run.pause()

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        if self._asked:
            raise KeyboardInterrupt
        self._asked = True
        if self._run is not None:
            self._run.pause()
        say("\nPausing: waiting for the requests under way. Again to end at once.\n")


class _ProgressLine:
    """One line at the terminal that keeps itself up to date; nothing where it is no terminal."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._width = 0

    def show(self, progress: Progress) -> None:
        """Replace the line."""
        if not self._shown:
            return
        parts = [f"{progress.done} of {progress.total}"]
        parts += [
            f"{progress.numbers[group]} {word}"
            for group, word in GROUP_WORDS.items()
            if group is not Group.WAITING and progress.numbers[group]
        ]
        if progress.rate_per_s:
            parts.append(f"{progress.rate_per_s:.0f}/s")
        if progress.seconds_left is not None:
            parts.append(f"{progress.seconds_left:.0f} s left")
        if progress.offline:
            parts.append(f"cannot be reached, next try in {progress.waiting_s:.0f} s")
        self._write(" · ".join(parts))

    def clear(self) -> None:
        """Wipe the line."""
        if self._shown and self._width:
            self._write("")

    def _write(self, text: str) -> None:
        say("\r" + text.ljust(self._width) + ("\r" if not text else ""))
        self._width = len(text)
