"""The one-line results of Compose's sections and of its bottom bar."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from smsdesk.core.account import Account, Mode
from smsdesk.core.csvimport import find_column
from smsdesk.core.errors import UserInputError
from smsdesk.core.message import Message
from smsdesk.core.plan import Plan
from smsdesk.core.preflight import Check, CheckState, without_columns
from smsdesk.core.recipients import Recipients, RowState
from smsdesk.gui.compose.message_words import summary
from smsdesk.gui.compose.survey import Survey
from smsdesk.gui.words import counted, duration, language, number

translate = QCoreApplication.translate
Piece = tuple[str, str] | tuple[str, str, str]
Fact = Piece


def list_words(recipients: Recipients, with_phone: bool = True) -> list[Fact]:
    """Section 1: the file, who will receive, who needs a person, who stays out.

    with_phone: whether the column of the phone is known; nobody is judged before.
    """
    if not with_phone:
        return [
            (recipients.source or translate("Compose", "pasted numbers"), "text"),
            (translate("Compose", "which column is the phone?"), "warn", "tri"),
        ]
    counts = recipients.counts()
    will, invalid = counts[RowState.WILL_RECEIVE], counts[RowState.INVALID]
    out = len(recipients) - will - invalid
    facts: list[Fact] = [
        (recipients.source or translate("Compose", "pasted numbers"), "text"),
        (translate("Compose", "{count} will receive").format(count=number(will)), "ok"),
    ]
    if invalid:
        words = counted(
            invalid,
            translate("Compose", "1 needs attention"),
            translate("Compose", "{count} need attention"),
        )
        facts.append((words, "warn", "tri"))
    if out:
        facts.append((translate("Compose", "{count} left out").format(count=number(out)), "text-3"))
    return facts


def columns_words(recipients: Recipients, fields: Sequence[str]) -> list[Fact | list[Piece]]:
    """Section 2: which column is the phone, and which feeds each field."""
    facts: list[Fact | list[Piece]] = [
        [
            (translate("Compose", "phone ←"), "text-2"),
            (recipients.header[recipients.phone_column], "text"),
        ]
    ]
    for field in fields:
        column = find_column(recipients.header, field)
        name = "{" + field + "} ←"
        if column is None:
            facts.append([(name, "text-2"), (translate("Compose", "no column"), "bad", "tri")])
        else:
            facts.append([(name, "text-2"), (recipients.header[column], "text")])
    return facts


def review_words(checks: Sequence[Check]) -> list[Fact]:
    """Section 4: how many checks passed, want a look, stand in the way."""
    counts = {state: sum(check.state is state for check in checks) for state in CheckState}
    passed, look, blocked = (counts[state] for state in CheckState)
    facts: list[Fact] = []
    if passed:
        words = counted(
            passed,
            translate("Compose", "1 check passed"),
            translate("Compose", "{count} checks passed"),
        )
        facts.append((words, "ok"))
    if look:
        facts.append(
            (translate("Compose", "{count} to look at").format(count=number(look)), "warn")
        )
    if blocked:
        facts.append(
            (translate("Compose", "{count} in the way").format(count=number(blocked)), "bad")
        )
    return facts


def message_words(message: Message) -> list[Fact]:
    """Section 3: the message in one line."""
    line = summary(message)
    return [(line, "text-2")] if line else []


def bar_words(plan: Plan, account: Account) -> list[str]:
    """What Send would do, most telling first: recipients, segments if known, requests, time."""
    seconds = plan.seconds(account.rate_per_s, account.workers)
    facts = [
        counted(
            plan.recipients,
            translate("Compose", "1 recipient"),
            translate("Compose", "{count} recipients"),
        )
    ]
    if plan.segments:  # not known where the provider words the text, none where no SMS carries it
        facts.append(
            counted(
                plan.segments,
                translate("Compose", "1 segment"),
                translate("Compose", "{count} segments"),
            )
        )
    if plan.billed_segments != plan.segments:
        facts.append(
            translate("Compose", "charged as {count}").format(count=number(plan.billed_segments))
        )
    facts += [
        counted(
            plan.requests,
            translate("Compose", "1 request"),
            translate("Compose", "{count} requests"),
        ),
        translate("Compose", "about {time}").format(time=duration(max(1.0, seconds))),
    ]
    return facts


def send_words(people: int, account: Account | None) -> str:
    """The primary button: it says the number, and what it is in a rehearsal."""
    rehearsal = account is not None and account.mode is Mode.REHEARSAL
    if not people:
        return translate("Compose", "Rehearse") if rehearsal else translate("Compose", "Send")
    if rehearsal:
        return counted(
            people,
            translate("Compose", "Rehearse 1 message"),
            translate("Compose", "Rehearse {count} messages"),
        )
    return counted(
        people,
        translate("Compose", "Send 1 message"),
        translate("Compose", "Send {count} messages"),
    )


def reason_words(
    *,
    failed: bool,
    ready: bool,
    account: Account | None,
    busy: bool,
    recipients: Recipients | None,
    people: int,
    written: bool,
    found: Survey | None,
    sent: bool,
) -> str:
    """Why Send is disabled, "" where nothing is in its way: the first thing to do."""
    steps = (
        (
            failed,
            translate("Compose", "Nothing can be sent: smsdesk could not open what it works with."),
        ),
        (not ready, translate("Compose", "Getting ready")),
        (
            account is None,
            translate("Compose", "Nothing can be sent yet: add an account or start the rehearsal."),
        ),
        (busy, translate("Compose", "Writing everything down before the first request")),
        (recipients is None, translate("Compose", "Bring the people this goes to.")),
        (not people, _nobody_words(recipients)),
        (not written, translate("Compose", "Write the message.")),
        (found is None, translate("Compose", "Looking at the list")),
        (found is not None and found.plan is None, _problem_words(found)),
        (
            sent,
            translate(
                "Compose",
                "This already went to these people: change the message or the list to send again.",
            ),
        ),
    )
    return next((words for applies, words in steps if applies), "")


def _nobody_words(recipients: Recipients | None) -> str:
    """Why nobody on the list will receive."""
    counts = recipients.counts() if recipients is not None else {}
    if counts.get(RowState.LEFT_OUT):
        return translate("Compose", "Everybody is left out by you: put some of them back.")
    if counts.get(RowState.GUARDED):
        return translate(
            "Compose", "This account is guarded and none of its test numbers is on the list."
        )
    return translate("Compose", "Nobody on the list will receive yet: look at the list.")


def _problem_words(found: Survey | None) -> str:
    if found is None or found.problem is None:
        return translate("Compose", "Looking at the list")
    absent = [one for one in found.problem.problems if one.code == "merge_no_column"]
    missing = without_columns(UserInputError.of(absent) if absent else found.problem)
    if not missing.problems:
        return missing.sentence(language(), number)
    return missing.title(language(), number).split("\n")[0]
