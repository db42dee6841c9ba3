"""Why a campaign is paused, stopped or unfinished, in words."""

from collections.abc import Mapping
from typing import Final

from smsdesk.core.codebook import CodeClass
from smsdesk.core.sentences import SENTENCES
from smsdesk.core.words import Words
from smsdesk.services.ports import Explain

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
            words, figures = SENTENCES[sentence], {figure: data[figure]}
            return (
                Words(
                    words.to("en", **figures, meaning=entry.meaning.en),
                    words.to("zh", **figures, meaning=entry.meaning.zh),
                ),
                entry.next_step,
            )
    if entry.cls is CodeClass.TRANSPORT or reason not in SENTENCES:
        return entry.meaning, entry.next_step
    return _filled(SENTENCES[reason], data), Words("", "")


def _filled(words: Words, data: Mapping[str, str]) -> Words:
    return Words(words.to("en", **data), words.to("zh", **data))
