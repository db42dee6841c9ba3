"""The commands and their options, each bound to the function that runs it."""

import argparse
import math

from smsdesk import __version__
from smsdesk.cli import accounts, campaigns, decide, lookups, sandbox, sending
from smsdesk.providers import PROVIDERS

DESCRIPTION = """\
Send personalised text messages to a list of recipients, and know what became of each.

Without a command the window opens; `smsdesk --demo` opens it on the built-in sandbox, with a
sample list, sending nothing to anybody. `smsdesk FILE.json` opens it with that message, and
`smsdesk --selftest` checks what this installation needs of the computer.
"""
SEND_STATUS = """\
exit status: 0 all accepted; 1 some rejected; 2 refused before anything was sent;
3 some may have gone out, or stopped before the end
"""


DECIDE_STATUS = """\
exit status: 0 done; 2 refused, nothing was changed; 3 not all were found in the records
"""


def make_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = argparse.ArgumentParser(
        prog="smsdesk",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"smsdesk {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _add_account(commands.add_parser("account", help="add, list, remove and test accounts"))
    _add_send(
        commands.add_parser(
            "send",
            help="send a message to the recipients of a file",
            epilog=SEND_STATUS,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
    )
    _add_campaigns(commands.add_parser("campaigns", help="list what was sent, newest first"))
    _add_resume(
        commands.add_parser(
            "resume",
            help="go on with a campaign that was paused or interrupted",
            description="Sends what is queued, what certainly never left, and what was refused for "
            "the account's sake (its keys, its balance); never what may have gone out. With "
            "nothing left to send it only writes the results.",
            epilog=SEND_STATUS,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
    )
    _add_decide(
        commands.add_parser(
            "decide",
            help="settle what may have gone out",
            description="For people who may have got the message, or not: nobody knows. Nothing is "
            "sent by deciding; what was put back into the queue goes out with: smsdesk resume ID",
            epilog=DECIDE_STATUS,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
    )
    _add_code(commands.add_parser("code", help="what a provider's code means, in words"))
    _add_segments(commands.add_parser("segments", help="count the segments of a text"))
    _add_sandbox(commands.add_parser("sandbox", help="run the provider emulator"))
    return parser


def _add_account(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="account_command", metavar="COMMAND", required=True)

    add = commands.add_parser(
        "add",
        help="add an account; secrets come from standard input",
        description="Secrets are read from standard input as KEY=VALUE lines, or asked for at a "
        "terminal, and kept in the keyring of the operating system.",
    )
    add.add_argument("name", metavar="NAME", help="what you call it")
    add.add_argument(
        "--provider", metavar="ID", required=True, help=f"one of {', '.join(PROVIDERS)}"
    )
    add.add_argument(
        "--set",
        metavar="KEY=VALUE",
        action="append",
        default=[],
        dest="fields",
        help="a field of the provider that is no secret, or base_url",
    )
    mode = add.add_mutually_exclusive_group()
    mode.add_argument(
        "--rehearsal",
        action="store_true",
        help="answered by the built-in sandbox; sends nothing and needs no keys",
    )
    mode.add_argument(
        "--guarded",
        action="store_true",
        help="sends for real, but only to the test numbers; everybody else is left out",
    )
    add.add_argument(
        "--test-number",
        metavar="NUMBER",
        action="append",
        default=[],
        dest="test_numbers",
        help="a number the guarded account may send to; give one or more",
    )
    add.set_defaults(run=accounts.add)

    listing = commands.add_parser("list", help="list the accounts")
    listing.add_argument("--json", action="store_true", help="as JSON, with every field")
    listing.set_defaults(run=accounts.show)

    remove = commands.add_parser("remove", help="forget an account and its secrets")
    remove.add_argument("name", metavar="NAME", help="of the account")
    remove.set_defaults(run=accounts.remove)

    test = commands.add_parser("test", help="check keys and clock; sends no message")
    test.add_argument("name", metavar="NAME", help="of the account")
    test.set_defaults(run=accounts.test)


def _add_send(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--account", metavar="NAME", required=True, help="the account that sends, by its name"
    )
    parser.add_argument(
        "--message",
        metavar="FILE.json",
        required=True,
        help="a message document, as the composer saves it",
    )
    parser.add_argument(
        "--recipients",
        metavar="FILE",
        required=True,
        help="a CSV file with a header; its columns fill the message's {fields}",
    )
    parser.add_argument(
        "--phone-column", metavar="C", help="name of the column; found by itself where it is clear"
    )
    parser.add_argument(
        "--region", metavar="CC", help="country of numbers without a prefix, for example CN"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="print the plan as JSON and send nothing"
    )
    parser.add_argument(
        "--skip-repeats",
        action="store_true",
        help="leave out who was sent this very text within the last 24 hours",
    )
    parser.add_argument(
        "--rate",
        metavar="REQUESTS_PER_SECOND",
        type=float,
        help="at most so many; the account's own limit if not given",
    )
    parser.add_argument(
        "--workers",
        metavar="N",
        type=int,
        help="requests at the same time; the account's own number if not given",
    )
    parser.add_argument(
        "--batch-size",
        metavar="N",
        type=int,
        help="numbers in one request at most; the account's own if not given",
    )
    _add_sending_options(parser)
    parser.set_defaults(run=sending.send)


def _add_resume(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="of the campaign, as `smsdesk campaigns` lists it")
    _add_sending_options(parser)
    parser.set_defaults(run=sending.resume)


def _add_decide(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="of the campaign, as `smsdesk campaigns` lists it")
    choice = parser.add_mutually_exclusive_group(required=True)
    choice.add_argument(
        "--treat-as-sent", action="store_true", help="count them as sent; never sent again"
    )
    choice.add_argument(
        "--send-again",
        action="store_true",
        help="put them back into the queue; they may get it twice",
    )
    choice.add_argument(
        "--ask", action="store_true", help="look for them in the provider's records"
    )
    parser.add_argument(
        "--rows", metavar="5,9-12", help="only these, numbered as in the file; all if not given"
    )
    parser.add_argument(
        "--yes", action="store_true", help="with --send-again: do not ask for the count"
    )
    parser.set_defaults(run=decide.decide)


def _add_sending_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--results", metavar="OUT.csv", help="write what became of each row")
    parser.add_argument(
        "--keep-going", action="store_true", help="do not pause on repeated failures"
    )
    parser.add_argument(
        "--wait-offline",
        metavar="SECONDS",
        type=_seconds,
        default=60.0,
        help="how long to wait for a provider that cannot be reached; 60 if not given",
    )


def _seconds(text: str) -> float:
    seconds = float(text)
    if not (math.isfinite(seconds) and seconds >= 0):
        raise argparse.ArgumentTypeError(f"{text} is no number of seconds, 0 or more")
    return seconds


def _add_campaigns(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as JSON, with every count")
    parser.set_defaults(run=campaigns.show)


def _add_code(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("provider", metavar="PROVIDER", help="its id, such as nxcloud-sms")
    parser.add_argument("query", metavar="CODE", help="a code, or a word its text may hold")
    parser.add_argument("--lang", choices=("en", "zh"), default="en", help="language of the answer")
    parser.set_defaults(run=lookups.code)


def _add_segments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--account", metavar="NAME", help="count also what this account's provider bills"
    )
    parser.set_defaults(run=lookups.segments)


def _add_sandbox(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--port", metavar="N", type=int, default=0, help="a free one is taken if not given"
    )
    parser.set_defaults(run=sandbox.serve)
