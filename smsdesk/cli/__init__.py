"""The command line: accounts, sending, decisions, codes, segments and the sandbox, without Qt.

Exit status of every command: 0 done, 1 done with something a person should look at, 2 refused
before anything happened, 3 (sending only) not everything has a certain answer.
"""

from collections.abc import Sequence

from smsdesk.cli import output
from smsdesk.cli.parser import make_parser
from smsdesk.core.errors import SmsdeskError

REFUSED = 2
INTERRUPTED = 130  # as shells count an end by Ctrl+C


def main(arguments: Sequence[str]) -> int:
    """Run one command; returns the exit status. Errors a person can meet go to standard error."""
    output.prepare()
    parsed = make_parser().parse_args(arguments)
    try:
        return int(parsed.run(parsed))
    except SmsdeskError as problem:
        output.note(problem.sentence(getattr(parsed, "lang", "en")))
        return REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED
