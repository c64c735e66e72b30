"""Chapter «okonomioppfolging»: the account against the budget, and where the year ends (M19)."""

from __future__ import annotations

from dataclasses import replace

from veivalg.chapters.common.examples import example_note
from veivalg.chapters.common.missing import missing_own, nothing_own
from veivalg.chapters.common.sentences import fill, present, say
from veivalg.chapters.okonomioppfolging import exhibits as exhibits
from veivalg.chapters.okonomioppfolging.model import METHOD, Model, build, damping
from veivalg.content import Block, Chapter, Figure, Section, Statement
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence

TABLES = ("monthly_accounts", "yearly_budgets")


def chapter(evidence: Evidence) -> Chapter:
    """Give the deviation so far, five forecasts and their combination, and what to look at."""
    model = build(evidence)
    blocks: list[Block | None] = []
    if model is not None:
        blocks = [
            exhibits.status(model),
            exhibits.year_end(model),
            exhibits.forecasts(model),
            exhibits.overtime(model),
        ]
    kept = tuple(b for b in blocks if b is not None)
    lacking = [name for name in TABLES if name not in evidence.own]
    return Chapter(
        id="okonomioppfolging",
        title=_("Økonomioppfølging"),
        municipality=evidence.place,
        period=model.period if model else "",
        lead=_(
            "Kapitlet holder regnskapet mot det periodiserte budsjettet og anslår hvor året ender."
        ),
        findings=_findings(model) if model else (_nothing(evidence, lacking),),
        sections=(Section("aaret", _("Året så langt"), kept),) if kept else (),
        missing=tuple(missing_own(evidence, name) for name in lacking),
        assumptions=(model.theta if model else damping(evidence),),
        terms={
            _("periodisert budsjett"): _(
                "Den delen av årets budsjett som skulle vært brukt til "
                "nå, etter hvordan tidligere år har fordelt seg."
            ),
            _("mindreforbruk"): _("At det er brukt mindre enn budsjettet."),
        },
        methods=(METHOD,),
    )


def _nothing(evidence: Evidence, lacking: list[str]) -> Statement:
    if lacking:
        return nothing_own(evidence, lacking[0])
    text = _("Ingen enhet har både regnskap og budsjett for det siste året.")
    return Statement("mangler", text, {}, caution=True)


def _findings(model: Model) -> tuple[Statement, ...]:
    return present(
        [
            example_note(model.accounts, model.budgets),
            _so_far(model),
            _end(model),
            _worst(model),
            _unbudgeted(model),
            _behind(model),
        ]
    )


def _so_far(model: Model) -> Statement | None:
    gap = sum(u.deviation for u in model.units)
    figure = model.total(
        "avvik-hittil", _("Avvik hittil"), abs(gap), _("Periodisert budsjett − regnskap")
    )
    text = (
        _("Ved utgangen av perioden ({period}) er det brukt {gap} mer enn budsjettet tilsier.")
        if gap < 0
        else _(
            "Ved utgangen av perioden ({period}) er det brukt {gap} mindre enn budsjettet tilsier."
        )
    )
    return say("hittil", fill(text, period=model.period), {"gap": figure})


def _end(model: Model) -> Statement | None:
    end = sum(u.year_end for u in model.units)
    figure = model.total(
        "avvik-slutt", _("Ventet avvik ved årets slutt"), abs(end), _("Budsjett − samlet prognose")
    )
    text = (
        _("Prognosen for {year} er et merforbruk på {gap}.")
        if end < 0
        else _("Prognosen for {year} er et mindreforbruk på {gap}.")
    )
    return say("slutt", fill(text, year=str(model.year)), {"gap": figure})


def _worst(model: Model) -> Statement | None:
    flagged = sorted((u for u in model.units if u.flagged), key=lambda u: u.year_end)
    if not flagged:
        return Statement("merket", _("Ingen enhet har et avvik som er merket."))
    figures: dict[str, Figure | None] = {}
    words = []
    for n, unit in enumerate(flagged[:4], 1):
        figures[f"u{n}"] = replace(
            model.total(
                f"avvik-enhet-{n}",
                fill(_("Ventet avvik, {unit}"), unit=unit.name),
                unit.year_end,
                _("Budsjett − samlet prognose"),
            ),
            decimals=1,
        )
        words.append(f"{unit.name} ({{u{n}:+}})")
    text = _("Disse avvikene er store nok til å sees på: {units}.")
    return say(
        "merket",
        text.replace("{units}", ", ".join(words)),
        figures,
        caution=flagged[0].year_end < 0,
    )


def _unbudgeted(model: Model) -> Statement | None:
    if not model.unbudgeted:
        return None
    text = _("{units} har regnskap, men ikke budsjett for {year}, og er ikke med.")
    return Statement(
        "uten-budsjett",
        fill(text, units=", ".join(model.unbudgeted), year=str(model.year)),
        {},
        caution=True,
    )


def _behind(model: Model) -> Statement | None:
    if not model.behind:
        return None
    text = _("{units} mangler regnskap for den siste måneden, så summene blander måneder.")
    return Statement("etterslep", fill(text, units=", ".join(model.behind)), {}, caution=True)
