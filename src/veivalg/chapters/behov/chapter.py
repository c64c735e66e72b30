"""Chapter «behov»: how the need for each municipal service moves with the population (M3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from veivalg.chapters.behov import exhibits as exhibits
from veivalg.chapters.behov.model import (
    METHOD,
    Model,
    build,
    change,
    choices,
    official,
    spread,
    too_few,
    unconfirmed,
    variant_name,
)
from veivalg.chapters.common.missing import how_to_get, missing_table, table_name
from veivalg.chapters.common.periods import january
from veivalg.chapters.common.printed import printed
from veivalg.chapters.common.sentences import fill, led, moves, present, say
from veivalg.content import Block, Chapter, Figure, Missing, Role, Section, Statement
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.norway.cost_keys import TOTAL
from veivalg.norway.cost_keys import systems as key_systems

YOUNG = ("kindergarten", "primary_school")


def chapter(evidence: Evidence) -> Chapter:
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
    text = _("Behovet for pleie og omsorg i {place} {moves} fra {start} til {end}")
    text = text.replace("{moves}", moves(figure, "change"))
    if figure.interval is not None:
        text += _(", trolig mellom {low:+} og {high:+}")
        figures |= {
            slot: replace(
                figure,
                id=f"{figure.id}-{slug}",
                label=label,
                value=value,
                interval=None,
                formula=figure.interval.meaning,
                inputs=(figure,),
            )
            for slot, slug, label, value in (
                ("low", "nedre", _("Nedre ende"), figure.interval.low),
                ("high", "ovre", _("Øvre ende"), figure.interval.high),
            )
        }
        if figure.interval.low >= 0:
            text = text.replace("{low:+} og {high:+}", "{low:a} og {high:a}")
    text += _(". Det er målt med {key}.")
    return say("omsorg", _fill(text, model), figures)


def _fill(text: str, model: Model, **more: str) -> str:
    """Put the words of the model into a template, leaving the number slots."""
    return fill(
        text,
        place=model.own.place.name,
        start=str(model.base_year),
        end=str(model.target),
        key=variant_name(model.system.id, model.variant),
        **more,
    )


def _young(model: Model) -> Statement | None:
    values = {s: change(model, model.own, s, model.base_year, model.target) for s in YOUNG}
    if any(too_few(model, model.own, s, model.base_year) for s in YOUNG):
        return None
    text = _("Behovet for barnehage {first} fram til {end}, og for grunnskole {second}.")
    words = {
        "first": moves(values[YOUNG[0]], YOUNG[0]),
        "second": moves(values[YOUNG[1]], YOUNG[1]).replace(" ", _(" det "), 1),
    }
    return say("barn", _fill(text, model, **words), values)


def _range(model: Model) -> Statement | None:
    ends = spread(model)
    if ends is None:
        return None
    text = _(
        "Valget av variant endrer svaret: med nøkkelen fra {id} er endringen i omsorgsbehovet "
        "i {end} mellom {low:+} og {high:+}."
    )
    same = ends[0].text() == ends[1].text()
    if same:
        text = _(
            "De to variantene av nøkkelen fra {id} gir omtrent samme endring i omsorgsbehovet "
            "i {end}: {low:+} og {high:+}."
        )
    elif (ends[0].value or 0) >= 0:
        text = _(
            "Valget av variant endrer svaret: med nøkkelen fra {id} øker omsorgsbehovet fram "
            "til {end} med fra {low:a} til {high:a}."
        )
    return say(
        "spenn",
        _fill(text, model, id=_newest_key()),
        {"low": ends[0], "high": ends[1]},
        caution=not same,
    )


def _newest_key() -> str:
    return next(iter(key_systems()))


def _unconfirmed(model: Model) -> Statement | None:
    """Say what the unconfirmed key would give; never a finding."""
    ends = unconfirmed(model)
    if ends is None or not model.ahead:
        return None
    text = _(
        "Med nøkkelen fra 2017 (ubekreftet) er endringen i {end} mellom {low:+} og {high:+}. "
        "Nøkkelen er ikke bekreftet i kilde og vises bare til sammenlikning."
    )
    return say(
        "spenn-ubekreftet", _fill(text, model), {"low": ends[0], "high": ends[1]}, caution=True
    )


def _history(model: Model) -> Statement | None:
    line = model.own.index.get("care", {})
    years = [y for y in model.own.path.observed_years if line.get(y) is not None]
    if not years or years[0] >= model.base_year:
        return None
    figure = change(model, model.own, "care", years[0], model.base_year)
    text = _("Behovet for omsorg {moved} fra {since} til {start} fordi befolkningen endret seg.")
    return say(
        "historie",
        _fill(text, model, since=str(years[0]), moved=moves(figure, "change", past=True)),
        {"change": figure},
    )


def _norway(model: Model) -> Statement | None:
    others = [line for line in model.lines if line.role is Role.NORWAY]
    if not others:
        return None
    ours = change(model, model.own, "care", model.base_year, model.target)
    figure = change(model, others[0], "care", model.base_year, model.target)
    text = _("Omsorgsbehovet i hele landet {there} fram til {end}. I {place} {here}.")
    words = {
        "there": moves(figure, "norway"),
        "here": moves(ours, "own").replace(" ", _(" det "), 1),
    }
    return say("landet", _fill(text, model, **words), {"norway": figure, "own": ours})


def _today(evidence: Evidence, figures: Mapping[str, Figure]) -> Statement | None:
    text = _(
        "Beregnet utgiftsbehov per innbygger i {place} er {total:a} {where} enn i landet "
        "samlet. I pleie og omsorg er det {care:a} {there}."
    )
    total, care = figures.get(TOTAL), figures.get("care")
    return say(
        "i-dag",
        fill(text, place=evidence.place.name, where=_higher(total), there=_higher(care)),
        {"total": total, "care": care},
    )


def _higher(figure: Figure | None) -> str:
    return _("høyere") if figure is not None and (figure.value or 0) >= 0 else _("lavere")


def _nothing(evidence: Evidence) -> Statement:
    text = _("Det finnes ingen tall om {place} ennå, så behovet kan ikke beregnes.")
    return Statement("mangler", fill(text, place=evidence.place.name), {}, caution=True)


def _sections(
    evidence: Evidence, model: Model | None, figures: Mapping[str, Figure]
) -> tuple[Section, ...]:
    parts: list[tuple[str, str, list[Block | None]]] = []
    if model is not None and model.own.index.get("care"):
        parts.append(
            (
                "utvikling",
                _("Utviklingen sektor for sektor"),
                [
                    exhibits.by_sector(model),
                    exhibits.milestones(model),
                    exhibits.care_compared(model),
                ],
            )
        )
        parts.append(
            (
                "nokkel",
                _("Valget av nøkkel endrer svaret"),
                [exhibits.variants(model), _unconfirmed(model), _against_print(evidence, model)],
            )
        )
    if figures:
        parts.append(
            (
                "i-dag",
                _("Behovet i dag, sammenliknet med landet"),
                [exhibits.today(evidence, figures)],
            )
        )
    filled = ((id, title, tuple(b for b in blocks if b is not None)) for id, title, blocks in parts)
    return tuple(Section(id, title, blocks) for id, title, blocks in filled if blocks)


def _against_print(evidence: Evidence, model: Model) -> Statement | None:
    """Say how a printed growth in årsverk compares; it is another model and is not reproduced."""
    theirs = printed(evidence, "fte_growth_share", model.target)
    ours = change(model, model.own, "care", 2024, model.target)
    text = _(
        "«{document}» skriver {printed:0} flere årsverk i {end} enn i 2024. "
        "Vår beregning er at omsorgsbehovet {moved} i de samme årene. Metoden bak det "
        "trykte tallet er ikke beskrevet, og vi gjengir det ikke."
    )
    document = theirs.source.producer if theirs else ""
    return say(
        "trykt-vekst",
        _fill(text, model, document=document, moved=moves(ours, "own")),
        {"printed": theirs, "own": ours},
        caution=True,
    )


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
        found.append(
            Missing(
                _("Sammenlikning med landet"),
                _("Folkemengden for Norge er ikke lastet inn."),
                how_to_get(evidence.place),
                table_name("population"),
            )
        )
    if evidence.municipality.code == "1833":
        found.append(
            Missing(
                _("Sammenlikning med figur 5 i strategien for 2024–27"),
                _("Figuren viser behovet fram mot 2050 uten trykte tall, så vi gjengir den ikke."),
                _("Be kommunen om tallene bak figuren."),
            )
        )
    return tuple(found)
