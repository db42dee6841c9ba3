"""`make bench`: the measurements, as ratios within one run. Never part of passing or failing."""

import sys
import tempfile
from pathlib import Path

from tests.bench import bulk, commit, frozen, lateness, million, sending, start
from tests.bench.measure import Result, table

MEASUREMENTS = (
    start.measure,
    frozen.measure,
    bulk.measure,
    sending.measure,
    lateness.measure,
    commit.measure,
    million.measure,
)


def main() -> int:
    results: list[Result] = []
    for measure in MEASUREMENTS:
        with tempfile.TemporaryDirectory() as folder:
            results += measure(Path(folder))
    print(table(results))
    return 0


if __name__ == "__main__":
    sys.exit(main())
