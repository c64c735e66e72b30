"""Exhibits of the chapter «rammenedtrekk»."""

from veivalg.chapters.common.exhibits import Exhibits
from veivalg.chapters.rammenedtrekk.model import METHOD, Model
from veivalg.content import Cell, Chart, Column, Exhibit, Shape, Unit, format_number
from veivalg.foundation.i18n import _
from veivalg.maths.services.budget_frame import Row
from veivalg.own.printed import PRINTED


def _show(model: Model) -> Exhibits:
    """Give what makes the exhibits, with what they share."""
    return Exhibits(METHOD, {"year": str(model.years[-1])}, model.sources)


def _million(value: float) -> str:
    return format_number(value, Unit.MILLION_NOK)


def allocation_table(model: Model) -> Exhibit:
    """Show budget, cut by year and the three percentages, as the framework table is printed."""
    made = model.allocation
    most = max(made.rows, key=lambda r: r.cuts[-1])
    chosen = _(
        "KOSTRA-vektene er det sektorene bruker mer enn sammenlikningsgruppen. De er et "
        "valg, ikke et faktum."
    )
    return _show(model)(
        "ramme-tabell",
        _("Rammene skal ned {total} i {year}, mest i {sector}"),
        _(
            "Budsjett i basisåret og nedtrekk per år i kroner, og nedtrekket i prosent av "
            "budsjettet i siste år"
        ),
        (
            Column("sector", _("Sektor")),
            Column("budget", _("Budsjett"), Unit.NOK),
            *(Column(f"y{y}", str(y), Unit.NOK) for y in model.years),
            Column("flat", _("Flatt"), Unit.SHARE, 1),
            Column("kostra", _("Etter KOSTRA"), Unit.SHARE, 1),
            Column("sum", _("I alt"), Unit.SHARE, 1),
        ),
        [_cuts(row) for row in made.rows],
        sector=most.name,
        most=_million(most.cuts[-1]),
        alt=_("Nedtrekket er {total} i {year}. {sector} skal ned {most}, mest av alle."),
        total=_cuts(made.sum),
        terms={"kostra": ("sum", "-flat")},
        words={"total": _million(made.totals[-1])},
        formula=_(
            "Nedtrekk = flat del × nedtrekk × budsjett ÷ sum budsjett + (1 − flat del) × "
            "nedtrekk × KOSTRA-vekt ÷ sum vekter, faset inn år for år. Alle rader rundes til "
            "hele tusen, og én rad tar avrundingen"
        ),
        assumptions=(model.flat,),
        note=" ".join(part for part in (chosen, weights_note(model)) if part),
    )


def _cuts(row: Row) -> tuple[Cell, ...]:
    shares = (None if s is None else -s for s in row.shares)
    return (row.name, row.budget, *(-c for c in row.cuts), *shares)


def weights_note(model: Model) -> str:
    """Say where the KOSTRA weights come from: the table brought, or what the example says."""
    source = model.sectors.source()
    return source.note if source.id.startswith(PRINTED) else _("De er lest fra tabellen.")


def shares(model: Model) -> Exhibit:
    """Show the cut in per cent of each budget, what is flat and what follows KOSTRA."""
    rows = sorted((r for r in model.allocation.rows if r.budget > 0), key=_share, reverse=True)
    parts = {"flat": _("Flatt"), "kostra": _("Etter KOSTRA")}
    most, least = rows[0], rows[-1]
    return _show(model)(
        "ramme-andeler",
        _("Alle må ned {high}")
        if _share(most) - _share(least) < 0.0005
        else _("{most} må ned {high}, {least} {low}"),
        _("Nedtrekk i siste år i prosent av budsjettet i basisåret"),
        (
            Column("sector", _("Sektor")),
            Column("part", _("Del")),
            Column("share", _("Andel av budsjettet"), Unit.SHARE, 1),
        ),
        [
            (row.name, title, getattr(row, part) / row.budget)
            for row in rows
            for part, title in parts.items()
        ],
        most=most.name,
        least=least.name,
        high=format_number(_share(most), Unit.SHARE),
        low=format_number(_share(least), Unit.SHARE),
        alt=_("{most} skal ned {high} av budsjettet. {least} skal ned {low}."),
        pivot=("sector", "part", "share"),
        chart=Chart(Shape.BARS, "share", "sector", "part", zero=True, stacked=True),
        formula=_("Nedtrekk ÷ budsjett"),
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
    title, gap = _("{sector} har tiltak for {found} i {year}"), ""
    if own.short is not None:
        cuts = [s + t for s, t in zip(own.short, own.totals, strict=True)]
        cells += [
            (_("Sektorens nedtrekk"), *cuts),
            (_("Mangler (+) eller mer enn nok (−)"), *own.short),
        ]
        short = own.short[-1]
        gap = _million(abs(short))
        title = (
            _("{sector} mangler tiltak for {gap} i {year}")
            if short > 0
            else _("{sector} har tiltak for {gap} mer enn nedtrekket i {year}")
            if short < 0
            else _("Tiltakene i {sector} går opp med nedtrekket i {year}")
        )
    slug = "".join(c if c.isalnum() else "-" for c in sector.lower())
    return _show(model)(
        f"ramme-tiltak-{slug}",
        title,
        _("Tiltak per år i kroner, {sector}"),
        (Column("measure", _("Tiltak")), *(Column(f"y{y}", str(y), Unit.NOK) for y in years)),
        cells,
        sector=sector,
        found=_million(own.totals[-1]),
        gap=gap,
        sources=(table.source(), *model.sources),
        formula=_("Mangler = nedtrekk − sum tiltak"),
        note=_(
            "Rammen og sektorens egen fordeling holdes hver for seg: sektoren kan ha annet å "
            "dekke enn nedtrekket."
        ),
    )
