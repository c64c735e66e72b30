"""Two municipalities side by side: every indicator both have, and where they differ most."""

from collections.abc import Sequence
from dataclasses import dataclass

from veivalg.content import (
    Chapter,
    Figure,
    Missing,
    Place,
    Role,
    Section,
    Statement,
    Unit,
    format_plain,
)
from veivalg.foundation.i18n import _
from veivalg.maths.comparison.figures import Figures
from veivalg.norway.indicators import SERVICES, Direction, Indicator, indicators
from veivalg.norway.municipality import Municipality
from veivalg.web.rooms.explorer.exhibits import duel
from veivalg.web.rooms.explorer.sentences import difference, figure, slug, unit_words

ID = "duell"
MOST_FINDINGS = 6
FEWEST_FOR_SPREAD = 20
UNLIKE = 10.0
"""How many times larger a figure may be than the smallest on its axis."""


@dataclass(frozen=True, slots=True)
class Difference:
    """How two places differ in an indicator.

    ``apart`` is in standard deviations between municipalities; None when under twenty have it.
    """

    entry: Indicator
    year: int
    first: Figure
    second: Figure
    apart: float | None


def duel_chapter(
    first: Municipality, second: Municipality, figures: Figures, service: str = ""
) -> Chapter:
    """Set two municipalities against each other in one service, or in all.

    Each indicator is compared in the newest year both have it. The largest differences come
    first, measured in standard deviations between municipalities, so that they can be ordered
    whatever the unit; where too few are known, by how large the difference is to the figures.
    """
    places = (Place(first.code, first.name), Place(second.code, second.name))
    wanted = [i for i in indicators() if service in ("", i.service)]
    found = {i.id: pair for i in wanted if (pair := _pair(figures, i, places)) is not None}
    largest = [p for p in sorted(found.values(), key=_order) if p.first.value != p.second.value]
    largest = largest[:MOST_FINDINGS]
    sections = [
        _section(
            id, figures, [found[i.id] for i in wanted if i.service == id and i.id in found], places
        )
        for id in SERVICES
        if any(i.service == id and i.id in found for i in wanted)
    ]
    years = [pair.year for pair in found.values()]
    explained = found.values() if service else largest
    return Chapter(
        id=ID,
        title=_("{first} og {second}").format(first=first.name, second=second.name),
        municipality=places[0],
        period=_span(years) if years else "",
        lead=_(
            "De to kommunene side ved side i det siste året begge har tall. En forskjell er ikke i "
            "seg selv bra eller dårlig: kommunene kan ha ulike innbyggere, avstander og valg."
        ),
        findings=tuple(_said(pair, places) for pair in largest),
        sections=tuple(sections),
        missing=_missing(figures, wanted, found, places),
        terms={pair.entry.name: pair.entry.plain for pair in explained},
    )


def _pair(figures: Figures, entry: Indicator, places: Sequence[Place]) -> Difference | None:
    """Give the newest year both have the indicator, or None when there is none."""
    shared = [set(figures.years_of(entry.id, [place.code])) for place in places]
    years = shared[0] & shared[1]
    if not years:
        return None
    year = max(years)
    first, second = (figure(figures, entry, place, year) for place in places)
    if first is None or second is None:
        return None
    known = figures.across(entry.id, year)
    spread = float(known.std()) if len(known) >= FEWEST_FOR_SPREAD else 0.0
    apart = ((first.value or 0) - (second.value or 0)) / spread if spread > 0 else None
    return Difference(entry, year, first, second, apart)


def _order(pair: Difference) -> tuple[int, float]:
    """Order by difference, largest first, those measured against the country before others."""
    if pair.apart is not None:
        return 0, -abs(pair.apart)
    a, b = pair.first.value or 0.0, pair.second.value or 0.0
    return 1, -abs(a - b) / (abs(a) + abs(b) or 1.0)


def _said(pair: Difference, places: Sequence[Place]) -> Statement:
    """Say how two places differ in one indicator, and which way is held to be good."""
    between = difference(pair.entry, pair.first, pair.second)
    higher = (pair.first.value or 0) > (pair.second.value or 0)
    text = _("{name}: {first} har {a} og {second} {b}, {apart} {word} ({year}).").format(
        name=pair.entry.name,
        first=places[0].name,
        second=places[1].name,
        year=pair.year,
        word=_("høyere for {place}" if higher else "lavere for {place}").format(
            place=places[0].name
        ),
        a="{a}",
        b="{b}",
        apart="{apart:a}",
    )
    way = {
        Direction.HIGH_GOOD: _("Et høyt tall regnes som gunstig."),
        Direction.LOW_GOOD: _("Et lavt tall regnes som gunstig."),
    }.get(pair.entry.direction, "")
    bound = {"a": pair.first, "b": pair.second}
    if between is not None:
        bound["apart"] = between
    return Statement(f"{slug(pair.entry)}-forskjell", f"{text} {way}".strip(), bound)


def _section(
    id: str, figures: Figures, pairs: Sequence[Difference], places: Sequence[Place]
) -> Section:
    """Give a service: an exhibit for each kind of figure that can share an axis."""
    groups = [
        g
        for kind in dict.fromkeys(_kind(pair.entry) for pair in pairs)
        for g in _alike([p for p in pairs if _kind(p.entry) == kind])
    ]
    compared = ((Role.OWN, places[0]), (Role.PEER, places[1]))
    name = SERVICES[id]
    exhibits = []
    for number, same in enumerate(groups, 1):
        kind = _kind(same[0].entry)
        exhibits.append(
            duel(
                f"{id.replace('_', '-')}-{number}",
                _title(same, places),
                f"{name}, {kind}, {_span([pair.year for pair in same])}",
                figures,
                [(pair.entry, pair.year) for pair in same],
                compared,
            )
        )
    return Section(id.replace("_", "-"), name, tuple(exhibits))


def _alike(pairs: Sequence[Difference]) -> list[list[Difference]]:
    """Part figures of one unit into those that can share an axis without hiding each other.

    Smallest first; a new axis begins where a figure is more than `UNLIKE` times the first on it.
    """
    groups: list[list[Difference]] = []
    for pair in sorted(pairs, key=_level):
        if groups and _level(pair) <= UNLIKE * max(_level(groups[-1][0]), 1e-12):
            groups[-1].append(pair)
        else:
            groups.append([pair])
    return groups


def _level(pair: Difference) -> float:
    return max(abs(pair.first.value or 0.0), abs(pair.second.value or 0.0))


def _kind(entry: Indicator) -> str:
    """Name what a figure is measured in: shares share an axis, and so do kroner per person.

    Examples
    --------
    >>> from veivalg.norway.indicators import indicator
    >>> [_kind(indicator(id)) for id in ("net_debt", "care_cost_pi", "gross_revenue")]
    ['prosent', 'kroner per person', 'mill. kr']
    """
    if entry.unit is Unit.SHARE:
        return _("prosent")
    if entry.unit is Unit.NOK and entry.unit_text.startswith("kr per innbygger"):
        return _("kroner per person")
    return unit_words(entry)


def _title(pairs: Sequence[Difference], places: Sequence[Place]) -> str:
    """Say how many of the figures are higher for the first, and where they differ most."""
    higher = sum((p.first.value or 0) > (p.second.value or 0) for p in pairs)
    far = max(pairs, key=lambda p: abs(p.apart or 0))
    if len(pairs) == 1:
        name, a, b = pairs[0].entry.name, pairs[0].first.value or 0, pairs[0].second.value or 0
        if a == b:
            return _("{name}: {first} og {second} har samme tall").format(
                name=name, first=places[0].name, second=places[1].name
            )
        top, low = (places[0], places[1]) if a > b else (places[1], places[0])
        return _("{name}: {top} har høyere tall enn {low}").format(
            name=name, top=top.name, low=low.name
        )
    text = _("{place} ligger høyest i {count} av {all} tall").format(
        place=places[0].name, count=format_plain(higher), all=format_plain(len(pairs))
    )
    if far.apart:
        text += _(", og forskjellen er størst i «{name}»").format(name=far.entry.name)
    return text


def _span(years: Sequence[int]) -> str:
    if not years:
        return _("ingen år")
    return str(max(years)) if min(years) == max(years) else f"{min(years)}–{max(years)}"


def _missing(
    figures: Figures,
    wanted: Sequence[Indicator],
    found: dict[str, Difference],
    places: Sequence[Place],
) -> tuple[Missing, ...]:
    """Say for which indicators either lacks figures: one entry a municipality, not one a figure."""
    entries = []
    for place in places:
        lacking = [
            i.name for i in wanted if i.id not in found and not figures.has(i.id, place.code)
        ]
        if lacking:
            shown = ", ".join(lacking[:5]) + (" …" if len(lacking) > 5 else "")
            entries.append(
                Missing(
                    _("{count} nøkkeltall for {place}").format(
                        count=format_plain(len(lacking)), place=place.name
                    ),
                    _("Tall mangler: {names}.").format(names=shown),
                    _("Hent tallene på siden til {place}.").format(place=place.name),
                    "indicators",
                )
            )
    return tuple(entries)
