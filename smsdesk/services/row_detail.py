"""Everything known of one recipient of a campaign: text, attempts, ids, request and reply."""

from collections.abc import Mapping
from dataclasses import dataclass

from smsdesk.core.account import Account
from smsdesk.core.campaign import Attempt, BatchOutcome, LogEntry
from smsdesk.core.codebook import CodeEntry
from smsdesk.core.masking import as_curl, mask_request
from smsdesk.core.message import outline
from smsdesk.core.outcome import Status
from smsdesk.core.provider import HttpRequest, Provider
from smsdesk.services.history import CampaignView
from smsdesk.services.ports import Explain, Providers

HIDDEN = "••••••••"


@dataclass(frozen=True, slots=True)
class RowEvent:
    """One thing that happened to a recipient.

    kind: `frozen` (written to the journal), `attempt` (the request left) or `outcome`.
    number: of the attempt. status, code, http_status, elapsed_ms: of an outcome.
    """

    at_ms: int
    kind: str
    number: int = 0
    status: Status | None = None
    code: str = ""
    http_status: int = 0
    elapsed_ms: int = 0


@dataclass(frozen=True, slots=True)
class RowDetail:
    """One recipient in full.

    text: what was (or will be) sent; "" for a skipped row. phone: E.164 digits, "" for none.
    entry: what its code means, None where there is no code. others: further recipients in the same
    request. request, curl: the last request as it was built, every secret masked; "" before the
    first. reply: the last reply's text.
    """

    index: int
    number: int
    phone: str
    status: Status
    text: str
    campaign_id: str
    request_id: str
    message_id: str
    entry: CodeEntry | None
    events: tuple[RowEvent, ...]
    others: int = 0
    request: str = ""
    curl: str = ""
    reply: str = ""


def row_detail(view: CampaignView, providers: Providers, explain: Explain, row: int) -> RowDetail:
    """Gather what the journal knows of one row. Blocks on the disk."""
    campaign, frozen, ledger = view.campaign, view.frozen, view.ledger
    status = Status(ledger.status[row])
    code = ledger.codes[ledger.code[row]]
    phone = str(frozen.phones[row]) if frozen.phones[row] else ""
    events = [RowEvent(campaign.created_ms, "frozen")]
    text = request_id = reply = ""
    others = 0
    request: HttpRequest | None = None
    if status is not Status.SKIPPED:
        batch = frozen.batch_of[row]
        members = frozen.rows_of(batch)
        place = members.index(row)
        others = len(members) - 1
        message = view.journal.message(campaign.id, batch)
        text = outline(message)
        for entry in view.journal.log_of_batch(campaign.id, batch):
            events += _events(entry, place)
            if isinstance(entry, Attempt):
                request_id = entry.request_id
                provider = providers[campaign.provider]
                phones = frozen.phones_of(batch)
                request = provider.build(
                    message, phones, _stand_in(view, provider), entry.at_ms, request_id
                )
            elif isinstance(entry, BatchOutcome):
                reply = entry.reply
    return RowDetail(
        index=row,
        number=campaign.first_row + row,
        phone=phone,
        status=status,
        text=text,
        campaign_id=campaign.id,
        request_id=request_id,
        message_id=ledger.message_ids.get(row, ""),
        entry=explain(campaign.provider, code) if code else None,
        events=tuple(events),
        others=others,
        request=mask_request(request) if request else "",
        curl=as_curl(request) if request else "",
        reply=reply,
    )


def _events(entry: LogEntry, place: int) -> list[RowEvent]:
    if isinstance(entry, Attempt):
        return [RowEvent(entry.at_ms, "attempt", entry.number)]
    if isinstance(entry, BatchOutcome):
        outcome = entry.outcomes[place if len(entry.outcomes) > 1 else 0]
        return [
            RowEvent(
                entry.at_ms,
                "outcome",
                entry.number,
                outcome.status,
                outcome.code,
                entry.http_status,
                entry.elapsed_ms,
            )
        ]
    return []


def _stand_in(view: CampaignView, provider: Provider) -> Account:
    """An account to build the request with for looking at: its keys are blanks, never read."""
    fields: Mapping[str, str] = {item.key: HIDDEN for item in provider.info.account_fields}
    campaign = view.campaign
    return Account(
        name=campaign.account,
        provider=campaign.provider,
        fields=fields,
        base_url=campaign.base_url,
        batch_size=len(view.frozen.phones),
    )
