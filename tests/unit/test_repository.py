"""Rules of the repository that no tool checks for us."""

import ast
import re
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "smsdesk"

TOP_LEVEL = {
    ".ci",
    ".github",
    ".gitignore",
    "Makefile",
    "README.md",
    "packaging",
    "pyproject.toml",
    "requirements-dev.lock",
    "requirements.lock",
    "resources",
    "smsdesk",
    "tests",
}
MODULE_LINES = 500

# put together here, so that this file does not name them itself
REGISTRIES = re.compile(
    r"pypi\.|python" + r"hosted|registry\.npm|npm" + r"js\.|conda\.ana|/simple" + r"/",
    re.IGNORECASE,
)
MACHINE_PATHS = re.compile(
    r"(?<![\w.])/(work|root|home|Users|opt|mnt|tmp)" + r"/[\w.-]|\b[A-Z]:\\+" + r"Users"
)


def repository_files() -> list[Path]:
    """Every file that is or would be committed; without git (an unpacked archive), every file."""
    git = shutil.which("git")
    if git and (ROOT / ".git").exists():
        listing = subprocess.run(
            [git, "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        )
        names = [name for name in listing.stdout.decode().split("\0") if name]
    else:
        names = [str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if _is_kept(path)]
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def _is_kept(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    made = {"__pycache__", "demo-output", "build", "dist"}
    return not made & set(parts) and (parts[0] in TOP_LEVEL or not parts[0].startswith("."))


def text_of(path: Path) -> str:
    """The file as text, "" for fonts and pictures."""
    data = path.read_bytes()
    return "" if b"\0" in data else data.decode("utf-8", "replace")


def places(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in repository_files()
        for match in [pattern.search(text_of(path))]
        if match
    ]


def modules(folder: Path) -> list[tuple[Path, ast.Module]]:
    return [(path, ast.parse(path.read_text("utf-8"))) for path in sorted(folder.rglob("*.py"))]


def test_nothing_names_a_package_registry() -> None:
    assert not places(REGISTRIES)


def test_nothing_names_a_place_on_one_machine() -> None:
    assert not places(MACHINE_PATHS)


def test_the_top_level_is_tidy() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in repository_files()} <= TOP_LEVEL


def test_modules_stay_readable() -> None:
    """Tables of data alone (no function, no class) may be longer."""
    long = [
        f"{path.relative_to(ROOT)}: {lines} lines"
        for path, tree in modules(PACKAGE)
        for lines in [len(path.read_text("utf-8").splitlines())]
        if lines > MODULE_LINES
        and any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in tree.body)
    ]
    assert not long


def test_the_window_opens_nothing_modal() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, tree in modules(PACKAGE / "gui")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("exec", "exec_")
    ]
    assert not found


def test_translated_text_is_written_out() -> None:
    """An f-string, a sum or a filled-in text inside `tr()` is never found by the translation."""
    wrong = (ast.JoinedStr, ast.BinOp, ast.Call)
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, tree in modules(PACKAGE)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and called_name(node) in ("tr", "translate", "QT_TRANSLATE_NOOP", "QT_TR_NOOP")
        and not translates_bytes(node)
        and any(isinstance(argument, wrong) for argument in node.args)
    ]
    assert not found


def called_name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def translates_bytes(call: ast.Call) -> bool:
    """`str.translate(table)` and `QTransform.translate` have nothing to do with words."""
    return called_name(call) == "translate" and not (
        len(call.args) >= 2
        and isinstance(call.args[1], ast.Constant | ast.JoinedStr | ast.BinOp)
        and not isinstance(getattr(call.args[1], "value", ""), int | float)
    )
