"""Chapter «brukergrupper»: what user groups cost, and why it differs from others (M9, M9b)."""

from __future__ import annotations

from veivalg.chapters.brukergrupper import exhibits as exhibits
from veivalg.chapters.brukergrupper import split as parts
from veivalg.chapters.brukergrupper.model import METHOD, TARGETS, Level, Model, build
from veivalg.chapters.common.booking import booked_on_health
from veivalg.chapters.common.examples import example_note
from veivalg.chapters.common.missing import missing_own, nothing_own
from veivalg.chapters.common.sentences import fill, present, say
from veivalg.content import (
    Block,
    Chapter,
    Figure,
    Missing,
    Place,
    Section,
    Statement,
    Unit,
    calculation,
)
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.services.user_groups import coverage, gap
from veivalg.norway.high_cost_grant import grant_rules
from veivalg.own.tables.user_groups import GROUPS

TABLES = ("care_costs", "care_cost_references", "care_volume_references", "high_cost_users")


def chapter(evidence: Evidence) -> Chapter:
    """Give cost by user group, the deviation from a reference in parts, coverage and grants."""
    model, grants = build(evidence), parts.grants_of(evidence)
    findings = _findings(evidence.place, model, grants)
    return Chapter(
        id="brukergrupper",
        title=_("Brukergrupper"),
        municipality=evidence.place,
        period=str(model.year) if model else str(grants.year) if grants else "",
        lead=_(
            "Kapitlet deler pleie og omsorg på tre brukergrupper og viser om forskjellen fra "
            "andre er flere brukere, andre tjenester eller dyrere tjenester."
        ),
        findings=findings or (nothing_own(evidence, "care_costs"),),
        sections=_sections(model, grants),
        missing=_missing(evidence, model, grants),
        assumptions=(model.moved,) if model else (booked_on_health(evidence, 2023),),
        terms={
            _("dekningsgrad"): _("Plasser delt på innbyggere 80 år og eldre."),
            _("enhetskostnad"): _("Kostnad delt på plasser, brukere eller timer."),
            _("sammensetning"): _(
                "Om hjelpen gis i dyre eller billige tjenester, når volumet er likt."
            ),
            _("toppfinansiering"): _(
                "Statens tilskudd for mottakere med særlig høye direkte lønnsutgifter."
            ),
        },
        methods=(METHOD,),
    )


def _findings(
    place: Place, model: Model | None, grants: parts.Grants | None
) -> tuple[Statement, ...]:
    found: list[Statement | None] = []
    if model is not None:
        recipients = grants.table if grants else None
        found += [
            example_note(model.table, model.references, model.volumes, recipients),
            _shares(model),
            _deviation(model),
            _level(model),
            _covered(model),
            _far_off(model),
        ]
    elif grants is not None:
        found.append(example_note(grants.table))
    return present([*found, _granted(place, grants)])


def _shares(model: Model) -> Statement | None:
    groups = model.groups()
    if model.total is None or len(groups) < 2:
        return None
    slots: dict[str, Figure | None] = {}
    words = []
    for group, amount in sorted(groups.items(), key=lambda pair: pair[0] == "other"):
        slots[group] = model.calculated(
            f"andel-{group.replace('_', '-')}",
            GROUPS[group],
            amount / model.total,
            Unit.SHARE,
            _("Brukergruppens brutto ÷ alle gruppenes"),
            decimals=0,
        )
        words.append(f"{{{group}}} til {exhibits.small_first(GROUPS[group])}")
    listed = ", ".join(words[:-1]) + _(" og ") + words[-1]
    return say(
        "fordeling",
        fill(_("Av kostnadene til pleie og omsorg går {listed}."), listed=listed),
        slots,
    )


def _deviation(model: Model) -> Statement | None:
    if not model.matched:
        return None
    part = model.split()
    more, less = (
        _(
            "Tjenestene som kan ses mot referansen, koster {total:a} mer ved likt behov: "
            "{volume:+} "
            "er volum, {mix:+} sammensetning og {price:+} enhetskostnad."
        ),
        _(
            "Tjenestene som kan ses mot referansen, koster {total:a} mindre ved likt behov: "
            "{volume:+} er volum, {mix:+} sammensetning og {price:+} enhetskostnad."
        ),
    )
    formula = _("LMDI-I over tjenestene, leddene summerer til avviket")
    slots: dict[str, Figure | None] = {
        name: model.calculated(
            f"avvik-{id}", label, value, Unit.MILLION_NOK, formula, model.input_people(0, 105)
        )
        for name, id, label, value in (
            ("total", "alt", _("Avvik fra referansen"), part.total),
            ("volume", "volum", _("Avvik: volum"), part.volume),
            ("mix", "sammensetning", _("Avvik: sammensetning"), part.mix),
            ("price", "enhetskostnad", _("Avvik: enhetskostnad"), part.price),
        )
    }
    return say("avvik", more if part.total >= 0 else less, slots)


def _level(model: Model) -> Statement | None:
    known = [lv for lv in model.levels if lv.difference is not None]
    if not known:
        return None
    level = max(known, key=lambda lv: abs((lv.difference or 0.0) * (model.target(lv.age) or 0.0)))
    low, high = TARGETS.get(level.age, (0, 105))
    people = model.input_people(low, high)
    each = _difference(model, level)
    whole = model.calculated(
        "nivaa-kroner",
        _("Forskjell i alt"),
        None
        if people is None or people.value is None
        else (level.difference or 0.0) * people.value,
        Unit.MILLION_NOK,
        _("Forskjell per innbygger × innbyggere i målgruppen"),
        each,
        people,
    )
    words = {"what": exhibits.level_name(level), "name": exhibits.inside(level.name)}
    more = _("{what}: {each:a} mer per innbygger i målgruppen enn {name}, {whole:a} i alt.")
    less = _("{what}: {each:a} mindre per innbygger i målgruppen enn {name}, {whole:a} i alt.")
    text = fill(more if (level.difference or 0.0) >= 0 else less, **words)
    return say("nivaa", text, {"each": each, "whole": whole})


def _difference(model: Model, level: Level) -> Figure:
    if model.references is None:
        raise ValueError("a level without its table")
    source = model.references.source()
    own = source if level.printed else model.table.source()
    inputs = tuple(
        Figure(f"nivaa-{id}", label, value, Unit.NOK, model.place, str(model.year), where)
        for id, label, value, where in (
            ("egen", _("Egne kroner per innbygger"), level.own, own),
            ("referanse", level.name, level.reference, source),
        )
    )
    return Figure(
        "nivaa-forskjell",
        _("Forskjell per innbygger i målgruppen"),
        level.difference,
        Unit.NOK,
        model.place,
        str(model.year),
        calculation("m9-nivaa", _("Nivå mot andre"), *inputs),
        decimals=0,
        formula=_("Egne kroner per innbygger − referansens"),
        inputs=inputs,
        method=METHOD,
    )


def _covered(model: Model) -> Statement | None:
    aged, found = model.people(80, 105), model.coverage_parts()
    if not aged or len(found) < 2:
        return None
    formula, people = _("Plasser ÷ innbyggere 80 år og eldre"), model.input_people(80, 105)
    slots: dict[str, Figure | None] = {
        name: model.calculated(
            f"dekning-{id}", label, coverage(found[name][0], aged), Unit.SHARE, formula, people
        )
        for name, id, label in (
            ("institution", "institusjon", _("Dekningsgrad, institusjon")),
            ("dwelling", "bolig", _("Dekningsgrad, bolig")),
        )
    }
    return say(
        "dekning",
        _(
            "Det er plass i institusjon til {institution} av innbyggerne over 80 "
            "år, og i bolig med døgntjenester til {dwelling}."
        ),
        slots,
    )


def _far_off(model: Model) -> Statement | None:
    names = [
        (name, gap(worked, booked))
        for name, worked, booked, bad in exhibits.triangulated(model)
        if bad
    ]
    if not names:
        return None
    listed = "; ".join(name for name, _gap in names)
    text = fill(
        _(
            "Volum × oppgitt enhetskostnad er over 10 % unna regnskapet for {names}. Se "
            "etter feil før tallene brukes."
        ),
        names=listed,
    )
    return Statement("kontroll", text, {}, caution=True)


def _granted(place: Place, found: parts.Grants | None) -> Statement | None:
    if found is None:
        return None
    if found.rule is None:
        years = ", ".join(str(y) for y in sorted(grant_rules()))
        text = _(
            "Reglene for toppfinansiering i {year} er ikke kjent, så tilskuddet er ikke "
            "regnet. Kjente år er {years}."
        )
        filled = fill(text, year=str(found.year), years=years)
        return Statement("toppfinansiering", filled, {}, caution=True)
    text = fill(
        _(
            "Reglene for {year} gir {grant} i toppfinansiering for {count} av {all} mottakere. "
            "Kommunen bærer {rest} av lønnen til mottakerne selv."
        ),
        year=str(found.year),
    )
    return say("toppfinansiering", text, found.figures(place))


def _moved(model: Model) -> Statement | None:
    amount, groups = model.moved.value, model.groups()
    if not amount or model.total is None or "mental_health" not in groups:
        return None
    share = model.calculated(
        "andel-psykisk-med-241",
        _("Psykisk helse og rus med det som er ført på 241"),
        (groups["mental_health"] + amount) / (model.total + amount),
        Unit.SHARE,
        _("(Brutto + beløpet på 241) ÷ (sum + beløpet på 241)"),
        assumptions=(model.moved,),
    )
    size = model.calculated(
        "beloep-241",
        _("Ført på funksjon 241"),
        amount,
        Unit.MILLION_NOK,
        _("Valgt forutsetning"),
        assumptions=(model.moved,),
    )
    text = _(
        "Tas {size} til psykisk helse og rus som er ført på funksjon 241 med, blir gruppens "
        "andel {share}."
    )
    return say("foring", text, {"size": size, "share": share})


def _sections(model: Model | None, grants: parts.Grants | None) -> tuple[Section, ...]:
    found: list[tuple[str, str, list[Block | None]]] = []
    if model is not None:
        found += [
            (
                "fordeling",
                _("Hva gruppene koster"),
                [exhibits.by_group(model), _moved(model), *exhibits.by_service(model)],
            ),
            (
                "avvik",
                _("Hvorfor det avviker"),
                [parts.waterfall(model), parts.by_group(model), *parts.by_service(model)],
            ),
            (
                "referanser",
                _("Kroner per innbygger mot andre"),
                [*exhibits.levels(model), exhibits.municipalities(model)],
            ),
            (
                "dekning",
                _("Dekningsgrad og enhetskostnad"),
                [exhibits.covered(model), exhibits.triangulation(model)],
            ),
        ]
    if grants is not None:
        found.append(("toppfinansiering", _("Toppfinansiering"), [parts.grant_table(grants)]))
    kept = ((id, title, tuple(b for b in blocks if b is not None)) for id, title, blocks in found)
    return tuple(Section(id, title, blocks) for id, title, blocks in kept if blocks)


def _missing(
    evidence: Evidence, model: Model | None, grants: parts.Grants | None
) -> tuple[Missing, ...]:
    lacking = [name for name in TABLES if not evidence.has_own(name)]
    if model is not None:
        found_out = {
            "care_cost_references": model.references,
            "care_volume_references": model.volumes,
        }
        lacking += [n for n, table in found_out.items() if table is None and n not in lacking]
    found = [missing_own(evidence, name) for name in lacking]
    if grants is not None and grants.rule is None:
        found.append(
            Missing(
                _("Tilskudd for ressurskrevende tjenester"),
                fill(_("Reglene for regnskapsåret {year} er ikke kjent."), year=str(grants.year)),
                _("Finn innslagspunkt og fradrag i rundskrivet fra Helsedirektoratet for året."),
            )
        )
    if model is not None and model.need is None:
        found.append(
            Missing(
                _("Korreksjon for behov"),
                _("Behovsindeksen er ikke hentet."),
                _("Hent den med «veivalg hent»."),
                "Grønt hefte",
            )
        )
    if model is not None and model.when is None:
        found.append(
            Missing(
                _("Kroner per innbygger og dekningsgrad"),
                _("Befolkningen for året er ikke hentet."),
                _("Hent den med «veivalg hent»."),
                "SSB 07459",
            )
        )
    return tuple(found)
