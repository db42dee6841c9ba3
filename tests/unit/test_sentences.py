"""Every code the program raises has its sentence, in both languages, and no sentence is idle."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

import pytest

import smsdesk
from smsdesk.core.sentences import SENTENCES

PACKAGE = Path(smsdesk.__file__).parent
TREES = {
    path: ast.parse(path.read_text("utf-8"), str(path)) for path in sorted(PACKAGE.rglob("*.py"))
}


@dataclass(frozen=True)
class Use:
    """One place that names a sentence; `data` is None where it is only known at run time."""

    code: str
    where: str
    data: frozenset[str] | None


def error_classes() -> set[str]:
    """Names of `SmsdeskError` and everything derived from it, across the package."""
    bases = {
        node.name: {ast.unparse(base) for base in node.bases}
        for tree in TREES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    found = {"SmsdeskError"}
    while more := {name for name, parents in bases.items() if parents & found} - found:
        found |= more
    return found


def called_name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def argument(call: ast.Call, position: int, name: str) -> ast.expr | None:
    if len(call.args) > position:
        return call.args[position]
    return next((word.value for word in call.keywords if word.arg == name), None)


def data_of_error(call: ast.Call) -> frozenset[str] | None:
    names = [word.arg for word in call.keywords]
    return None if None in names else frozenset(names) - {"problems", "code"}


def data_of_problem(call: ast.Call) -> frozenset[str] | None:
    data = argument(call, 2, "data")
    if data is None:
        return frozenset()
    if isinstance(data, ast.Call) and called_name(data) == "dict" and not data.args:
        return data_of_error(data)
    if isinstance(data, ast.Dict) and all(isinstance(key, ast.Constant) for key in data.keys):
        return frozenset(key.value for key in data.keys if isinstance(key, ast.Constant))
    return None


def uses() -> Iterator[Use]:
    """Every `SomeError("code", ...)` and `Problem(where, "code", ...)` with a literal code."""
    errors = error_classes()
    for path, tree in TREES.items():
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            name = called_name(call)
            if name == "Problem":
                code, data = argument(call, 1, "code"), data_of_problem(call)
            elif name in errors:
                code, data = argument(call, 0, "code"), data_of_error(call)
            else:
                continue
            where = f"{path.relative_to(PACKAGE.parent)}:{call.lineno}"
            for literal in literals(code):
                yield Use(literal, where, data)


def literals(code: ast.expr | None) -> list[str]:
    """The codes an expression can stand for, as far as they are written out."""
    if isinstance(code, ast.Constant) and isinstance(code.value, str):
        return [code.value]
    if isinstance(code, ast.IfExp):
        return literals(code.body) + literals(code.orelse)
    return []


def placeholders(text: str) -> set[str]:
    return {re.split(r"[.\[]", name)[0] for _, name, _, _ in Formatter().parse(text) if name}


USES = list(uses())


def test_the_scan_finds_codes() -> None:
    assert len({use.code for use in USES}) > 20


@pytest.mark.parametrize("use", USES, ids=lambda use: f"{use.code}@{use.where}")
def test_each_code_in_use_has_a_sentence_and_gets_its_data(use: Use) -> None:
    assert use.code in SENTENCES, use.where
    if use.data is not None:
        missing = placeholders(SENTENCES[use.code].en) - use.data
        assert not missing, f"{use.where} does not hand over {missing}"


def test_no_sentence_is_idle() -> None:
    written: set[str] = set()
    built: list[re.Pattern[str]] = []
    for path, tree in TREES.items():
        if path.parent.name == "sentences":
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                written.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                built.append(pattern_of(node))
    idle = [
        code
        for code in SENTENCES
        if code not in written and not any(pattern.fullmatch(code) for pattern in built)
    ]
    assert not idle


def pattern_of(joined: ast.JoinedStr) -> re.Pattern[str]:
    """What an f-string may become; one that begins with a placeholder counts for nothing."""
    first = joined.values[0] if joined.values else None
    if not isinstance(first, ast.Constant) or not re.match(r"[a-z]\w+_", str(first.value)):
        return re.compile(r"(?!)")
    return re.compile(
        "".join(
            re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"\w+"
            for part in joined.values
        )
    )


@pytest.mark.parametrize("code", SENTENCES)
def test_both_languages_say_the_same(code: str) -> None:
    words = SENTENCES[code]

    assert words.en.strip() == words.en != ""
    assert words.zh.strip() == words.zh != ""
    assert placeholders(words.en) == placeholders(words.zh)
    assert re.search(r"[一-鿿]", words.zh)


@pytest.mark.parametrize("code", SENTENCES)
def test_sentences_keep_to_the_tone(code: str) -> None:
    words = SENTENCES[code]

    assert not re.search(r"\b(please|error|sorry|oops)\b", words.en, re.IGNORECASE), words.en
    assert "!" not in words.en
    assert "！" not in words.zh
