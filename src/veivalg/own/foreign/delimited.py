"""CSV and the like as columns of cells: any delimiter, UTF-8, UTF-16 or Windows-1252."""

import csv
import io
import re
from collections import Counter
from itertools import islice
from pathlib import PurePath

import polars as pl

from veivalg.foundation.errors import TableError
from veivalg.foundation.i18n import _
from veivalg.own.foreign.code_pages import code_page
from veivalg.own.foreign.raw import Grid, RawColumn
from veivalg.own.foreign.telling import RefusedFileError

DELIMITERS = (";", "\t", ",", "|")
_SEPARATOR = re.compile(rb"\A\"?sep=.\"?(?=\n)", re.IGNORECASE)
"""The first line by which a spreadsheet program is told the delimiter."""
_LINES = 60
_WIDEST = 500
_SEARCHED = 30 * 2**20
"""A fault of quoting is looked up line by line in files up to this size."""


def read_delimited(content: bytes, name: str) -> Grid:
    """Give the file as one sheet, named as the file is.

    Raises
    ------
    RefusedFileError
        When it is not text, or quotation marks don't match.
    """
    text = as_utf8(content, name)
    start = io.StringIO(text[: 4 * 2**20].decode("utf-8", "ignore"))
    head = list(islice(start, _LINES))
    delimiter = find_delimiter(head)
    width = max((len(r) for r in _split(head, delimiter)), default=1)
    if width > _WIDEST:
        raise RefusedFileError(
            _("«{name}» har {n} kolonner. Grensen er {limit}.").format(
                name=name, n=width, limit=_WIDEST
            ),
            _("Ta ut bare kolonnene som trengs."),
        )
    frame = _read(text, delimiter, width + 1, name)
    if b'"' in text:  # no cell has a line break without
        _refuse_swallowed(frame, delimiter, name)
    columns = tuple(RawColumn(frame.to_series(i)) for i in range(width + 1))
    if columns[-1].text.null_count() == frame.height:
        columns = columns[:-1]
    return Grid(PurePath(name).stem[:31] or "CSV", True, columns, frame.height, delimited=True)


def as_utf8(content: bytes, name: str) -> bytes:
    """Give the text as UTF-8 without a byte order mark; line ends become \\n.

    Text that is not UTF-8 is taken for Windows-1252, which Norwegian systems write, unless its
    bytes make words in the code pages of DOS or old Macs only.

    Raises
    ------
    RefusedFileError
        When it is neither.
    """
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            content = content.decode("utf-16").encode()
        content = content.removeprefix(b"\xef\xbb\xbf")
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            content = content.decode(code_page(content)).encode()
    except UnicodeDecodeError as error:
        raise RefusedFileError(
            _("«{name}» har tegn som ikke kan leses.").format(name=name),
            _("Lagre filen som CSV UTF-8, og prøv igjen."),
        ) from error
    if b"\0" in content:
        raise RefusedFileError(
            _("«{name}» er ikke en tekstfil.").format(name=name),
            _("Bruk XLSX, XLS, ODS eller CSV."),
        )
    if b"\r" in content:
        content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return _SEPARATOR.sub(b"", content)


def find_delimiter(lines: list[str]) -> str:
    """Give the delimiter that cuts most lines into equally many columns.

    Examples
    --------
    >>> find_delimiter(["Enhet;Beløp", "Skole;1,5", "Helse;2,5"])
    ';'
    """
    best, score = ";", (0.0, 0)
    for delimiter in DELIMITERS:
        widths = Counter(len(r) for r in _split(lines, delimiter) if len(r) > 1)
        if not widths:
            continue
        width, count = widths.most_common(1)[0]
        rows = sum(1 for line in lines if line.strip())
        if (found := (round(count / max(rows, 1), 1), width)) > score:
            best, score = delimiter, found
    return best


def _split(lines: list[str], delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return []


def _read(text: bytes, delimiter: str, width: int, name: str) -> pl.DataFrame:
    schema = {f"c{i}": pl.String for i in range(width)}
    try:
        return pl.read_csv(
            text,
            separator=delimiter,
            has_header=False,
            schema=schema,
            missing_columns="insert",
            extra_columns="ignore",
        )
    except pl.exceptions.PolarsError as error:
        raise _unreadable(text, delimiter, name) from error


def _refuse_swallowed(frame: pl.DataFrame, delimiter: str, name: str) -> None:
    """Refuse a file where stray quotation marks have made rows one cell."""
    for column in frame.get_columns():
        rows = column.str.contains("\n", literal=True) & column.str.contains(
            delimiter, literal=True
        )
        at = rows.fill_null(False).arg_true()
        if len(at):
            raise RefusedFileError(
                _(
                    "Rad {row} i «{name}» har en celle med både linjeskift og skilletegn: "
                    "anførselstegn har slukt rader."
                ).format(row=int(at[0]) + 1, name=name),
                _("Fjern anførselstegnene, eller lagre tallene som XLSX."),
            )


def _unreadable(text: bytes, delimiter: str, name: str) -> TableError:
    where = ""
    if len(text) <= _SEARCHED:
        reader = csv.reader(io.StringIO(text.decode("utf-8")), delimiter=delimiter, strict=True)
        line = 1
        try:
            for _row in reader:
                line = reader.line_num + 1
        except csv.Error:
            where = _(" i eller etter linje {line}").format(line=line)
    return RefusedFileError(
        _("«{name}» har anførselstegn som ikke går opp{where}.").format(name=name, where=where),
        _("Fjern anførselstegnene, eller lagre tallene som XLSX."),
    )
