"""Exhibits of the chapter «arbeidsgiveravgift»: our tables, and the one Rana printed."""

import polars as pl

from veivalg.chapters.arbeidsgiveravgift.model import METHOD, Tax, effects
from veivalg.chapters.common.costs import Held, Model, all_sources
from veivalg.chapters.common.exhibits import Exhibits, exhibit
from veivalg.chapters.common.written import million
from veivalg.content import Chart, Column, Exhibit, Figure, Shape, Unit, format_plain
from veivalg.foundation.i18n import _
from veivalg.maths.comparison.accounts import service_sectors
from veivalg.norway.kostra import sector


def _show(model: Model) -> Exhibits:
    """Give what makes the exhibits, with what they share."""
    words = {"place": model.place.name, "year": str(model.year)}
    return Exhibits(METHOD, words, all_sources(model))


def _signed(key: str, title: str) -> Column:
    return Column(key, title, Unit.MILLION_NOK, 1, sign=True)


def printed_table(tax: Tax) -> Exhibit | None:
    """Show the printed table with our sums and the figures its text states."""
    services = tax.services
    if not services:
        return None
    rows = [
        (s.label, s.difference.value, s.effect.value, s.corrected().value, _stated(s.stated))
        for s in services
    ]
    sums = [sum(float(r[i] or 0) for r in rows) for i in (1, 2, 3)]
    first = services[0]
    return exhibit(
        "aga-trykt",
        _("I {year} var avviket {before} med lav avgift og {after} uten"),
        _(
            "Avvik fra KOSTRA-gruppe 9 etter tjeneste, {place} {year}, mill. kr, trykt i "
            "«{document}»"
        ),
        (
            Column("service", _("Tjeneste")),
            _signed("difference", _("Avvik")),
            _signed("effect", _("Virkning av lav avgift")),
            _signed("corrected", _("Avvik pluss virkning")),
            _signed("stated", _("Oppgitt i teksten")),
        ),
        rows,
        total=(_("Sum, regnet ut"), *sums, "–"),
        place=tax.place.name,
        before=million(sums[0]),
        year=first.difference.period,
        after=million(sums[2]),
        document=first.difference.source.producer,
        n=format_plain(len(services)),
        alt=_(
            "Tabell med {n} tjenester. Summen av avvikene går fra {before} til {after} når "
            "virkningen av den lave avgiften legges til."
        ),
        sources=(*(s.difference.source for s in services), first.corrected().source),
        method=METHOD,
        formula=_("Avvik med full avgift = trykt avvik + trykt virkning av lav avgift"),
        note=_(
            "Tallene er trykt av kommunen og ikke behovskorrigert her. Virkningen er lagt til "
            "kommunen alene. Gruppen er ikke justert for sine egne soner."
        ),
    )


def _stated(figure: Figure | None) -> float | str | None:
    return figure.value if figure else "–"


def worth(model: Model) -> Exhibit | None:
    """Show what the reduced rate is worth in each service."""
    found = effects(model)
    total = sum(found.values())
    if not found or total <= 0:
        return None
    people = model.inhabitants
    ordered = sorted(found.items(), key=lambda item: -item[1])
    top, most = ordered[0]
    return _show(model)(
        "aga-verdi",
        _("Lav arbeidsgiveravgift er verd {total}, mest i {sector} ({most})"),
        _("Virkning av redusert sats etter tjeneste, {place} {year}, mill. kr"),
        (
            Column("sector", _("Tjeneste")),
            Column("effect", _("Virkning"), Unit.MILLION_NOK, 1),
            Column("per", _("Per innbygger"), Unit.NOK, 0),
        ),
        ((sector(s).label, value, value / people) for s, value in ordered),
        total=(_("Sum"), total, total / people),
        words={"total": million(total)},
        sector=sector(top).label.lower(),
        most=million(most),
        alt=_("Summen er {total}. Størst er virkningen i {sector}, {most}."),
        chart=Chart(Shape.BARS, "effect", "sector"),
        formula=_(
            "Virkning = lønnen avgiften er betalt av × (14,1 % − egen sats). Lønnen er "
            "betalt avgift delt på satsen."
        ),
        note=_base_note(),
        assumptions=(model.choices.high_pay,),
    )


def _base_note() -> str:
    return _(
        "Lønn og avgift er fra konsernregnskapet, som utgiftene: foretak og samarbeid er med. "
        "Vann, avløp og renovasjon er holdt utenfor."
    )


def compared_table(model: Model, held: Held) -> Exhibit | None:
    """Show the gap of each service with the rates as they are, and with the own rate for all."""
    before = _savings(held.without_tax.sectors())
    after = _savings(held.with_tax.sectors())
    known = [s for s in service_sectors() if before.get(s) is not None and after.get(s) is not None]
    if not known or not effects(model):
        return None
    ends = [(sector(s).label, before[s] or 0.0, after[s] or 0.0) for s in known]
    rows = [(label, b, a - b, a) for label, b, a in ends]
    sums = [sum(float(r[i] or 0) for r in rows) for i in (1, 2, 3)]
    return _show(model)(
        f"aga-avvik-{held.id}",
        _("Avviket fra {name} går fra {before} til {after} ved samme arbeidsgiveravgift"),
        _("Avvik fra {name} etter tjeneste, {place} {year}, mill. kr"),
        (
            Column("sector", _("Tjeneste")),
            _signed("before", _("Avvik med satsene som de er")),
            _signed("effect", _("Virkning av ulik sats")),
            _signed("after", _("Avvik ved samme sats")),
        ),
        rows,
        total=(_("Sum"), *sums),
        terms={"effect": ("after", "-before")},
        name=held.name,
        before=million(sums[0], sign=True),
        after=million(sums[2], sign=True),
        alt=_(
            "Tabell med avviket i hver tjeneste. Summen er {before} med satsene som de er, og "
            "{after} når de andre er regnet om til satsen i {place}."
        ),
        formula=_(
            "Avvik = (eget nivå − nivået det sammenliknes med) × utgiftsbehov × "
            "innbyggere, før og etter at de andres lønn er regnet om til kommunens egen sats"
        ),
        note=f"{_base_note()} "
        + _(
            "De andre er regnet om til kommunens egen sats, som overalt der kroner sammenliknes. "
            "Virkningen av ulik sats er derfor en annen enn hva den lave satsen er verd."
        ),
        uncertainty=_("Merutgift er ikke det samme som innsparing."),
        assumptions=model.choices.all(),
    )


def _savings(frame: pl.DataFrame) -> dict[str, float | None]:
    return dict(frame.select("sector", "savings").iter_rows())
