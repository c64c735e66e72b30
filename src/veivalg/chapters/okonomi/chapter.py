"""Chapter «okonomi»: how sound the finances are, against targets, group and country (M5)."""

from __future__ import annotations

from veivalg.chapters.common.indicator_series import missing_series, series
from veivalg.chapters.common.missing import how_to_get, table_name
from veivalg.chapters.common.printed import named_once, printed
from veivalg.chapters.common.sentences import fill, present, say
from veivalg.chapters.common.value_notes import value_notes
from veivalg.chapters.okonomi import exhibits as exhibits
from veivalg.chapters.okonomi.model import KEYS, METHOD, Model, aim, build, choices, verdict
from veivalg.content import (
    Block,
    Chapter,
    Figure,
    Missing,
    Role,
    Section,
    Statement,
    Unit,
)
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.comparison.finance import DEBT, FUND, RESULT, score
from veivalg.norway.finance_targets import in_robek, robek_source, targets
from veivalg.norway.reference import reference


def chapter(evidence: Evidence) -> Chapter:
    """Give net operating result, net debt and reserve fund against targets, group and country."""
    model = build(evidence)
    return Chapter(
        id="okonomi",
        title=_("Økonomi"),
        municipality=evidence.place,
        period=str(model.year) if model else "",
        lead=_(
            "Kapitlet viser tre nøkkeltall for økonomien, hvor langt det er til måltallene, og "
            "hvordan kommunen står mot gruppen og landet."
        ),
        findings=_findings(model) or (_nothing(evidence),),
        sections=_sections(evidence, model),
        missing=_missing(evidence, model),
        assumptions=(model.choices if model else choices(evidence)).all(),
        terms={
            _("netto driftsresultat"): _(
                "Det som er igjen av årets inntekter når drift, renter og avdrag er betalt."
            ),
            _("netto lånegjeld"): _(
                "Lån minus penger lånt videre og lån som ikke er brukt ennå. "
                "Pensjonsgjeld er ikke med."
            ),
            _("disposisjonsfond"): _("Sparepenger kommunestyret kan bruke fritt."),
            _("konsern"): _("Kommunekassen sammen med foretak og samarbeid kommunen eier."),
            _("ROBEK"): _("Registeret over kommuner som må ha statlig godkjenning for å låne."),
        },
        methods=(METHOD,),
        notes=value_notes(evidence, KEYS),
    )


def _findings(model: Model | None) -> tuple[Statement, ...]:
    if model is None:
        return ()
    return present(
        (*(_standing(model, id) for id in KEYS), _needed(model), _way(model), _compared(model))
    )


def _standing(model: Model, id: str) -> Statement | None:
    text = {
        RESULT: _(
            "{place} hadde et netto driftsresultat på {value} av driftsinntektene i {year}. "
            "Målet er {aim}. Vurderingen er {verdict}."
        ),
        DEBT: _(
            "Netto lånegjeld var {value} av driftsinntektene i {year}. Målet er {aim}. "
            "Vurderingen er {verdict}."
        ),
        FUND: _(
            "Disposisjonsfondet var {value} av driftsinntektene i {year}. Målet er {aim}. "
            "Vurderingen er {verdict}."
        ),
    }[id]
    one = model.series[id]
    words = {
        "place": model.place.name,
        "year": str(one.year),
        "aim": aim(model.target(id)),
        "verdict": verdict(model.score(id)),
    }
    return say(id.replace("_", "-"), fill(text, **words), {"value": one.figure()})


def _needed(model: Model) -> Statement | None:
    """Say what is lacking in the result, in kroner or, without revenue, in percentage points."""
    short = model.short(RESULT)
    if short is None:
        return None
    year = str(model.series[RESULT].year)
    money = model.gap(RESULT)
    if money is None:
        unit, value, formula = Unit.POINTS, short, _("Mål − netto driftsresultat")
    else:
        unit, value = Unit.MILLION_NOK, money
        formula = _("(Mål − netto driftsresultat) × brutto driftsinntekter")
    figure = model.calculated(
        "avstand-driftsresultat",
        _("Avstand til målet for driftsresultatet"),
        value,
        unit,
        formula,
        RESULT,
    )
    text = (
        _("Driften måtte ha gått {gap:a} bedre i {year} for å nå målet.")
        if short > 0
        else _("Driften gikk {gap:a} bedre i {year} enn målet krever.")
    )
    return say("avstand", fill(text, year=year), {"gap": figure})


def _way(model: Model) -> Statement | None:
    """Say what is lacking in the fund and how long it takes to save it."""
    lacking, way, pace = model.gap(FUND), model.way(), model.pace
    if lacking is None or way is None or pace is None:
        return None
    formula = _("(Mål − disposisjonsfond) × brutto driftsinntekter")
    figures: dict[str, Figure | None] = {
        "gap": model.calculated(
            "avstand-fond",
            _("Avstand til målet for disposisjonsfondet"),
            lacking,
            Unit.MILLION_NOK,
            formula,
            FUND,
        ),
    }
    if lacking <= 0:
        text = _("Disposisjonsfondet er {gap:a} over målet.")
        return say("fond", text, figures)
    formula = _("Avstand ÷ (netto driftsresultat × brutto driftsinntekter − planlagt bruk)")
    figures["pace"] = model.calculated(
        "spart-per-aar",
        _("Til overs per år"),
        way.yearly,
        Unit.MILLION_NOK,
        _("Netto driftsresultat i snitt × brutto driftsinntekter − planlagt bruk"),
        RESULT,
    )
    over = _("snittet av de siste {n} årene").format(n=pace[1]) if pace[1] > 1 else _("siste år")
    if way.years is None:
        text = _(
            "Disposisjonsfondet er {gap:a} under målet. Med driftsresultatet i {over} er det "
            "{pace} til overs per år, så fondet vokser ikke."
        )
        return say("fond", fill(text, over=over), figures)
    figures["years"] = model.calculated(
        "aar-til-maal",
        _("År til målet for disposisjonsfondet"),
        way.years,
        Unit.YEARS,
        formula,
        FUND,
        RESULT,
    )
    text = _(
        "Disposisjonsfondet er {gap:a} under målet. Settes alt av med driftsresultatet i "
        "{over}, {pace} per år, tar det {years:1} år å nå det."
    )
    return say("fond", fill(text, over=over), figures)


def _compared(model: Model) -> Statement | None:
    """Set the result and the debt beside the group and the country in the same year."""
    parts: list[str] = []
    figures: dict[str, Figure | None] = {}
    for id in (RESULT, DEBT, FUND):
        found = [
            (role, f)
            for role in (Role.GROUP, Role.NORWAY)
            if (f := model.series[id].figure(role=role)) is not None
        ]
        if not found:
            continue
        here = [f"{{{id}_{role.value}}} {_('i')} {f.place.name}" for role, f in found]
        figures |= {f"{id}_{role.value}": f for role, f in found}
        parts.append(f"{targets()[id].label.lower()} " + f" {_('og')} ".join(here))
    if not parts:
        return None
    text = _("Til sammenlikning var {parts}.").replace("{parts}", "; ".join(parts))
    return say("sammenlikning", text, figures)


def _nothing(evidence: Evidence) -> Statement:
    text = _("Vi mangler regnskapstall om {place}, så økonomien kan ikke vurderes ennå.")
    return Statement("mangler", fill(text, place=evidence.place.name), {}, caution=True)


def _robek(evidence: Evidence) -> Statement | None:
    table = reference("robek")
    count = Figure(
        "robek-antall",
        _("Kommuner i listen over ROBEK"),
        float(len(table.rows)),
        Unit.COUNT,
        evidence.place,
        _("ukjent dato"),
        robek_source(),
    )
    listed = in_robek(evidence.municipality.code)
    text = (
        _(
            "{place} står i listen vi har over kommuner i ROBEK, sammen med andre til {n} i "
            "alt. Datoen på listen er ukjent (ubekreftet): kontroller den i registeret."
        )
        if listed
        else _(
            "{place} står ikke i listen vi har over de {n} kommunene i ROBEK. Datoen på listen "
            "er ukjent (ubekreftet): kontroller den i registeret."
        )
    )
    return say("robek", fill(text, place=evidence.place.name), {"n": count})


def _printed(evidence: Evidence) -> Statement | None:
    """Repeat what a document prints of the same key figures, with our verdict on each."""
    years = (2021, 2022, 2023)
    found = {f"result_{y}": _of_year(evidence, "net_operating_result", y) for y in years}
    found["fund"] = _of_year(evidence, "reserve_fund", 2023)
    first = found["result_2021"]
    if first is None:
        return None
    keys = {**dict.fromkeys((f"result_{y}" for y in years), RESULT), "fund": FUND}
    words = [str(score(f.value, targets()[keys[name]])) for name, f in found.items() if f]
    text = _(
        "«{document}» skriver at netto driftsresultat var {result_2021} i 2021, {result_2022} "
        "i 2022 og {result_2023} i 2023, og at disposisjonsfondet var {fund} etter 2023. Med "
        "måltallene her er vurderingene {words}."
    )
    text = fill(
        text,
        document=first.source.producer,
        words=", ".join(words[:-1]) + f" {_('og')} " + words[-1],
    )
    return say("trykt", text, found)


def _of_year(evidence: Evidence, item: str, year: int) -> Figure | None:
    figure = printed(evidence, item, year)
    return None if figure is None else figure.renamed(f"{figure.id}-{year}")


def _sections(evidence: Evidence, model: Model | None) -> tuple[Section, ...]:
    blocks: list[tuple[str, str, list[Block | None]]] = []
    if model is not None:
        blocks += [
            ("maaltall", _("Måltallene"), [exhibits.lights(model)]),
            ("utvikling", _("Utviklingen over tid"), [exhibits.history(model, id) for id in KEYS]),
        ]
    controlled = [_robek(evidence), *named_once(present([_printed(evidence)]))]
    blocks.append(("kontroll", _("Statlig kontroll og trykte tall"), list(controlled)))
    return tuple(
        Section(id, title, tuple(b for b in found if b is not None)) for id, title, found in blocks
    )


def _missing(evidence: Evidence, model: Model | None) -> tuple[Missing, ...]:
    found = missing_series(evidence, [series(evidence, id) for id in KEYS])
    if model is not None and model.revenue(model.year) is None:
        found += (
            Missing(
                _("Avstand til målene i kroner"),
                _("Brutto driftsinntekter i kroner er ikke hentet for {place}.").format(
                    place=evidence.place.name
                ),
                how_to_get(evidence.place),
                table_name("indicators"),
            ),
        )
    return found
