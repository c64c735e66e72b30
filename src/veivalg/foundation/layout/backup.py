"""A data folder in one file, and back again.

The archive is a zip with the names of the data folder and a list of them with hashes, last. What
is restored is built beside and checked whole before anything is replaced (see `layout.swap`).
"""

import hashlib
import os
import shutil
import stat
import uuid
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

import orjson

from veivalg import __version__
from veivalg.foundation import platform
from veivalg.foundation.errors import UsageError, VeivalgError
from veivalg.foundation.events import COUNT
from veivalg.foundation.files import TEMPORARY, files_in, store_error
from veivalg.foundation.i18n import _
from veivalg.foundation.layout.copies import Count, Tell, keep_copy, untold
from veivalg.foundation.layout.mark import Mark, layout_of, read_mark
from veivalg.foundation.layout.migrations import MIGRATIONS
from veivalg.foundation.layout.names import KEPT, LAYOUT, MADE, MARK, OLD
from veivalg.foundation.layout.opening import alone
from veivalg.foundation.layout.swap import clean, finish, new_build, put_in_place

LIST = "veivalg-sikkerhetskopi.json"
_PIECE = 1 << 20
_FORBIDDEN = set('\\:*?"<>|') | {chr(i) for i in range(32)}


@dataclass(frozen=True, slots=True)
class Archived:
    """What an archive holds: files, their bytes together, and the ISO time it was made."""

    files: int
    size: int
    made: str


def back_up(folder: Path, target: Path, tell: Tell = untold) -> Archived:
    """Write what can't be made again in a data folder to a zip file, whole or not at all.

    Parameters
    ----------
    tell
        Is told at once, and of every file.

    Raises
    ------
    UsageError
        When there is nothing to copy, or `target` lies in the folder that is copied.
    StoreError
        When it can't be read or written.
    """
    temporary = target.with_name(f".{os.getpid()}.{uuid.uuid4().hex[:8]}{TEMPORARY}")
    try:
        # It would be lost with the folder, taken for one of its files, or put in their place.
        if target.resolve().is_relative_to(folder.resolve()):
            raise UsageError(
                _("Sikkerhetskopien kan ikke ligge i datamappen den er en kopi av."),
                _("Velg et annet sted med --ut, helst på en annen disk."),
            )
        if not any((folder / name).exists() for name in KEPT):
            raise UsageError(
                _("Datamappen {path} har ingenting å kopiere.").format(path=folder),
                _("Velg en annen mappe med --data."),
            )
        platform.make_folder(target.parent)
        with os.fdopen(platform.create(temporary), "wb") as out:
            told = _pack(folder, out, tell)
            out.flush()
            os.fsync(out.fileno())
        platform.replace(temporary, target)
        platform.sync_folder(target.parent)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise store_error(error, target) from error
    return told


def _pack(folder: Path, out: BinaryIO, tell: Tell) -> Archived:
    made, size = datetime.now(UTC).isoformat(timespec="seconds"), 0
    files: dict[str, str] = {}
    tell(_("Skriver sikkerhetskopien"), 0, 0)
    paths = list(_paths(folder))
    count = Count(tell, _("Skriver sikkerhetskopien"), len(paths))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        for path in paths:
            count.one()
            name = path.relative_to(folder).as_posix()
            try:
                content = path.read_bytes()
            except FileNotFoundError:
                continue  # removed by another program meanwhile: it was not in force
            how = zipfile.ZIP_STORED if path.suffix == ".parquet" else zipfile.ZIP_DEFLATED
            packed.writestr(name, content, how)
            files[name] = hashlib.sha256(content).hexdigest()
            size += len(content)
        told = {"layout": LAYOUT, "program": __version__, "made": made, "files": files}
        packed.writestr(LIST, orjson.dumps(told, option=orjson.OPT_INDENT_2))
    return Archived(len(files), size, made)


def _paths(folder: Path) -> Iterator[Path]:
    """Give what to copy: what counts events before the events, and what points to rows before the
    rows, which others may be adding to."""
    for ends in (COUNT, ".json", None):
        for name in KEPT:
            for file in files_in(folder / name):
                inner = file.relative_to(folder).parts
                made = len(inner) > 1 and inner[1] in MADE
                wanted = not file.name.endswith(TEMPORARY) and not made
                if wanted and ends == (file.suffix if file.suffix in (COUNT, ".json") else None):
                    yield file


def restore(archive: Path, folder: Path, tell: Tell = untold) -> tuple[Archived, Path | None]:
    """Put what is in an archive in the place of what is in a data folder.

    A copy of what was there is kept first; give what came back, and where that copy is (None when
    there was nothing).

    Parameters
    ----------
    tell
        Is told at once, and of every file.

    Raises
    ------
    UsageError
        When the file is no backup, is damaged, unsafe or of a newer program.
    StoreError
        When the folder can't be used. It is then as it was.
    """
    tell(_("Leser sikkerhetskopien"), 0, 0)
    with _opened(archive) as packed:
        told = _checked(packed, archive)
        with alone(folder, 0.0):
            finish(folder)
            clean(folder)
            before = layout_of(folder)
            build = new_build(folder)
            try:
                count = Count(tell, _("Pakker ut sikkerhetskopien"), len(told["files"]))
                archived = _unpack(packed, told, build, archive, count)
                build = _brought_up(folder, build, int(told["layout"]))
                tell(_("Tar en kopi av det som er i datamappen"), 0, 0)
                copy = _keep_old(folder, before)
            except (OSError, VeivalgError) as error:
                clean(folder)
                raise store_error(error, folder) if isinstance(error, OSError) else error from None
            mark = read_mark(folder) or Mark()
            put_in_place(folder, build, (*OLD, *MADE, *KEPT), mark, copy=copy)
    return archived, copy


def _keep_old(folder: Path, layout: int | None) -> Path | None:
    if layout is None:
        return None
    names = (*KEPT, MARK) if layout > 1 else (*OLD, *KEPT)
    return keep_copy(folder, names, "for-gjenoppretting")


def _brought_up(folder: Path, build: Path, layout: int) -> Path:
    """Move what an older program has archived to today's layout."""
    while layout < LAYOUT:
        step, newer = MIGRATIONS[layout], new_build(folder)
        step.build(build, newer, Count(untold, "", 0))
        for path in build.iterdir():
            if path.name not in step.takes:
                platform.replace(path, newer / path.name)
        shutil.rmtree(build)
        build, layout = newer, layout + 1
    return build


def _opened(archive: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(archive)
    except FileNotFoundError as error:
        raise UsageError(
            _("Filen «{file}» finnes ikke.").format(file=archive), _("Sjekk navnet på filen.")
        ) from error
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise _no_backup(archive) from error


def _checked(packed: zipfile.ZipFile, archive: Path) -> Mapping[str, Any]:
    """Give the archive's own list, when every name in it is safe and it lists what is there."""
    try:
        told = orjson.loads(packed.read(LIST))
        layout, files, made = int(told["layout"]), dict(told["files"]), str(told["made"])
    except (KeyError, ValueError, TypeError, zipfile.BadZipFile, OSError, RuntimeError) as error:
        raise _no_backup(archive) from error
    if layout > LAYOUT:
        raise UsageError(
            _("Sikkerhetskopien «{file}» er laget av en nyere Veivalg ({program}).").format(
                file=archive, program=told.get("program", "")
            ),
            _("Oppdater Veivalg, og prøv igjen."),
        )
    names = [info.filename for info in packed.infolist() if info.filename != LIST]
    whole = sorted(names) == sorted(files) and made
    if not whole or layout < 2 or not all(map(_is_safe, packed.infolist())):
        raise _no_backup(archive)
    return {**told, "files": files}


def _is_safe(info: zipfile.ZipInfo) -> bool:
    """Say whether an entry is a plain file with a name that stays within the folder."""
    name = info.filename
    path = PurePosixPath(name)
    kind = stat.S_IFMT(info.external_attr >> 16)
    known = name == LIST or name.split("/")[0] in KEPT
    return bool(
        known
        and not _FORBIDDEN & set(name)
        and name == path.as_posix()
        and not set(path.parts) & {"..", "."}
        and not any(part.endswith((".", " ")) for part in path.parts)
        and kind in (0, stat.S_IFREG)
    )


def _unpack(
    packed: zipfile.ZipFile, told: Mapping[str, Any], build: Path, archive: Path, count: Count
) -> Archived:
    """Unpack every file and hold it against its hash."""
    size = sum(info.file_size for info in packed.infolist())
    if size > shutil.disk_usage(build).free:
        raise UsageError(
            _("Det er ikke plass til sikkerhetskopien på disken."),
            _("Frigjør {size} MB, og prøv igjen.").format(size=size // 1_000_000 + 1),
        )
    size = 0
    for name, expected in told["files"].items():
        target = build / name
        platform.make_folder(target.parent)
        digest = hashlib.sha256()
        try:
            with packed.open(name) as source, os.fdopen(platform.create(target), "wb") as out:
                while piece := source.read(_PIECE):
                    digest.update(piece)
                    size += out.write(piece)
        except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, EOFError) as error:
            raise _damaged(archive) from error
        if digest.hexdigest() != expected:
            raise _damaged(archive)
        count.one()
    return Archived(len(told["files"]), size, str(told["made"]))


def _no_backup(archive: Path) -> UsageError:
    return UsageError(
        _("Filen «{file}» er ikke en sikkerhetskopi fra Veivalg.").format(file=archive),
        _("Velg en fil som er laget med «veivalg sikkerhetskopi». Ingenting er endret."),
    )


def _damaged(archive: Path) -> UsageError:
    return UsageError(
        _("Sikkerhetskopien «{file}» er skadet.").format(file=archive),
        _("Velg en annen sikkerhetskopi. Ingenting er endret."),
    )
