"""The command line: accounts, sending, decisions, codes, segments and the sandbox, without Qt.

Exit status of every command: 0 done, 1 done with something a person should look at, 2 refused
before anything happened, 3 (sending only) not everything has a certain answer.
"""

import os
import sys
from collections.abc import Sequence

from smsdesk.cli.parser import make_parser
from smsdesk.core.errors import SmsdeskError

REFUSED = 2
INTERRUPTED = 130  # as shells count an end by Ctrl+C


def main(arguments: Sequence[str]) -> int:
    """Run one command; returns the exit status. Errors a person can meet go to standard error."""
    parsed = make_parser().parse_args(arguments)
    try:
        status = int(parsed.run(parsed))
        sys.stdout.flush()
    except SmsdeskError as problem:
        sys.stderr.write(f"smsdesk: {problem}\n")
        return REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # whoever read our output had enough; say nothing more, also not at the interpreter's end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status
