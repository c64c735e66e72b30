"""Exhibits of the chapter «brukergrupper»: the deviation in parts, and grants for costly users."""

from __future__ import annotations

from dataclasses import dataclass

from veivalg.chapters.brukergrupper.exhibits import (
    service_name,
    small_first,
    with_unit,
)
from veivalg.chapters.brukergrupper.model import METHOD, SHIELDED, Model
from veivalg.chapters.common.costs.words import million
from veivalg.chapters.common.sentences import fill, join
from veivalg.content import (
    Cell,
    Chart,
    Column,
    Exhibit,
    Figure,
    Place,
    Shape,
    Source,
    Table,
    Unit,
    calculation,
)
from veivalg.content.numbers import format_number
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.services.user_groups import Split, shapley
from veivalg.norway.high_cost_grant import GrantRule
from veivalg.own.persons.high_cost import GRANTED, WITH, WITHOUT, recipients
from veivalg.own.tables.user_groups import GROUPS
from veivalg.tables.gate import Persons


def left_out(model: Model) -> str:
    """Say how much of the cost has no reference to be held against."""
    inside = sum(m.cost.gross for m in model.matched)
    rest = sum(c.gross for c in model.costs.costs) - inside
    if rest < 1:
        return ""
    return fill(
        _("Tjenester for {rest} uten volum eller referanse er ikke med."), rest=million(rest)
    )


def _words(part: Split) -> dict[str, str]:
    return {
        "volume": million(part.volume, sign=True),
        "mix": million(part.mix, sign=True),
        "price": million(part.price, sign=True),
        "total": million(abs(part.total)),
    }


def waterfall(model: Model) -> Exhibit | None:
    """Show the way from the reference's cost to our own: volume, mix and unit cost."""
    if not model.matched:
        return None
    part = model.split()
    start, end = sum(m.pair.cost0 for m in model.matched), sum(m.pair.cost for m in model.matched)
    first, last = _("Som referansen"), model.place.name
    rows: tuple[tuple[Cell, ...], ...] = (
        (first, start),
        (_("Volum"), part.volume),
        (_("Sammensetning"), part.mix),
        (_("Enhetskostnad"), part.price),
        (last, end),
    )
    words = _words(part) | {"place": model.place.name}
    more = _(
        "{place} bruker {total} mer enn referansen ved likt behov: volum {volume}, "
        "sammensetning {mix}, enhetskostnad {price}"
    )
    less = _(
        "{place} bruker {total} mindre enn referansen ved likt behov: volum {volume}, "
        "sammensetning {mix}, enhetskostnad {price}"
    )
    title = fill(more if part.total >= 0 else less, **words)
    return Exhibit(
        "brukergrupper-avvik",
        title,
        fill(_("Brutto driftsutgifter mot referansen, {year}, mill. kr"), year=str(model.year)),
        title + ".",
        Table(
            (Column("step", _("Steg")), Column("amount", _("Mill. kr"), Unit.MILLION_NOK, 1)), rows
        ),
        model.sources(model.volumes),
        Chart(Shape.WATERFALL, "step", "amount", totals=(first, last)),
        formula=_(
            "LMDI-I: vekten er det logaritmiske snittet av egen kostnad og referansens. "
            "Volum = vekt × ln(N ÷ N₀), sammensetning = vekt × ln(m ÷ m₀), enhetskostnad "
            "= vekt × ln(U ÷ U₀). Leddene summerer nøyaktig"
        ),
        method=METHOD,
        note=join(
            _(
                "Referansen er regnet om til kommunens innbyggere og behov. Sammensetning er bare "
                "mellom tjenester i samme gruppe med samme enhet: plasser og timer kan ikke "
                "summeres."
            ),
            left_out(model),
            model.uncorrected(),
        ),
        uncertainty=_("Delingen er et regnestykke. Den sier hvor avviket ligger, ikke hvorfor."),
    )


def by_group(model: Model) -> Exhibit | None:
    """Give the deviation in parts for every user group."""
    groups = [g for g in GROUPS if any(m.cost.group == g for m in model.matched)]
    if not groups:
        return None
    parts = {g: model.split(g) for g in groups}
    rows: list[tuple[Cell, ...]] = [
        (GROUPS[g], p.volume, p.mix, p.price, p.total) for g, p in parts.items()
    ]
    whole = model.split()
    rows.append((_("Sum"), whole.volume, whole.mix, whole.price, whole.total))
    top = max(groups, key=lambda g: abs(parts[g].total))
    words = {"group": GROUPS[top], "total": million(parts[top].total, sign=True)}
    title = fill(_("Størst avvik: {group}, {total}"), **words)
    return Exhibit(
        "brukergrupper-avvik-grupper",
        title,
        _("Avvik fra referansen etter brukergruppe, delt i volum, sammensetning og enhetskostnad"),
        title + ".",
        Table(
            (
                Column("group", _("Brukergruppe")),
                *(
                    Column(k, t, Unit.MILLION_NOK, 1, sign=True)
                    for k, t in (
                        ("volume", _("Volum")),
                        ("mix", _("Sammensetning")),
                        ("price", _("Enhetskostnad")),
                        ("total", _("I alt, mill. kr")),
                    )
                ),
            ),
            tuple(rows),
            total_row=True,
        ),
        model.sources(model.volumes),
        method=METHOD,
        formula=_("LMDI-I for hver gruppe. Summen er summen av gruppene"),
        note=join(left_out(model), model.uncorrected()),
    )


def by_service(model: Model) -> tuple[Exhibit, ...]:
    """Give the deviation of every service as volume and unit cost (Shapley), a table each group."""
    groups = dict.fromkeys(m.cost.group for m in model.matched)
    return tuple(_services(model, group) for group in GROUPS if group in groups)


def _services(model: Model, group: str) -> Exhibit:
    inside = [(m, shapley(m.pair)) for m in model.matched if m.cost.group == group]
    found = sorted(inside, key=lambda x: -abs(x[1].total))
    rows: list[tuple[Cell, ...]] = [
        (with_unit(m.cost), m.pair.cost0, m.pair.cost, p.volume, p.price, p.total) for m, p in found
    ]
    top, part = found[0]
    words = {
        "service": small_first(service_name(top.cost)),
        "group": GROUPS[group],
        "total": million(part.total, sign=True),
    }
    title = fill(_("{group}: størst avvik for {service}, {total}"), **words)
    return Exhibit(
        f"brukergrupper-avvik-{group.replace('_', '-')}",
        title,
        _("Avvik fra referansen etter tjeneste, delt i volum og enhetskostnad, mill. kr"),
        title + ".",
        Table(
            (
                Column("service", _("Tjeneste")),
                Column("reference", _("Som referansen"), Unit.MILLION_NOK, 1),
                Column("own", model.place.name, Unit.MILLION_NOK, 1),
                *(
                    Column(k, t, Unit.MILLION_NOK, 1, sign=True)
                    for k, t in (
                        ("volume", _("Volum")),
                        ("price", _("Pris per enhet")),
                        ("total", _("I alt")),
                    )
                ),
            ),
            tuple(rows),
        ),
        model.sources(model.volumes),
        method=METHOD,
        formula=_("Shapley: volum = (V − V₀)(U + U₀) ÷ 2, enhetskostnad = (U − U₀)(V + V₀) ÷ 2"),
        note=join(
            _("Har en av sidene ikke tjenesten, er hele avviket volum."), model.uncorrected()
        ),
    )


NOWHERE = Place("", "")


@dataclass(frozen=True, slots=True)
class Grants:
    """Recipients of costly services of a year, as they may be shown; None is hidden.

    ``rows`` is label, recipients, direct wage cost and grant, with all together last.
    """

    year: int
    rule: GrantRule | None
    rows: tuple[tuple[str, float | None, float | None, float | None], ...]
    with_grant: float | None
    table: Persons

    def sources(self) -> tuple[Source, ...]:
        """Give the table, the rules and the calculation."""
        rule = (self.rule.source,) if self.rule else ()
        made = calculation("M9b", _("Tilskudd til ressurskrevende tjenester"), self._wages(NOWHERE))
        return (self.table.source(), *rule, made)

    def _wages(self, place: Place) -> Figure:
        return Figure(
            "toppfinansiering-lonn",
            _("Direkte lønn til mottakerne"),
            self.rows[-1][2],
            Unit.MILLION_NOK,
            place,
            str(self.year),
            self.table.source(),
            reason=SHIELDED,
        )

    def figures(self, place: Place) -> dict[str, Figure]:
        """Give grant, those who release one, and what the municipality bears itself."""
        wages, grant = self._wages(place), self.rows[-1][3]
        made = calculation("M9b", _("Tilskudd til ressurskrevende tjenester"), wages)
        known = wages.value is not None and grant is not None
        rest = (wages.value or 0.0) - (grant or 0.0) if known else None
        each = _("Andel × (lønn − innslagspunkt − fradrag), per mottaker, aldri under 0")
        return {
            slot: Figure(
                f"toppfinansiering-{id}",
                label,
                value,
                unit,
                place,
                str(self.year),
                made,
                formula=formula,
                inputs=(wages,),
                method=METHOD,
                reason=SHIELDED,
            )
            for slot, id, label, value, unit, formula in (
                ("grant", "tilskudd", _("Tilskudd"), grant, Unit.MILLION_NOK, each),
                (
                    "count",
                    "mottakere",
                    _("Mottakere som gir tilskudd"),
                    self.with_grant,
                    Unit.COUNT,
                    _("Mottakere med lønn over grensen"),
                ),
                (
                    "all",
                    "mottakere-alle",
                    _("Mottakere i alt"),
                    self.rows[-1][1],
                    Unit.COUNT,
                    _("Mottakere som er lest inn"),
                ),
                (
                    "rest",
                    "egen",
                    _("Kommunens egen del"),
                    rest,
                    Unit.MILLION_NOK,
                    _("Direkte lønn − tilskudd"),
                ),
            )
        }


def grants_of(evidence: Evidence) -> Grants | None:
    """Give what the rules give for the recipients of the newest year; None without any."""
    table = evidence.persons.get("high_cost_users")
    found = recipients(table)
    if table is None or found is None:
        return None
    made = found.release
    wages, amounts = made.amounts["wages"], made.amounts.get("grants")
    count = made.by("disability")
    groups = {_("Med psykisk utviklingshemming"): WITH, _("Uten"): WITHOUT}
    rows = [
        (label, count[g], wages.by[g], amounts.by[g] if amounts else None)
        for label, g in groups.items()
    ]
    whole = (wages.total, amounts.total if amounts else None)
    rows.append((_("Alle"), made.total, *whole))
    granted = made.by("grant")[GRANTED] if found.rule else None
    return Grants(found.year, found.rule, tuple(rows), granted, table)


def grant_table(found: Grants) -> Exhibit:
    """Show recipients, direct wage cost and grant; never fewer than five people."""
    rows: list[tuple[Cell, ...]] = [
        (
            label,
            *(SHIELDED if v is None else v for v in (count, wages)),
            None if found.rule is None else SHIELDED if amount is None else amount,
        )
        for label, count, wages, amount in found.rows
    ]
    amount = found.rows[-1][3]
    title = (
        fill(
            _("Reglene for {year} gir et tilskudd på {amount}"),
            year=str(found.year),
            amount=million(amount),
        )
        if amount is not None
        else fill(_("Tilskuddet for {year} kan ikke vises"), year=str(found.year))
    )
    rule = found.rule
    formula = (
        ""
        if rule is None
        else fill(
            _(
                "Tilskudd = {share} × (direkte lønn − {threshold} − {deduction} for psykisk "
                "utviklingshemmede fra {age} år), aldri under 0, per mottaker"
            ),
            share=f"{rule.share:.0%}".replace("%", " %"),
            threshold=_kroner(rule.threshold),
            deduction=_kroner(rule.deduction),
            age=str(rule.deduction_from),
        )
    )
    return Exhibit(
        "brukergrupper-toppfinansiering",
        title,
        fill(_("Mottakere av særlig ressurskrevende tjenester, {year}"), year=str(found.year)),
        title + ".",
        Table(
            (
                Column("who", _("Mottakere")),
                Column("count", _("Antall"), Unit.COUNT),
                Column("wages", _("Direkte lønn, mill. kr"), Unit.MILLION_NOK, 1),
                Column("grant", _("Tilskudd, mill. kr"), Unit.MILLION_NOK, 1),
            ),
            tuple(rows),
            total_row=True,
        ),
        found.sources(),
        formula=formula,
        method=METHOD,
        note=_("Antall under fem og summer der én mottaker er det meste, er skjermet."),
        uncertainty=_(
            "Kravet avgjøres av Helsedirektoratet og revisor. Hva som teller som direkte "
            "lønn, må følge rundskrivet."
        ),
    )


def _kroner(amount: float) -> str:
    return format_number(amount, Unit.NOK, 0)
