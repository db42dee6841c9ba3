"""The lines of the results file: every row of the recipient file with what became of it."""

from collections.abc import Iterator

from smsdesk.core.campaign import Campaign, FrozenCampaign
from smsdesk.core.ledger import Ledger
from smsdesk.core.outcome import Status
from smsdesk.core.result_line import ResultLine
from smsdesk.core.words import Language
from smsdesk.services.ports import Explain, Journal
from smsdesk.services.row_words import RowWords, Said, together_words, told_together

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
    steps = _Steps(frozen, ledger, language)
    for first in range(0, campaign.rows, PAGE_ROWS):
        count = min(PAGE_ROWS, campaign.rows - first)
        page = journal.cells(campaign.id, first, count)
        for row, cells in enumerate(page, first):
            yield _line(campaign, frozen, ledger, words, steps, row, cells)


class _Steps:
    """What to do next, where one answer may stand for many; each request is looked at once."""

    def __init__(self, frozen: FrozenCampaign, ledger: Ledger, language: Language) -> None:
        self._frozen, self._ledger, self._language = frozen, ledger, language
        self._together: dict[int, int] = {}

    def of(self, row: int, status: Status, said: Said) -> str:
        """The next step of a row whose status and code come to `said`."""
        if status is not Status.REJECTED:
            return said.next_step
        batch = self._frozen.batch_of[row]
        count = self._together.get(batch)
        if count is None:
            count = self._together[batch] = told_together(self._frozen, self._ledger, batch)
        more = together_words(status, said.cls, count).to(self._language)
        gap = " " if more and self._language == "en" else ""
        return f"{said.next_step}{gap}{more}"


def _line(
    campaign: Campaign,
    frozen: FrozenCampaign,
    ledger: Ledger,
    words: RowWords,
    steps: _Steps,
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
        meaning, next_step = said.meaning, steps.of(row, status, said)
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
