"""The man page, made of what `smsdesk --help` and the help of every command say."""

import argparse
from collections.abc import Iterator, Mapping

from smsdesk.cli.parser import make_parser

_FILES = """\
.SH FILES
.TP
.I ~/.local/share/smsdesk
the journal of what was sent
.TP
.I ~/.config/smsdesk
accounts without their secrets, and settings
.TP
.I ~/.local/state/smsdesk/log
logs, with secrets masked
.PP
Secrets are in the keyring of the system (service
.BR smsdesk ).
.SH ENVIRONMENT
.TP
.B SMSDESK_HOME
another folder for all of the files above
.TP
.BR HTTPS_PROXY ", " NO_PROXY
the proxy to the providers
.TP
.B REQUESTS_CA_BUNDLE
a file of certificate authorities to trust instead of those that came along
.SH EXIT STATUS
0 done (sending: everybody accepted), 1 something to look at (sending: some rejected), 2 refused
before anything happened, 3 not everything has a certain answer.
"""


def man_page(facts: Mapping[str, str]) -> str:
    """The page in roff; `facts` are those of `facts.py`."""
    parser = make_parser()
    parts = [
        f'.TH SMSDESK 1 "{facts["day"]}" "smsdesk {facts["version"]}" "User Commands"',
        ".SH NAME",
        "smsdesk \\- send personalised text messages to a list of recipients",
        ".SH SYNOPSIS",
        ".B smsdesk",
        ".RI [ FILE.json ]",
        ".br",
        ".B smsdesk \\-\\-demo",
        ".br",
        ".B smsdesk \\-\\-selftest",
        ".br",
        ".B smsdesk",
        ".I COMMAND",
        "[...]",
        ".SH DESCRIPTION",
        _paragraphs(parser.description or ""),
        ".SH COMMANDS",
    ]
    for name, command, said in _commands(parser, ""):
        parts += list(_section(name, command, said))
    return "\n".join(parts) + "\n" + _FILES


def _commands(
    parser: argparse.ArgumentParser, before: str
) -> Iterator[tuple[str, argparse.ArgumentParser, str]]:
    """Every command that can be run, with its parser and its one-line help."""
    for action in parser._actions:  # noqa: SLF001 - argparse offers no other way to look
        if not isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            continue
        said = {choice.dest: choice.help or "" for choice in action._choices_actions}  # noqa: SLF001
        for word, command in action.choices.items():
            name = f"{before}{word}"
            inner = list(_commands(command, f"{name} "))
            yield from inner or [(name, command, said.get(word, ""))]


def _section(name: str, parser: argparse.ArgumentParser, said: str) -> Iterator[str]:
    yield f'.SS "{_text(name)}"'
    usage = " ".join(parser.format_usage().removeprefix("usage: ").split())
    yield f".B {_text(usage)}"
    yield ".PP"
    yield _sentence(parser.description or said)
    for action in parser._actions:  # noqa: SLF001
        if isinstance(action, argparse._HelpAction) or not action.help:  # noqa: SLF001
            continue
        yield ".TP"
        yield f".B {_text(_name(action))}"
        yield _text(action.help)
    if parser.epilog:
        yield ".PP"
        yield _paragraphs(parser.epilog)


def _name(action: argparse.Action) -> str:
    if not action.option_strings:
        return str(action.metavar or action.dest)
    value = f" {action.metavar}" if action.metavar and action.nargs != 0 else ""
    return ", ".join(action.option_strings) + value


def _sentence(words: str) -> str:
    ended = words if words.endswith((".", ":")) else f"{words}."
    return _text(ended[:1].upper() + ended[1:])


def _paragraphs(words: str) -> str:
    return "\n.PP\n".join(_text(" ".join(part.split())) for part in words.strip().split("\n\n"))


def _text(words: str) -> str:
    """Words as roff prints them unchanged."""
    plain = words.replace("\\", "\\e").replace("-", "\\-").replace("…", "...")
    return f"\\&{plain}" if plain.startswith((".", "'")) else plain
