"""The modules of `packaging/`, imported as the scripts there see each other."""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType, SimpleNamespace

ROOT = Path(__file__).parents[2]
PACKAGING = ROOT / "packaging"
FOLDERS = (str(PACKAGING), str(PACKAGING / "linux"))
OURS = (
    *("facts", "notes", "parts", "origins", "sbom", "notices"),
    *("contents", "bundle", "platforms", "manpage"),
)


@contextmanager
def import_scripts() -> Iterator[SimpleNamespace]:
    """All of them by name, and nothing of them left behind."""
    before = {name: sys.modules.pop(name, None) for name in OURS}
    sys.path[:0] = FOLDERS
    try:
        modules: dict[str, ModuleType] = {name: importlib.import_module(name) for name in OURS}
        yield SimpleNamespace(**modules)
    finally:
        del sys.path[: len(FOLDERS)]
        for name in OURS:
            sys.modules.pop(name, None)
            if before[name] is not None:
                sys.modules[name] = before[name]
