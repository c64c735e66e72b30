"""What a file is, and whether it is safe to open: judged before anything is unpacked.

Nothing in a file is ever run or followed. What would have to be run to have a meaning (macros,
links to other workbooks, formulas that call out) is refused, so that nobody believes it was read.
"""

import io
import re
import zipfile
import zlib
from enum import StrEnum
from pathlib import PurePath

from veivalg.foundation.i18n import N_, _
from veivalg.own.foreign.telling import RefusedFileError

MAX_BYTES = 200 * 2**20
MAX_INFLATED = 1_000 * 2**20
"""The largest XLSX Excel itself writes with a million rows is well below."""
MAX_RATIO, RATIO_FROM = 250, 8 * 2**20
"""Sheets shrink 5–60 times; deflate at its best, 1,032 times, is no sheet."""
MAX_MEMBERS = 10_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STEP = 1 << 20
BROKEN = (
    zipfile.BadZipFile,
    OSError,
    ValueError,
    EOFError,
    zlib.error,
    NotImplementedError,
    RuntimeError,
)
"""All that the unpacking of a damaged file can end in; a reader gets one sentence for them all."""
_MACROS = re.compile(r"(vbaproject\.bin|/macrosheets/|/basic/|^basic/|^scripts/)", re.IGNORECASE)
_LINKS = re.compile(
    r"(^|/)(externallinks/|connections\.xml|querytables/|embeddings/|activex/)", re.IGNORECASE
)
_MEANT = N_("Lagre arket som vanlig Excel-arbeidsbok (.xlsx) uten {what}, og prøv igjen.")

_BLANK = b"\0 \r\n\t\xef\xbb\xbf"


class Kind(StrEnum):
    """The kinds of file that are read."""

    XLSX = "xlsx"
    XLSB = "xlsb"
    XLS = "xls"
    ODS = "ods"
    TEXT = "csv"


def inspect(content: bytes, name: str) -> Kind:
    """Say what kind of file it is.

    Raises
    ------
    RefusedFileError
        When it is too large, empty, locked, damaged, or holds what is not read; says which.
    """
    check_size(len(content), name)
    if not content[:4096].strip(_BLANK) and not content.strip(_BLANK):  # most begin with something
        raise _refused(_("«{name}» er tom."), name, _("Fyll ut malen og prøv igjen."))
    if content.startswith(b"PK"):
        return _zipped(content, name)
    if content.startswith(_OLE):
        return _compound(content, name)
    suffix = PurePath(name).suffix.lower()
    if suffix in (".xlsx", ".xlsm", ".xlsb", ".ods", ".xls"):
        raise _refused(
            _("«{name}» er skadet eller er ikke et regneark."),
            name,
            _("Åpne filen i Excel, lagre den på nytt og prøv igjen."),
        )
    if b"\0" in content[:65536] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _refused(
            _("«{name}» er verken et regneark eller en tekstfil."),
            name,
            _("Bruk XLSX, XLSB, XLS, ODS eller CSV."),
        )
    return Kind.TEXT


def check_size(size: int, name: str) -> None:
    """Refuse a file over `MAX_BYTES`; raises ``RefusedFileError``."""
    if size > MAX_BYTES:
        raise RefusedFileError(
            _("«{name}» er på {size} MB. Grensen er {limit} MB.").format(
                name=name, size=size // 2**20, limit=MAX_BYTES // 2**20
            ),
            _("Del filen, eller lagre bare det arket som trengs."),
        )


def _zipped(content: bytes, name: str) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except BROKEN as error:
        raise _damaged(name) from error
    names = {m.filename for m in members}
    _check_members(members, name)
    if len({n.casefold() for n in names}) < len(members):
        raise _damaged(name)  # of two parts of one name, two readers can choose one each
    if any(_MACROS.search(n) for n in names):
        raise _refused(
            _("«{name}» har makroer, og slike filer leses ikke."),
            name,
            _(_MEANT).format(what=_("makroer")),
        )
    if any(_LINKS.search(n) for n in names):
        raise _refused(
            _("«{name}» har koblinger til andre filer eller datakilder."),
            name,
            _("Lim inn tallene som verdier i malen, og prøv igjen."),
        )
    if {"xl/workbook.bin", "xl/workbook.xml"} <= names:
        raise _refused(
            _("«{name}» er skadet: den er både en binær (XLSB) og en vanlig arbeidsbok."),
            name,
            _("Lagre det som vanlig Excel-arbeidsbok (.xlsx)."),
        )
    if "[Content_Types].xml" in names and "xl/workbook.xml" in names:
        return Kind.XLSX
    if "[Content_Types].xml" in names and "xl/workbook.bin" in names:
        return Kind.XLSB
    if "content.xml" in names:
        if b"manifest:encryption-data" in member(content, "META-INF/manifest.xml", name):
            raise _locked(name)
        return Kind.ODS
    raise _refused(
        _("«{name}» er en ZIP-fil, ikke et regneark."),
        name,
        _("Pakk den ut, og bruk regnearket som ligger i den."),
    )


def _check_members(members: list[zipfile.ZipInfo], name: str) -> None:
    total = sum(m.file_size for m in members)
    swollen = any(
        m.file_size > RATIO_FROM and m.file_size > MAX_RATIO * max(m.compress_size, 1)
        for m in members
    )
    if total > MAX_INFLATED or swollen or len(members) > MAX_MEMBERS:
        raise _refused(
            _("«{name}» blir urimelig stor når den pakkes ut, og er ikke åpnet."),
            name,
            _("Lagre bare arket med tallene, eller bruk CSV."),
        )
    if any(m.flag_bits & 1 for m in members):
        raise _locked(name)
    kinds = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    if any(m.compress_type not in kinds for m in members):
        raise _damaged(name)


def member(content: bytes, part: str, name: str) -> bytes:
    """Give a part of a zipped file unpacked; empty when there is no such part.

    Sizes in a ZIP can lie, so unpacking stops at what the part says it holds.

    Raises
    ------
    RefusedFileError
        When the part is damaged or holds more than it says.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if part not in archive.namelist():
                return b""
            info = archive.getinfo(part)
            with archive.open(part) as stream:
                unpacked = stream.read(info.file_size)
    except BROKEN as error:
        raise _damaged(name) from error
    return unpacked


def check_parts(content: bytes, name: str) -> None:
    """Unpack every part piece by piece and check size and checksum, keeping nothing.

    Raises
    ------
    RefusedFileError
        When a part is damaged, cut off or holds more than it says.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for info in archive.infolist():
                with archive.open(info) as stream:
                    while stream.read(_STEP):
                        pass
    except BROKEN as error:
        raise _damaged(name) from error


def _compound(content: bytes, name: str) -> Kind:
    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in content

    if has("EncryptedPackage") or has("EncryptionInfo"):
        raise _locked(name)
    if has("_VBA_PROJECT") or has("VBA"):
        raise _refused(
            _("«{name}» har makroer, og slike filer leses ikke."),
            name,
            _(_MEANT).format(what=_("makroer")),
        )
    if not (has("Workbook") or has("Book")):
        raise _refused(
            _("«{name}» er ikke et regneark."), name, _("Bruk XLSX, XLSB, XLS, ODS eller CSV.")
        )
    return Kind.XLS


def _refused(text: str, name: str, remedy: str) -> RefusedFileError:
    return RefusedFileError(text.format(name=name), remedy)


def _damaged(name: str) -> RefusedFileError:
    return _refused(
        _("«{name}» er skadet eller avkortet og kan ikke åpnes."),
        name,
        _("Åpne originalen, lagre den på nytt og prøv igjen."),
    )


def _locked(name: str) -> RefusedFileError:
    return _refused(
        _("«{name}» er låst med passord."), name, _("Lagre filen uten passord, og prøv igjen.")
    )


damaged, locked = _damaged, _locked
