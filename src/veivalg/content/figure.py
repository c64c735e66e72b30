"""A figure never travels alone: value, unit, place, period, source, and what it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from veivalg.content.numbers import Unit, format_date, format_exact, format_number
from veivalg.content.quantity import Quantity
from veivalg.content.state import EXAMPLE, UNCERTAIN
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import N_, _

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


class SourceKind(StrEnum):
    """How much a source can carry."""

    OFFICIAL = N_("offisiell statistikk")
    DOCUMENT = N_("dokument")
    CALCULATION = N_("beregning")
    ASSUMPTION = N_("antakelse")
    CONSTRUCTED = N_("konstruert")


class Certainty(StrEnum):
    """How certain a constant is; ``UNVERIFIED`` must be shown as «usikkert»."""

    KNOWN = N_("kjent")
    FOUND = N_("funnet i kilde")
    PRINTED = N_("trykt i dokument")
    DERIVED = N_("utledet")
    UNVERIFIED = N_("ubekreftet")
    CHOICE = N_("valg")

    @property
    def word(self) -> str:
        """Give how it is told, in the language in use."""
        return _(UNCERTAIN).lower() if self is Certainty.UNVERIFIED else _(self.value)


def table_name(table: str) -> str:
    """Name a table of a source: «tabell 07459»."""
    return _("tabell {table}").format(table=table)


@dataclass(frozen=True, slots=True)
class Caveat:
    """What must stand by the figures of a source; ``years`` are those it is about, none when all.

    A break between two years concerns only what shows both.
    """

    text: str
    years: tuple[int, ...] = ()

    def concerns(self, span: tuple[int, int] | None) -> bool:
        """Say whether it concerns figures from the first to the last year of `span`."""
        return span is None or all(span[0] <= year <= span[1] for year in self.years)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure comes from.

    ``query`` is what was asked (words or address), ``retrieved`` an ISO date, ``sha256`` the hash
    of the stored table. ``kind`` ``CONSTRUCTED`` must be visible wherever the figure is, and so
    must ``caveats``. ``unrevised`` is the year whose figures will be revised by whoever made them.
    """

    id: str
    producer: str
    title: str
    table: str = ""
    query: str = ""
    url: str = ""
    retrieved: str = ""
    updated: str = ""
    licence: str = ""
    sha256: str = ""
    kind: SourceKind = SourceKind.OFFICIAL
    note: str = ""
    caveats: tuple[Caveat, ...] = ()
    unrevised: int = 0
    own: bool = False

    @staticmethod
    def read(fields: Mapping[str, Any]) -> Source:
        """Give a source as it was stored by ``dataclasses.asdict``; raises when it is none."""
        caveats = tuple(Caveat(c["text"], tuple(c["years"])) for c in fields.get("caveats", ()))
        return Source(**{**fields, "kind": SourceKind(fields["kind"]), "caveats": caveats})

    def stored(self) -> dict[str, Any]:
        """Give it as it is kept: what the source of fetched figures never is, isn't written.

        A version that knows nothing of it can then read them still.
        """
        fields = asdict(self)
        return fields if self.own else {n: v for n, v in fields.items() if n != "own"}

    def beside(self, *, alone: bool = True) -> tuple[Caveat, ...]:
        """Give everything that must stand by its figures, `alone` or among those of others."""
        if not self.unrevised:
            return self.caveats
        text = (
            _("Tallene for {year} er ureviderte, publisert {date}.")
            if alone
            else _("Noen av tallene for {year} er ureviderte, publisert {date}.")
        ).format(year=self.unrevised, date=format_date(self.updated[:10]))
        return (*self.caveats, Caveat(text, (self.unrevised,)))

    def year(self, year: int | str | None) -> str:
        """Write a year as a sentence does: «2025 (urevidert)» where its figures will be revised."""
        return _("{year} (urevidert)").format(year=year) if year == self.unrevised else str(year)

    def line(self) -> str:
        """Give the source line under an exhibit: «SSB, tabell 07459, hentet 1.3.2026»."""
        table = table_name(self.table) if self.table else _(self.title)
        day = format_date(self.retrieved)
        retrieved = _("hentet {day}").format(day=day) if self.retrieved else ""
        mark = _(EXAMPLE) if self.kind is SourceKind.CONSTRUCTED else ""
        return ", ".join(part for part in (self.producer, table, retrieved, mark) if part)


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality («5503», Harstad), a KOSTRA group («EKG07») or Norway («0»)."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Interval:
    """Uncertainty of a figure; ``meaning`` says in Norwegian what the ends are.

    ``decimals`` are those its ends are written with, where they are not the figure's own.
    """

    low: float
    high: float
    meaning: str
    level: float | None = None
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class Assumption:
    """A number that is chosen, not measured; a person can change it.

    ``value`` is the one in use and ``default`` ours; both in stored scale (shares as fractions).
    A ``switch`` is 1 for yes and 0 for no, and is written so. ``options`` are what the values
    0, 1, 2 … stand for, where one of a few is chosen.
    """

    id: str
    label: str
    value: float
    default: float
    unit: Unit
    certainty: Certainty
    source: str
    low: float
    high: float
    step: float = 1.0
    decimals: int | None = None
    note: str = ""
    switch: bool = False
    options: tuple[str, ...] = ()

    @property
    def remark(self) -> str:
        """Give the note, and what each value stands for where one of a few is chosen."""
        meant = ", ".join(f"{n} = {option}" for n, option in enumerate(self.options))
        return " ".join(part for part in (self.note, meant and f"{meant}.") if part)

    @property
    def origin(self) -> str:
        """Say where it is from, as a sentence; what is chosen has no source and says so itself."""
        said = f"{self.source.rstrip('.')}."
        chosen = self.certainty is Certainty.CHOICE
        return said if chosen else _("Kilde: {source}").format(source=said)

    @property
    def changed(self) -> bool:
        """Say whether a person has moved it from the default."""
        return self.value != self.default

    def chosen(self, value: float) -> Assumption:
        """Give the same with the value a person has chosen.

        Raises
        ------
        UsageError
            When it lies outside ``low``–``high``.
        """
        if self.low <= value <= self.high:
            return replace(self, value=value)
        raise UsageError(
            _("«{label}» kan ikke være {value}.").format(
                label=self.label, value=format_exact(value)
            ),
            _("Velg en verdi fra {low} til {high}.").format(
                low=format_exact(self.low), high=format_exact(self.high)
            )
            + (f" {self.remark}" if self.options else ""),
        )

    def text(self) -> str:
        """Write the value with unit, and «usikkert» where it is so."""
        mark = _(" (usikkert)") if self.certainty is Certainty.UNVERIFIED else ""
        return self.write(self.value) + mark

    def write(self, value: float) -> str:
        """Write a value it can have; that of a switch is «ja» or «nei», an option what it is."""
        if self.options:
            return self.options[int(value)]
        if self.switch:
            return _("ja") if value >= 0.5 else _("nei")
        return format_number(value, self.unit, self.decimals)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with all that is needed to trust it.

    Parameters
    ----------
    id
        Unique within its chapter, lower case with hyphens.
    value
        In stored scale: NOK, shares as fractions, persons as counts. ``None`` is missing.
    source
        Required. For a derived figure the calculation; ``inputs`` then hold their own sources.
    formula
        In words, Norwegian.
    reason
        Why the value is missing («skjermet», «ikke publisert») when it is.
    quantity
        What it is in the registry of quantities, when other chapters may tell it too.

    Raises
    ------
    ValueError
        When a rank has no interval, which only one that a document prints may be quoted without,
        or when the interval is of another level than the quantity's.
    """

    id: str
    label: str
    value: float | None
    unit: Unit
    place: Place
    period: str
    source: Source
    decimals: int | None = None
    interval: Interval | None = None
    formula: str = ""
    inputs: tuple[Figure, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    method: str = ""
    reason: str = ""
    quantity: Quantity | None = None

    def __post_init__(self) -> None:
        """Refuse a rank without its interval, and an interval of another level."""
        if self.quantity and self.interval and self.interval.level != self.quantity.level:
            raise ValueError(f"{self.id!r} has an interval of {self.interval.level}")
        bare = self.value is not None and self.interval is None
        if self.unit is Unit.RANK and bare and self.source.kind is not SourceKind.DOCUMENT:
            raise ValueError(f"rank {self.id!r} has no interval")

    def text(self, *, sign: bool = False, word: bool = True, decimals: int | None = None) -> str:
        """Write the number as it stands in a sentence; a rank with its interval."""
        if self.value is None:
            return self.reason or _("mangler")
        digits = self.decimals if decimals is None else decimals
        if self.unit is Unit.RANK and self.interval is not None:
            ends = (format_number(v, self.unit) for v in (self.interval.low, self.interval.high))
            rank = format_number(self.value, self.unit)
            return _("{rank} (trolig {ends})").format(rank=rank, ends="–".join(ends))
        return format_number(self.value, self.unit, digits, sign=sign, word=word)

    def sources(self) -> Iterator[Source]:
        """Give its own source and those of everything it was derived from, deepest last."""
        yield self.source
        for figure in self.inputs:
            yield from figure.sources()

    def resting_on(self) -> Iterator[Figure]:
        """Give itself and every figure it was derived from, each once."""
        waiting, seen = [self], set()
        while waiting:
            figure = waiting.pop()
            if id(figure) not in seen:
                seen.add(id(figure))
                waiting.extend(figure.inputs)
                yield figure

    @property
    def years(self) -> tuple[int, ...]:
        """Give the years its period names."""
        return tuple(map(int, _YEAR.findall(self.period)))

    @property
    def unrevised(self) -> frozenset[int]:
        """Give the years, of its own or of what it was derived from, that will be revised."""
        behind = self.resting_on()
        return frozenset(f.source.unrevised for f in behind if f.source.unrevised in f.years)

    @property
    def dated(self) -> str:
        """Write its period, and that what it rests on will be revised where it will be."""
        return _("{year} (urevidert)").format(year=self.period) if self.unrevised else self.period

    def renamed(self, id: str, label: str | None = None) -> Figure:
        """Give the same figure under another id."""
        return replace(self, id=id, label=self.label if label is None else label)


def calculation(method: str, title: str, *inputs: Figure, note: str = "") -> Source:
    """Make the source of a derived figure: our own calculation by a named method.

    It is marked constructed when any input is.
    """
    constructed = any(s.kind is SourceKind.CONSTRUCTED for f in inputs for s in f.sources())
    return Source(
        id=f"veivalg-{method}",
        producer="Veivalg",
        title=title,
        kind=SourceKind.CONSTRUCTED if constructed else SourceKind.CALCULATION,
        licence="MIT",
        note=note,
    )


@dataclass(frozen=True, slots=True)
class Missing:
    """What a chapter needed and did not get: a finding, not a crash.

    ``expected`` is what such a report is known to have: it is told there with how to get it.
    """

    what: str
    why: str
    how_to_get: str
    table: str = field(default="")
    expected: bool = False
