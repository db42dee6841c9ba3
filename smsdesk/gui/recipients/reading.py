"""How the file was read, at the top of the recipients: name, encoding, separator, columns."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QLocale, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from smsdesk.core.csvimport import DELIMITERS
from smsdesk.core.decode import ENCODINGS
from smsdesk.core.phone import regions
from smsdesk.gui.parts.badge import Tile
from smsdesk.gui.parts.button import Button
from smsdesk.gui.parts.select import Select
from smsdesk.gui.parts.surface import Card
from smsdesk.gui.parts.text import Hairline, Label
from smsdesk.gui.recipients.imported import Choices, Imported
from smsdesk.gui.recipients.mapping import MappingStrip
from smsdesk.gui.tab_order import insert_behind
from smsdesk.gui.words import number


class ReadingCard(Card):
    """Every choice is applied at once.

    Signals:
        reread_requested(Choices): read or judge again with other choices.
        field_column_chosen(str, str): let a merge field take its value from another column.
        other_file_requested().
    """

    reread_requested = Signal(object)
    field_column_chosen = Signal(str, str)
    other_file_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._imported: Imported | None = None
        self._roomy = True
        self._setup_ui()
        self._connect()

    def _setup_ui(self) -> None:
        self._name = Label("", weight=600, elide=True)
        self._size = Label("", "small", "text-3", elide=True)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._size)
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 12)
        head.setSpacing(12)
        head.addWidget(Tile(icon="table", tone="wait", big=True))
        head.addLayout(words, 1)
        self._encoding = self._picker(self.tr("Encoding"), "encoding")
        self._separator = self._picker(self.tr("Separator"), "separator")
        self._header = self._picker(self.tr("Header"), "header")
        self._country = self._picker(self.tr("Country"), "country")
        self._country.setMaximumWidth(170)
        for name in ENCODINGS:
            self._encoding.add_choice(name, name)
        titles = (self.tr("Comma ,"), self.tr("Semicolon ;"), self.tr("Tab"))
        for title, delimiter in zip(titles, DELIMITERS, strict=True):
            self._separator.add_choice(title, delimiter)
        self._header.add_choice(self.tr("Row 1"), True)
        self._header.add_choice(self.tr("None"), False)
        self._labels: list[Label] = []
        self._of_file: list[QWidget] = [self._encoding, self._separator, self._header]
        for picker in (*self._of_file, self._country):
            pair = QHBoxLayout()
            pair.setSpacing(6)
            label = Label(picker.accessibleName(), tone="text-3")
            label.setBuddy(picker)
            self._labels.append(label)
            pair.addWidget(label)
            pair.addWidget(picker)
            head.addLayout(pair)
        self._other = Button(self.tr("Other file…"), kind="ghost", icon="file", size="small")
        self._other.setObjectName("other_file")
        head.addWidget(self._other)
        self._mapping = MappingStrip()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(head)
        rows.addWidget(Hairline())
        rows.addWidget(self._mapping)

    def _picker(self, name: str, key: str) -> Select:
        picker = Select(name, small=True)
        picker.setObjectName(key)
        picker.setToolTip(name)
        return picker

    def _connect(self) -> None:
        for picker in (self._encoding, self._separator, self._header, self._country):
            picker.activated.connect(self._on_reading_chosen)
        self._mapping.phone_column_chosen.connect(self.choose_phone_column)
        self._mapping.field_column_chosen.connect(self.field_column_chosen)
        self._other.clicked.connect(self.other_file_requested)

    # -- showing -------------------------------------------------------------------------------

    def show_import(self, imported: Imported, fields: Sequence[str]) -> None:
        """Show how it was read; `fields` are the merge fields of the message."""
        self._imported = imported
        self._name.setText(imported.recipients.source or self.tr("Pasted numbers"))
        self._size.setText(self._size_words(imported))
        self.show_choices()
        self._mapping.show_import(imported, fields)
        insert_behind(self._other, self._mapping.pickers())

    def show_choices(self) -> None:
        """Show the choices in use, also after others could not be used."""
        imported = self._imported
        if imported is None:
            return
        table = imported.table
        for picker in self._of_file:
            picker.setVisible(imported.choices.path is not None)
        if self._encoding.findData(table.encoding) < 0:
            self._encoding.add_choice(table.encoding, table.encoding)
        self._encoding.setCurrentIndex(self._encoding.findData(table.encoding))
        self._separator.setCurrentIndex(self._separator.findData(table.delimiter))
        self._header.setCurrentIndex(self._header.findData(table.has_header))
        if not self._country.count():
            self._fill_countries()
        self._country.setCurrentIndex(max(0, self._country.findData(imported.choices.region or "")))
        self.set_roomy(self._roomy)

    def set_roomy(self, roomy: bool) -> None:
        """Let the labels of the pickers go where there is no room for them."""
        self._roomy = roomy
        of_file = self._imported is not None and self._imported.choices.path is not None
        for label in self._labels[:-1]:
            label.setVisible(roomy and of_file)
        self._labels[-1].setVisible(roomy)

    def _size_words(self, imported: Imported) -> str:
        rows, columns = len(imported.table.rows), len(imported.table.header)
        if not imported.size:
            return self.tr("{rows} rows").format(rows=number(rows))
        return self.tr("{rows} rows · {columns} columns · {size}").format(
            rows=number(rows),
            columns=number(columns),
            size=QLocale().formattedDataSize(
                imported.size, 0, QLocale.DataSizeFormat.DataSizeTraditionalFormat
            ),
        )

    def _fill_countries(self) -> None:
        self._country.add_choice(self.tr("In each number"), "")
        named = sorted(
            (QLocale.territoryToString(QLocale.codeToTerritory(code)), code, calling)
            for code, calling in regions()
        )
        for name, code, calling in named:
            self._country.add_choice(
                self.tr("{country} +{calling}").format(country=name or code, calling=calling), code
            )

    # -- reading again -------------------------------------------------------------------------

    @Slot()
    def _on_reading_chosen(self) -> None:
        imported = self._imported
        if imported is None:
            return
        before = imported.choices
        choices = replace(before, region=str(self._country.currentData() or "") or None)
        if before.path is not None and self.sender() is not self._country:
            choices = replace(
                choices,
                encoding=str(self._encoding.currentData()),
                delimiter=str(self._separator.currentData()),
                has_header=bool(self._header.currentData()),
                phone_column=None,  # the columns may be others now
            )
        self._ask(choices)

    @Slot(int)
    def choose_phone_column(self, column: int) -> None:
        """Take the phone numbers from another column."""
        if self._imported is not None:
            self._ask(replace(self._imported.choices, phone_column=column))

    def _ask(self, choices: Choices) -> None:
        if self._imported is not None and choices != self._imported.choices:
            self.reread_requested.emit(choices)
