"""Campaigns as columns cut into chunks: 100,000 recipients are a dozen rows of the journal.

Numbers are little-endian whatever the computer; texts are JSON, compressed.
"""

import json
import sys
import zlib
from array import array
from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np

from smsdesk.core.campaign import NO_BATCH, Campaign, FrozenCampaign
from smsdesk.core.document import parse_document, to_document
from smsdesk.core.message import Message
from smsdesk.core.plan import Plan
from smsdesk.core.recipients import Recipients

ROWS: Final = 8192
"""Rows of the file or batches in one chunk."""

MESSAGES: Final = 1024
"""Messages in one chunk; small, because one message is read by opening its chunk."""

_FASTEST: Final = 1
"""zlib level: a third larger than the default and four times as fast."""

_encode: Final = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode

Row = dict[str, Any]


def _pack_numbers(numbers: "array[int]") -> bytes:
    if sys.byteorder == "big":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers.tobytes()


def _extend(numbers: "array[int]", packed: bytes) -> None:
    more = array(numbers.typecode)
    more.frombytes(packed)
    if sys.byteorder == "big":
        more.byteswap()
    numbers.extend(more)


def _pack_json(value: object) -> bytes:
    return zlib.compress(_encode(value).encode("ascii"), _FASTEST)


def _unpack_json(packed: bytes) -> Any:
    return json.loads(zlib.decompress(packed))


def pack_recipients(recipients: Recipients, plan: Plan) -> Iterator[Row]:
    """Rows of `tables.RECIPIENT_CHUNK` without the campaign's number."""
    segments = bytes(plan.segments_of)
    reasons = _by_chunk(recipients.reasons)
    duplicates = _by_chunk(recipients.duplicate_of)
    for first in range(0, len(recipients), ROWS):
        rows = recipients.rows[first : first + ROWS]
        end = first + len(rows)
        yield {
            "first_row": first,
            "count": len(rows),
            "phones": _pack_numbers(recipients.phones[first:end]),
            "states": bytes(recipients.states[first:end]),
            "segments": segments[first:end],
            "reasons": reasons.get(first // ROWS, {}),
            "duplicates": duplicates.get(first // ROWS, {}),
            "cells": _pack_json(rows),
        }


def _by_chunk(values: dict[int, Any]) -> dict[int, dict[str, Any]]:
    chunks: dict[int, dict[str, Any]] = {}
    for row, value in values.items():
        chunks.setdefault(row // ROWS, {})[str(row)] = value
    return chunks


def pack_batches(plan: Plan) -> Iterator[Row]:
    """Rows of `tables.BATCH_CHUNK` without the campaign's number."""
    offsets = plan.offsets
    for first in range(0, len(offsets) - 1, ROWS):
        end = min(first + ROWS, len(offsets) - 1)
        sizes = array("I", (offsets[at + 1] - offsets[at] for at in range(first, end)))
        yield {
            "first_batch": first,
            "count": end - first,
            "sizes": _pack_numbers(sizes),
            "members": _pack_numbers(plan.members[offsets[first] : offsets[end]]),
            "messages": _pack_numbers(plan.batch_message[first:end]),
        }


def pack_messages(messages: Sequence[Message]) -> Iterator[Row]:
    """Rows of `tables.MESSAGE_CHUNK` without the campaign's number."""
    for first in range(0, len(messages), MESSAGES):
        chunk = messages[first : first + MESSAGES]
        yield {
            "first_message": first,
            "count": len(chunk),
            "documents": _pack_json([to_document(message) for message in chunk]),
        }


def unpack_cells(packed: bytes) -> list[list[str]]:
    """The file's rows of one chunk."""
    rows: list[list[str]] = _unpack_json(packed)
    return rows


def unpack_documents(packed: bytes) -> list[dict[str, Any]]:
    """The message documents of one chunk."""
    documents: list[dict[str, Any]] = _unpack_json(packed)
    return documents


def unpack_messages(packed: bytes) -> list[Message]:
    """The messages of one chunk."""
    return [parse_document(document) for document in unpack_documents(packed)]


def unpack_numbers(packed: bytes) -> "array[int]":
    """The message numbers of the batches of one chunk."""
    numbers = array("I")
    _extend(numbers, packed)
    return numbers


def thaw(
    campaign: Campaign, recipient_chunks: Sequence[Any], batch_chunks: Sequence[Any]
) -> FrozenCampaign:
    """Put the columns back together.

    recipient_chunks: phones, states, segments, reasons, duplicates; batch_chunks: sizes, members.

    Raises:
        ValueError, LookupError, TypeError, AttributeError: they are no such columns.
    """
    phones, states, segments = array("Q"), bytearray(), bytearray()
    reasons: dict[int, str] = {}
    duplicate_of: dict[int, int] = {}
    for chunk in recipient_chunks:
        _extend(phones, chunk.phones)
        states += chunk.states
        segments += chunk.segments
        reasons.update((int(row), reason) for row, reason in chunk.reasons.items())
        duplicate_of.update((int(row), first) for row, first in chunk.duplicates.items())
    sizes, members = array("I"), array("I")
    for chunk in batch_chunks:
        _extend(sizes, chunk.sizes)
        _extend(members, chunk.members)
    batch_of = array("I", [NO_BATCH]) * len(phones)
    offsets = array("I", bytes(4 * (len(sizes) + 1)))
    counts = np.frombuffer(sizes, "u4")
    np.cumsum(counts, out=np.frombuffer(offsets, "u4")[1:])
    batches = np.repeat(np.arange(len(sizes), dtype="u4"), counts)
    np.frombuffer(batch_of, "u4")[np.frombuffer(members, "u4")] = batches
    return FrozenCampaign(
        campaign,
        phones,
        states,
        segments,
        reasons,
        duplicate_of,
        batch_of,
        sizes,
        offsets,
        members,
    )
