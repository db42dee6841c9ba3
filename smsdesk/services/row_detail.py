"""Everything known of one recipient of a campaign: text, attempts, ids, request and reply."""

from dataclasses import dataclass

from smsdesk.core.account import Account
from smsdesk.core.codebook import CodeEntry
from smsdesk.core.message import Message, outline
from smsdesk.core.outcome import Leg, Status, read_legs
from smsdesk.core.provider import Provider
from smsdesk.services.history import CampaignView
from smsdesk.services.ports import Explain, Providers
from smsdesk.services.request_view import RequestView, shown, without_keys
from smsdesk.services.row_story import KnownAttempt, RowEvent, Story, row_story
from smsdesk.services.row_words import told_together


@dataclass(frozen=True, slots=True)
class RowDetail:
    """One recipient in full.

    text, message: what was (or will be) sent, as words and as it is; "" and None for a skipped
    row. phone: E.164 digits, "" for none.
    entry: what its code means, None where there is no code. attempts: the requests that carried
    it. others: further recipients in the same request; together: how many of them all share one
    answer, 1 where each has its own. request, curl: the last request as it was built, every secret
    masked; "" before the first. reply: its reply's text. legs: what each
    channel answered. charged: segments the provider says it charged, 0 where it does not say.
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
    attempts: tuple[KnownAttempt, ...] = ()
    others: int = 0
    together: int = 1
    request: str = ""
    curl: str = ""
    reply: str = ""
    legs: tuple[Leg, ...] = ()
    charged: int = 0
    message: Message | None = None


def row_detail(view: CampaignView, providers: Providers, explain: Explain, row: int) -> RowDetail:
    """Gather what the journal knows of one row. Blocks on the disk."""
    campaign, frozen, ledger = view.campaign, view.frozen, view.ledger
    status = Status(ledger.status[row])
    code = ledger.codes[ledger.code[row]]
    phone = str(frozen.phones[row]) if frozen.phones[row] else ""
    story = Story((), ())
    text = request_id = reply = ""
    others, together = 0, 1
    request = RequestView()
    message: Message | None = None
    if status is not Status.SKIPPED:
        batch = frozen.batch_of[row]
        members = frozen.rows_of(batch)
        place = members.index(row)
        others, together = len(members) - 1, told_together(frozen, ledger, batch)
        message = view.journal.message(campaign.id, batch)
        text = outline(message)
        story = row_story(view.journal.log_of_batch(campaign.id, batch), place, len(members))
        if story.attempts:
            last = story.attempts[-1]
            request_id, reply = last.request_id, last.reply
            provider = providers[campaign.provider]
            phones = frozen.phones_of(batch)
            account = _stand_in(view, provider)
            request = shown(provider.build(message, phones, account, last.written_ms, request_id))
    return RowDetail(
        index=row,
        number=campaign.first_row + row,
        phone=phone,
        status=status,
        text=text,
        campaign_id=campaign.id,
        request_id=request_id,
        message_id=ledger.message_ids[ledger.message_id[row]],
        entry=explain(campaign.provider, code) if code else None,
        events=(RowEvent(campaign.created_ms, "frozen"), *story.events),
        attempts=story.attempts,
        others=others,
        together=together,
        request=request.text,
        curl=request.curl,
        reply=reply,
        legs=read_legs(ledger.channel_statuses[ledger.channel_status[row]]),
        charged=ledger.charged[row],
        message=message,
    )


def _stand_in(view: CampaignView, provider: Provider) -> Account:
    """An account to build the request with for looking at: its keys are blanks, never read."""
    campaign = view.campaign
    account = Account(
        name=campaign.account,
        provider=campaign.provider,
        base_url=campaign.base_url,
        batch_size=len(view.frozen.phones),
    )
    return without_keys(provider, account)
