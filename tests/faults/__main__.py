"""`make faults`: campaigns under every fault, and the provider's ledger against the journal.

Prints the figures as a table; twice, lost and mismatch must be zero. Exit status 1 where they are
not, or where anything else was not as it must be.
"""

import argparse
import sys
from collections.abc import Sequence

from tests.faults.suite import AWAY_S, JOBS, LEAST_KILLS, NAMES, Playing, jobs
from tests.faults.table import table


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    names = [name for name in NAMES if not options.only or name in options.only]
    wanted = list(jobs(names, options.seed, quick=options.quick, away_s=options.away))
    with Playing(wanted, options.jobs) as playing:
        for number, line in enumerate(playing.as_they_end(), start=1):
            ended = "" if line.holds else "  FAILED"
            progress = f"{number}/{len(playing)} {line.scenario}, {line.provider}{ended}"
            print(progress, file=sys.stderr, flush=True)
        lines = playing.lines()
    print(table(lines))
    kills = sum(line.faults for line in lines if line.scenario == "killed")
    few = "killed" in names and not options.quick and kills < LEAST_KILLS
    if few:
        print(f"FAILED killed: only {kills} times")
    return 1 if few or not all(line.holds for line in lines) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a part of it, as in the tests")
    parser.add_argument("--seed", type=int, default=0, help="other faults at other moments")
    parser.add_argument(
        "--only", action="append", choices=NAMES, metavar="SCENARIO", help="may be repeated"
    )
    parser.add_argument(
        "--away",
        type=float,
        default=AWAY_S,
        metavar="SECONDS",
        help="how long the provider is away in a full run (%(default)s)",
    )
    parser.add_argument("--jobs", type=int, default=JOBS, help="campaigns at a time (%(default)s)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
