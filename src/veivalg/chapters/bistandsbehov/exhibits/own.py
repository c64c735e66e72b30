"""Exhibits of the municipality's own figures in the chapter «bistandsbehov»."""

from collections.abc import Mapping

from veivalg.chapters.bistandsbehov.model import METHOD, Own, in_shares
from veivalg.chapters.common.exhibits import Exhibits
from veivalg.chapters.common.hidden import SHIELDED, shown
from veivalg.content import (
    Cell,
    Chart,
    Column,
    Exhibit,
    Role,
    Shape,
    Unit,
    calculation,
    format_number,
)
from veivalg.foundation.i18n import _
from veivalg.maths.services.assistance import CATEGORIES
from veivalg.own.tables.iplos import AGES, NAMES, SERVICES

_ROLES = {"extensive": Role.OWN, "medium": Role.GROUP, "limited": Role.NORWAY}


def _show(own: Own) -> Exhibits:
    """Give what makes the exhibits, with what they share."""
    sources = (own.table.source(), calculation(METHOD, _("Bistandsbehov i egne tall")))
    return Exhibits(METHOD, sources=sources, assumptions=own.cuts)


def exhibits(own: Own) -> tuple[Exhibit, ...]:
    """Show users by service and by age against how much help they need."""
    by_service, by_age = own.release.by("service"), own.release.by("age")
    return (
        _table("bistand-egne-tjenester", _("Tjeneste"), SERVICES, by_service, own),
        _table("bistand-egne-alder", _("Alder"), AGES, by_age, own),
        _shares(by_service, own),
    )


def _table(
    id: str, head: str, names: Mapping[str, str], counts: Mapping[str, list[float | None]], own: Own
) -> Exhibit:
    rows: list[tuple[Cell, ...]] = []
    for value, line in counts.items():
        if not any(n is None or n for n in line):
            continue
        parts = in_shares(line)
        rows.append((names[value], *map(shown, line), _(SHIELDED) if parts is None else parts[2]))
    return _show(own)(
        id,
        _("Brukere etter bistandsbehov og {head} (eksempel)")
        if own.made_up
        else _("Brukere etter bistandsbehov og {head}, egne tall"),
        _("Antall brukere"),
        (
            Column("row", head),
            *(Column(c, NAMES[c], Unit.COUNT) for c in CATEGORIES),
            Column("share", _("Andel omfattende"), Unit.SHARE, 1),
        ),
        rows,
        formula=_("Andel omfattende = omfattende ÷ brukere med kategori"),
        note=_note(own),
        head=head.lower(),
    )


def _note(own: Own) -> str:
    text = _(
        "Antall under fem er skjermet, og noen flere, så summene ikke avslører dem. Er det "
        "færre enn 20 brukere, står ikke andelen."
    )
    if own.computed:
        text += " " + _("Kategoriene er regnet fra skår med grenser som er usikre.")
    if own.made_up:
        text += " " + _("Tallene er et eksempel og beskriver ikke kommunen.")
    return text


def _shares(counts: Mapping[str, list[float | None]], own: Own) -> Exhibit:
    rows: list[tuple[Cell, ...]] = []
    for value, line in counts.items():
        parts = in_shares(line)
        if parts is None or parts[0] is None:
            continue
        rows += [(SERVICES[value], NAMES[c], p) for c, p in zip(CATEGORIES[:3], parts, strict=True)]
    heavy = [(r[0], r[2]) for r in rows if r[1] == NAMES["extensive"]]
    most = max(heavy, key=lambda pair: float(pair[1] or 0), default=None)
    return _show(own)(
        "bistand-egne-andeler",
        _("For få brukere til å vise andeler")
        if most is None
        else _("{service} har størst andel med omfattende behov: {share}"),
        _("Andel av brukerne med kategori (eksempel)")
        if own.made_up
        else _("Andel av brukerne med kategori, egne tall"),
        (
            Column("service", _("Tjeneste")),
            Column("need", _("Bistandsbehov")),
            Column("share", _("Andel"), Unit.SHARE, 1),
        ),
        rows,
        words={"service": str(most[0]), "share": format_number(float(most[1] or 0), Unit.SHARE)}
        if most
        else None,
        chart=Chart(
            Shape.BARS,
            "share",
            "service",
            "need",
            {NAMES[need]: role for need, role in _ROLES.items()},
            zero=True,
            stacked=True,
        )
        if rows
        else None,
        formula=_("Brukere i kategorien ÷ brukere med kategori"),
    )
