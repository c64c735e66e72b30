"""Chapter «rammenedtrekk»: a budget cut shared between sectors, and how they meet it (M13)."""

from __future__ import annotations

from dataclasses import replace

from veivalg.chapters.common.examples import example_note
from veivalg.chapters.common.missing import missing_own, nothing_own
from veivalg.chapters.common.sentences import fill, present, say
from veivalg.chapters.rammenedtrekk import exhibits as exhibits
from veivalg.chapters.rammenedtrekk.model import METHOD, Model, build, flat_share
from veivalg.content import Block, Chapter, Missing, Section, Statement, Unit
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.tables import Sourced

TABLES = ("budget_sectors", "budget_cuts")


def chapter(evidence: Evidence) -> Chapter:
    """Give the shared cut by sector and year, and the sectors' own measures against it."""
    try:
        model, fault = build(evidence), None
    except UsageError as error:
        model, fault = None, Statement("umulig", str(error), {}, caution=True)
    findings = _findings(evidence, model) if model else (fault or nothing_own(evidence, TABLES[0]),)
    return Chapter(
        id="rammenedtrekk",
        title=_("Rammenedtrekk"),
        municipality=evidence.place,
        period=f"{model.years[0]}–{model.years[-1]}" if model else "",
        lead=_(
            "Kapitlet fordeler et samlet nedtrekk på sektorene, én del flatt og resten etter "
            "hva de bruker mer enn sammenlikningsgruppen."
        ),
        findings=findings,
        sections=_sections(model) if model else (),
        missing=_missing(evidence),
        assumptions=(model.flat if model else flat_share(evidence),),
        terms={
            _("rammenedtrekk"): _("Det en sektor må redusere budsjettet sitt med."),
            _("innfasing"): _("At nedtrekket øker år for år til det er fullt."),
        },
        methods=(METHOD,),
    )


def _findings(evidence: Evidence, model: Model) -> tuple[Statement, ...]:
    tables = (model.sectors, model.cuts, model.measures)
    return present(
        [
            _example(model, *tables),
            _total(model),
            _largest(model),
            *_gaps(model),
            *_strangers(model),
        ]
    )


def _example(model: Model, *tables: Sourced | None) -> Statement | None:
    """Say that the figures are an example, and which of them the document does not print."""
    found = example_note(*tables)
    note = model.sectors.source().note
    return replace(found, template=f"{found.template} {note}") if found and note else found


def _total(model: Model) -> Statement | None:
    whole = model.allocation.sum
    text = _("Rammene skal ned {cut} i {year}, {share} av budsjettene. {flat} fordeles flatt.")
    text = fill(text, year=str(model.years[-1]))
    given = model.given(
        "ramme-total",
        _("Nedtrekk i siste år"),
        model.allocation.totals[-1],
        Unit.MILLION_NOK,
        model.cuts,
    )
    share = model.calculated(
        "ramme-andel",
        _("Nedtrekk i prosent av budsjettene"),
        whole.shares[2],
        Unit.SHARE,
        _("Nedtrekk ÷ budsjetter"),
    )
    flat = model.calculated(
        "ramme-flat",
        _("Del som fordeles flatt"),
        model.flat.value,
        Unit.SHARE,
        _("Valgt forutsetning"),
    )
    return say("total", text, {"cut": given, "share": share, "flat": flat})


def _largest(model: Model) -> Statement | None:
    most = max(model.allocation.rows, key=lambda r: r.shares[2] or 0.0)
    if most.shares[2] is None:
        return None
    text = fill(
        _("{sector} skal ned {share} av budsjettet, mest av alle: {kroner} i {year}."),
        sector=most.name,
        year=str(model.years[-1]),
    )
    return say(
        "mest",
        text,
        {
            "share": model.calculated(
                "mest-andel",
                _("Største nedtrekk i prosent"),
                most.shares[2],
                Unit.SHARE,
                _("Nedtrekk ÷ budsjett"),
            ),
            "kroner": model.calculated(
                "mest-kroner",
                _("Det samme i kroner"),
                most.cuts[-1],
                Unit.MILLION_NOK,
                _("Flat del + KOSTRA-del"),
            ),
        },
    )


def _gaps(model: Model) -> list[Statement | None]:
    found: list[Statement | None] = []
    for n, (sector, (_measures, own)) in enumerate(model.own.items(), 1):
        if own.short is None:
            continue
        short = own.short[-1]
        text = _("Tiltakene i {sector} går opp med nedtrekket i {year} (forskjell {gap}).")
        if short > 0:
            text = _("{sector} mangler tiltak for {gap} i {year}.")
        elif short < 0:
            text = _("Tiltakene i {sector} gir {gap} mer enn nedtrekket i {year}.")
        label = fill(_("Nedtrekk minus tiltak, {sector}"), sector=sector)
        gap = model.calculated(
            f"gap-{n}", label, abs(short), Unit.MILLION_NOK, _("Nedtrekk − sum tiltak")
        )
        found.append(
            say(
                f"gap-{n}",
                fill(text, sector=sector, year=str(model.years[-1])),
                {"gap": gap},
                caution=short > 0,
            )
        )
    return found


def _strangers(model: Model) -> list[Statement]:
    text = _(
        "«{sector}» har tiltak, men står ikke i «Sektorer og budsjettrammer», så de er ikke "
        "holdt mot noe nedtrekk."
    )
    return [
        Statement(f"ukjent-{n}", fill(text, sector=s), {}, caution=True)
        for n, s in enumerate(model.strangers, 1)
    ]


def _sections(model: Model) -> tuple[Section, ...]:
    blocks: tuple[Block, ...] = (exhibits.allocation_table(model), exhibits.shares(model))
    found = [Section("fordeling", _("Fordelingen"), blocks)]
    if model.own:
        own = tuple(exhibits.own_table_of(model, s) for s in model.own)
        found.append(Section("tiltak", _("Sektorenes egen fordeling"), own))
    return tuple(found)


def _missing(evidence: Evidence) -> tuple[Missing, ...]:
    names = (*TABLES, "sector_measures")
    return tuple(missing_own(evidence, name) for name in names if name not in evidence.own)
