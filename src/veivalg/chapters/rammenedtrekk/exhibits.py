"""Exhibits of the chapter «rammenedtrekk»."""

from __future__ import annotations

from veivalg.chapters.common.sentences import fill
from veivalg.chapters.rammenedtrekk.model import METHOD, Model
from veivalg.content import Cell, Chart, Column, Exhibit, Pivot, Shape, Table, Unit
from veivalg.content.numbers import format_number
from veivalg.foundation.i18n import _
from veivalg.maths.services.budget_frame import Row


def allocation_table(model: Model) -> Exhibit:
    """Show budget, cut by year and the three percentages, as the framework table is printed."""
    rows = [*model.allocation.rows, model.allocation.sum]
    cells: list[tuple[Cell, ...]] = [
        (r.name, r.budget, *(-c for c in r.cuts), *(None if s is None else -s for s in r.shares))
        for r in rows
    ]
    last = model.years[-1]
    total = format_number(model.allocation.totals[-1], Unit.MILLION_NOK)
    most = max(model.allocation.rows, key=lambda r: r.cuts[-1])
    words = {
        "total": total,
        "year": str(last),
        "sector": most.name,
        "most": format_number(most.cuts[-1], Unit.MILLION_NOK),
    }
    return Exhibit(
        "ramme-tabell",
        fill(_("Rammene skal ned {total} i {year}, mest i {sector}"), **words),
        _(
            "Budsjett i basisåret og nedtrekk per år i kroner, og nedtrekket i prosent "
            "av budsjettet "
            "i siste år"
        ),
        fill(_("Nedtrekket er {total} i {year}. {sector} skal ned {most}, mest av alle."), **words),
        Table(
            (
                Column("sector", _("Sektor")),
                Column("budget", _("Budsjett"), Unit.NOK),
                *(Column(f"y{y}", str(y), Unit.NOK) for y in model.years),
                Column("flat", _("Flatt"), Unit.SHARE, 1),
                Column("kostra", _("Etter KOSTRA"), Unit.SHARE, 1),
                Column("sum", _("I alt"), Unit.SHARE, 1),
            ),
            tuple(cells),
            total_row=True,
        ),
        model.sources,
        formula=_(
            "Nedtrekk = flat del × nedtrekk × budsjett ÷ sum budsjett + (1 − flat del) × "
            "nedtrekk × KOSTRA-vekt ÷ sum vekter, faset inn år for år. Alle rader rundes til "
            "hele tusen, og én rad tar avrundingen"
        ),
        method=METHOD,
        assumptions=(model.flat,),
        note=" ".join(
            filter(
                None,
                (
                    _(
                        "KOSTRA-vektene er det sektorene bruker mer enn "
                        "sammenlikningsgruppen. De er et "
                        "valg, ikke et faktum."
                    ),
                    weights_note(model),
                ),
            )
        ),
    )


def weights_note(model: Model) -> str:
    """Say where the KOSTRA weights come from: the table brought, or what the example says."""
    source = model.sectors.source()
    return source.note if source.id.startswith("eksempel-") else _("De er lest fra tabellen.")


def shares(model: Model) -> Exhibit:
    """Show the cut in per cent of each budget, what is flat and what follows KOSTRA."""
    rows = sorted((r for r in model.allocation.rows if r.budget > 0), key=_share, reverse=True)
    parts = {"flat": _("Flatt"), "kostra": _("Etter KOSTRA")}
    cells: list[tuple[Cell, ...]] = [
        (row.name, parts[part], getattr(row, part) / row.budget) for row in rows for part in parts
    ]
    most, least = rows[0], rows[-1]
    words = {
        "most": most.name,
        "least": least.name,
        "high": format_number(_share(most), Unit.SHARE),
        "low": format_number(_share(least), Unit.SHARE),
    }
    same = _share(most) - _share(least) < 0.0005
    title = (
        fill(_("Alle må ned {high}"), **words)
        if same
        else fill(_("{most} må ned {high}, {least} {low}"), **words)
    )
    return Exhibit(
        "ramme-andeler",
        title,
        _("Nedtrekk i siste år i prosent av budsjettet i basisåret"),
        fill(_("{most} skal ned {high} av budsjettet. {least} skal ned {low}."), **words),
        Table(
            (
                Column("sector", _("Sektor")),
                Column("part", _("Del")),
                Column("share", _("Andel av budsjettet"), Unit.SHARE, 1),
            ),
            tuple(cells),
            pivot=Pivot("sector", "part", "share"),
        ),
        model.sources,
        Chart(Shape.BARS, "share", "sector", "part", zero=True, stacked=True),
        formula=_("Nedtrekk ÷ budsjett"),
        method=METHOD,
        assumptions=(model.flat,),
    )


def _share(row: Row) -> float:
    return row.shares[2] or 0.0


def own_table_of(model: Model, sector: str) -> Exhibit:
    """Show a sector's own measures by year, their sum, its cut and what is still to be found."""
    measures, own = model.own[sector]
    years, table = model.years, model.measures
    assert table is not None  # there is a sector only when the table is there
    cells: list[tuple[Cell, ...]] = [
        (name, *(by.get(y) for y in years)) for name, by in measures.items()
    ]
    cells.append((_("Sum tiltak"), *own.totals))
    words = {
        "sector": sector,
        "year": str(years[-1]),
        "found": format_number(own.totals[-1], Unit.MILLION_NOK),
    }
    title = _("{sector} har tiltak for {found} i {year}")
    if own.short is not None:
        cuts = [s + t for s, t in zip(own.short, own.totals, strict=True)]
        cells += [
            (_("Sektorens nedtrekk"), *cuts),
            (_("Mangler (+) eller mer enn nok (−)"), *own.short),
        ]
        short = own.short[-1]
        words["gap"] = format_number(abs(short), Unit.MILLION_NOK)
        title = (
            _("{sector} mangler tiltak for {gap} i {year}")
            if short > 0
            else _("{sector} har tiltak for {gap} mer enn nedtrekket i {year}")
            if short < 0
            else _("Tiltakene i {sector} går opp med nedtrekket i {year}")
        )
    title = fill(title, **words)
    slug = "".join(c if c.isalnum() else "-" for c in sector.lower())
    return Exhibit(
        f"ramme-tiltak-{slug}",
        title,
        fill(_("Tiltak per år i kroner, {sector}"), **words),
        title + ".",
        Table(
            (Column("measure", _("Tiltak")), *(Column(f"y{y}", str(y), Unit.NOK) for y in years)),
            tuple(cells),
        ),
        (table.source(), *model.sources),
        formula=_("Mangler = nedtrekk − sum tiltak"),
        method=METHOD,
        note=_(
            "Rammen og sektorens egen fordeling holdes hver for seg: sektoren kan ha annet å "
            "dekke enn nedtrekket."
        ),
    )
