"""What an ODS tells that its values don't: formulas, hidden rows, and how far cells reach."""

from veivalg.own.foreign.formulas import check_extent, check_formula
from veivalg.own.foreign.sheet_scan import Scan
from veivalg.own.foreign.xml_read import local, new_parser, open_parts, read_part

_MOST_HIDDEN = 100_000
_CELLS = {"table-cell", "covered-table-cell"}


def scan_ods(content: bytes, name: str) -> dict[str, Scan]:
    """Look through an ODS; give what each sheet tells by its name.

    Raises
    ------
    RefusedFileError
        When a formula calls out, or cells are repeated beyond reason.
    """
    reader = _Content(name)
    with open_parts(content, name) as archive:
        parser = new_parser(reader.start, name)
        parser.EndElementHandler = reader.end
        read_part(archive, "content.xml", parser, name)
    reader.end_row()
    return {
        sheet: Scan(hidden_rows=frozenset(rows), date1904=reader.date1904)
        for sheet, rows in reader.hidden.items()
    }


class _Content:
    """Hears the elements; adds up what repeated rows and cells with content come to.

    Empty rows and cells at the end are free, since nobody keeps them.
    """

    def __init__(self, name: str) -> None:
        self.hidden: dict[str, set[int]] = {"": set()}
        self.date1904 = False
        self._name, self._sheet = name, ""
        self._rows = self._widest = self._pending = 0
        self._repeat = self._width = self._filled = 0
        self._in_cell = self._unseen = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Hear the start of an element."""
        kind = local(tag)
        if kind in _CELLS:
            self._cell({local(k): v for k, v in attributes.items()})
        elif kind == "table-row":
            self.end_row()
            given = {local(k): v for k, v in attributes.items()}
            self._repeat = _number(given.get("number-rows-repeated"))
            self._unseen = given.get("visibility") in ("collapse", "filter")
        elif kind == "table":
            self.end_row()
            self._sheet = next((v for k, v in attributes.items() if local(k) == "name"), "")
            self.hidden.setdefault(self._sheet, set())
            self._rows = self._widest = self._pending = 0
        elif kind == "null-date":
            self.date1904 = any(v.startswith("1904") for v in attributes.values())
        elif self._in_cell:
            self._fill()

    def end(self, tag: str) -> None:
        """Hear the end of an element: what comes after a cell does not stand in it."""
        if self._in_cell and local(tag) in _CELLS:
            self._in_cell = False

    def _cell(self, given: dict[str, str]) -> None:
        self._width += _number(given.get("number-columns-repeated"))
        self._in_cell = True
        if any(k == "value" or k.endswith("-value") for k in given):
            self._fill()
        if "formula" in given:
            check_formula(given["formula"], self._sheet, None, self._name)

    def _fill(self) -> None:
        self._filled, self._in_cell = self._width, False

    def end_row(self) -> None:
        """Count the row that has been heard."""
        first = self._rows + self._pending
        self._pending += self._repeat
        if self._unseen:
            last = first + min(self._repeat, _MOST_HIDDEN)
            self.hidden[self._sheet].update(range(first, last))
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
