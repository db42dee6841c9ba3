"""Sentences that exist in both of the product's languages.

What core and providers say (code books, account fields, errors) is data with both languages side
by side, so that the command line can print it without Qt. What widgets say goes through `tr()`.
"""

from dataclasses import dataclass
from typing import Literal

Language = Literal["en", "zh"]


@dataclass(frozen=True, slots=True)
class Words:
    """One text in English and Simplified Chinese; may hold `{placeholders}`."""

    en: str
    zh: str

    def to(self, language: Language, /, **data: object) -> str:
        """Return the text in `language` with its placeholders filled from `data`.

        Words among the data appear in the same language.
        """
        text = self.zh if language == "zh" else self.en
        if not data:
            return text
        return text.format(
            **{
                key: value.to(language) if isinstance(value, Words) else value
                for key, value in data.items()
            }
        )
