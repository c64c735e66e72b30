"""Exhibits of the chapter «bistandsbehov»."""

from collections.abc import Mapping, Sequence

from veivalg.chapters.bistandsbehov.model import (
    BY_AGE,
    HEAVY,
    METHOD,
    SERVICES,
    service_name,
    short_name,
    size_name,
)
from veivalg.chapters.common.exhibits import exhibit
from veivalg.chapters.common.indicator_series import Series
from veivalg.chapters.common.sentences import rises
from veivalg.chapters.common.timeline import panels
from veivalg.chapters.common.written import percent
from veivalg.content import Cell, Chart, Column, Exhibit, Shape, Source, Unit
from veivalg.foundation.i18n import _

_ROUNDED = 0.002
"""Three shares with one decimal may sum to this much above 1 by rounding."""


def _sum_note(over: list[str]) -> str:
    """Say which services have categories that sum to more than the whole, or nothing."""
    if not over:
        return ""
    return " " + _(
        "Kategoriene summerer til mer enn 100 % ({names}), så tallene bør kontrolleres."
    ).format(names=", ".join(over))


def _panels(
    id: str,
    title: str,
    subtitle: str,
    facet: Column,
    shown: Sequence[tuple[str, Series]],
    *,
    alt: str,
    formula: str = "",
    note: str = "",
    **words: str,
) -> Exhibit:
    """Show shares over time, each in its own panel, own against group and Norway.

    Parameters
    ----------
    facet, shown
        The column of panels, and the name of each with its series.
    """
    return exhibit(
        id,
        title,
        subtitle,
        **panels(
            [(year, name, place, v) for name, one in shown for year, place, v in one.rows()],
            facet,
            {place: role for _name, one in shown for place, role in one.roles().items()},
        ),
        alt=alt,
        sources=(s for _name, one in shown for s in one.sources()),
        formula=formula,
        method=METHOD,
        note=note,
        words=words,
    )


def _place(found: Mapping[str, Series]) -> str:
    return next(iter(found.values())).place.name


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
            over.append(f"{service_name(service).lower()} {percent(sum(known))}")
        rows += [(service_name(service), size_name(size), v) for size, v in shares.items()]
        sources += [s for id in sizes.values() for s in found[id].sources()]
        years.add(year)
        texts.append(f"{service_name(service)}: {percent(shares['heavy'])}")
    if not rows:
        return None
    return exhibit(
        "bistandsbehov-kategorier",
        _("Omfattende bistandsbehov: {texts}"),
        _("Brukere etter bistandsbehov, {place}, {year}"),
        (
            Column("service", _("Tjeneste")),
            Column("size", _("Bistandsbehov")),
            Column("share", _("Andel"), Unit.SHARE, 1),
        ),
        rows,
        alt=_("Andelen med omfattende bistandsbehov er: {texts}."),
        pivot=("service", "size", "share"),
        sources=sources,
        chart=Chart(
            Shape.COLUMNS, "service", "share", "size", stacked=True, zero=True, y_title=_("andel")
        ),
        method=METHOD,
        note=_(
            "«Ikke oppgitt» er resten opp til 100 % der alle tre kategoriene er publisert. "
            "Kategoriene er SSBs; de er ikke regnet ut her."
        )
        + _sum_note(over),
        place=_place(found),
        year="/".join(str(y) for y in sorted(years)),
        texts="; ".join(texts),
    )


def ages(found: Mapping[str, Series]) -> Exhibit | None:
    """Show extensive need by age among users of home services, own against group and Norway."""
    names = dict(zip(BY_AGE.values(), (_("0–66 år"), _("80 år og eldre")), strict=True))
    shown = [(name, found[id]) for id, name in names.items() if found[id].own is not None]
    if not shown:
        return None
    known = {name: v for id, name in names.items() if (v := found[id].value()) is not None}
    most = max(known, key=lambda name: known[name])
    return _panels(
        "bistandsbehov-alder",
        _("Omfattende bistandsbehov hjemme er vanligst for {most}: {share}")
        if len(known) > 1
        else _("{share} av brukerne hjemme ({most}) har omfattende bistandsbehov"),
        _("Andel med omfattende bistandsbehov av brukere av hjemmetjenester, {place}"),
        Column("age", _("Alder")),
        shown,
        alt=_("Andelene i siste år er {texts}."),
        formula=_("Brukere med omfattende bistandsbehov ÷ alle brukere i aldersgruppen"),
        note=_("Brukere uten oppgitt bistandsbehov er med i nevneren."),
        place=_place(found),
        most=most,
        share=percent(known[most]),
        texts="; ".join(f"{n}: {percent(v)}" for n, v in known.items()),
    )


def history(found: Mapping[str, Series]) -> Exhibit | None:
    """Show extensive need over time by service, own against group and Norway."""
    names = zip(SERVICES, HEAVY, strict=True)
    shown = [(service_name(s), found[id]) for s, id in names if found[id].own is not None]
    if not shown:
        return None
    one = shown[0][1]
    first, start, last, end = one.ends
    return _panels(
        "bistandsbehov-utvikling",
        _("Omfattende bistandsbehov ({service}) er {b} i {last}")
        if first == last
        else _("Omfattende bistandsbehov ({service}) er uendret: {b}")
        if percent(start) == percent(end)
        else _("Omfattende bistandsbehov ({service}) {verb}: fra {a} til {b}"),
        _("Andel brukere med omfattende bistandsbehov, {place}"),
        Column("service", _("Tjeneste")),
        shown,
        alt=_("{place} har {b} i {last}."),
        service=short_name(one.entry.id),
        verb=rises(end - start),
        a=percent(start),
        b=percent(end),
        last=str(last),
        place=one.place.name,
    )
