"""Why a campaign is paused, stopped or unfinished, in words."""

from collections.abc import Mapping
from typing import Final

from smsdesk.core.codebook import CodeClass
from smsdesk.core.sentences import SENTENCES
from smsdesk.core.words import Words
from smsdesk.services.ports import Explain
from smsdesk.services.verdict import ABOUT_ONE_PERSON

_COUNTED: Final = {"times": "campaign_reason_repeated", "share": "campaign_reason_share"}


def reason_words(
    explain: Explain, provider: str, reason: str, data: Mapping[str, str]
) -> tuple[Words, Words]:
    """What happened, and what to do next, for the reason of a `StateChange`.

    reason: one of our own sentences (`campaign_reason_...` keys and storage errors), else a code of
        the provider or of the wire. Both texts are empty where there is no reason to give.
    """
    if not reason:
        return Words("", ""), Words("", "")
    own = SENTENCES.get(f"campaign_reason_{reason}")
    if own is not None:
        return _filled(own, data), Words("", "")
    entry = explain(provider, reason)
    for figure, sentence in _COUNTED.items():
        if figure in data:
            meaning = entry.meaning
            if entry.cls in ABOUT_ONE_PERSON:  # refused alone, a person pauses nothing
                meaning = _around(meaning, SENTENCES["campaign_reason_whole"])
            counted = {figure: data[figure]}
            return _around(meaning, SENTENCES[sentence], **counted), entry.next_step
    if entry.cls is CodeClass.TRANSPORT or reason not in SENTENCES:
        return entry.meaning, entry.next_step
    return _filled(SENTENCES[reason], data), Words("", "")


def _filled(words: Words, data: Mapping[str, str]) -> Words:
    return Words(words.to("en", **data), words.to("zh", **data))


def _around(meaning: Words, words: Words, **data: str) -> Words:
    """`words` with a meaning in it, in the language of each."""
    return Words(
        words.to("en", **data, meaning=meaning.en), words.to("zh", **data, meaning=meaning.zh)
    )
