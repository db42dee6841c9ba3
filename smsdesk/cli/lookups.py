"""`smsdesk code` and `smsdesk segments`: answers that need no network."""

import argparse
import json
import sys
from contextlib import closing

from smsdesk.cli.output import answer, note
from smsdesk.core.code_words import family_words, retry_words, wish_words
from smsdesk.core.codebook import CodeEntry
from smsdesk.core.errors import UserInputError
from smsdesk.core.provider import provider_of
from smsdesk.core.segments import SegmentRule, count
from smsdesk.core.words import Language, Words
from smsdesk.desk import open_desk
from smsdesk.paths import Paths
from smsdesk.providers import PROVIDERS, TRANSPORT_CODES, explain
from smsdesk.services.code_search import CodeSearch

LABELS = {
    "en": ("meaning", "next step", "send again", "source"),
    "zh": ("含义", "下一步", "何时重发", "出处"),
}


def code(options: argparse.Namespace) -> int:
    """Print what a code means, or every code whose text holds a word."""
    provider = provider_of(PROVIDERS, options.provider)
    search = CodeSearch({options.provider: provider}, TRANSPORT_CODES, explain)
    entries = [found.entry for found in search.find(options.query)]
    if not entries:
        problem = UserInputError("cli_no_code", query=options.query, title=provider.info.title)
        note(problem.sentence(options.lang))
        return 1
    answer("\n\n".join(_entry_text(entry, options.lang) for entry in entries))
    return 0


def _entry_text(entry: CodeEntry, language: Language) -> str:
    facts = (entry.meaning, entry.next_step, retry_words(entry), Words(*[entry.source] * 2))
    kind = family_words(entry.family).to(language)
    lines = [f"{entry.code}  ({kind}, {wish_words(entry).to(language)})"]
    for label, fact in zip(LABELS[language], facts, strict=True):
        if fact.to(language):
            lines.append(f"  {label}: {fact.to(language)}")
    return "\n".join(lines)


def segments(options: argparse.Namespace) -> int:
    """Count the text on standard input; one line end at its end does not count."""
    try:
        text = sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise UserInputError("cli_text_not_utf8", byte=problem.start) from problem
    text = text.removesuffix("\n").removesuffix("\r")
    on_air = count(text)
    counted: dict[str, object] = {
        "encoding": on_air.encoding,
        "units": on_air.units,
        "segments": on_air.segments,
    }
    if options.account is not None:
        counted["billed_segments"] = count(text, _billing_rule(options.account)).segments
    answer(json.dumps(counted))
    return 0


def _billing_rule(account: str) -> SegmentRule:
    with closing(open_desk(Paths.from_environment())) as desk:
        return provider_of(desk.providers, desk.accounts.get(account).provider).info.billing
