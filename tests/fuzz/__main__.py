"""`make fuzz`: feed what reads foreign bytes with nearly good ones, for as long as is let.

Atheris follows the branches where it is installed (Linux); everywhere else, and with `--plain`, the
same seeded changes are made as in the tests. Each target runs in a process of its own, so that one
find does not end the others. The exit status is the number of targets with a find.
"""

import argparse
import importlib
import importlib.util
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from tests.fuzz.mutations import mutants

ROOT = Path(__file__).parents[2]
FINDS = ROOT / ".hypothesis"  # beside the other examples that broke something; in no repository
NAMES = (
    *("reply-nxcloud-sms", "reply-nxcloud-super", "reply-tencent-sms", "reply-sendcloud"),
    *("receipts", "table", "document", "settings", "accounts"),
)


def main() -> int:
    """Fuzz one target here, or each in its own process."""
    options = _options()
    if options.target:
        with tempfile.TemporaryDirectory(prefix="smsdesk-fuzz-") as folder:
            way = _follow if _is_followed(options) else _change
            return way(options.target, options, Path(folder))
    said = "atheris follows the branches" if _is_followed(options) else "seeded changes"
    print(f"{options.seconds:g} s each, seed {options.seed}, {said}", flush=True)
    finds = [name for name in NAMES if not _fuzz_elsewhere(name, options)]
    print(f"{len(NAMES) - len(finds)} of {len(NAMES)} without a find", *finds)
    return len(finds)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make fuzz FUZZ=...", description=__doc__)
    parser.add_argument("--seconds", type=float, default=30.0, help="for each target")
    parser.add_argument("--seed", type=int, default=int(time.time()) % 100_000)
    parser.add_argument("--plain", action="store_true", help="without atheris")
    parser.add_argument("--target", help="one of them, in this process")
    return parser.parse_args()


def _is_followed(options: argparse.Namespace) -> bool:
    return not options.plain and importlib.util.find_spec("atheris") is not None


def _fuzz_elsewhere(name: str, options: argparse.Namespace) -> bool:
    words = ["--seconds", str(options.seconds), "--seed", str(options.seed), "--target", name]
    words += ["--plain"] if options.plain else []
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz", *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    last = [line for line in done.stderr.splitlines() if line.strip()]
    tried = next((line for line in reversed(last) if line.startswith(("tried", "Done"))), "")
    print(f"{'ok  ' if done.returncode == 0 else 'FIND'}  {name}  {tried}", flush=True)
    if done.returncode:
        print(done.stderr[-6_000:])
    return done.returncode == 0


def _change(name: str, options: argparse.Namespace, folder: Path) -> int:
    corpus, target = _prepared(name, folder)
    end = time.monotonic() + options.seconds
    for count, data in enumerate(mutants(corpus.seeds(name), corpus.WORDS, options.seed)):
        if time.monotonic() > end:
            sys.stderr.write(f"tried {count} inputs\n")
            break
        try:
            target(data)
        except Exception:
            sys.stderr.write(f"input: {data!r}\n")
            raise
    return 0


def _prepared(name: str, folder: Path) -> tuple[ModuleType, Callable[[bytes], None]]:
    """The corpus and the target; imported here so that atheris can look on."""
    logging.disable(logging.CRITICAL)
    corpus = importlib.import_module("tests.fuzz.corpus")
    (folder / "files").mkdir()
    return corpus, importlib.import_module("tests.fuzz.targets").targets(folder / "files")[name]


def _follow(name: str, options: argparse.Namespace, folder: Path) -> int:
    import atheris

    with atheris.instrument_imports(include=["smsdesk", "json", "csv"]):
        corpus, target = _prepared(name, folder)
    (folder / "seeds").mkdir()
    FINDS.mkdir(exist_ok=True)
    for number, data in enumerate(corpus.seeds(name)):
        (folder / "seeds" / f"{number}").write_bytes(data)
    (folder / "words").write_text(
        "".join(f'"{_spelled(word)}"\n' for word in corpus.WORDS if len(word) < 64), "ascii"
    )
    atheris.Setup(
        [
            sys.argv[0],
            str(folder / "seeds"),
            f"-max_total_time={max(1, round(options.seconds))}",
            f"-seed={options.seed or 1}",
            f"-dict={folder / 'words'}",
            f"-artifact_prefix={FINDS}/find-{name}-",
            "-max_len=20000",
            "-timeout=20",
            "-rss_limit_mb=2000",
            "-print_final_stats=0",
        ],
        target,
    )
    atheris.Fuzz()  # ends the process
    return 0


def _spelled(word: bytes) -> str:
    return "".join(f"\\x{byte:02X}" for byte in word)


if __name__ == "__main__":
    sys.exit(main())
