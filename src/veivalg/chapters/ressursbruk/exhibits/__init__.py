"""Exhibits of the chapter «ressursbruk»."""

from collections.abc import Mapping, Sequence
from functools import partial

import polars as pl

from veivalg.chapters.common.costs import Held, Model, all_sources
from veivalg.chapters.common.costs.choices import correction_name
from veivalg.chapters.common.costs.words import (
    always_uncorrected,
    equal,
    formula,
    meaning,
    need_year_note,
    uncorrected,
)
from veivalg.chapters.common.exhibits import Exhibits, by_column, exhibit
from veivalg.chapters.common.indicator_series import Series, countries, unrevised
from veivalg.chapters.common.sentences import fill, join
from veivalg.chapters.common.written import kroner, million
from veivalg.chapters.ressursbruk import SPEC
from veivalg.content import Cell, Chart, Column, Exhibit, Place, Role, Shape, Unit
from veivalg.foundation.i18n import _
from veivalg.maths.comparison.area_gaps import direction
from veivalg.maths.comparison.costs import RAW, Correction, correct
from veivalg.maths.comparison.savings import Total
from veivalg.norway.kostra import functions, sector

METHOD = SPEC.methods[0]


def _show(model: Model) -> Exhibits:
    """Give what makes the exhibits, with what they share."""
    words = {"place": model.place.name, "year": str(model.year)}
    return Exhibits(METHOD, words, all_sources(model), assumptions=model.choices.all())


def by_sector(model: Model, held: Held) -> Exhibit:
    """Show the potential of every sector against one reference, in million kroner."""
    table = held.comparison.sectors().sort("savings", descending=True, nulls_last=True)
    rows: list[tuple[Cell, ...]] = []
    for row in table.iter_rows(named=True):
        own, level, savings = row["own"], row["reference"], row["savings"]
        gap = own - level if own is not None and level is not None else None
        rows.append((sector(row["sector"]).label, own, level, gap, savings, _mark(savings)))
    total, shown = held.comparison.total(), [r for r in rows if r[4] is not None]
    sums = [sum(float(r[i] or 0) for r in shown) for i in (1, 2, 3)]
    return _show(model)(
        f"innsparing-{held.id}",
        _sector_title(held, total),
        _("Avvik fra {name} etter sektor, {place} {year}, mill. kr og kr per innbygger"),
        (
            Column("sector", _("Sektor")),
            Column("own", model.place.name, Unit.NOK, 0),
            Column("level", held.title, Unit.NOK, 0),
            Column("gap", _("Avvik per innbygger"), Unit.NOK, 0, sign=True),
            Column("savings", _("Merutgift"), Unit.MILLION_NOK, 1, sign=True),
            Column("mark", _("Merke")),
        ),
        rows,
        total=(_("Sum"), *sums, total.net, "") if shown else (_("Sum"), *[None] * 4, ""),
        name=held.name,
        count=str(len(shown)),
        plus=million(total.positive),
        minus=million(abs(total.negative)),
        net=million(abs(total.net)),
        equal=equal(model, held),
        alt=_(
            "I {count} sektorer er grunnlaget godt nok. {place} bruker {plus} mer enn {name} i "
            "noen sektorer og {minus} mindre i andre."
        ),
        chart=Chart(Shape.BARS, "savings", "sector") if shown else None,
        formula=formula(),
        note=join(
            need_year_note(model),
            uncorrected(model, held),
            always_uncorrected(),
            _members(held),
            _gaps([str(r[0]).lower() for r in rows if r[4] is None]),
        ),
        uncertainty=meaning(),
    )


def _mark(savings: float | None) -> str:
    if savings is None:
        return _("for lite grunnlag")
    return {1: _("bruker mer"), 0: _("likt"), -1: _("bruker mindre")}[direction(savings)]


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


def _sector_title(held: Held, total: Total) -> str:
    if total.lacking == held.comparison.sectors().height:
        return _("For lite grunnlag til å sammenlikne {place} med {name}")
    if total.positive == 0:
        return _("{place} bruker ikke mer enn {name} i noen sektor")
    if direction(total.net) == 0:
        return _("{place} bruker like mye som {name} {equal}, men {plus} mer i noen sektorer")
    if total.net >= 0:
        return _("{place} bruker {net} mer enn {name} {equal}")
    return _("{place} bruker {net} mindre enn {name} {equal}, men {plus} mer i noen sektorer")


def key_figures(place: str, group: str | None, found: Sequence[Series]) -> Exhibit | None:
    """Show KOSTRA's own cost per inhabitant by service beside group and country, uncorrected."""
    if not found:
        return None
    dearest = max(found, key=lambda one: one.value() or 0)
    return exhibit(
        "nokkeltall-kostnad",
        _("{name}: {value} i {place}"),
        _("Driftsutgifter i KOSTRA etter tjeneste, {place}, kr, ikke korrigert"),
        *by_column(
            found,
            (Column("name", _("Nøkkeltall")), lambda one: one.entry.name),
            (Column("own", place, Unit.NOK, 0), lambda one: one.value()),
            *(
                (Column("group", name, Unit.NOK, 0), partial(Series.value, role=Role.GROUP))
                for name in (group,)
                if name
            ),
            *(
                (Column(f"norway{n or ''}", country.name, Unit.NOK, 0), partial(_held, country))
                for n, country in enumerate(countries(found))
            ),
            (Column("year", _("År"), Unit.YEAR), lambda one: one.year),
        ),
        place=place,
        name=dearest.entry.name,
        value=kroner(dearest.value()),
        n=str(len(found)),
        alt=_("Tabell med {n} nøkkeltall fra KOSTRA. {name} er {value} i {place}."),
        method=METHOD,
        sources=(s for one in found for s in one.sources()),
        note=join(
            _(
                "Tallene er som publisert: ikke korrigert for behov, arbeidsgiveravgift eller noe "
                "annet. De er netto der det ikke står brutto. Der det ikke "
                "står et tall, er det ikke kjent."
            ),
            unrevised(found),
        ),
    )


def _held(country: Place, one: Series) -> float | None:
    return one.held(country)


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
    ]
    furthest = max(model.held, key=lambda h: abs(h.comparison.total().net))
    net = furthest.comparison.total().net
    return _show(model)(
        "innsparing-alle",
        furthest_title(net),
        _("Merutgift etter sektor, {place} {year}, mill. kr"),
        (
            Column("sector", _("Sektor")),
            *(Column(h.id, h.title, Unit.MILLION_NOK, 1, sign=True) for h in model.held),
        ),
        rows,
        total=(_("Sum"), *(t.net for t in totals)),
        n=str(len(model.held)),
        name=furthest.name,
        net=million(net, sign=True),
        amount=million(abs(net)),
        alt=_(
            "Tabell med merutgiften i hver sektor mot {n} sammenlikninger. Mot {name} er summen "
            "{net}."
        ),
        formula=formula(),
        note=join(
            _(
                "Positive tall er merutgift, negative er mindreutgift. Summen gjelder sektorene "
                "med grunnlag."
            ),
            need_year_note(model),
            always_uncorrected(),
        ),
        uncertainty=meaning(),
    )


def furthest_title(net: float) -> str:
    """Give the title that is true of the gap that is largest either way."""
    if direction(net) == 0:
        return _("{place} bruker om lag like mye som alle den sammenliknes med")
    return (
        _("Avviket er størst mot {name}: {amount} mer")
        if net > 0
        else _("Avviket er størst mot {name}: {amount} mindre")
    )


def switches(model: Model, by_area: bool = False) -> Exhibit | None:
    """Show every correction with what it moves, also those that are off.

    Parameters
    ----------
    by_area
        Whether the tax is corrected for in the areas, by the one rule, where arts aren't known.
    """
    if not model.complete:
        return None
    known = {c: e for c, e in model.effects.items() if e}
    title = _("Ingen av korreksjonene flytter utgiftene til {place}")
    words = {"place": model.place.name, "year": str(model.year)}
    if known:
        largest = max(known, key=lambda c: abs(known[c]))
        words |= {"what": correction_name(largest), "effect": kroner(known[largest], sign=True)}
        words["means"] = _("betyr") if largest in model.on else _("ville betydd")
        title = _("{what} {means} mest av korreksjonene: {effect} per innbygger")
    return _show(model)(
        "korreksjoner-virkning",
        title,
        _("Hva hver korreksjon flytter, {place} {year}, kr per innbygger"),
        *by_column(
            model.effects.items(),
            (Column("correction", _("Korreksjon")), lambda one: correction_name(one[0])),
            (Column("on", _("Slått på")), lambda one: _("ja") if one[0] in model.on else _("nei")),
            (
                Column("effect", _("Virkning per innbygger"), Unit.NOK, 0, sign=True),
                lambda one: one[1] if one[1] is not None else _without_effect(one[0], by_area),
            ),
        ),
        words=words,
        note=_(
            "For en korreksjon som er av, er virkningen det den ville betydd i tillegg til dem "
            "som er på. Beløp som ikke er oppgitt, gir 0. Ulik arbeidsgiveravgift flytter de "
            "andre til kommunens egen sats: virkningen er det avviket endres med."
        ),
    )


def _without_effect(correction: Correction, by_area: bool) -> str:
    told = by_area and correction is Correction.EMPLOYER_TAX
    return _("regnet etter område, se avvikene") if told else _("mangler tall")


def waterfall(model: Model) -> Exhibit | None:
    """Show the way from raw to corrected cost per inhabitant, each correction with its effect."""
    found, people = model.steps(), model.inhabitants
    moved = [(s.correction, s.effect / people) for s in found[1:] if s.correction and s.effect]
    if not model.complete or not moved:
        return None
    raw, last = found[0].total / people, found[-1].total / people
    first, end = _("Regnskapsført"), _("Korrigert")
    largest, effect = max(moved, key=lambda one: abs(one[1]))
    steps = ((correction_name(correction), amount) for correction, amount in moved)
    return _show(model)(
        "ra-til-korrigert",
        _("Korreksjonene flytter {place} fra {raw} til {last} per innbygger"),
        _("Netto driftsutgifter til tjenestene per innbygger, {place} {year}, kr"),
        (Column("step", _("Steg")), Column("amount", _("Kroner per innbygger"), Unit.NOK, 0)),
        ((first, raw), *steps, (end, last)),
        raw=kroner(raw),
        last=kroner(last),
        what=correction_name(largest).lower(),
        effect=kroner(effect, sign=True),
        alt=_("Fra {raw} til {last} per innbygger. Størst virkning har {what}, {effect}."),
        chart=Chart(Shape.WATERFALL, "step", "amount", totals=(first, end)),
        formula=_(
            "Hvert steg er forskjellen mellom beløpet før og etter korreksjonen, i denne "
            "rekkefølgen."
        ),
        note=join(
            need_year_note(model), uncorrected(model), always_uncorrected(), _left_out(model)
        ),
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
    sums = (sum(column) for column in list(zip(*rows, strict=True))[1:])
    return _show(model)(
        "korreksjoner-sektor",
        _("{sector} koster mest: {cost} per innbygger etter korreksjon"),
        _("Netto driftsutgifter per innbygger etter sektor, {place} {year}, kr"),
        (
            Column("sector", _("Sektor")),
            Column("raw", _("Regnskapsført"), Unit.NOK, 0),
            *(Column(c.value, correction_name(c), Unit.NOK, 0, sign=True) for c in used),
            Column("corrected", _("Korrigert"), Unit.NOK, 0),
        ),
        rows,
        total=(_("Sum"), *sums),
        terms={c: ("corrected", "-raw", *(f"-{u}" for u in used if u != c)) for c in used[-1:]},
        sector=dearest[0],
        cost=kroner(dearest[-1]),
        alt=_(
            "Tabell fra regnskapsført til korrigert for hver sektor. {sector} er størst med "
            "{cost} per innbygger."
        ),
        note=join(need_year_note(model), uncorrected(model), always_uncorrected()),
    )


def by_function(model: Model, held: Held) -> Exhibit | None:
    """Rank the functions by potential; small ones are shown last and not ranked."""
    frame = held.comparison.rows.filter(pl.col("own").is_not_null())
    known = pl.col("ranked") & pl.col("savings").is_not_null()
    ranked = frame.filter(known).sort("savings", descending=True)
    rest = frame.filter(~known).sort("function")
    if ranked.is_empty():
        return None
    top, names = max(ranked.to_dicts(), key=lambda r: abs(r["savings"])), model.names
    return _show(model)(
        f"innsparing-funksjon-{held.id}",
        _("Størst avvik fra {name} har funksjon {function}: {savings}"),
        _("Avvik fra {name} etter KOSTRA-funksjon, {place} {year}"),
        (
            Column("rank", _("Nr.")),
            Column("function", _("Funksjon")),
            Column("own", model.place.name, Unit.NOK, 0),
            Column("level", held.title, Unit.NOK, 0),
            Column("savings", _("Merutgift"), Unit.MILLION_NOK, 1, sign=True),
        ),
        (
            *(_row(names, r, str(n)) for n, r in enumerate(ranked.iter_rows(named=True), 1)),
            *(_row(names, r, _unranked(r)) for r in rest.iter_rows(named=True)),
        ),
        name=held.name,
        function=names[top["function"]],
        savings=million(top["savings"], sign=True),
        alt=_("Tabell over funksjonene etter avvik. Størst er {function} med {savings}."),
        formula=formula(),
        note=join(
            _("Funksjoner med under 1 mill. kr er vist, men ikke rangert."),
            need_year_note(model),
            uncorrected(model, held),
            always_uncorrected(),
            _members(held),
        ),
        uncertainty=meaning(),
    )


def _row(
    names: Mapping[str, str], row: dict[str, float | str | None], rank: str
) -> tuple[Cell, ...]:
    name = names[str(row["function"])]
    return (rank, name, row["own"], row["reference"], row["savings"])


def _unranked(row: dict[str, float | str | None]) -> str:
    return _("liten") if row["savings"] is not None else _("for lite grunnlag")
