"""The review's line about the addresses of a message, and looking at them before Send."""

from PySide6.QtCore import QObject, Signal, Slot

from smsdesk.gui.compose.media_looking import MediaLooking
from smsdesk.gui.compose.survey import Survey
from smsdesk.gui.compose.view import ComposeView


class MediaReview(QObject):
    """Keeps a survey true while the addresses are being looked at: when asked, and before Send.

    Made before whoever sends, so that what is sent is already being looked at.

    Signals:
        changed(Survey): the newest survey, with what is known of its addresses by now.
    """

    changed = Signal(object)

    def __init__(self, looking: MediaLooking, view: ComposeView, parent: QObject) -> None:
        super().__init__(parent)
        self._looking = looking
        self._survey: Survey | None = None
        looking.looked.connect(self._on_looked)
        view.review_list.media_requested.connect(self.look_again)
        view.bar.send_requested.connect(self.look_at_new)

    def added_to(self, found: Survey) -> Survey:
        """A new survey, with what is known of its addresses already."""
        self._survey = found.with_media(self._looking.reports())
        return self._survey

    @Slot()
    def look_at_new(self) -> None:
        """Send was pressed: look at what nobody looked at yet. Send does not wait for it."""
        if self._survey is not None:
            self._looking.look_at_new(self._survey.addresses)

    @Slot()
    def look_again(self) -> None:
        """Somebody asks: look at all of them."""
        for address in self._survey.addresses if self._survey else ():
            self._looking.look(address.url, address.use)

    @Slot(str)
    def _on_looked(self, url: str) -> None:
        if self._survey is not None and any(one.url == url for one in self._survey.addresses):
            self.changed.emit(self.added_to(self._survey))
