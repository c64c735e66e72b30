"""Chapter «ressursbruk»: what services cost, made comparable, and the theoretical potential."""

from __future__ import annotations

from veivalg.chapters.common.missing import how_to_get, missing_table
from veivalg.chapters.common.sentences import fill, present, say
from veivalg.chapters.common.value_notes import value_notes
from veivalg.chapters.ressursbruk import exhibits as exhibits
from veivalg.chapters.ressursbruk.model import (
    METHOD,
    Held,
    Model,
    build,
    choices,
    correction_name,
    extra_tax_year,
)
from veivalg.chapters.ressursbruk.switches import with_effects
from veivalg.content import Block, Chapter, Figure, Missing, Note, Section, Statement, Unit
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.comparison.costs import Correction
from veivalg.norway.kostra import functions, sector


def chapter(evidence: Evidence) -> Chapter:
    """Give net cost per inhabitant from raw to corrected, and the potential against others.

    Method M4: net operating cost less entries that don't compare, at the full employer's tax, over
    the need index; potential = (own − reference) × need × inhabitants.
    """
    model = build(evidence)
    return Chapter(
        id="ressursbruk",
        title=_("Ressursbruk"),
        municipality=evidence.place,
        period=str(model.year) if model else "",
        lead=_(
            "Kapitlet viser hva tjenestene koster per innbygger, gjort sammenliknbart steg for "
            "steg, og hva forskjellen til andre kommuner utgjør i kroner."
        ),
        findings=_findings(model) or (_nothing(evidence),),
        sections=_sections(evidence, model),
        missing=_missing(evidence, model),
        assumptions=with_effects(model) if model else choices(evidence).all(),
        terms={
            _("netto driftsutgifter"): _(
                "Driftsutgifter minus driftsinntekter: det kommunen selv betaler for tjenesten."
            ),
            _("utgiftsbehov"): _(
                "Hvor mye en kommune må bruke per innbygger for å gi like gode tjenester som "
                "landet, når landet er 1."
            ),
            _("teoretisk innsparingspotensial"): _(
                "Hva kommunen ville brukt mindre om den brukte like mye per innbygger som de den "
                "sammenliknes med, når behovet er likt. Det er ikke et mål for hva som kan kuttes."
            ),
            _("konsern"): _("Kommunekassen sammen med foretak og samarbeid kommunen eier."),
        },
        methods=(METHOD,),
        notes=_notes(evidence, model),
    )


def _notes(evidence: Evidence, model: Model | None) -> tuple[Note, ...]:
    """Tell what is known to be booked differently in the year that is compared."""
    if model is None:
        return ()
    return value_notes(evidence, functions=[f.code for f in functions()], years=[model.year])


def _findings(model: Model | None) -> tuple[Statement, ...]:
    if model is None:
        return ()
    first = model.first
    found = [_level(model)]
    if first is not None:
        found += [_potential(model, first), _largest(model, first), _function(model, first)]
    found += [_potential(model, held) for held in model.held[1:2]]
    return present((*found, _theoretical(model) if first else None))


def _level(model: Model) -> Statement | None:
    steps = model.steps()
    if not model.complete:
        return None
    people = model.inhabitants
    raw = model.figure(
        "ra-per-innbygger",
        _("Netto driftsutgifter per innbygger, regnskapsført"),
        steps[0].total / people,
        Unit.NOK,
        _("Netto driftsutgifter ÷ innbyggere"),
        0,
    )
    corrected = model.figure(
        "korrigert-per-innbygger",
        _("Netto driftsutgifter per innbygger, korrigert"),
        steps[-1].total / people,
        Unit.NOK,
        _("Regnskapsført beløp etter korreksjonene som er på"),
        0,
    )
    text = _(
        "{place} brukte {raw} per innbygger på tjenestene i {year}. Korrigert for forhold "
        "kommunen ikke styrer, er det {corrected}."
    )
    if not model.on:
        text = _(
            "{place} brukte {raw} per innbygger på tjenestene i {year}. Ingen korreksjoner er "
            "slått på, så sammenlikningen er på {corrected}."
        )
    return say(
        "niva",
        fill(text, place=model.place.name, year=str(model.year)),
        {"raw": raw, "corrected": corrected},
    )


def _potential(model: Model, held: Held) -> Statement | None:
    total = held.comparison.total()
    known = held.comparison.sectors()["savings"].drop_nulls()
    if known.is_empty():
        return None
    formula = exhibits.formula()
    more = model.figure(
        "mer",
        _("Sum av sektorer med høyere bruk"),
        total.positive,
        Unit.MILLION_NOK,
        formula,
        1,
        held,
    )
    less = model.figure(
        "mindre",
        _("Sum av sektorer med lavere bruk"),
        total.negative,
        Unit.MILLION_NOK,
        formula,
        1,
        held,
    )
    net = model.figure("netto", _("Samlet avvik"), total.net, Unit.MILLION_NOK, formula, 1, held)
    text = _(
        "Mot {name} er avviket {net:+} {equal}: {more:a} i sektorer der {place} "
        "bruker mer, og {less:a} i sektorer der {place} bruker mindre."
    )
    if total.lacking:
        text += " " + _("{n} sektorer har for lite grunnlag og er ikke med.")
    return say(
        f"potensial-{held.id}",
        fill(
            text,
            name=held.in_text,
            place=model.place.name,
            n=str(total.lacking),
            equal=exhibits.equal(model, held),
        ),
        {"net": net, "more": more, "less": less},
    )


def _largest(model: Model, held: Held) -> Statement | None:
    rows = held.comparison.sectors().drop_nulls("savings").sort("savings", descending=True)
    if rows.is_empty() or rows["savings"][0] <= 0:
        return None
    top = rows.row(0, named=True)
    name = sector(top["sector"]).label
    saved = model.figure(
        "storst-sektor",
        fill(_("Teoretisk potensial, {name}"), name=name),
        top["savings"],
        Unit.MILLION_NOK,
        exhibits.formula(),
        1,
        held,
    )
    gap = model.figure(
        "storst-sektor-per-innbygger",
        fill(_("Avvik per innbygger, {name}"), name=name),
        top["own"] - top["reference"],
        Unit.NOK,
        _("Korrigert nivå minus nivået det sammenliknes med"),
        0,
        held,
    )
    text = _("Størst er avviket i {sector}: {saved:a}, eller {gap:a} per innbygger {equal}.")
    return say(
        "storst",
        fill(text, sector=name.lower(), equal=exhibits.equal(model, held)),
        {"saved": saved, "gap": gap},
    )


def _function(model: Model, held: Held) -> Statement | None:
    rows = (
        held.comparison.rows.filter("ranked").drop_nulls("savings").sort("savings", descending=True)
    )
    if rows.is_empty() or rows["savings"][0] <= 0:
        return None
    top = rows.row(0, named=True)
    names = model.names
    saved = model.figure(
        "storst-funksjon",
        names[top["function"]],
        top["savings"],
        Unit.MILLION_NOK,
        exhibits.formula(),
        1,
        held,
    )
    text = _("Av enkeltfunksjonene ligger funksjon {function} høyest over {name}, med {saved:a}.")
    return say(
        "funksjon", fill(text, function=names[top["function"]], name=held.in_text), {"saved": saved}
    )


def _theoretical(model: Model) -> Statement:
    return Statement("teoretisk", exhibits.meaning(), {}, caution=True)


def _nothing(evidence: Evidence) -> Statement:
    text = _("Regnskapet til {place} er ikke hentet, så ressursbruken kan ikke sammenliknes.")
    return Statement("mangler", fill(text, place=evidence.place.name), {}, caution=True)


def _sections(evidence: Evidence, model: Model | None) -> tuple[Section, ...]:
    parts: list[tuple[str, str, list[Block | None]]] = []
    if model is not None:
        if model.first is not None:
            parts.append(
                (
                    "potensial",
                    _("Teoretisk innsparingspotensial"),
                    [exhibits.by_sector(model, model.first), exhibits.matrix(model)],
                )
            )
        parts.append(
            (
                "korreksjoner",
                _("Fra regnskapsført til korrigert"),
                [
                    _effects(model),
                    exhibits.waterfall(model),
                    exhibits.switches(model),
                    exhibits.corrections_by_sector(model),
                ],
            )
        )
        if model.first is not None:
            parts.append(
                (
                    "funksjoner",
                    _("Funksjon for funksjon"),
                    [exhibits.by_function(model, model.first)],
                )
            )
        others = [exhibits.by_sector(model, held) for held in model.held[1:]]
        parts.append(("andre", _("Mot landet og valgte kommuner"), [*others]))
    parts.append(
        ("nokkeltall", _("Nøkkeltall slik KOSTRA publiserer dem"), [exhibits.key_figures(evidence)])
    )
    filled = ((id, title, tuple(b for b in blocks if b is not None)) for id, title, blocks in parts)
    return tuple(Section(id, title, blocks) for id, title, blocks in filled if blocks)


def _effects(model: Model) -> Statement | None:
    """Say what need and employer's tax move, the two that usually matter."""
    effects = {s.correction: s.effect / model.inhabitants for s in model.steps()[1:]}
    wanted = {Correction.EMPLOYER_TAX: "aga", Correction.NEED: "behov"}
    if not model.complete or any(c not in effects or not effects[c] for c in wanted):
        return None
    figures: dict[str, Figure | None] = {
        slot: model.figure(
            f"virkning-{slot}",
            correction_name(correction),
            effects[correction],
            Unit.NOK,
            _("Beløp etter minus før korreksjonen ÷ innbyggere"),
            0,
        )
        for correction, slot in wanted.items()
    }
    text = _(
        "Full arbeidsgiveravgift endrer utgiftene per innbygger med {aga:+}, og korreksjon "
        "for utgiftsbehov med {behov:+}."
    )
    return say("virkninger", text, figures)


def _missing(evidence: Evidence, model: Model | None) -> tuple[Missing, ...]:
    if model is None:
        return (missing_table(evidence, "accounts", _("Regnskap etter funksjon og art")),)
    found = []
    for name, known, size in model.lacking:
        why = (
            _("Gruppen har ingen andre kommuner.")
            if size == 0
            else _("Regnskapet er hentet for {known} av {size} kommuner.")
        )
        how = (
            _("Sammenlikn med landet eller velg kommuner selv.")
            if size == 0
            else _("Hent alle med «veivalg hent --alle».")
            if size > 1
            else how_to_get(evidence.place)
        )
        found.append(
            Missing(
                fill(_("Sammenlikning med {name}"), name=name),
                fill(why, known=str(known), size=str(size)),
                how,
                "accounts",
            )
        )
    flags = dict(model.flags)
    for held in model.held:
        for correction, codes in held.comparison.flags.items():
            flags[correction] = flags.get(correction, set()) | codes
    for correction in sorted(flags, key=list(Correction).index):
        found.append(_uncorrected(evidence, correction))
    if extra_tax_year(model) and not model.choices.high_pay.value:
        found.append(
            Missing(
                _("Ekstra arbeidsgiveravgift på høy lønn"),
                fill(
                    _(
                        "Avgiften fantes i {year} og ligger i regnskapet, men ingen "
                        "tabell sier hvor "
                        "mye."
                    ),
                    year=str(model.year),
                ),
                _("Oppgi andelen av lønnen over terskelen under antakelser."),
            )
        )
    if not model.choices.private_share.value:
        found.append(
            Missing(
                _("Elever i private skoler"),
                _("Tallet er ikke blant tabellene, så grunnskole er ikke korrigert for det."),
                _("Oppgi andelen under antakelser, for kommunen og for de andre."),
            )
        )
    return tuple(found)


def _uncorrected(evidence: Evidence, correction: Correction) -> Missing:
    """Say for one correction that figures lack; need comes from the ministry's workbook."""
    name = correction_name(correction)
    what = fill(_("Korreksjon for {what}"), what=name[:1].lower() + name[1:])
    if correction is Correction.NEED:
        return Missing(
            what,
            _(
                "Indekser for utgiftsbehov mangler for kommunen eller for de fleste av dem den "
                "sammenliknes med. Tallene er ikke behovskorrigert der det står."
            ),
            _("Last ned «Grønt hefte» og les det inn med «veivalg importer-gront-hefte FIL»."),
            "need_indices",
        )
    why = _(
        "Regnskapet mangler artene korreksjonen bygger på, eller satsene for året er ikke kjent."
    )
    return Missing(what, why, how_to_get(evidence.place), "accounts")
