"""Chapter «behov»: how the need for each municipal service moves with the population (M3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from veivalg.analyses import need_exhibits as exhibits
from veivalg.analyses.need_model import (
    METHOD,
    Model,
    build,
    change,
    choices,
    official,
    spread,
    too_few,
    variant_name,
)
from veivalg.analyses.parts import (
    fill,
    how_to_get,
    january,
    led,
    missing_table,
    present,
    printed,
    rises,
    say,
)
from veivalg.analyses.registry import chapter
from veivalg.content import Block, Chapter, Figure, Missing, Role, Section, Statement
from veivalg.evidence import NORWAY, Evidence
from veivalg.i18n import _
from veivalg.norway.cost_keys import TOTAL

SAME = 0.005  # half a per cent: shown as 0 %
YOUNG = ("kindergarten", "primary_school")


@chapter(
    "behov",
    title="Behov for tjenester",
    question="Hvor mye mer eller mindre trengs av hver tjeneste når befolkningen endrer seg?",
    order=20,
    needs=("population", "population_groups", "projection", "projection_groups", "need_indices"),
)
def need(evidence: Evidence) -> Chapter:
    """Give the demographic need by sector: history, future, variants and the official index.

    Method M3: need per person in an age group is the weight of the group in the cost key over its
    share of Norway's population; the index is the sum over the people of a year, base year = 100.
    """
    model, figures = build(evidence), official(evidence)
    findings = _findings(evidence, model, figures)
    return Chapter(
        id="behov",
        title=_("Behov for tjenester"),
        municipality=evidence.place,
        period=january(model.base_year) if model else "",
        lead=led(
            _(
                "Kapitlet viser hvordan behovet for kommunale tjenester endrer seg når innbyggerne "
                "blir eldre eller færre, hvis hver aldersgruppe får like mye tjenester som i dag."
            ),
            *((model.own.path, model.norway) if model else ()),
        ),
        findings=findings or (_nothing(evidence),),
        sections=_sections(evidence, model, figures),
        missing=_missing(evidence, model, figures),
        assumptions=model.assumptions if model else choices(evidence),
        terms={
            _("kostnadsnøkkel"): _(
                "Vektene staten bruker for å regne ut hvor dyrt det er å drive en kommune."
            ),
            _("utgiftsbehov"): _(
                "Hvor mye en kommune må bruke per innbygger for å gi like gode tjenester som "
                "landet, når landet er 1."
            ),
            _("behovsindeks"): _("Behovet et år når behovet i utgangsåret settes til 100."),
        },
        methods=(METHOD,),
    )


def _findings(
    evidence: Evidence, model: Model | None, figures: Mapping[str, Figure]
) -> tuple[Statement, ...]:
    found: list[Statement | None] = []
    if model is not None:
        if model.ahead:
            found += [_care(model), _young(model), _range(model)]
        found += [_history(model), _norway(model) if model.ahead else None]
    found.append(_today(evidence, figures))
    return present(found)


def _care(model: Model) -> Statement | None:
    figure = change(model, model.own, "care", model.base_year, model.target)
    if figure is None or figure.value is None:
        return None
    figures: dict[str, Figure | None] = {"change": figure}
    text = (_("Behovet for pleie og omsorg i {place} {rises} med {change:a} fra {start} til {end}")
            if abs(figure.value) >= SAME else
            _("Behovet for pleie og omsorg i {place} er om lag det samme i {end} som i {start} "
              "({change:+})"))  # fmt: skip
    if figure.interval is not None:
        text += _(", trolig mellom {low:+} og {high:+}")
        figures |= {
            slot: replace(figure, id=f"{figure.id}-{slug}", label=label, value=value,
                          interval=None, formula=figure.interval.meaning, inputs=(figure,))
            for slot, slug, label, value in (
                ("low", "nedre", _("Nedre ende"), figure.interval.low),
                ("high", "ovre", _("Øvre ende"), figure.interval.high),
            )
        }  # fmt: skip
    text += _(". Det er målt med {key}.")
    return say("omsorg", _fill(text, model, figure), figures)


def _fill(text: str, model: Model, figure: Figure | None = None, **more: str) -> str:
    """Put the words of the model into a template, leaving the number slots."""
    return fill(
        text,
        place=model.own.place.name,
        rises=rises(figure.value if figure else None),
        start=str(model.base_year),
        end=str(model.target),
        key=variant_name(model.system.id, model.variant),
        **more,
    )


def _young(model: Model) -> Statement | None:
    values = {s: change(model, model.own, s, model.base_year, model.target) for s in YOUNG}
    if any(too_few(model, model.own, s, model.base_year) for s in YOUNG):
        return None
    text = _("Fram til {end} endres behovet for barnehage med {kindergarten:+} og for grunnskole "
             "med {primary_school:+}.")  # fmt: skip
    return say("barn", _fill(text, model), values)


def _range(model: Model) -> Statement | None:
    ends = spread(model)
    if ends is None:
        return None
    text = _("Valget av nøkkel og variant endrer svaret: behovet for omsorg i {end} er mellom "
             "{low:+} og {high:+} ({which_low} og {which_high}).")  # fmt: skip
    text = _fill(text, model, which_low=ends[0].label, which_high=ends[1].label)
    return say("spenn", text, {"low": ends[0], "high": ends[1]}, caution=True)


def _history(model: Model) -> Statement | None:
    line = model.own.index.get("care", {})
    years = [y for y in model.own.path.observed_years if line.get(y) is not None]
    if not years or years[0] >= model.base_year:
        return None
    figure = change(model, model.own, "care", years[0], model.base_year)
    text = _("Fra {since} til {start} har befolkningsutviklingen endret behovet for omsorg med "
             "{change:+}.")  # fmt: skip
    return say("historie", _fill(text, model, figure, since=str(years[0])),
               {"change": figure})  # fmt: skip


def _norway(model: Model) -> Statement | None:
    others = [line for line in model.lines if line.role is Role.NORWAY]
    if not others:
        return None
    ours = change(model, model.own, "care", model.base_year, model.target)
    figure = change(model, others[0], "care", model.base_year, model.target)
    text = _("For hele landet er endringen i omsorgsbehovet {norway:+} i samme tid, mot {own:+} i "
             "{place}.")  # fmt: skip
    return say("landet", _fill(text, model), {"norway": figure, "own": ours})


def _today(evidence: Evidence, figures: Mapping[str, Figure]) -> Statement | None:
    text = _("I dag avviker det beregnede utgiftsbehovet per innbygger i {place} fra landet med "
             "{total:+} i alt og {care:+} i pleie og omsorg.")  # fmt: skip
    return say("i-dag", fill(text, place=evidence.place.name),
               {"total": figures.get(TOTAL), "care": figures.get("care")})  # fmt: skip


def _nothing(evidence: Evidence) -> Statement:
    text = _("Det finnes ingen tall om {place} ennå, så behovet kan ikke beregnes.")
    return Statement("mangler", fill(text, place=evidence.place.name), {}, caution=True)


def _sections(
    evidence: Evidence, model: Model | None, figures: Mapping[str, Figure]
) -> tuple[Section, ...]:
    parts: list[tuple[str, str, list[Block | None]]] = []
    if model is not None and model.own.index.get("care"):
        parts.append(("utvikling", _("Utviklingen sektor for sektor"),
                      [exhibits.by_sector(model), exhibits.milestones(model),
                       exhibits.care_compared(model)]))  # fmt: skip
        parts.append(("nokkel", _("Valget av nøkkel endrer svaret"),
                      [exhibits.variants(model), _against_print(evidence, model)]))  # fmt: skip
    if figures:
        parts.append(("i-dag", _("Behovet i dag, sammenliknet med landet"),
                      [exhibits.today(evidence, figures)]))  # fmt: skip
    filled = ((id, title, tuple(b for b in blocks if b is not None)) for id, title, blocks in parts)
    return tuple(Section(id, title, blocks) for id, title, blocks in filled if blocks)


def _against_print(evidence: Evidence, model: Model) -> Statement | None:
    """Say how a printed growth in årsverk compares; it is another model and is not reproduced."""
    theirs = printed(evidence, "fte_growth_share", model.target)
    ours = change(model, model.own, "care", 2024, model.target)
    text = _("«{document}» skriver {printed:0} flere årsverk i {end} enn i 2024. "
             "Vår beregning av omsorgsbehovet gir {own:+} for de samme årene. Metoden bak det "
             "trykte tallet er ikke beskrevet, og vi gjengir det ikke.")  # fmt: skip
    document = theirs.source.producer if theirs else ""
    return say("trykt-vekst", _fill(text, model, document=document),
               {"printed": theirs, "own": ours}, caution=True)  # fmt: skip


def _missing(
    evidence: Evidence, model: Model | None, figures: Mapping[str, Figure]
) -> tuple[Missing, ...]:
    found = []
    if model is None:
        found.append(missing_table(evidence, "population", _("Folkemengde etter alder")))
    elif not model.ahead:
        found.append(missing_table(evidence, "projection", _("Behovet i årene som kommer")))
    if not figures:
        found.append(missing_table(evidence, "need_indices", _("Utgiftsbehov per innbygger i dag")))
    if model is not None and model.system.unverified:
        found.append(
            Missing(
                _("Behovet for kommunehelse, barnevern, sosiale tjenester og administrasjon"),
                _("Delnøklene fra 2017 er ikke funnet for disse sektorene."),
                _("Velg nøkkelen for 2026, eller skaff Grønt hefte 2024."),
            )
        )
    if model is not None and all(line.role is not Role.NORWAY for line in model.lines):
        found.append(Missing(_("Sammenlikning med landet"),
                             _("Folkemengden for Norge er ikke lastet inn."),
                             how_to_get(NORWAY), "population"))  # fmt: skip
    if evidence.municipality.code == "1833":
        found.append(Missing(
            _("Sammenlikning med figur 5 i strategien for 2024–27"),
            _("Figuren viser behovet fram mot 2050 uten trykte tall, så vi gjengir den ikke."),
            _("Be kommunen om tallene bak figuren."),
        ))  # fmt: skip
    return tuple(found)
