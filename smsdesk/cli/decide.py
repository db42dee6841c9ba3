"""`smsdesk decide`: what becomes of rows that may have gone out."""

import argparse
import sys
from collections.abc import Sequence
from contextlib import closing

from smsdesk.cli.output import note, say, tell
from smsdesk.core.errors import UserInputError
from smsdesk.core.outcome import Status
from smsdesk.desk import open_desk
from smsdesk.paths import Paths
from smsdesk.services.desk import Desk

DONE, STILL_OPEN = 0, 3


def decide(options: argparse.Namespace) -> int:
    """Treat as sent, put back into the queue, or look in the provider's records."""
    with closing(open_desk(Paths.from_environment())) as desk:
        view = desk.history.open(options.id)
        rows = _rows(options.rows, view.campaign.first_row, view.campaign.rows)
        is_open = set(desk.decisions.open_rows(options.id))
        chosen = sorted(is_open if rows is None else is_open.intersection(rows))
        if options.ask:
            return _ask(desk, options.id, chosen)
        if not chosen:
            return _nothing(options.id)
        if options.treat_as_sent:
            count = desk.decisions.treat_as_sent(options.id, chosen)
            tell(f"{options.id}: {count} treated as sent; {_left(desk, options.id)}")
            return DONE
        if not options.yes:
            _confirm(len(chosen))
        count = desk.decisions.send_again(options.id, chosen)
        tell(f"{options.id}: {count} put back into the queue; {_left(desk, options.id)}")
        tell(f"Send with: smsdesk resume {options.id}")
        return DONE


def _ask(desk: Desk, campaign_id: str, chosen: Sequence[int]) -> int:
    if reason := desk.decisions.why_not_ask(campaign_id):
        raise UserInputError.of([reason])
    if not chosen:
        return _nothing(campaign_id)
    asked = desk.decisions.ask(campaign_id, chosen)
    tell(f"{campaign_id}: {asked.found} found; {_left(desk, campaign_id)}")
    if asked.problem is not None:
        note(str(asked.problem))
    if not asked.not_found:
        return DONE
    tell(asked.not_found_words.en)
    return STILL_OPEN


def _nothing(campaign_id: str) -> int:
    tell(f"{campaign_id}: nothing to decide")
    return DONE


def _left(desk: Desk, campaign_id: str) -> str:
    count = desk.history.open(campaign_id).ledger.counts()[Status.UNKNOWN]
    return f"{count} may have gone out"


def _confirm(count: int) -> None:
    """Have the number of people typed, who may get the message twice."""
    if not sys.stdin.isatty():
        raise UserInputError("cli_send_again_yes", count=count)
    say(f"{count} people may have it already and may get it twice.\n")
    say(f"Type {count} to send again: ")
    if sys.stdin.readline().strip() != str(count):
        raise UserInputError("cli_send_again_not_typed", count=count)


def _rows(text: str | None, first_row: int, count: int) -> list[int] | None:
    """Row indexes from `5,9` or `5-9`, numbered as in the recipient file; None for all."""
    if text is None:
        return None
    rows: list[int] = []
    for part in text.split(","):
        begin, dash, end = (word.strip() for word in part.partition("-"))
        ends = (begin, end) if dash else (begin, begin)
        if not all(word.isascii() and word.isdecimal() and len(word) < 10 for word in ends):
            raise UserInputError("cli_rows_form", text=part.strip())
        first, last = (int(word) - first_row for word in ends)
        if not 0 <= first <= last < count:
            raise UserInputError(
                "cli_rows_beyond", text=part.strip(), first=first_row, last=first_row + count - 1
            )
        rows += range(first, last + 1)
    return rows
