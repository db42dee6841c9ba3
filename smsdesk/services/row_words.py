"""Meaning and next step of a row, looked up once per distinct status and code."""

from dataclasses import dataclass

from smsdesk.core.campaign import FrozenCampaign
from smsdesk.core.codebook import CodeClass
from smsdesk.core.ledger import Ledger
from smsdesk.core.outcome import Status, read_legs
from smsdesk.core.recipients import RowState
from smsdesk.core.sentences import SENTENCES
from smsdesk.core.words import Language, Words
from smsdesk.services.ports import Explain
from smsdesk.services.verdict import ABOUT_ONE_PERSON

DUPLICATE = "duplicate"
_LEFT_OUT = {
    RowState.GUARDED: ("guarded", "result_guarded"),
    RowState.LEFT_OUT: ("left_out", "result_left_out"),
}
_STEPS = {Status.SENDING: "result_sending", Status.QUEUED: "result_queued"}


@dataclass(frozen=True, slots=True)
class Said:
    """What a status and a code come to. cls is None where no code was given."""

    meaning: str
    next_step: str
    cls: CodeClass | None


@dataclass(frozen=True, slots=True)
class LegWords:
    """What one channel answered. code: "0" where it took the message."""

    channel: str
    code: str
    meaning: str

    @property
    def is_accepted(self) -> bool:
        """Whether this channel took the message."""
        return self.code == "0"


def told_together(frozen: FrozenCampaign, ledger: Ledger, batch: int) -> int:
    """How many numbers of a request share one answer; 1 where each has its own."""
    members = frozen.rows_of(batch)
    answers = {(ledger.status[row], ledger.code[row]) for row in members}
    return len(members) if len(answers) == 1 else 1


def together_words(status: int, cls: CodeClass | None, count: int) -> Words:
    """What a refusal for one person's sake means where it stands for `count`; empty for one."""
    if count == 1 or status != Status.REJECTED or cls not in ABOUT_ONE_PERSON:
        return Words("", "")
    said = SENTENCES["result_together"]
    return Words(said.to("en", count=count), said.to("zh", count=count))


class RowWords:
    """Words in one language for the rows of one provider's campaigns."""

    def __init__(self, explain: Explain, provider: str, language: Language) -> None:
        self._explain = explain
        self._provider = provider
        self._language: Language = language
        self._known: dict[tuple[int, str], Said] = {}
        self._legs: dict[str, tuple[LegWords, ...]] = {"": ()}

    def of(self, status: int, code: str) -> Said:
        """The words of a recipient's status and code."""
        said = self._known.get((status, code))
        if said is None:
            said = self._known[status, code] = self._look_up(Status(status), code)
        return said

    def legs(self, channel_status: str) -> tuple[LegWords, ...]:
        """The words of what each channel answered, in the order of `channel_status`."""
        legs = self._legs.get(channel_status)
        if legs is None:
            legs = tuple(
                LegWords(leg.channel, leg.code, self.of(Status.REJECTED, leg.code).meaning)
                for leg in read_legs(channel_status)
            )
            self._legs[channel_status] = legs
        return legs

    def skipped(self, frozen: FrozenCampaign, row: int) -> tuple[str, str]:
        """Why a row was never to receive anything: a code and its words."""
        first = frozen.campaign.first_row
        if frozen.states[row] == RowState.DUPLICATE:
            earlier = frozen.duplicate_of.get(row, row)
            words = SENTENCES["result_duplicate"].to(self._language, row=first + earlier)
            return DUPLICATE, words
        left_out = _LEFT_OUT.get(RowState(frozen.states[row]))
        if left_out is not None:
            code, key = left_out
            return code, SENTENCES[key].to(self._language)
        reason = frozen.reasons.get(row, "empty")
        return reason, SENTENCES[f"phone_{reason}"].to(self._language)

    def _look_up(self, status: Status, code: str) -> Said:
        if status is Status.SENDING or not code:
            key = _STEPS.get(status)
            return Said(SENTENCES[key].to(self._language) if key else "", "", None)
        entry = self._explain(self._provider, code)
        language = self._language
        return Said(entry.meaning.to(language), entry.next_step.to(language), entry.cls)
