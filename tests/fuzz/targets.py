"""What reads bytes from outside, each as a function of bytes that raises where a promise breaks.

A target takes whatever bytes there are. An exception that leaves it is a find.
"""

import contextlib
import json
import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from smsdesk.core.csvimport import (
    MAX_COLUMNS,
    Table,
    guess_phone_column,
    read_pasted,
    read_table,
)
from smsdesk.core.document import parse_document, to_document
from smsdesk.core.errors import ConfigError, SmsdeskError, StorageError, UserInputError
from smsdesk.core.outcome import Status, read_legs
from smsdesk.core.provider import (
    HttpReply,
    KeepsRecords,
    SupportsBalance,
    SupportsProbe,
    SupportsServerTime,
)
from smsdesk.core.recipients import RowState, read_recipients
from smsdesk.providers import PROVIDERS, explain
from smsdesk.services.message_file import load_message
from smsdesk.services.receipts import read_receipts
from smsdesk.storage.accounts import AccountFile
from smsdesk.storage.settings import Settings, SettingsFile

Target = Callable[[bytes], None]

STATUSES: Final = (200, 200, 200, 200, 201, 204, 302, 400, 401, 403, 404, 429, 500, 502, 503, 999)
PHONES: Final = ("8613800138000", "447911123456", "8613900139000", "61412345678", "8613600000001")
_ANSWERED: Final = {Status.ACCEPTED, Status.REJECTED, Status.QUEUED, Status.UNKNOWN}
_LONGEST: Final = 2_000  # characters of what is kept of one outcome


def reply_of(provider_id: str, data: bytes) -> None:
    """The first byte chooses HTTP status and how many numbers were asked; the rest is the body."""
    provider: Any = PROVIDERS[provider_id]
    first, body = (data[0], data[1:]) if data else (0, b"")
    phones = PHONES[: 1 + first // 16 % len(PHONES)]
    reply = HttpReply(STATUSES[first % 16], {"date": body[:40].decode("latin-1")}, body)
    outcomes = provider.parse(reply, phones)
    assert len(outcomes) == len(phones), "a number without an outcome"
    for outcome in outcomes:
        assert outcome.status in _ANSWERED
        assert outcome.code or outcome.status is Status.ACCEPTED, "an answer without a code"
        told = (outcome.code, outcome.message_id, outcome.raw, outcome.channel_status)
        for text in told:
            assert len(text.encode()) <= 4 * _LONGEST  # encodes, and is no whole page
        assert explain(provider_id, outcome.code).meaning.en
        read_legs(outcome.channel_status)
        assert outcome.segments >= 0
    if isinstance(provider, SupportsProbe):
        provider.read_probe(reply).code.encode()
    if isinstance(provider, SupportsBalance):
        (provider.read_balance(reply) or "").encode()
    if isinstance(provider, SupportsServerTime):
        assert isinstance(provider.read_time(reply), int | None)
    if isinstance(provider, KeepsRecords):
        provider.read_records(reply, first % 3)


def receipts_of(data: bytes) -> None:
    """A key up to the first NUL, then what was pasted."""
    key, _, text = data.decode("utf-8", "surrogateescape").partition("\0")
    for provider_id, provider in PROVIDERS.items():
        found = provider.read_receipts(text, key)  # type: ignore[attr-defined]
        assert found is None or {each.provider for each in found} == {provider_id}
    for read in read_receipts(PROVIDERS, text, key).receipts:
        receipt = read.receipt
        assert receipt.what.en
        assert receipt.what.zh
        for _, value in receipt.others:
            assert isinstance(value, str)


def table_of(data: bytes) -> None:
    """A file and, where it is text, the same pasted."""
    with contextlib.suppress(UserInputError):
        _check_table(read_table(data))
    with contextlib.suppress(UserInputError):
        _check_table(read_pasted(data.decode("utf-8", "replace")))


def _check_table(table: Table) -> None:
    assert table.rows
    assert 1 <= len(table.header) <= MAX_COLUMNS
    assert {len(row) for row in table.rows} == {len(table.header)}
    column = guess_phone_column(table)
    assert column is None or 0 <= column < len(table.header)
    recipients = read_recipients(table, column or 0, "CN")
    assert len(recipients) == len(table.rows)
    for phone, state in zip(recipients.phones, recipients.states, strict=True):
        assert bool(phone) or state != RowState.WILL_RECEIVE


def document_of(folder: Path, data: bytes) -> None:
    """A message document, as it lies on the disk."""
    path = folder / "message.json"
    path.write_bytes(data)
    try:
        message = load_message(path)
    except UserInputError as refusal:
        _check_words(refusal)
        return
    again = json.loads(json.dumps(to_document(message)))
    assert parse_document(again) == message, "what is saved is not what was opened"


def settings_of(folder: Path, data: bytes) -> None:
    """The settings: whatever stands there, there are some."""
    path = folder / "settings.json"
    path.write_bytes(data)
    current = SettingsFile(path).current()
    assert isinstance(current, Settings)
    _tidy(folder)


def accounts_of(folder: Path, data: bytes) -> None:
    """The accounts: read, or refused in words; what was read is saved and read alike."""
    path = folder / "accounts.json"
    path.write_bytes(data)
    try:
        accounts = AccountFile(path).load()
        AccountFile(path).save(accounts)
        assert AccountFile(path).load() == accounts
    except (ConfigError, StorageError) as refusal:
        _check_words(refusal)
    _tidy(folder)


def _check_words(refusal: SmsdeskError) -> None:
    assert refusal.sentence("en").encode()
    assert refusal.sentence("zh").encode()


def _tidy(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()


def targets(folder: Path) -> Mapping[str, Target]:
    """All targets by name. folder: where those that read files may put them."""
    found: dict[str, Target] = {
        f"reply-{provider}": partial(reply_of, provider) for provider in PROVIDERS
    }
    found["receipts"] = receipts_of
    found["table"] = table_of
    for name, target in (
        ("document", document_of),
        ("settings", settings_of),
        ("accounts", accounts_of),
    ):
        place = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=folder))
        found[name] = partial(target, place)
    return found
