"""From a file to rows that can be stored: the one way in for command line and web page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from veivalg.sources.intake.result import Intake, Progress
from veivalg.store.own import OwnStore, Version


def read_file(
    content: Path | bytes,
    name: str,
    *,
    code: str,
    store: OwnStore,
    table: str | None = None,
    mapping: Mapping[str, str] | None = None,
    who: str = "",
    progress: Progress | None = None,
) -> Intake:
    """Read a file, recognise its table, check every cell; nothing is stored.

    Parameters
    ----------
    content
        The file's path, or its bytes.
    name
        The file's name as the person knows it.
    code
        The municipality's number, four digits.
    store
        Where the municipality's own tables are kept; remembered columns and the salt lie beside it.
    table
        Name of the table (`OwnTable.name`), or None to recognise it by its columns.
    mapping
        Field name → heading in the file, for columns a person has pointed out.
    who
        Who brings the file.
    progress
        Told how far it has come.

    Raises
    ------
    RefusedFileError
        When the file is unsafe, damaged, locked or no table file at all.
    UnknownTableError
        When the columns fit no table, or two equally well, and none was named.
    """
    raise NotImplementedError


def accept(intake: Intake, store: OwnStore, *, who: str = "") -> Version:
    """Store the rows of a file without faults as the version in force; remember its columns.

    Raises
    ------
    TableError
        When the file has faults; nothing is stored.
    """
    raise NotImplementedError
