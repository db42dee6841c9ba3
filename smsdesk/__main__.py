"""Start smsdesk: the window without arguments or with a message document, else a command.

The two halves never load each other's weight: a command runs without Qt, the window paints before
argparse or the providers are even looked at. Each is therefore imported by name, here and only
here, once it is known which one is wanted.
"""

import gc
import importlib
import sys
from collections.abc import Sequence

from smsdesk.core.errors import ConfigError
from smsdesk.display import has_display

DEMO = ["--demo"]
SELFTEST = "--selftest"
DOCUMENT = ".json"  # what a file manager calls the program with


def main(arguments: Sequence[str] | None = None) -> int:
    """Run smsdesk with `arguments`, those of this process by default; returns the exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == [SELFTEST]:
        return int(importlib.import_module("smsdesk.selftest").main(words[1:]))
    document = words[0] if len(words) == 1 and words[0].endswith(DOCUMENT) else ""
    if words and words != DEMO and not document:
        return int(importlib.import_module("smsdesk.cli").main(words))
    if not has_display():
        sys.stderr.write(f"{ConfigError('no_display')}\n")
        return 2
    gc.disable()  # before the first import: the window's own collector takes over (gui/garbage.py)
    if words == DEMO:
        return int(importlib.import_module("smsdesk.demo").open_window())
    return int(importlib.import_module("smsdesk.app").run_window(document=document))


if __name__ == "__main__":
    sys.exit(main())
