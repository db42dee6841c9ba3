"""A new message to some people of an earlier campaign: those whom that one did not reach."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from smsdesk.core.account import Mode
from smsdesk.core.codebook import CodeClass
from smsdesk.core.csvimport import Table
from smsdesk.core.document import parse_document
from smsdesk.core.message import Message
from smsdesk.core.outcome import Status
from smsdesk.core.words import Language, Words
from smsdesk.services.history import CampaignView

_MENDABLE: Final = frozenset({CodeClass.NUMBER, CodeClass.CONTENT, CodeClass.FREQUENCY})
"""What a person can do something about: another number, another text, another time."""

_ROWS_AT_ONCE: Final = 8_192
_SOURCE: Final = Words("{source} · {count} of {whole}", "{source} · {whole} 行中的 {count} 行")


@dataclass(frozen=True, slots=True, eq=False)
class Sequel:
    """What a new message begins with.

    account, provider, mode: of the campaign before; the account may be gone by now.
    message: with its merge fields, as it was written.
    table: exactly these people, in the order of the file, with all of its columns. Their numbers
        carry their country, so that they stay the same whatever country is chosen.
    """

    account: str
    provider: str
    mode: Mode
    message: Message
    table: Table
    phone_column: int


def may_get_sequel(status: Status, cls: CodeClass | None) -> bool:
    """Whether a new message is the way to go on with somebody.

    Never where the first one was accepted or may have gone out, nor where it can still go out: who
    was not sent to gets it when the campaign is resumed, and would get both.

    cls: of the code that came with the status.
    """
    return status is Status.UNDELIVERED or (status is Status.REJECTED and cls in _MENDABLE)


def sequel_of(view: CampaignView, rows: Sequence[int], language: Language = "en") -> Sequel:
    """What a new message to `rows` of a campaign begins with. Blocks on the disk.

    Raises:
        UserInputError: the campaign's message is none that can be written today.
        StorageError: the journal cannot be read.
    """
    campaign = view.campaign
    table = Table(
        header=campaign.header,
        rows=list(_rows(view, sorted(rows))),
        delimiter=",",
        encoding="UTF-8",
        has_header=False,
        first_row=1,
        source=_source(campaign.source, len(rows), campaign.rows, language),
    )
    return Sequel(
        campaign.account,
        campaign.provider,
        Mode(campaign.mode),
        parse_document(campaign.document),
        table,
        campaign.phone_column,
    )


def _rows(view: CampaignView, rows: Sequence[int]) -> Iterator[list[str]]:
    """The cells of `rows`, which ascend, each list our own."""
    campaign, phones = view.campaign, view.frozen.phones
    for at, wanted in groupby(rows, lambda row: row // _ROWS_AT_ONCE):
        first = at * _ROWS_AT_ONCE
        chunk = view.journal.cells(campaign.id, first, min(_ROWS_AT_ONCE, campaign.rows - first))
        for row in wanted:
            cells = chunk[row - first].copy()
            cells[campaign.phone_column] = f"+{phones[row]}"
            yield cells


def _source(source: str, count: int, whole: int, language: Language) -> str:
    """Pasted numbers have no name, and need none."""
    return _SOURCE.to(language, source=source, count=count, whole=whole) if source else ""
