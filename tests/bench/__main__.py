"""`make bench`: the measurements, as ratios within one run. Never part of passing or failing.

python -m tests.bench                   all of them, for some minutes
python -m tests.bench --strict frozen   one of them; status 1 where its target is missed
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.bench import bulk, commit, frozen, lateness, million, sending, start
from tests.bench.measure import Result, table

MEASUREMENTS: dict[str, Callable[[Path], list[Result]]] = {
    "start": start.measure,
    "frozen": frozen.measure,
    "bulk": bulk.measure,
    "sending": sending.measure,
    "lateness": lateness.measure,
    "commit": commit.measure,
    "million": million.measure,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(MEASUREMENTS))
    parser.add_argument("--strict", action="store_true", help="a missed target is a failure")
    options = parser.parse_args()
    if unknown := set(options.names) - set(MEASUREMENTS):
        parser.error(f"there is no measurement {', '.join(sorted(unknown))}")
    results: list[Result] = []
    for name in options.names or MEASUREMENTS:
        with tempfile.TemporaryDirectory() as folder:
            results += MEASUREMENTS[name](Path(folder))
    print(table(results))
    missed = not results or not all(one.reached for one in results)
    return 1 if options.strict and missed else 0


if __name__ == "__main__":
    sys.exit(main())
