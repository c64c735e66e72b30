"""What a reader has picked: figures, municipalities and years, as an address says it and back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from veivalg.content import Place, Role, format_plain
from veivalg.foundation.errors import UnknownMunicipalityError
from veivalg.foundation.i18n import _
from veivalg.maths.comparison.figures import Figures
from veivalg.norway.indicators import Indicator, country_of, indicators
from veivalg.norway.municipality import NORWAY, Municipality, country_without_oslo, kostra_group
from veivalg.norway.register import find, municipality

MOST_INDICATORS = 6
MOST_PLACES = 12
NO_MAP = "nei"
Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Selection:
    """What to show.

    Parameters
    ----------
    indicators
        Ids, in the order picked.
    places
        Today's codes of the municipalities, the reader's own first.
    group, norway
        Whether the KOSTRA group of the first municipality, and Norway, are shown too.
    first, last
        Years; None is as far as there are figures.
    map
        The indicator on the map; empty for the first one picked, «nei» for none.
    errors
        A sentence for each thing that could not be used.
    """

    indicators: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    group: bool = False
    norway: bool = False
    first: int | None = None
    last: int | None = None
    map: str = ""
    errors: tuple[str, ...] = field(default=())

    def entries(self) -> tuple[Indicator, ...]:
        """Give the register's entries of the indicators."""
        known = {i.id: i for i in indicators()}
        return tuple(known[id] for id in self.indicators)

    def municipalities(self) -> tuple[Municipality, ...]:
        """Give the municipalities."""
        return tuple(municipality(code) for code in self.places)

    def compared(
        self, entry: Indicator | None = None, figures: Figures | None = None
    ) -> tuple[tuple[Role, Place], ...]:
        """Give the places with what each is to the reader, of an indicator or of all.

        The country is without Oslo where `figures` have it (`country_of`).
        """
        own = self.municipalities()
        found = [(Role.PEER if i else Role.OWN, Place(m.code, m.name)) for i, m in enumerate(own)]
        group = own[0].kostra_group if own and self.group else None
        if group:
            found.append((Role.GROUP, kostra_group(group)))
        if self.norway:
            country = country_without_oslo()
            if entry and figures:
                places = (country.code, NORWAY.code)
                country = country_of(entry, *(figures.newest(entry.id, [p]) or 0 for p in places))
            found.append((Role.NORWAY, country))
        return tuple(found)

    def mapped(self) -> str:
        """Give the indicator on the map, or an empty string."""
        if self.map == NO_MAP or not self.indicators:
            return ""
        return self.map if self.map in self.indicators else self.indicators[0]

    def for_map(self, figures: Figures) -> Selection:
        """Give what the map alone depends on, so that those who look at the same share it."""
        id = self.mapped()
        years = [
            y
            for y in figures.years_of(id, figures.municipalities)
            if self.last is None or y <= self.last
        ]
        last = years[-1] if years else None
        return Selection((id,) if id and years else (), self.places[:1], last=last)

    def span(self, figures: Figures, entry: Indicator) -> tuple[int, ...]:
        """Give the years shown of an indicator, those any of the places has a figure for."""
        codes = [place.code for _role, place in self.compared(entry, figures)] or None
        return tuple(
            y
            for y in figures.years_of(entry.id, codes)
            if (self.first is None or y >= self.first) and (self.last is None or y <= self.last)
        )

    def query(self) -> str:
        """Give the shortest address query that makes the same page again, without «?»."""
        pairs: list[tuple[str, str]] = []
        if self.indicators:
            pairs.append(("tall", ",".join(self.indicators)))
        if self.places:
            pairs.append(("kommune", ",".join(self.places)))
        pairs += [(key, "1") for key, on in (("gruppe", self.group), ("landet", self.norway)) if on]
        pairs += [
            (key, str(year)) for key, year in (("fra", self.first), ("til", self.last)) if year
        ]
        if self.map and self.map != next(iter(self.indicators), ""):
            pairs.append(("kart", self.map))
        return urlencode(pairs, safe=",")


def read(pairs: Pairs) -> Selection:
    """Read the pairs of an address; what can't be used is told in ``errors`` and left out.

    Parameters
    ----------
    pairs
        ``tall`` and ``kommune`` may be repeated or hold several with comma between; ``ny`` is
        municipalities to add by name or number.
    """
    given = list(pairs)
    errors: list[str] = []
    chosen = Selection(
        indicators=_indicators(_several(given, "tall"), errors),
        places=_places([*_several(given, "kommune"), *_several(given, "ny")], errors),
        group=_last(given, "gruppe") == "1",
        norway=_last(given, "landet") == "1",
        first=_year(_last(given, "fra"), errors),
        last=_year(_last(given, "til"), errors),
        map=_last(given, "kart"),
    )
    if chosen.first and chosen.last and chosen.first > chosen.last:
        chosen = replace(chosen, first=chosen.last, last=chosen.first)
    return replace(chosen, errors=tuple(errors))


def _several(pairs: Sequence[tuple[str, str]], key: str) -> list[str]:
    texts = [text for k, value in pairs if k == key for text in re.split("[,;]", value[:2000])]
    return list(dict.fromkeys(text.strip() for text in texts if text.strip()))


def _last(pairs: Sequence[tuple[str, str]], key: str) -> str:
    return next((value.strip() for k, value in reversed(pairs) if k == key), "")


def _indicators(wanted: Sequence[str], errors: list[str]) -> tuple[str, ...]:
    known = {i.id for i in indicators()}
    errors += [
        _("Det finnes ikke noe nøkkeltall «{id}».").format(id=id)
        for id in wanted
        if id not in known
    ]
    found = [id for id in wanted if id in known]
    if len(found) > MOST_INDICATORS:
        errors.append(
            _("Du har valgt {count} nøkkeltall. Siden viser de {most} første.").format(
                count=format_plain(len(found)), most=format_plain(MOST_INDICATORS)
            )
        )
    return tuple(found[:MOST_INDICATORS])


def _places(wanted: Sequence[str], errors: list[str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for text in wanted:
        try:
            found[find(text[:80]).code] = None
        except UnknownMunicipalityError as error:
            errors.append(str(error))
    if len(found) > MOST_PLACES:
        errors.append(
            _("Du har valgt {count} kommuner. Siden viser de {most} første.").format(
                count=format_plain(len(found)), most=format_plain(MOST_PLACES)
            )
        )
    return tuple(found)[:MOST_PLACES]


def _year(text: str, errors: list[str]) -> int | None:
    if not text:
        return None
    if text.isascii() and text.isdecimal() and 1900 <= int(text[:5]) <= 2150:
        return int(text)
    errors.append(_("«{text}» er ikke et år.").format(text=text[:20]))
    return None
