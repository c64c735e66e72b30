"""Rammenedtrekk: a total cut shared between sectors, flat and by KOSTRA, phased in (M13).

All rows but one are rounded half up; one row takes what is left, so that the printed rows add up
to the printed total every year.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from veivalg.content import Unit, format_number, round_half_up
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _

THOUSAND = 1_000.0


@dataclass(frozen=True, slots=True)
class Sector:
    """A row of the frame.

    Parameters
    ----------
    budget
        Yearly budget in the base year, NOK.
    weight
        Its share of the part that follows KOSTRA, before the shares are scaled to sum to 1.
    """

    name: str
    budget: float
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Frame:
    """What is to be shared out.

    Parameters
    ----------
    total
        The cut at full effect in the last year, NOK, positive.
    years
        The years of the plan.
    phase
        The fraction of the cut in effect each year; linear when empty.
    flat
        The fraction shared by budget; the rest follows the weights.
    residual
        The name of the row that takes the rounding.
    step
        What rows are rounded to, NOK.
    """

    total: float
    years: tuple[int, ...]
    flat: float
    residual: str
    phase: tuple[float, ...] = ()
    step: float = THOUSAND

    @property
    def effect(self) -> tuple[float, ...]:
        """Give the fraction of the cut in effect, year by year."""
        n = len(self.years)
        return self.phase or tuple(i / n for i in range(1, n + 1))


@dataclass(frozen=True, slots=True)
class Row:
    """One sector's cut.

    ``flat`` and ``kostra`` are NOK at full effect, unrounded; ``cuts`` the rounded cut by year.
    """

    name: str
    budget: float
    flat: float
    kostra: float
    cuts: tuple[float, ...]

    @property
    def shares(self) -> tuple[float | None, float | None, float | None]:
        """Give the flat, KOSTRA and whole cut as fractions of the budget; None without a budget."""
        if not self.budget:
            return None, None, None
        flat, kostra = self.flat / self.budget, self.kostra / self.budget
        return flat, kostra, flat + kostra


@dataclass(frozen=True, slots=True)
class Allocation:
    """The whole table: rows in the order given, and the total by year."""

    years: tuple[int, ...]
    rows: tuple[Row, ...]
    totals: tuple[float, ...]

    @property
    def sum(self) -> Row:
        """Give the sum row; its cuts are the totals, which the rows add up to."""
        return Row(
            _("Sum"),
            sum(r.budget for r in self.rows),
            sum(r.flat for r in self.rows),
            sum(r.kostra for r in self.rows),
            self.totals,
        )


def allocate(sectors: Sequence[Sector], frame: Frame) -> Allocation:
    """Share the cut between the sectors, year by year.

    Parameters
    ----------
    sectors
        Every row; a row without a positive budget takes no part.

    Returns
    -------
    Allocation
        With ``sum(row.cuts[y]) == totals[y]`` for every year.

    Raises
    ------
    UsageError
        When the frame or a row makes no sense; the sentence names it.

    Examples
    --------
    >>> made = allocate([Sector("A", 300e3), Sector("B", 100e3, 1)],
    ...                 Frame(40e3, (2026, 2027), 0.5, "A"))
    >>> [(row.name, row.cuts) for row in made.rows]
    [('A', (7000.0, 15000.0)), ('B', (13000.0, 25000.0))]
    """
    _check(sectors, frame)
    parts = _shared(sectors, frame)
    totals = tuple(frame.total * part for part in frame.effect)
    cuts = {
        s.name: tuple(_rounded((flat + kostra) * part, frame.step) for part in frame.effect)
        for s, (flat, kostra) in zip(sectors, parts, strict=True)
    }
    others = [name for name in cuts if name != frame.residual]
    cuts[frame.residual] = tuple(
        total - sum(cuts[name][y] for name in others) for y, total in enumerate(totals)
    )
    rows = tuple(
        Row(s.name, s.budget, flat, kostra, cuts[s.name])
        for s, (flat, kostra) in zip(sectors, parts, strict=True)
    )
    return Allocation(frame.years, rows, totals)


def _shared(sectors: Sequence[Sector], frame: Frame) -> list[tuple[float, float]]:
    """Give flat and KOSTRA part of every row; no row is cut by more than its budget.

    What a row can't take is shared among the others in the same proportions.
    """
    open_rows = {s.name for s in sectors if s.budget > 0}
    parts = {s.name: (0.0, 0.0) for s in sectors}
    left = frame.total
    while open_rows and left > 1e-6:
        given = _one_round([s for s in sectors if s.name in open_rows], left, frame.flat)
        left = 0.0
        for sector in sectors:
            if sector.name not in given:
                continue
            flat, kostra = (
                a + b for a, b in zip(parts[sector.name], given[sector.name], strict=True)
            )
            if flat + kostra > sector.budget:
                left += flat + kostra - sector.budget
                scale = sector.budget / (flat + kostra)
                flat, kostra = flat * scale, kostra * scale
                open_rows.discard(sector.name)
            parts[sector.name] = (flat, kostra)
    return [parts[s.name] for s in sectors]


def _one_round(
    sectors: Sequence[Sector], total: float, flat: float
) -> dict[str, tuple[float, float]]:
    budgets, weights = sum(s.budget for s in sectors), sum(s.weight for s in sectors)
    # Without any weight there is nothing for KOSTRA to share by, and all of it is flat.
    flat = flat if weights > 0 else 1.0
    return {
        s.name: (
            flat * total * s.budget / budgets,
            (1 - flat) * total * s.weight / weights if weights > 0 else 0.0,
        )
        for s in sectors
    }


def _rounded(value: float, step: float) -> float:
    return float(round_half_up(value / step)) * step


def _check(sectors: Sequence[Sector], frame: Frame) -> None:
    names = [s.name for s in sectors]
    if len(set(names)) < len(names):
        raise UsageError(_("To rader i rammen har samme navn."), _("Gi hver rad sitt eget navn."))
    if frame.residual not in names:
        raise UsageError(
            _("Raden «{name}», som skal ta avrundingen, finnes ikke.").format(name=frame.residual),
            _("Velg en av: {names}.").format(names=", ".join(names)),
        )
    if not 0 <= frame.flat <= 1:
        raise UsageError(
            _("Den flate andelen kan ikke være {value}.").format(
                value=format_number(frame.flat, Unit.SHARE, 0)
            ),
            _("Velg en andel fra 0 til 100 %."),
        )
    if not frame.years:
        raise UsageError(_("Rammen har ingen år."), _("Oppgi minst ett år."))
    if len(frame.effect) != len(frame.years):
        raise UsageError(
            _("Rammen har {years} år og {parts} andeler for innfasing.").format(
                years=len(frame.years), parts=len(frame.effect)
            ),
            _("Oppgi én andel per år."),
        )
    negative = [s.name for s in sectors if s.weight < 0]
    if negative:
        raise UsageError(
            _("KOSTRA-andelen til «{name}» er negativ.").format(name=negative[0]),
            _("Sett den til 0 når sektoren ikke ligger over sammenlikningsgruppen."),
        )
    room = sum(s.budget for s in sectors if s.budget > 0)
    if frame.total < 0 or frame.total > room:
        raise UsageError(
            _("Et nedtrekk på {total} er ikke mulig med budsjetter på {room} i alt.").format(
                total=format_number(frame.total, Unit.NOK), room=format_number(room, Unit.NOK)
            ),
            _("Velg et nedtrekk fra 0 kr til summen av budsjettene."),
        )


@dataclass(frozen=True, slots=True)
class Own:
    """A sector's own table: measures by year, which must meet the sector's cut.

    ``short`` by year is the cut less what the measures give; 0 when they add up, positive when
    something is still to be found.
    """

    years: tuple[int, ...]
    totals: tuple[float, ...]
    short: tuple[float, ...] | None


def own_allocation(
    measures: Mapping[str, Mapping[int, float]],
    years: Sequence[int],
    cuts: Sequence[float] | None = None,
) -> Own:
    """Add up a sector's own measures (NOK, cuts positive) and hold them against its cut.

    Examples
    --------
    >>> own_allocation({"Skole": {2023: 2.0}, "Foyer": {2023: -0.5}}, [2023], [2.0])
    Own(years=(2023,), totals=(1.5,), short=(0.5,))
    """
    totals = tuple(sum(by.get(y, 0.0) for by in measures.values()) for y in years)
    short = None if cuts is None else tuple(c - t for c, t in zip(cuts, totals, strict=True))
    return Own(tuple(years), totals, short)
