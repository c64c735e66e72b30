"""Which values to be careful with: jumps, holes, and what is booked differently.

A change from one year to the next is held against the series' own changes and against the same
year's changes in comparable municipalities, each by its distance from the median in robust standard
deviations (1.4826 times the median absolute deviation). A jump that the whole group makes is a new
definition and not this municipality's break, and one of a size that is common there is no jump.
A series too short to have a habit of its own is held against others alone.
Nothing is ever removed: a mark is a question to ask.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from veivalg.content import Note, NoteKind, Place, Unit, format_number
from veivalg.foundation.i18n import _
from veivalg.norway.booking import known_differences

LIMIT = 3.5
"""Robust standard deviations from which a change is marked (Iglewicz and Hoaglin, 1993)."""
FEWEST_CHANGES = 5
FEWEST_OTHERS = 5
FLOOR = 0.02
"""Least scale, as a share of the series' usual level: a flat series makes no noise of rounding."""
TO_SIGMA = 1.4826
ONE_OFF = 0.05
"""Share of all net cost that an amount must stand out by, from both years beside it."""
Values = Mapping[int, float | None]


class JumpKind(StrEnum):
    """What a jump looks like."""

    LEVEL = "level"  # it stays where it jumped to
    SPIKE = "spike"  # it comes back the year after
    SHARED = "shared"  # comparable municipalities jump the same way, at least half as much


@dataclass(frozen=True, slots=True)
class Jump:
    """A change that breaks the series.

    ``own`` and ``others`` are the distances in robust standard deviations; ``own`` is None in a
    series too short, and ``others`` when too few comparable municipalities have values.
    """

    year: int
    before: float
    after: float
    own: float | None
    others: float | None
    kind: JumpKind


@dataclass(frozen=True, slots=True)
class Hole:
    """Years in a row without a value, for one reason."""

    first_year: int
    last_year: int
    reason: str

    @property
    def period(self) -> str:
        """Give the years as text."""
        if self.first_year == self.last_year:
            return str(self.first_year)
        return f"{self.first_year}–{self.last_year}"


def jumps(
    values: Values, others: Sequence[Values] = (), errors: Mapping[int, float] | None = None
) -> tuple[Jump, ...]:
    """Find the changes that break a series.

    Parameters
    ----------
    values
        Year → value of the municipality; None is missing, and no change is taken over a hole.
    others
        The same for comparable municipalities.
    errors
        Year → standard error of the value, where chance alone moves it (small numbers).

    Returns
    -------
    jumps
        With fewer than five changes the series' own habit is not known, and only what stands out
        among others is a jump.
    """
    changes = _changes(values)
    if not changes:
        return ()
    judged = _judged if len(changes) >= FEWEST_CHANGES else _beside
    usual = median(abs(v) for v in values.values() if v is not None)
    among = [_changes(o) for o in others]
    found: list[Jump] = []
    for year in sorted(changes):
        if found and found[-1].kind is JumpKind.SPIKE and found[-1].year == year - 1:
            continue  # the way back from a spike is no jump of its own
        chance = math.hypot(*((errors or {}).get(y, 0.0) for y in (year - 1, year)))
        least = max(FLOOR * usual, chance)
        jump = judged(values, changes, year, among, least)
        if jump is not None:
            found.append(jump)
    return tuple(found)


def _judged(
    values: Values,
    changes: Mapping[int, float],
    year: int,
    others: Sequence[Mapping[int, float]],
    least: float,
) -> Jump | None:
    """Give the jump of a year, or None when the change is ordinary here or among others."""
    before, after, change = values[year - 1], values[year], changes[year]
    own = _distance(change, [c for y, c in changes.items() if y != year], least)
    if own <= LIMIT or before is None or after is None:
        return None
    among = [o[year] for o in others if year in o]
    if len(among) < FEWEST_OTHERS:
        return Jump(year, before, after, own, None, _kind(changes, year))
    apart = _distance(change, among, least)
    middle = median(among)
    if middle * change > 0 and abs(middle) >= 0.5 * abs(change):
        return Jump(year, before, after, own, apart, JumpKind.SHARED)
    return Jump(year, before, after, own, apart, _kind(changes, year)) if apart > LIMIT else None


def _beside(
    values: Values,
    changes: Mapping[int, float],
    year: int,
    others: Sequence[Mapping[int, float]],
    least: float,
) -> Jump | None:
    """Give the jump of a year in a series too short, or None when others do alike or are few."""
    before, after = values[year - 1], values[year]
    among = [o[year] for o in others if year in o]
    if len(among) < FEWEST_OTHERS or before is None or after is None:
        return None
    apart = _distance(changes[year], among, least)
    return Jump(year, before, after, None, apart, _kind(changes, year)) if apart > LIMIT else None


def _changes(values: Values) -> dict[int, float]:
    return {
        year: after - before
        for year, after in values.items()
        if after is not None and (before := values.get(year - 1)) is not None
    }


def _distance(change: float, among: Sequence[float], least: float) -> float:
    middle = median(among)
    scale = max(TO_SIGMA * median(abs(c - middle) for c in among), least)
    if scale == 0:
        return 0.0 if change == middle else math.inf
    return abs(change - middle) / scale


def _kind(changes: Mapping[int, float], year: int) -> JumpKind:
    back = changes.get(year + 1)
    returns = back is not None and back * changes[year] < 0
    return (
        JumpKind.SPIKE if returns and abs(back or 0) >= 0.5 * abs(changes[year]) else JumpKind.LEVEL
    )


def holes(values: Values, reasons: Mapping[int, str | None]) -> tuple[Hole, ...]:
    """Find the years without a value, joined where the reason is the same.

    Examples
    --------
    >>> holes({2020: 1.0, 2021: None, 2022: None}, {2021: "skjermet", 2022: "skjermet"})
    (Hole(first_year=2021, last_year=2022, reason='skjermet'),)
    """
    found: list[Hole] = []
    for year in sorted(y for y, v in values.items() if v is None):
        reason = reasons.get(year) or _("ingen grunn er oppgitt")
        if found and found[-1].reason == reason and found[-1].last_year == year - 1:
            found[-1] = Hole(found[-1].first_year, year, reason)
        else:
            found.append(Hole(year, year, reason))
    return tuple(found)


def one_offs(amounts: Values, totals: Values) -> tuple[int, ...]:
    """Find the years with an amount far above, or far below, both years beside it.

    Parameters
    ----------
    amounts
        What is booked on a function by year, NOK.
    totals
        Net cost of all functions by year, NOK.

    Examples
    --------
    >>> one_offs({2022: 20.0, 2023: 473.0, 2024: 22.0}, dict.fromkeys(range(2022, 2025), 2200.0))
    (2023,)
    >>> one_offs({2022: 20.0, 2023: 473.0, 2024: 900.0}, dict.fromkeys(range(2022, 2025), 2200.0))
    ()
    """
    found = []
    for year, amount in amounts.items():
        before, after, total = amounts.get(year - 1), amounts.get(year + 1), totals.get(year)
        if amount is None or before is None or after is None or not total:
            continue
        out = amount - max(before, after), min(before, after) - amount
        if max(out) > ONE_OFF * abs(total):
            found.append(year)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Written:
    """What a series is called and how its values are written."""

    id: str
    name: str
    unit: Unit
    decimals: int | None = None

    def text(self, value: float) -> str:
        """Write a value."""
        return format_number(value, self.unit, self.decimals)


def jump_notes(place: Place, series: Written, found: Iterable[Jump]) -> tuple[Note, ...]:
    """Write jumps as notes."""
    return tuple(
        Note(
            f"hopp-{_slug(series.id)}-{j.year}",
            NoteKind.OUTLIER if j.kind is JumpKind.SPIKE else NoteKind.BREAK,
            place,
            series.name,
            _jump_text(series, j),
            str(j.year),
        )
        for j in found
    )


def _jump_text(series: Written, jump: Jump) -> str:
    moved = (
        _("Går fra {before} til {after} på ett år, mye mer enn det som er vanlig i serien.")
        if jump.own is not None
        else _("Går fra {before} til {after} på ett år, mye mer enn i andre kommuner.")
    )
    ends = {
        JumpKind.LEVEL: _("Sjekk om føringen eller definisjonen er endret."),
        JumpKind.SPIKE: _("Året etter er verdien tilbake. Sjekk om den er rett."),
        JumpKind.SHARED: _(
            "Sammenliknbare kommuner endrer seg like mye, så det skyldes trolig ny "
            "definisjon eller noe som gjelder alle."
        ),
    }
    unchecked = _("Det finnes for få sammenliknbare tall til å se om andre endrer seg likt.")
    parts = [
        moved.format(before=series.text(jump.before), after=series.text(jump.after)),
        ends[jump.kind],
        unchecked if jump.others is None else "",
    ]
    return " ".join(part for part in parts if part)


def hole_notes(place: Place, series: Written, found: Iterable[Hole]) -> tuple[Note, ...]:
    """Write holes as notes, with the reason."""
    return tuple(
        Note(
            f"hull-{_slug(series.id)}-{h.first_year}",
            NoteKind.ABSENT,
            place,
            series.name,
            _("Tallet mangler: {reason}.").format(reason=h.reason.rstrip(".")),
            h.period,
        )
        for h in found
    )


def booking_notes(
    place: Place, subjects: Iterable[str], years: Iterable[int] | None = None
) -> tuple[Note, ...]:
    """Write the known differences that touch `subjects` (functions or indicators) as notes."""
    return tuple(
        Note(
            f"avvik-{d.id}",
            NoteKind.BOOKED if d.kind == "booked" else NoteKind.BREAK,
            place,
            d.about,
            d.text,
            d.period,
            source=d.source,
        )
        for d in known_differences(place.code, subjects, years)
    )


def series_notes(
    place: Place,
    series: Written,
    values: Values,
    *,
    reasons: Mapping[int, str | None] | None = None,
    others: Sequence[Values] = (),
    errors: Mapping[int, float] | None = None,
) -> tuple[Note, ...]:
    """Give every note on one series: known differences first, then jumps, then holes.

    A jump that a known difference explains is not told twice.
    """
    known = known_differences(place.code, [series.id], values)
    explained = {y for d in known for y in range(d.first_year, d.last_year + 2)}
    found = [j for j in jumps(values, others, errors) if j.year not in explained]
    return (
        *booking_notes(place, [series.id], values),
        *jump_notes(place, series, found),
        *hole_notes(place, series, holes(values, reasons or {})),
    )


def one_off_note(place: Place, series: Written, amounts: Values, year: int) -> Note:
    """Write a one-off as a note, with the years beside it."""
    before, at, after = (series.text(amounts[y] or 0.0) for y in (year - 1, year, year + 1))
    text = _(
        "Netto {at} i {year}, mot {before} året før og {after} året etter. Det ser ut som en "
        "engangspost: hold den utenfor når år sammenliknes, også i driftsresultatet."
    )
    told = text.format(at=at, year=year, before=before, after=after)
    slug = f"engangspost-{_slug(series.id)}-{year}"
    return Note(slug, NoteKind.OUTLIER, place, series.name, told, str(year))


def _slug(id: str) -> str:
    return id.replace("_", "-").lower()
