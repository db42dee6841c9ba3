"""The lines of the results file: every row of the recipient file with what became of it."""

from collections.abc import Iterator

from smsdesk.core.campaign import Campaign, FrozenCampaign
from smsdesk.core.ledger import Ledger
from smsdesk.core.outcome import Status
from smsdesk.core.result_line import ResultLine
from smsdesk.core.words import Language
from smsdesk.services.ports import Explain, Journal
from smsdesk.services.row_words import RowWords

PAGE_ROWS = 8192


def result_lines(
    campaign: Campaign,
    frozen: FrozenCampaign,
    ledger: Ledger,
    journal: Journal,
    explain: Explain,
    language: Language,
) -> Iterator[ResultLine]:
    """One line per row of the file, in its order, skipped rows included. Reads page by page."""
    words = RowWords(explain, campaign.provider, language)
    for first in range(0, campaign.rows, PAGE_ROWS):
        count = min(PAGE_ROWS, campaign.rows - first)
        page = journal.cells(campaign.id, first, count)
        for row, cells in enumerate(page, first):
            yield _line(campaign, frozen, ledger, words, row, cells)


def _line(
    campaign: Campaign,
    frozen: FrozenCampaign,
    ledger: Ledger,
    words: RowWords,
    row: int,
    cells: list[str],
) -> ResultLine:
    phone = frozen.phones[row]
    status = Status(ledger.status[row])
    if status is Status.SKIPPED:
        code, meaning = words.skipped(frozen, row)
        next_step = ""
    else:
        code = ledger.codes[ledger.code[row]]
        said = words.of(status, code)
        meaning, next_step = said.meaning, said.next_step
    return ResultLine(
        row=campaign.first_row + row,
        phone=f"+{phone}" if phone else cells[campaign.phone_column],
        status=status,
        code=code,
        meaning=meaning,
        next_step=next_step,
        message_id=ledger.message_ids[ledger.message_id[row]],
        channel_status=ledger.channel_statuses[ledger.channel_status[row]],
        segments=ledger.charged[row] or frozen.segments[row],
        attempts=ledger.attempts[row],
        at_ms=ledger.at_ms[row],
        cells=cells,
    )
