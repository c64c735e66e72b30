"""Exhibits of the chapter «okonomi»."""

from __future__ import annotations

from veivalg.chapters.common.sentences import fill
from veivalg.chapters.common.sources import unique
from veivalg.chapters.okonomi.model import KEYS, METHOD, Model, aim, verdict
from veivalg.content import Chart, Column, Exhibit, Mark, Pivot, Shape, Table, Unit, calculation
from veivalg.content.numbers import format_number
from veivalg.foundation.i18n import _
from veivalg.maths.comparison.finance import Score

_COUNTS = ("ingen", "ett", "to", "tre")


def lights(model: Model) -> Exhibit:
    """Show each key figure with target, distance, kroner and verdict in words."""
    rows = []
    for id in model.known:
        one, target = model.series[id], model.target(id)
        short, lacking = model.short(id), model.gap(id)
        # Above the target is written with plus, so that the sign says which side it is on.
        rows.append(
            (
                target.label,
                one.year,
                one.value(),
                aim(target),
                None if short is None else -short,
                None if lacking is None else -lacking,
                verdict(model.score(id)),
            )
        )
    met = sum(model.score(id) is Score.GREEN for id in model.known)
    words = {
        "met": _COUNTS[met],
        "all": _COUNTS[len(model.known)],
        "place": model.place.name,
        "year": str(model.year),
    }
    title = (
        _("Alle måltallene er nådd")
        if met == len(model.known)
        else _("Ingen av måltallene er nådd")
        if met == 0
        else _("{place} når {met} av {all} måltall")
    )
    alt = "; ".join(
        f"{r[0]} {format_number(model.series[id].value(), Unit.SHARE, 1)}, {r[6]}"
        for id, r in zip(model.known, rows, strict=True)
    )
    figures = [f for id in model.known if (f := model.series[id].figure())]
    return Exhibit(
        "okonomi-maaltall",
        fill(title, **words),
        fill(
            _(
                "Tre nøkkeltall i prosent av brutto driftsinntekter, {place}. + er bedre "
                "enn målet, "
                "− er svakere"
            ),
            **words,
        ),
        alt + ".",
        Table(
            (
                Column("key", _("Nøkkeltall")),
                Column("year", _("År"), Unit.YEAR),
                Column("value", _("Verdi"), Unit.SHARE, 1),
                Column("target", _("Mål")),
                Column("short", _("Mot målet"), Unit.POINTS, 1, True),
                Column("money", _("I kroner"), Unit.MILLION_NOK, 1, True),
                Column("verdict", _("Vurdering")),
            ),
            tuple(rows),
        ),
        unique(
            [
                *(s for id in model.known for s in model.series[id].sources()),
                calculation(METHOD, _("Avstand til måltall"), *figures),
            ]
        ),
        formula=_(
            "Avstand = verdi − mål (for gjeld: mål − verdi). Kroner = avstand × brutto "
            "driftsinntekter"
        ),
        method=METHOD,
        assumptions=model.choices.all(),
        note=_(
            "Målene er ikke lovfestet. Den gule grensen er vårt valg: netto driftsresultat "
            "fra 0 % til målet, netto lånegjeld fra målet til 100 %, disposisjonsfond fra 5 % "
            "til målet. Flyttes målet, flyttes grensen like mye."
        ),
    )


def history(model: Model, id: str) -> Exhibit | None:
    """Show a key figure over ten years with its target, against group and Norway."""
    one, target = model.series[id], model.target(id)
    if one.own is None or one.year is None:
        return None
    known = [(y, v) for y, v in sorted(one.own.values.items()) if v is not None]
    (first, start), (last, end) = known[0], known[-1]
    words = {
        "name": target.label,
        "place": model.place.name,
        "aim": aim(target),
        "first": str(first),
        "last": str(last),
        "start": format_number(start, Unit.SHARE, 1),
        "end": format_number(end, Unit.SHARE, 1),
    }
    title = (
        _("{name} er {end} i {last}. Målet er {aim}")
        if first == last
        else _("{name} har gått fra {start} i {first} til {end} i {last}")
    )
    others = [
        f"{line.place.name} {format_number(v, Unit.SHARE, 1)}"
        for line in one.lines[1:]
        if (v := line.values.get(last)) is not None
    ]
    alt = fill(_("{place} har {end} i {last}, og målet er {aim}."), **words)
    alt += f" {last}: {', '.join(others)}." if others else ""
    return Exhibit(
        f"okonomi-{id.replace('_', '-')}",
        fill(title, **words),
        fill(_("{name} i prosent av brutto driftsinntekter, konsern"), **words),
        alt,
        Table(one.columns(), one.rows(), pivot=Pivot("year", "place", "value")),
        one.sources(),
        Chart(
            Shape.LINES,
            "year",
            "value",
            "place",
            one.roles(),
            marks=(Mark(fill(_("Mål: {aim}"), **words), y=target.value),),
        ),
        method=METHOD,
        assumptions=(model.choices.target[id],),
        note=_notes()[id],
    )


def _notes() -> dict[str, str]:
    texts = (
        _(
            "Premieavvik for pensjon og inntekter fra havbruksfondet er med og gir hopp fra år til "
            "år."
        ),
        _(
            "Netto lånegjeld er langsiktig gjeld uten pensjonsforpliktelser, minus utlån "
            "og ubrukte "
            "lånemidler."
        ),
        _("Disposisjonsfondet er sparepenger kommunen kan bruke fritt."),
    )
    return dict(zip(KEYS, texts, strict=True))
