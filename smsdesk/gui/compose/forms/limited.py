"""What stands below a counted field: whose text was counted, and whose limit it is."""

from PySide6.QtCore import QCoreApplication

from smsdesk.core.provider import Limit
from smsdesk.gui.compose.forms.form import Longest
from smsdesk.gui.words import number


def limit_hint(limit: Limit | None, longest: Longest | None, provider: str) -> str:
    """`Counted for the longest: Alexandra Chan. NXCloud states no limit; 85 is ours…`, or less.

    provider: its name, "" where none is chosen.
    """
    translate = QCoreApplication.translate
    if limit is None:
        return ""
    sentences = []
    if longest is not None and longest.who:
        counted = translate("Limit", "Counted for the longest: {name}.")
        sentences.append(counted.format(name=longest.who))
    if not limit.firm:
        ours = translate("Limit", "{provider} states no limit; {limit} is ours, and more is kept.")
        name = provider or translate("Limit", "The provider")
        sentences.append(ours.format(provider=name, limit=number(limit.maximum)))
    return " ".join(sentences)
