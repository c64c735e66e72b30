"""Chapter «skole»: classes, teachers, room and alternatives of structure (M14)."""

from __future__ import annotations

from dataclasses import replace

from veivalg.chapters.common.examples import example_note
from veivalg.chapters.common.missing import how_to_get, missing_own, nothing_own, table_name
from veivalg.chapters.common.sentences import fill, led, present, say
from veivalg.chapters.skole import exhibits as exhibits
from veivalg.chapters.skole.model import METHOD, Alternative, Model, build, choices, school_year
from veivalg.content import Block, Chapter, Figure, Interval, Missing, Section, Statement, Unit
from veivalg.content.numbers import format_plain
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence


def chapter(evidence: Evidence) -> Chapter:
    """Give classes and teachers today and ahead, room, and what alternatives change."""
    try:
        model, fault = build(evidence), None
    except UsageError as error:
        model, fault = None, Statement("umulig", str(error), {}, caution=True)
    lead = _(
        "Kapitlet deler elevene i klasser, fører dem framover og viser hva endringer i "
        "skolestrukturen gir."
    )
    return Chapter(
        id="skole",
        title=_("Skole og barnehage"),
        municipality=evidence.place,
        period=school_year(model.year) if model else "",
        lead=led(lead, model.path) if model and len(model.years) > 1 else lead,
        findings=_findings(model) if model else (fault or nothing_own(evidence, "pupils"),),
        sections=_sections(evidence, model),
        missing=_missing(evidence, model),
        assumptions=(model.choices if model else choices(evidence)).all(),
        terms={
            _("lærernormen"): _(
                "Det høyeste antallet elever per lærer i ordinær undervisning, per "
                "skole og hovedtrinn."
            ),
            _("fådelt skole"): _("En skole der flere trinn går i samme klasse."),
        },
        methods=(METHOD,),
    )


def _findings(model: Model) -> tuple[Statement, ...]:
    return present(
        [
            example_note(model.pupils, model.buildings, model.moves),
            _today(model),
            _ahead(model),
            _best(model),
            *_crowded(model),
        ]
    )


def _today(model: Model) -> Statement | None:
    total = sum(model.classes(s, model.year) for s in model.now)
    need = sum(model.teachers(s, model.year) for s in model.now)
    template = _(
        "{pupils:u} elever går på {n} skoler i {year}. Det gir {classes} klasser og "
        "krever {teachers} til undervisning."
    )
    if model.hidden:  # the sum less the schools shown would give the hidden grades back
        template = _("{pupils:u} elever går på {n} skoler i {year}. Det gir {classes} klasser.")
    text = fill(template, n=str(len(model.now)), year=school_year(model.year))
    slots = {
        "pupils": model.count(),
        "classes": model.calculated(
            "klasser",
            _("Klasser"),
            float(total),
            Unit.COUNT,
            _("Færrest klasser med snitt under grensen"),
        ),
        "teachers": model.calculated(
            "laerere", _("Lærerårsverk"), need, Unit.FTE, _("Det største av klasser og lærernorm")
        ),
    }
    if model.hidden:
        del slots["teachers"]
    return say("i-dag", text, slots)


def _ahead(model: Model) -> Statement | None:
    last = model.years[-1]
    if last == model.year:
        return None
    now = model.total(model.year)
    low, high = (end - now for end in model.interval(last))
    digits = -1 if abs(high - low) >= 100 else 0
    figure = replace(
        model.calculated(
            "elever-endring",
            _("Endring i elevtallet"),
            model.total(last) - now,
            Unit.PERSONS,
            _("Elever da − elever nå"),
            last,
        ),
        interval=Interval(low, high, _("åtte av ti ganger er endringen mellom endene"), 0.8),
        decimals=digits,
    )
    ends = {
        name: format_plain(value, digits, sign=True)
        for name, value in (("low", low), ("high", high))
    }
    text = _(
        "Fram til {year} endrer elevtallet seg med {change:+u}, trolig mellom {low} og {high}."
    )
    return say("framover", fill(text, year=school_year(last), **ends), {"change": figure})


def _best(model: Model) -> Statement | None:
    saving = [a for a in model.alternatives if a.effect.classes < 0]
    if not saving:
        text = _("Ingen av alternativene gir færre klasser, så de sparer ikke lærere.")
        return Statement("alternativ", text) if model.alternatives else None
    best = exhibits.best_alternative(model)
    if best is None:
        return None
    e = best.effect
    text = _(
        "«{name}» gir {classes} klasser og {teachers} mindre til lærere, men {transport} mer "
        "til skyss i året. Bygget er ikke regnet med."
    )
    if best.priced:
        text = (
            _(
                "«{name}» gir {classes} klasser og sparer {net} i året: {teachers} mindre til "
                "lærere og {building} mindre til bygg, men {transport} mer til skyss."
            )
            if e.saving >= 0
            else _(
                "«{name}» gir {classes} klasser, men koster {net} mer i året: {teachers} mindre "
                "til lærere og {building} mindre til bygg, men {transport} mer til skyss."
            )
        )
    amounts = {"teachers": e.teacher_saving, "transport": -e.transport_saving}
    if best.priced:
        amounts |= {"building": e.building_saving, "net": abs(e.saving)}
    slots = {name: _amount(model, best, name, value) for name, value in amounts.items()}
    slots["classes"] = model.calculated(
        "alternativ-klasser",
        _("Endring i klasser"),
        float(e.classes),
        Unit.COUNT,
        _("Klasser etter − klasser før"),
    )
    return say("alternativ", fill(text, name=best.name), slots)


def _amount(model: Model, best: Alternative, name: str, value: float) -> Figure:
    """Give one of the yearly amounts of the best alternative."""
    chosen = model.choices
    id, label, formula, assumptions = {
        "teachers": (
            "alternativ-laerere",
            _("Mindre til lærere"),
            _("Færre lærerårsverk × utgift per årsverk"),
            (chosen.largest, chosen.teacher_cost),
        ),
        "transport": (
            "alternativ-skyss",
            _("Mer til skyss"),
            _("Elever som flytter × skyss"),
            (chosen.transport,),
        ),
        "building": (
            "alternativ-bygg",
            _("Mindre til bygg"),
            _("Årlig utgift til bygg som blir tomme"),
            (),
        ),
        "net": (
            "alternativ-sum",
            _("Endring i alt"),
            _("Lærere + bygg − skyss"),
            (chosen.largest, chosen.teacher_cost, chosen.transport),
        ),
    }[name]
    made = model.calculated(id, label, value, Unit.MILLION_NOK, formula, None, assumptions)
    inputs = list(made.inputs)
    if model.moves is not None:
        inputs.append(
            Figure(
                "flytter",
                _("Elever som flytter"),
                best.effect.moved,
                Unit.PERSONS,
                made.place,
                made.period,
                model.moves.source(),
            )
        )
    if name in ("building", "net") and model.buildings is not None:
        inputs.append(
            Figure(
                "byggutgift",
                _("Årlig utgift til bygg som blir tomme"),
                best.effect.building_saving,
                Unit.NOK,
                made.place,
                made.period,
                model.buildings.source(),
            )
        )
    return replace(made, inputs=tuple(inputs))


def _crowded(model: Model) -> list[Statement]:
    """Say which alternatives put more pupils in a school than there is room for."""
    text = _("«{name}» gir flere elever enn det er plass til på {schools}.")
    return [
        Statement(
            f"fullt-{n}",
            fill(text, name=a.name, schools=", ".join(a.effect.over)),
            {},
            caution=True,
        )
        for n, a in enumerate(model.alternatives, 1)
        if a.effect.over
    ]


def _sections(evidence: Evidence, model: Model | None) -> tuple[Section, ...]:
    found: list[tuple[str, str, list[Block | None]]] = []
    if model is not None:
        found = [
            ("i-dag", _("Klasser og lærere"), [exhibits.by_school(model)]),
            ("framover", _("Elevene framover"), [exhibits.ahead(model), exhibits.later(model)]),
            ("plass", _("Plass"), [exhibits.room(model)]),
            ("struktur", _("Alternativer for strukturen"), [exhibits.alternatives(model)]),
        ]
    table = evidence.own.get("kindergartens")
    if table is not None and table.frame.height:
        year = max(int(y) for y in table.frame["year"])
        found.append(("barnehage", _("Barnehagene"), [exhibits.kindergartens(table, year)]))
    kept = ((id, title, tuple(b for b in blocks if b is not None)) for id, title, blocks in found)
    return tuple(Section(id, title, blocks) for id, title, blocks in kept if blocks)


def _missing(evidence: Evidence, model: Model | None) -> tuple[Missing, ...]:
    names = ("pupils", "school_buildings", "school_moves", "kindergartens")
    found = [missing_own(evidence, name) for name in names if name not in evidence.own]
    if model is not None and len(model.years) < 2:
        found.append(
            Missing(
                _("Elevene framover"),
                _("Framskriving etter ettårig alder er ikke kjent."),
                how_to_get(evidence.place),
                table_name("projection"),
            )
        )
    return tuple(found)
