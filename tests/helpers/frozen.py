"""Campaigns ready to be frozen, made without importing a file."""

from array import array

from smsdesk.core.campaign import Campaign
from smsdesk.core.message import TextMessage
from smsdesk.core.plan import Plan
from smsdesk.core.recipients import Recipients, RowState

HEADER = ("姓名", "phone", "note")
FIRST_PHONE = 8613800000000


def recipients(count: int, *, invalid: int = 0, duplicates: int = 0) -> Recipients:
    """`count` rows that receive, then some that do not."""
    total = count + invalid + duplicates
    phones = [FIRST_PHONE + row for row in range(count)]
    phones += [0] * invalid + [FIRST_PHONE] * duplicates
    states = [RowState.WILL_RECEIVE] * count
    states += [RowState.INVALID] * invalid + [RowState.DUPLICATE] * duplicates
    return Recipients(
        source="客户.csv",
        header=HEADER,
        rows=[[f"客户 {row}", f"+{phones[row] or 'x'}", '😀, "a"\n=1'] for row in range(total)],
        first_row=2,
        phone_column=1,
        region="CN",
        phones=array("Q", phones),
        states=bytearray(states),
        reasons=dict.fromkeys(range(count, count + invalid), "too_short"),
        duplicate_of=dict.fromkeys(range(count + invalid, total), 0),
    )


def plan(people: Recipients, texts: list[str], sizes: list[int]) -> Plan:
    """One batch per text, of the given sizes, over the rows that receive."""
    offsets = array("I", [0])
    for size in sizes:
        offsets.append(offsets[-1] + size)
    messages = [TextMessage(text) for text in dict.fromkeys(texts)]
    return Plan(
        messages=messages,
        batch_message=array("I", [messages.index(TextMessage(text)) for text in texts]),
        offsets=offsets,
        members=people.members(),
        segments_of=bytearray(
            0 if state else 1 + row % 3 for row, state in enumerate(people.states)
        ),
        segments=0,
        billed_segments=0,
        single_number_fields=(),
    )


def personal(count: int) -> tuple[Recipients, Plan]:
    """A different text for everybody, one request each."""
    people = recipients(count)
    one_each = Plan(
        messages=[TextMessage(f"您好客户 {row}, order {row * 7} is ready") for row in range(count)],
        batch_message=array("I", range(count)),
        offsets=array("I", range(count + 1)),
        members=people.members(),
        segments_of=bytearray(b"\1" * count),
        segments=count,
        billed_segments=count,
        single_number_fields=(),
    )
    return people, one_each


def campaign(
    people: Recipients, batches: Plan, campaign_id: str = "c-1", at_ms: int = 1
) -> Campaign:
    """What is frozen of the two."""
    return Campaign(
        id=campaign_id,
        name="Spring offer 春",
        created_ms=at_ms,
        account="shop",
        provider="nxcloud-sms",
        mode="rehearsal",
        base_url="http://127.0.0.1:1",
        document={"kind": "text", "text": "Hi {姓名}"},
        source=people.source,
        header=people.header,
        phone_column=people.phone_column,
        first_row=people.first_row,
        rows=len(people),
        recipients=batches.recipients,
        requests=batches.requests,
        segments=batches.segments,
        rate_per_s=2.5,
        workers=3,
    )
