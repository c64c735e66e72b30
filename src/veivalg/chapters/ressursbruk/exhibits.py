"""Exhibits of the chapter «ressursbruk»."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from veivalg.chapters.brukergrupper.inputs import other_year
from veivalg.chapters.common.indicator_series import series
from veivalg.chapters.common.sentences import fill
from veivalg.chapters.common.sources import unique
from veivalg.chapters.ressursbruk.model import (
    KEYED,
    METHOD,
    Held,
    Model,
    all_sources,
    correction_name,
    sector_names,
)
from veivalg.content import (
    Cell,
    Chart,
    Column,
    Exhibit,
    Role,
    Shape,
    Table,
    Unit,
    format_number,
)
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.comparison.costs import RAW, Correction, correct
from veivalg.maths.comparison.savings import Total
from veivalg.norway.kostra import functions, sector


def million(value: float | None, *, sign: bool = False) -> str:
    """Write NOK as million kroner."""
    return format_number(value, Unit.MILLION_NOK, 1, sign=sign)


def kroner(value: float | None, *, sign: bool = False) -> str:
    """Write NOK."""
    return format_number(value, Unit.NOK, 0, sign=sign)


def formula() -> str:
    """Give the formula of the potential in words."""
    return _(
        "Potensial = (egne korrigerte netto driftsutgifter per innbygger − nivået det "
        "sammenliknes med) × utgiftsbehov × innbyggere. Nivået er gruppens utgifter delt på "
        "innbyggerne vektet med behov, uten kommunen selv."
    )


def meaning() -> str:
    """Say what a potential is not."""
    return _(
        "Potensialet er teoretisk: det sier hva kommunen ville brukt mindre på nivået det "
        "sammenliknes med. Det sier ikke at pengene kan spares, og en negativ verdi sier ikke at "
        "kommunen bør bruke mer. Kvalitet, bokføring og organisering kan forklare forskjellen."
    )


def equal(model: Model, held: Held) -> str:
    """Say whether need is equal in a comparison: it is when any sector is corrected for it."""
    keyed = {f.code for f in functions() if f.sector in KEYED}
    gone = held.comparison.flags.get(Correction.NEED, set())
    if Correction.NEED in model.on and keyed & set(held.comparison.rows["function"]) - gone:
        return _("når behovet er likt")
    return _("uten korreksjon for behov")


def uncorrected(model: Model, held: Held | None = None) -> str:
    """Say which sectors a correction could not be made for, or nothing."""
    flags = held.comparison.flags if held else model.flags
    parts = []
    for correction, codes in flags.items():
        names = sector_names(model, codes)
        text = (
            _("Ikke behovskorrigert: {sectors}.")
            if correction is Correction.NEED
            else _("Ikke korrigert for {what}: {sectors}.")
        )
        what = correction_name(correction)
        parts.append(fill(text, what=what[:1].lower() + what[1:], sectors=names))
    return " ".join(parts)


def need_year_note(model: Model) -> str:
    """Say which year's need corrects the accounts, when it is another than theirs."""
    return other_year(model.year, model.need_year) if Correction.NEED in model.on else ""


def always_uncorrected() -> str:
    """Say what has no cost key and what is left out."""
    return _(
        "Sektorer uten kostnadsnøkkel (kultur, samferdsel, plan, brann, kirke, bolig, næring) er "
        "ikke behovskorrigert. Vann, avløp og renovasjon er holdt utenfor, for de betales med "
        "gebyrer til selvkost."
    )


def by_sector(model: Model, held: Held) -> Exhibit:
    """Show the potential of every sector against one reference, in million kroner."""
    rows: list[tuple[Cell, ...]] = []
    table = held.comparison.sectors().sort("savings", descending=True, nulls_last=True)
    gaps = []
    for row in table.iter_rows(named=True):
        label = sector(row["sector"]).label
        if row["savings"] is None:
            gaps.append(label.lower())
        own, level = row["own"], row["reference"]
        gap = own - level if own is not None and level is not None else None
        rows.append((label, own, level, gap, row["savings"], _mark(row["savings"])))
    total = held.comparison.total()
    shown = [r for r in rows if r[4] is not None]
    sums = [sum(float(r[i] or 0) for r in shown) for i in (1, 2, 3)]
    rows.append((_("Sum"), *sums, total.net, "") if shown else (_("Sum"), *[None] * 4, ""))
    return Exhibit(
        f"innsparing-{held.id}",
        _sector_title(model, held, total),
        fill(
            _("Avvik fra {name} etter sektor, {place} {year}, mill. kr og kr per innbygger"),
            name=held.in_text,
            place=model.place.name,
            year=str(model.year),
        ),
        fill(
            _(
                "I {count} sektorer er grunnlaget godt nok. {place} bruker {plus} mer enn {name} i "
                "noen sektorer og {minus} mindre i andre."
            ),
            count=str(len(shown)),
            plus=million(total.positive),
            minus=million(abs(total.negative)),
            place=model.place.name,
            name=held.in_text,
        ),
        Table(
            (
                Column("sector", _("Sektor")),
                Column("own", model.place.name, Unit.NOK, 0),
                Column("level", held.name, Unit.NOK, 0),
                Column("gap", _("Avvik per innbygger"), Unit.NOK, 0, sign=True),
                Column("savings", _("Teoretisk potensial"), Unit.MILLION_NOK, 1, sign=True),
                Column("mark", _("Merke")),
            ),
            tuple(rows),
            total_row=True,
        ),
        all_sources(model),
        Chart(Shape.BARS, "savings", "sector") if shown else None,
        formula=formula(),
        method=METHOD,
        note=_join(
            need_year_note(model),
            uncorrected(model, held),
            always_uncorrected(),
            _members(held),
            _gaps(gaps),
        ),
        uncertainty=meaning(),
        assumptions=model.choices.all(),
    )


def _mark(savings: float | None) -> str:
    if savings is None:
        return _("for lite grunnlag")
    return _("bruker mer") if savings > 0 else _("bruker mindre")


def _members(held: Held) -> str:
    if held.size == 1:
        return ""
    return fill(
        _("Nivået bygger på {n} av {all} kommuner."), n=str(held.members), all=str(held.size)
    )


def _gaps(labels: list[str]) -> str:
    if not labels:
        return ""
    return fill(_("For lite grunnlag i: {names}."), names=", ".join(labels))


def _join(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _sector_title(model: Model, held: Held, total: Total) -> str:
    words = {
        "place": model.place.name,
        "name": held.in_text,
        "plus": million(total.positive),
        "net": million(abs(total.net)),
        "equal": equal(model, held),
    }
    if total.lacking == held.comparison.sectors().height:
        return fill(_("For lite grunnlag til å sammenlikne {place} med {name}"), **words)
    if total.positive == 0:
        return fill(_("{place} bruker ikke mer enn {name} i noen sektor"), **words)
    if total.net >= 0:
        return fill(_("{place} bruker {net} mer enn {name} {equal}"), **words)
    return fill(
        _("{place} bruker {net} mindre enn {name} {equal}, men {plus} mer i noen sektorer"), **words
    )


KEY_FIGURES = (
    "administration_cost_pi",
    "kindergarten_cost_target",
    "school_cost_target",
    "care_cost_pi",
    "health_care_cost_pi",
    "health_prevention_target",
    "child_welfare_cost_target",
    "social_cost_target",
    "culture_cost_pi",
    "roads_cost_pi",
    "fire_cost_pi",
    "property_cost_pi",
)
"""Published cost per inhabitant or per inhabitant in the target group: not corrected."""


def key_figures(evidence: Evidence) -> Exhibit | None:
    """Show KOSTRA's own cost per inhabitant by service beside group and country, uncorrected."""
    found = [s for id in KEY_FIGURES if (s := series(evidence, id)).own is not None]
    rows = []
    for one in found:
        year = one.year
        rows.append(
            (
                one.entry.name,
                one.value(year),
                one.value(year, Role.GROUP),
                one.value(year, Role.NORWAY),
                year,
            )
        )
    if not rows:
        return None
    group = evidence.group.name if evidence.group else _("KOSTRA-gruppen")
    dearest = max(rows, key=lambda r: r[1] or 0)
    words = {
        "place": evidence.place.name,
        "name": dearest[0],
        "value": kroner(dearest[1]),
        "n": str(len(rows)),
    }
    return Exhibit(
        "nokkeltall-kostnad",
        fill(_("{name}: {value} i {place}"), **words),
        fill(
            _("Netto driftsutgifter i KOSTRA etter tjeneste, {place}, kr, ikke korrigert"), **words
        ),
        fill(_("Tabell med {n} nøkkeltall fra KOSTRA. {name} er {value} i {place}."), **words),
        Table(
            (
                Column("name", _("Nøkkeltall")),
                Column("own", evidence.place.name, Unit.NOK, 0),
                Column("group", group, Unit.NOK, 0),
                Column("country", _("Norge"), Unit.NOK, 0),
                Column("year", _("År"), Unit.YEAR),
            ),
            tuple(rows),
        ),
        unique(s for one in found for s in one.sources()),
        method=METHOD,
        note=_(
            "Tallene er som publisert: ikke korrigert for behov, arbeidsgiveravgift eller noe "
            "annet. Der feltet for gruppen eller landet er tomt, er tallet ikke hentet."
        ),
    )


def matrix(model: Model) -> Exhibit | None:
    """Put the potential against every reference side by side, million kroner."""
    if len(model.held) < 2:
        return None
    by = {
        h.id: {r["sector"]: r["savings"] for r in h.comparison.sectors().to_dicts()}
        for h in model.held
    }
    present = set(model.own["sector"])
    ids = [s for s in dict.fromkeys(f.sector for f in functions()) if s in present]
    rows = [(sector(s).label, *(by[h.id].get(s) for h in model.held)) for s in ids]
    totals = [h.comparison.total() for h in model.held]
    rows += [
        (_("Sum der kommunen bruker mer"), *(t.positive for t in totals)),
        (_("Sum der kommunen bruker mindre"), *(t.negative for t in totals)),
        (_("Sum"), *(t.net for t in totals)),
    ]
    highest = max(model.held, key=lambda h: h.comparison.total().net)
    net = highest.comparison.total().net
    return Exhibit(
        "innsparing-alle",
        fill(
            _("Avviket er størst mot {name}: {net}"),
            name=highest.in_text,
            net=million(net, sign=True),
        ),
        fill(
            _("Teoretisk innsparingspotensial etter sektor, {place} {year}, mill. kr"),
            place=model.place.name,
            year=str(model.year),
        ),
        fill(
            _(
                "Tabell med potensialet i hver sektor mot {n} sammenlikninger. Mot "
                "{name} er summen "
                "{net}."
            ),
            n=str(len(model.held)),
            name=highest.in_text,
            net=million(net, sign=True),
        ),
        Table(
            (
                Column("sector", _("Sektor")),
                *(Column(h.id, h.name, Unit.MILLION_NOK, 1, sign=True) for h in model.held),
            ),
            tuple(rows),
            total_row=True,
        ),
        all_sources(model),
        formula=formula(),
        method=METHOD,
        note=_join(
            _("Positive tall er mulig innsparing. Summen gjelder sektorene med grunnlag."),
            need_year_note(model),
            always_uncorrected(),
        ),
        uncertainty=meaning(),
        assumptions=model.choices.all(),
    )


def switches(model: Model) -> Exhibit | None:
    """Show every correction with what it moves, also those that are off."""
    if not model.complete:
        return None
    known = {c: e for c, e in model.effects.items() if e}
    rows = tuple(
        (
            correction_name(c),
            _("ja") if c in model.on else _("nei"),
            _("mangler tall") if effect is None else effect,
        )
        for c, effect in model.effects.items()
    )
    title = _("Ingen av korreksjonene flytter utgiftene til {place}")
    words = {"place": model.place.name, "year": str(model.year)}
    if known:
        largest = max(known, key=lambda c: abs(known[c]))
        words |= {"what": correction_name(largest), "effect": kroner(known[largest], sign=True)}
        title = _("{what} betyr mest av korreksjonene: {effect} per innbygger")
        if largest not in model.on:
            title = _("{what} ville betydd mest av korreksjonene: {effect} per innbygger")
    return Exhibit(
        "korreksjoner-virkning",
        fill(title, **words),
        fill(_("Hva hver korreksjon flytter, {place} {year}, kr per innbygger"), **words),
        fill(title, **words) + ".",
        Table(
            (
                Column("correction", _("Korreksjon")),
                Column("on", _("Slått på")),
                Column("effect", _("Virkning per innbygger"), Unit.NOK, 0, sign=True),
            ),
            rows,
        ),
        all_sources(model),
        method=METHOD,
        assumptions=model.choices.all(),
        note=_(
            "For en korreksjon som er av, er virkningen det den ville betydd i tillegg til dem "
            "som er på. Beløp som ikke er oppgitt, gir 0."
        ),
    )


def waterfall(model: Model) -> Exhibit | None:
    """Show the way from raw to corrected cost per inhabitant, each correction with its effect."""
    found = model.steps()
    if not model.complete or len(found) < 2:
        return None
    people = model.inhabitants
    raw, last = found[0].total / people, found[-1].total / people
    first, end = _("Regnskapsført"), _("Korrigert")
    rows: list[tuple[Cell, ...]] = [(first, raw)]
    found = (found[0], *(s for s in found[1:] if s.effect))
    if len(found) < 2:
        return None
    rows += [(correction_name(s.correction), s.effect / people) for s in found[1:] if s.correction]
    rows.append((end, last))
    largest = max(found[1:], key=lambda s: abs(s.effect))
    assert largest.correction is not None
    words = {
        "place": model.place.name,
        "year": str(model.year),
        "raw": kroner(raw),
        "last": kroner(last),
        "what": correction_name(largest.correction).lower(),
        "effect": kroner(largest.effect / people, sign=True),
    }
    return Exhibit(
        "ra-til-korrigert",
        fill(_("Korreksjonene flytter {place} fra {raw} til {last} per innbygger"), **words),
        fill(_("Netto driftsutgifter til tjenestene per innbygger, {place} {year}, kr"), **words),
        fill(
            _("Fra {raw} til {last} per innbygger. Størst virkning har {what}, {effect}."), **words
        ),
        Table(
            (Column("step", _("Steg")), Column("amount", _("Kroner per innbygger"), Unit.NOK, 0)),
            tuple(rows),
        ),
        all_sources(model),
        Chart(Shape.WATERFALL, "step", "amount", totals=(first, end)),
        formula=_(
            "Hvert steg er forskjellen mellom beløpet før og etter korreksjonen, i denne "
            "rekkefølgen."
        ),
        method=METHOD,
        note=_join(
            need_year_note(model), uncorrected(model), always_uncorrected(), _left_out(model)
        ),
        assumptions=model.choices.all(),
    )


def _left_out(model: Model) -> str:
    missing = [s for s in dict.fromkeys(model.own["sector"]) if s not in model.complete]
    if not missing:
        return ""
    return fill(
        _("Uten sektorer med hull i regnskapet: {names}."),
        names=", ".join(sector(s).label.lower() for s in missing),
    )


def corrections_by_sector(model: Model) -> Exhibit | None:
    """Give raw cost, the effect of each correction that is on, and corrected cost by sector."""
    if not model.complete:
        return None
    used = [s.correction for s in model.steps() if s.correction and s.effect]
    done = (
        correct(model.own, model.on)
        .group_by("sector", maintain_order=True)
        .agg(pl.col(RAW, *Correction).sum())
    )
    by = {row["sector"]: row for row in done.iter_rows(named=True)}
    people, rows = model.inhabitants, []
    for id in model.complete:
        row, before = by[id], by[id][RAW]
        effects = []
        for correction in Correction:
            if correction in used:
                effects.append((row[correction] - before) / people)
            before = row[correction]
        rows.append((sector(id).label, row[RAW] / people, *effects, before / people))
    dearest = max(rows, key=lambda r: r[-1])
    words = {
        "place": model.place.name,
        "year": str(model.year),
        "sector": dearest[0],
        "cost": kroner(dearest[-1]),
    }
    return Exhibit(
        "korreksjoner-sektor",
        fill(_("{sector} koster mest: {cost} per innbygger etter korreksjon"), **words),
        fill(_("Netto driftsutgifter per innbygger etter sektor, {place} {year}, kr"), **words),
        fill(
            _(
                "Tabell fra regnskapsført til korrigert for hver sektor. {sector} er størst med "
                "{cost} per innbygger."
            ),
            **words,
        ),
        Table(
            (
                Column("sector", _("Sektor")),
                Column("raw", _("Regnskapsført"), Unit.NOK, 0),
                *(Column(c.value, correction_name(c), Unit.NOK, 0, sign=True) for c in used),
                Column("corrected", _("Korrigert"), Unit.NOK, 0),
            ),
            tuple(rows),
        ),
        all_sources(model),
        method=METHOD,
        note=_join(need_year_note(model), uncorrected(model), always_uncorrected()),
        assumptions=model.choices.all(),
    )


def by_function(model: Model, held: Held) -> Exhibit | None:
    """Rank the functions by potential; small ones are shown last and not ranked."""
    names = model.names
    frame = held.comparison.rows.filter(pl.col("own").is_not_null())
    ranked = frame.filter(pl.col("ranked") & pl.col("savings").is_not_null()).sort(
        "savings", descending=True
    )
    rest = frame.filter(~(pl.col("ranked") & pl.col("savings").is_not_null())).sort("function")
    if ranked.is_empty():
        return None
    rows: list[tuple[Cell, ...]] = []
    for place, row in enumerate(ranked.iter_rows(named=True), 1):
        rows.append(_function_row(names, row, str(place)))
    rows += [_function_row(names, row, _unranked(row)) for row in rest.iter_rows(named=True)]
    top = ranked.row(0, named=True)
    words = {
        "place": model.place.name,
        "year": str(model.year),
        "name": held.in_text,
        "function": names[top["function"]],
        "savings": million(top["savings"], sign=True),
    }
    return Exhibit(
        f"innsparing-funksjon-{held.id}",
        fill(_("Størst avvik fra {name} har funksjon {function}: {savings}"), **words),
        fill(_("Avvik fra {name} etter KOSTRA-funksjon, {place} {year}"), **words),
        fill(
            _("Tabell over funksjonene etter avvik. Størst er {function} med {savings}."), **words
        ),
        Table(
            (
                Column("rank", _("Nr.")),
                Column("function", _("Funksjon")),
                Column("own", model.place.name, Unit.NOK, 0),
                Column("level", held.name, Unit.NOK, 0),
                Column("savings", _("Teoretisk potensial"), Unit.MILLION_NOK, 1, sign=True),
            ),
            tuple(rows),
        ),
        all_sources(model),
        formula=formula(),
        method=METHOD,
        note=_join(
            _("Funksjoner med under 1 mill. kr er vist, men ikke rangert."),
            need_year_note(model),
            uncorrected(model, held),
            always_uncorrected(),
            _members(held),
        ),
        uncertainty=meaning(),
        assumptions=model.choices.all(),
    )


def _function_row(
    names: Mapping[str, str], row: dict[str, float | str | None], rank: str
) -> tuple[Cell, ...]:
    name = names[str(row["function"])]
    return (rank, name, row["own"], row["reference"], row["savings"])


def _unranked(row: dict[str, float | str | None]) -> str:
    return _("liten") if row["savings"] is not None else _("for lite grunnlag")
