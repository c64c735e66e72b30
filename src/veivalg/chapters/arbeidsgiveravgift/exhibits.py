"""Exhibits of the chapter «arbeidsgiveravgift»: our table, and the one Rana printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from veivalg.chapters.common.costs import METHOD, Held, Model, all_sources
from veivalg.chapters.common.costs.words import million
from veivalg.chapters.common.printed import printed
from veivalg.chapters.common.sentences import fill
from veivalg.chapters.common.sources import unique
from veivalg.content import Cell, Chart, Column, Exhibit, Figure, Shape, Table, Unit, calculation
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.comparison.accounts import service_sectors
from veivalg.norway.kostra import sector

DIFFERENCE, EFFECT, CORRECTED = (
    "group_difference_",
    "reduced_tax_effect_",
    "group_difference_full_tax_",
)
TOTAL = "total"


def printed_services() -> Mapping[str, str]:
    """Give the services of the printed table in its order, by the end of their items."""
    return {
        "care": _("Pleie og omsorg"),
        "primary_school": _("Grunnskole"),
        "kindergarten": _("Barnehage"),
        "administration": _("Administrasjon og styring"),
        "health": _("Kommunehelse"),
        "social": _("Sosiale tjenester"),
        "culture": _("Kultur og idrett"),
        "transport": _("Samferdsel"),
        "child_welfare": _("Barnevern"),
        "fire": _("Brann og ulykkesvern"),
        "planning": _("Plan, kulturminner, natur og nærmiljø"),
        "pension": _("Pensjon og fellesutgifter"),
        "church": _("Kirke"),
        "housing": _("Bolig"),
        "adult_education": _("Voksenopplæring"),
        "water_waste": _("Vann, avløp og renovasjon"),
        "other": _("Øvrige områder"),
    }


@dataclass(frozen=True, slots=True)
class PrintedService:
    """A service of the printed table: difference from the group, effect, and what the text says."""

    id: str
    label: str
    difference: Figure
    effect: Figure
    stated: Figure | None

    def corrected(self) -> Figure:
        """Give the difference with the reduced rate taken out: difference plus effect."""
        value = (self.difference.value or 0.0) + (self.effect.value or 0.0)
        inputs = (self.difference, self.effect)
        return Figure(
            f"trykt-korrigert-{self.id.replace('_', '-')}",
            fill(_("{service}: trykt avvik pluss trykt virkning"), service=self.label),
            value,
            Unit.MILLION_NOK,
            self.difference.place,
            self.difference.period,
            calculation("m4-aga-trykt", _("Trykte tall lagt sammen"), *inputs),
            formula=_("avvik fra gruppen + virkning av redusert arbeidsgiveravgift"),
            inputs=inputs,
            method=METHOD,
        )

    @property
    def agrees(self) -> bool:
        """Say whether the text gives what its own table adds up to."""
        if self.stated is None or self.stated.value is None:
            return True
        return abs((self.corrected().value or 0.0) - self.stated.value) < 0.06e6


def printed_table(evidence: Evidence) -> tuple[PrintedService, ...]:
    """Give the printed services that have both numbers; empty for all but Rana."""
    found = []
    for id, label in printed_services().items():
        difference, effect = printed(evidence, DIFFERENCE + id), printed(evidence, EFFECT + id)
        if difference is not None and effect is not None:
            found.append(
                PrintedService(id, label, difference, effect, printed(evidence, CORRECTED + id))
            )
    return tuple(found)


def printed_exhibit(evidence: Evidence) -> Exhibit | None:
    """Show the printed table with our sums and the figures its text states."""
    services = printed_table(evidence)
    if not services:
        return None
    rows: list[tuple[Cell, ...]] = [
        (
            s.label,
            s.difference.value,
            s.effect.value,
            s.corrected().value,
            s.stated.value if s.stated else "–",
        )
        for s in services
    ]
    sums = [sum(float(r[i] or 0) for r in rows) for i in (1, 2, 3)]
    rows.append((_("Sum, regnet ut"), *sums, "–"))
    document, year = services[0].difference.source.producer, services[0].difference.period
    words = {
        "place": evidence.place.name,
        "before": million(sums[0]),
        "year": year,
        "after": million(sums[2]),
        "document": document,
    }
    return Exhibit(
        "aga-trykt",
        fill(_("I {year} var avviket {before} med lav avgift og {after} uten"), **words),
        fill(
            _(
                "Avvik fra KOSTRA-gruppe 9 etter tjeneste, {place} {year}, mill. kr, trykt i "
                "«{document}»"
            ),
            **words,
        ),
        fill(
            _(
                "Tabell med {n} tjenester. Summen av avvikene går fra {before} til {after} når "
                "virkningen av den lave avgiften legges til."
            ),
            n=str(len(services)),
            **words,
        ),
        Table(
            (
                Column("service", _("Tjeneste")),
                Column("difference", _("Avvik"), Unit.MILLION_NOK, 1, sign=True),
                Column("effect", _("Virkning av lav avgift"), Unit.MILLION_NOK, 1, sign=True),
                Column("corrected", _("Avvik pluss virkning"), Unit.MILLION_NOK, 1, sign=True),
                Column("stated", _("Oppgitt i teksten"), Unit.MILLION_NOK, 1, sign=True),
            ),
            tuple(rows),
            total_row=True,
        ),
        unique((*(s.difference.source for s in services), services[0].corrected().source)),
        formula=_("Avvik med full avgift = trykt avvik + trykt virkning av lav avgift"),
        method=METHOD,
        note=_(
            "Tallene er trykt av kommunen og ikke behovskorrigert her. Virkningen er lagt til "
            "kommunen alene. Gruppen er ikke justert for sine egne soner."
        ),
    )


def effects(model: Model) -> dict[str, float]:
    """Give what the reduced rate saves in each sector, NOK; sectors with a gap are left out."""
    effect = pl.col("tax_base") * (pl.col("tax_full") - pl.col("tax_rate"))
    rows = model.ledger.filter(pl.col("municipality") == model.place.code)
    summed = rows.group_by("sector").agg(
        pl.when(effect.null_count() == 0).then(effect.sum()).alias("effect"),
    )
    by = {s: e for s, e in summed.iter_rows() if e is not None}
    return {s: by[s] for s in service_sectors() if s in by}


def worth(model: Model) -> Exhibit | None:
    """Show what the reduced rate is worth in each service."""
    found = effects(model)
    total = sum(found.values())
    if not found or total <= 0:
        return None
    people = model.inhabitants
    ordered = sorted(found.items(), key=lambda item: -item[1])
    rows: list[tuple[Cell, ...]] = [(sector(s).label, e, e / people) for s, e in ordered]
    rows.append((_("Sum"), total, total / people))
    top = ordered[0]
    words = {
        "place": model.place.name,
        "year": str(model.year),
        "total": million(total),
        "sector": sector(top[0]).label.lower(),
        "most": million(top[1]),
    }
    return Exhibit(
        "aga-verdi",
        fill(_("Lav arbeidsgiveravgift er verd {total}, mest i {sector} ({most})"), **words),
        fill(_("Virkning av redusert sats etter tjeneste, {place} {year}, mill. kr"), **words),
        fill(_("Summen er {total}. Størst er virkningen i {sector}, {most}."), **words),
        Table(
            (
                Column("sector", _("Tjeneste")),
                Column("effect", _("Virkning"), Unit.MILLION_NOK, 1),
                Column("per", _("Per innbygger"), Unit.NOK, 0),
            ),
            tuple(rows),
            total_row=True,
        ),
        all_sources(model),
        Chart(Shape.BARS, "effect", "sector"),
        formula=_(
            "Virkning = lønnen avgiften er betalt av × (14,1 % − egen sats). Lønnen er "
            "betalt avgift delt på satsen."
        ),
        method=METHOD,
        note=_base_note(),
        assumptions=(model.choices.high_pay,),
    )


def _base_note() -> str:
    return _(
        "Lønn og avgift er fra kommunekassen der konsernregnskapet ikke har arter. Foretak og "
        "samarbeid er da ikke med i virkningen. Vann, avløp og renovasjon er holdt utenfor."
    )


def compared_table(model: Model, held: Held) -> Exhibit | None:
    """Show the deviation of each service with the rates as they are, and with the full one."""
    worths = effects(model)
    before = _savings(held.without_tax.sectors())
    after = _savings(held.with_tax.sectors())
    known = [s for s in service_sectors() if before.get(s) is not None and after.get(s) is not None]
    if not known or not worths:
        return None
    rows: list[tuple[Cell, ...]] = [
        (sector(s).label, before[s], worths.get(s), after[s]) for s in known
    ]
    sums = [sum(float(r[i] or 0) for r in rows) for i in (1, 2, 3)]
    rows.append((_("Sum"), *sums))
    words = {
        "place": model.place.name,
        "year": str(model.year),
        "name": held.in_text,
        "before": million(sums[0], sign=True),
        "after": million(sums[2], sign=True),
    }
    return Exhibit(
        f"aga-avvik-{held.id}",
        fill(
            _("Avviket fra {name} går fra {before} til {after} når alle betaler full avgift"),
            **words,
        ),
        fill(_("Avvik fra {name} etter tjeneste, {place} {year}, mill. kr"), **words),
        fill(
            _(
                "Tabell med avviket i hver tjeneste. Summen er {before} med satsene som de er, og "
                "{after} med full sats hos alle."
            ),
            **words,
        ),
        Table(
            (
                Column("sector", _("Tjeneste")),
                Column("before", _("Avvik med satsene som de er"), Unit.MILLION_NOK, 1, sign=True),
                Column("effect", _("Egen virkning av lav sats"), Unit.MILLION_NOK, 1, sign=True),
                Column("after", _("Avvik med full sats hos alle"), Unit.MILLION_NOK, 1, sign=True),
            ),
            tuple(rows),
            total_row=True,
        ),
        all_sources(model),
        method=METHOD,
        formula=_(
            "Avvik = (eget nivå − nivået det sammenliknes med) × utgiftsbehov × "
            "innbyggere, før og etter at lønnen er regnet om til 14,1 % avgift"
        ),
        note=" ".join(
            (
                _base_note(),
                _(
                    "Også de andre er regnet om til full sats. Derfor er forskjellen mellom "
                    "de to avvikene ikke lik egen virkning."
                ),
            )
        ),
        uncertainty=_("Avviket er teoretisk og sier ikke hva som kan spares."),
        assumptions=model.choices.all(),
    )


def _savings(frame: pl.DataFrame) -> dict[str, float | None]:
    return dict(frame.select("sector", "savings").iter_rows())
