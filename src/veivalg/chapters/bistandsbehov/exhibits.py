"""Exhibits of the chapter «bistandsbehov»."""

from __future__ import annotations

from collections.abc import Mapping

from veivalg.chapters.bistandsbehov.model import (
    BY_AGE,
    HEAVY,
    METHOD,
    SERVICES,
    service_name,
    size_name,
)
from veivalg.chapters.common.indicator_series import Series
from veivalg.chapters.common.sentences import fill, rises
from veivalg.chapters.common.sources import unique
from veivalg.content import (
    Cell,
    Chart,
    Column,
    Exhibit,
    Pivot,
    Role,
    Shape,
    Source,
    Table,
    Unit,
    format_number,
)
from veivalg.foundation.i18n import _


def short_name(id: str) -> str:
    """Give what an indicator of extensive need is called in a sentence."""
    return {
        "need_home_heavy": _("hjemmetjenester"),
        "need_institution_heavy": _("langtidsopphold"),
        "need_home_heavy_0_66": _("hjemmetjenester under 67 år"),
        "need_home_heavy_80": _("hjemmetjenester 80 år og eldre"),
    }[id]


def _share(value: float | None) -> str:
    return format_number(value, Unit.SHARE, 1)


_ROUNDED = 0.002
"""Three shares with one decimal may sum to this much above 1 by rounding."""


def _sum_note(over: list[str]) -> str:
    """Say which services have categories that sum to more than the whole, or nothing."""
    if not over:
        return ""
    return " " + _(
        "Kategoriene summerer til mer enn 100 % ({names}), så tallene bør kontrolleres."
    ).format(names=", ".join(over))


def categories(found: Mapping[str, Series]) -> Exhibit | None:
    """Show the share in each category by service; what is left is not stated, never guessed."""
    rows: list[tuple[Cell, ...]] = []
    sources: list[Source] = []
    years, texts, over = set(), [], []
    for service, sizes in SERVICES.items():
        year = found[sizes["heavy"]].year
        if year is None:
            continue
        shares = {size: found[id].value(year) for size, id in sizes.items()}
        known = [v for v in shares.values() if v is not None]
        if len(known) == len(shares) and sum(known) <= 1:
            shares["unstated"] = 1 - sum(known)
        if sum(known) > 1 + _ROUNDED:
            over.append(f"{service_name(service).lower()} {_share(sum(known))}")
        rows += [(service_name(service), size_name(size), v) for size, v in shares.items()]
        sources += [s for id in sizes.values() for s in found[id].sources()]
        years.add(year)
        texts.append(f"{service_name(service)}: {_share(shares['heavy'])}")
    if not rows:
        return None
    place = next(iter(found.values())).place.name
    words = {
        "place": place,
        "year": "/".join(str(y) for y in sorted(years)),
        "texts": "; ".join(texts),
    }
    return Exhibit(
        "bistandsbehov-kategorier",
        fill(_("Omfattende bistandsbehov: {texts}"), **words),
        fill(_("Brukere etter bistandsbehov, {place}, {year}"), **words),
        fill(_("Andelen med omfattende bistandsbehov er: {texts}."), **words),
        Table(
            (
                Column("service", _("Tjeneste")),
                Column("size", _("Bistandsbehov")),
                Column("share", _("Andel"), Unit.SHARE, 1),
            ),
            tuple(rows),
            pivot=Pivot("service", "size", "share"),
        ),
        unique(sources),
        Chart(
            Shape.COLUMNS, "service", "share", "size", stacked=True, zero=True, y_title=_("andel")
        ),
        method=METHOD,
        note=_(
            "«Ikke oppgitt» er resten opp til 100 % der alle tre kategoriene er publisert. "
            "Kategoriene er SSBs; de er ikke regnet ut her."
        )
        + _sum_note(over),
    )


def ages(found: Mapping[str, Series]) -> Exhibit | None:
    """Show extensive need by age among users of home services, own against group and Norway."""
    names = (_("0–66 år"), _("80 år og eldre"))
    rows: list[tuple[Cell, ...]] = []
    sources: list[Source] = []
    roles: dict[str, Role] = {}
    for name, id in zip(names, BY_AGE.values(), strict=True):
        one = found[id]
        if one.own is None:
            continue
        rows += [(year, name, place, value) for year, place, value in one.rows()]
        sources += one.sources()
        roles |= one.roles()
    if not rows:
        return None
    newest = {name: found[id].value() for name, id in zip(names, BY_AGE.values(), strict=True)}
    known = {name: v for name, v in newest.items() if v is not None}
    most = max(known, key=lambda name: known[name])
    words = {
        "place": next(iter(found.values())).place.name,
        "most": most,
        "share": _share(known[most]),
        "texts": "; ".join(f"{n}: {_share(v)}" for n, v in known.items()),
    }
    title = (
        _("Omfattende bistandsbehov hjemme er vanligst for {most}: {share}")
        if len(known) > 1
        else _("{share} av brukerne hjemme ({most}) har omfattende bistandsbehov")
    )
    return Exhibit(
        "bistandsbehov-alder",
        fill(title, **words),
        fill(
            _("Andel med omfattende bistandsbehov av brukere av hjemmetjenester, {place}"), **words
        ),
        fill(_("Andelene i siste år er {texts}."), **words),
        Table(
            (
                Column("year", _("År"), Unit.YEAR),
                Column("age", _("Alder")),
                Column("place", _("Sted")),
                Column("share", _("Andel"), Unit.SHARE, 1),
            ),
            tuple(rows),
        ),
        unique(sources),
        Chart(
            Shape.PANELS,
            "year",
            "share",
            "place",
            roles,
            facet="age",
            zero=True,
            y_title=_("andel"),
        ),
        formula=_("Brukere med omfattende bistandsbehov ÷ alle brukere i aldersgruppen"),
        method=METHOD,
        note=_("Brukere uten oppgitt bistandsbehov er med i nevneren."),
    )


def history(found: Mapping[str, Series]) -> Exhibit | None:
    """Show extensive need over time by service, own against group and Norway."""
    rows: list[tuple[Cell, ...]] = []
    sources: list[Source] = []
    roles: dict[str, Role] = {}
    shown = []
    for service, id in zip(SERVICES, HEAVY, strict=True):
        one = found[id]
        if one.own is None:
            continue
        shown.append(one)
        rows += [(year, service_name(service), place, v) for year, place, v in one.rows()]
        sources += one.sources()
        roles |= one.roles()
    if not rows:
        return None
    one = shown[0]
    known = sorted((y, v) for y, v in (one.own.values if one.own else {}).items() if v is not None)
    (first, start), (last, end) = known[0], known[-1]
    words = {
        "service": short_name(one.entry.id),
        "verb": rises(end - start),
        "a": _share(start),
        "b": _share(end),
        "first": str(first),
        "last": str(last),
        "place": one.place.name,
    }
    title = (
        _("Omfattende bistandsbehov ({service}) er {b} i {last}")
        if first == last
        else _("Omfattende bistandsbehov ({service}) {verb}: fra {a} til {b}")
    )
    return Exhibit(
        "bistandsbehov-utvikling",
        fill(title, **words),
        fill(_("Andel brukere med omfattende bistandsbehov, {place}"), **words),
        fill(_("{place} har {b} i {last}."), **words),
        Table(
            (
                Column("year", _("År"), Unit.YEAR),
                Column("service", _("Tjeneste")),
                Column("place", _("Sted")),
                Column("share", _("Andel"), Unit.SHARE, 1),
            ),
            tuple(rows),
        ),
        unique(sources),
        Chart(
            Shape.PANELS,
            "year",
            "share",
            "place",
            roles,
            facet="service",
            zero=True,
            y_title=_("andel"),
        ),
        method=METHOD,
    )
