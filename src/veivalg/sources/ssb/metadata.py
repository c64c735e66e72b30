"""What a table says about itself, and whether that is what we built on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from veivalg.foundation.errors import SourceChangedError
from veivalg.foundation.i18n import _
from veivalg.sources.http.answers import malformed
from veivalg.sources.ssb.jsonstat import Dimension, read_dimensions, read_mandatory, read_notes

CONTENTS, TIME = "ContentsCode", "Tid"
REVISED = "06-01"
"""Revised KOSTRA figures are published on 15 June; unrevised ones on 15 March, some days later."""


@dataclass(frozen=True, slots=True)
class TableMetadata:
    """The metadata of one table.

    Parameters
    ----------
    updated
        When the figures last changed; a table with the same ``updated`` is not fetched again.
    notes
        The table's own notes; ``mandatory`` are those that must stand by the figures.
    """

    id: str
    label: str
    updated: str
    notes: tuple[str, ...]
    dimensions: Mapping[str, Dimension]
    mandatory: tuple[str, ...] = ()

    @property
    def unrevised(self) -> str:
        """Give the year whose KOSTRA figures are unrevised: before the revision in June after it.

        The status of a cell never says so; only the date does. Empty where all are revised.
        """
        years = self.years(0)
        yearly = TIME in self.dimensions and any(d.startswith("KOK") for d in self.dimensions)
        newest = years[-1] if yearly and years else ""
        return newest if newest and self.updated[:10] < f"{int(newest) + 1}-{REVISED}" else ""

    @property
    def constructed(self) -> bool:
        """Say whether the table itself says that its figures are constructed."""
        return "konstruert" in " ".join((self.label, *self.notes)).casefold()

    def dimension(self, name: str) -> Dimension:
        """Give a dimension; raises ``SourceChangedError`` naming it when it is gone."""
        try:
            return self.dimensions[name]
        except KeyError:
            raise changed(self.id, _("dimensjonen «{name}» er borte"), name=name) from None

    def years(self, first: int) -> tuple[str, ...]:
        """Give the years of the table from `first` on, as codes."""
        return tuple(
            code for code in self.dimension(TIME).codes if code.isdecimal() and int(code) >= first
        )


def read_metadata(table: str, raw: Mapping[str, Any]) -> TableMetadata:
    """Read a metadata answer; raises ``SourceError`` when it is not one."""
    try:
        dimensions = {d.id: d for d in read_dimensions(raw)}
        return TableMetadata(
            table,
            str(raw.get("label") or table),
            str(raw.get("updated") or ""),
            read_notes(raw),
            dimensions,
            read_mandatory(raw),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise malformed(_("beskrivelsen av tabell {id} mangler noe").format(id=table)) from error


def changed(table: str, *changes: str, **words: object) -> SourceChangedError:
    """Give the error for a table that no longer has the shape it had.

    Parameters
    ----------
    changes
        What is other than it was; `words` fill the places in braces of each.

    Examples
    --------
    >>> changed("07459", "dimensjonen «{name}» er borte", name="Alder").message
    'SSB har lagt om tabell 07459: dimensjonen «Alder» er borte.'
    """
    found = tuple(text.format(**words) if words else text for text in changes)
    return SourceChangedError(
        _("SSB har lagt om tabell {id}: {changes}.").format(id=table, changes="; ".join(found)),
        _("De andre tabellene hentes som før. Se etter en nyere versjon av Veivalg."),
        changes=found,
    )


def check_dimensions(meta: TableMetadata, expected: Iterable[str]) -> None:
    """Check that the table has the dimensions we know, and no other that must be chosen from.

    Raises
    ------
    SourceChangedError
        Naming every dimension that is gone or new.
    """
    wanted = tuple(expected)
    faults = [
        _("dimensjonen «{name}» er borte").format(name=name)
        for name in wanted
        if name not in meta.dimensions
    ]
    faults += [
        _("dimensjonen «{name}» er ny").format(name=name)
        for name, dimension in meta.dimensions.items()
        if name not in wanted and not dimension.extension.get("elimination")
    ]
    if faults:
        raise changed(meta.id, *faults)
