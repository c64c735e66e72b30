"""What an ODS tells that its values don't: formulas, what is hidden, and how far cells reach."""

from dataclasses import replace

from veivalg.own.foreign.formulas import check_extent, check_formula
from veivalg.own.foreign.notes import Heard
from veivalg.own.foreign.ods_looks import Looks
from veivalg.own.foreign.seen import Scan, Seen, per_cent
from veivalg.own.foreign.xml_read import local, new_parser, open_parts, read_part

_MOST_HIDDEN = 100_000
_CELLS = {"table-cell", "covered-table-cell"}
_UNSEEN = ("collapse", "filter")
_NUMBERS = {"float", "currency", "percentage"}


def scan_ods(content: bytes, name: str) -> dict[str, Scan]:
    """Look through an ODS; give what each sheet tells by its name.

    Raises
    ------
    RefusedFileError
        When a formula calls out, or cells are repeated beyond reason.
    """
    reader = _Content(name)
    with open_parts(content, name) as archive:
        for part in ("styles.xml", "content.xml"):
            if part == "content.xml" or part in archive.namelist():
                reader.parser = new_parser(reader.start, name)
                reader.parser.EndElementHandler = reader.end
                read_part(archive, part, reader.parser, name)
    reader.end_row()
    return {
        sheet: replace(
            seen.scan(date1904=reader.date1904),
            notes=(
                *reader.page.notes,
                *(reader.notes[sheet].notes if sheet in reader.notes else ()),
            ),
        )
        for sheet, seen in reader.seen.items()
    }


class _Content:
    """Hears the elements; adds up what repeated rows and cells with content come to.

    Empty rows and cells at the end are free, since nobody keeps them.
    """

    def __init__(self, name: str) -> None:
        self._looks = Looks()
        self.parser = new_parser(self.start, name)
        self.seen: dict[str, Seen] = {"": Seen(self._looks.codes, self._looks.struck)}
        self.date1904 = False
        self.page = Heard({"header", "footer"})
        self.notes: dict[str, Heard] = {}
        self._heard = self.page
        self._name, self._sheet = name, ""
        self._rows = self._widest = self._pending = self._columns = 0
        self._repeat = self._width = self._filled = 0
        self._in_cell = self._unseen = self._styles = False
        self._given: dict[str, str] = {}
        self._defaults: list[tuple[int, str]] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Hear the start of an element."""
        kind = local(tag)
        if self._heard.start(tag, attributes, self.parser):
            if self._in_cell:
                self._fill()
            return
        if kind in _CELLS:
            self._cell({local(k): v for k, v in attributes.items()})
        elif kind == "table-row":
            self.end_row()
            given = {local(k): v for k, v in attributes.items()}
            self._repeat = _number(given.get("number-rows-repeated"))
            self._unseen = self._is_unseen(given)
        elif kind == "table":
            self.end_row()
            self._sheet = next((v for k, v in attributes.items() if local(k) == "name"), "")
            self.seen.setdefault(self._sheet, Seen(self._looks.codes, self._looks.struck))
            self._heard = self.notes.setdefault(
                self._sheet, Heard({"annotation", "text-box", "custom-shape"})
            )
            self._rows = self._widest = self._pending = self._columns = 0
            self._defaults = []
        elif kind == "table-column":
            given = {local(k): v for k, v in attributes.items()}
            first = self._columns
            self._columns += _number(given.get("number-columns-repeated"))
            self._defaults.append((self._columns, given.get("default-cell-style-name", "")))
            if self._is_unseen(given):
                self.seen[self._sheet].hide(first, self._columns - 1)
        elif kind == "null-date":
            self.date1904 = any(v.startswith("1904") for v in attributes.values())
        elif kind in ("styles", "automatic-styles"):
            self._styles = True
        elif self._styles:
            self._looks.start(tag, attributes, self.parser)
        elif self._in_cell:
            self._fill()

    def _is_unseen(self, given: dict[str, str]) -> bool:
        flat = given.get("style-name") in self._looks.flat
        return given.get("visibility") in _UNSEEN or flat

    def end(self, tag: str) -> None:
        """Hear the end of an element: what comes after a cell does not stand in it."""
        if self._heard.end(tag, self.parser):
            return
        if self._styles:
            self._styles = local(tag) not in ("styles", "automatic-styles")
            self._looks.end(tag, self.parser)
        elif self._in_cell and local(tag) in _CELLS:
            self._in_cell = False

    def _cell(self, given: dict[str, str]) -> None:
        self._width += _number(given.get("number-columns-repeated"))
        self._in_cell, self._given = True, given
        if any(k == "value" or k.endswith("-value") for k in given):
            self._fill()
        if "formula" in given:
            check_formula(given["formula"], self._sheet, None, self._name)

    def _fill(self) -> None:
        self._filled, self._in_cell = self._width, False
        first = self._width - _number(self._given.get("number-columns-repeated"))
        usual = next((style for end, style in self._defaults if first < end), "")
        style = self._looks.number(self._given.get("style-name", usual))
        number = self._given.get("value-type") in _NUMBERS
        if self._given.get("value-type") == "percentage" and not per_cent(self._looks.codes[style]):
            style = 0
        row = self._rows + self._pending
        self.seen[self._sheet].cell(row, first, style, number=number)

    def end_row(self) -> None:
        """Count the row that has been heard."""
        first = self._rows + self._pending
        self._pending += self._repeat
        self._heard.row = self._rows + self._pending
        if self._unseen:
            last = first + min(self._repeat, _MOST_HIDDEN)
            self.seen[self._sheet].rows.update(range(first, last))
        if self._filled:
            self._rows += self._pending
            self._widest, self._pending = max(self._widest, self._filled), 0
        check_extent(self._sheet, self._rows, self._widest, self._name)
        self._repeat = self._width = self._filled = 0
        self._in_cell = self._unseen = False


def _number(written: str | None) -> int:
    if written is None or not (written.isascii() and written.isdecimal()):
        return 1
    return int(written[:10])
