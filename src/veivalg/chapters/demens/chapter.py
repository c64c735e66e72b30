"""Demens (M8): how many are likely to have dementia now and to 2050."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from veivalg.chapters.common.missing import how_to_get, missing_table, table_name
from veivalg.chapters.common.periods import january
from veivalg.chapters.common.printed import named_once, printed
from veivalg.chapters.common.sentences import Part, joined, led, more, moves, present
from veivalg.chapters.demens import exhibits as exhibits
from veivalg.chapters.demens.figures import Dementia
from veivalg.content import Block, Chapter, Figure, Missing, Section, Statement
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.projections.population import PopulationPath

AGREES = 0.03  # method M8: the printed figures of Harstad are reproduced within 3 per cent
PRINTED = (
    ("dementia_persons", 2024),
    ("dementia_persons_summary", 2024),
    ("dementia_persons", 2035),
    ("dementia_persons_summary", 2040),
)


def chapter(evidence: Evidence) -> Chapter:
    """Estimate persons with dementia by age and sex to 2050, with scenarios and interval.

    Returns
    -------
    Chapter
        With what is missing, and nothing else, where the ages of the people are not known.
    """
    d = Dementia.of(evidence)
    lead = _(
        "Hvor mange innbyggere i {place} kommune som trolig har demens, og hvor mange det kan bli."
    ).format(place=evidence.place.name)
    if d is None:
        missing = (missing_table(evidence, "population", _("Folkemengde etter kjønn og alder")),)
        return Chapter(
            "demens",
            _("Demens"),
            evidence.place,
            "",
            lead,
            (),
            (),
            missing,
            terms=_terms(),
            methods=("M8",),
        )
    return Chapter(
        "demens",
        _("Demens"),
        evidence.place,
        january(d.base),
        led(lead, d.own, d.norway),
        present((_now(d), _later(d), _compared(d), _falling(d))),
        tuple(_sections(d, evidence)),
        tuple(_missing(d, evidence)),
        (d.slope,),
        _terms(),
        ("M8", "M2", "M18"),
    )


def _now(d: Dementia) -> Statement | None:
    now = d.figure(d.base)
    if now is None:
        return None
    head = _("Trolig har {now} i {place} kommune demens i dag.").replace(
        "{place}", d.own.place.name
    )
    if now.value is None:
        return Statement("demens-na", head, {"now": now})
    first = {"now": now}
    if now.interval is not None:
        head = head.removesuffix(".") + _(", beregnet til mellom {low:u} og {high:u}.")
        first |= {
            "low": _end(now, "nedre", _("Nedre grense"), now.interval.low),
            "high": _end(now, "ovre", _("Øvre grense"), now.interval.high),
        }
    parts: list[Part] = [(head, first)]
    if d.then is not None:
        change = d.change(d.then, d.base)
        text = more(
            change,
            _("Det er {change:a} {more} enn i {then}."),
            _("Det er om lag like mange som i {then} ({change:+})."),
        )
        parts.append((text.replace("{then}", str(d.then)), {"change": change}))
    return joined("demens-na", *parts)


def _end(now: Figure, name: str, label: str, value: float) -> Figure:
    return replace(
        now,
        id=f"{now.id}-{name}",
        label=label,
        value=value,
        interval=None,
        inputs=(now,),
        formula=_("ende av 95 % intervall"),
    )


def _later(d: Dementia) -> Statement | None:
    if not d.ahead:
        return None
    change = d.change(d.base, d.target)
    text = more(
        change,
        _("I {year} er det omtrent {later}, {change:a} {more} enn i {base}, hvis {slope}."),
        _(
            "I {year} er det omtrent {later}, om lag like mange som i {base} ({change:+}), hvis "
            "{slope}."
        ),
    )
    if change is not None and change.value is None:
        text = _("I {year} er det omtrent {later}, hvis {slope}.")
    slope = (
        _("forekomsten er som i dag")
        if d.slope.value == 0
        else _("forekomsten faller så fort som valgt")
    )
    for name, value in (("year", d.target), ("base", d.base), ("slope", slope)):
        text = text.replace(f"{{{name}}}", str(value))
    bound = {"later": d.figure(d.target)}
    if change is not None and change.value is not None:
        bound["change"] = change
    norway = d.change(d.base, d.target, d.norway) if d.norway is not None else None
    return joined(
        "demens-fram",
        (text, bound),
        (
            _("Antallet i Norge {moves}.").replace("{moves}", moves(norway, "norway")),
            {"norway": norway},
        ),
    )


def _compared(d: Dementia) -> Statement | None:
    def at(path: PopulationPath | None) -> Figure | None:
        return d.per_thousand(d.base, path) if path is not None else None

    group = d.group.place.name if d.group is not None else ""
    norway, theirs = at(d.norway), at(d.group)
    both = norway is not None and theirs is not None and theirs.value is not None
    text = (
        _("I Norge er tallet {norway}, og i {name} {group}.").replace("{name}", group)
        if both
        else _("I Norge er tallet {norway}.")
    )
    others = {"norway": norway, "group": theirs} if both else {"norway": norway}
    return joined(
        "demens-sammenliknet",
        (_("Det er {own} med demens per 1 000 innbyggere."), {"own": at(d.own)}),
        (text, others),
    )


def _falling(d: Dementia) -> Statement | None:
    if not d.ahead:
        return None
    text = _(
        "Faller forekomsten med 0,5 % i året, blir det omtrent {half} i {year}, og med 1 % "
        "i året {one}. Ingen vet om den faller."
    ).replace("{year}", str(d.target))
    half, one = (d.figure(d.target, slope=slope) for slope in (0.005, 0.01))
    return joined("demens-nedgang", (text, {"half": half, "one": one}))


def _sections(d: Dementia, evidence: Evidence) -> Iterable[Section]:
    parts: tuple[tuple[str, str, tuple[Block | None, ...]], ...] = (
        ("utvikling", _("Hvor mange kan få demens"), (exhibits.scenarios(d), exhibits.spread(d))),
        ("alder", _("Hvem har demens"), (exhibits.by_age(d),)),
        ("sammenlikning", _("Per innbygger, her og i landet"), (exhibits.per_thousand(d),)),
        ("trykte-tall", _("Mot trykte tall"), tuple(named_once(_against_print(d, evidence)))),
    )
    for id, title, blocks in parts:
        known = tuple(b for b in blocks if b is not None)
        if known:
            yield Section(id, title, known)


def _against_print(d: Dementia, evidence: Evidence) -> Iterator[Statement]:
    """Say whether the printed numbers are reproduced; those that are not are cautions."""
    for item, year in PRINTED:
        theirs, ours = printed(evidence, item, year), d.figure(year)
        if theirs is None or not theirs.value or ours is None or ours.value is None:
            continue
        off = not _close(ours.value, theirs.value)
        text = (
            _(
                "Trykt tall avviker: «{document}» skriver {theirs:u} personer med demens i {year}. "
                "Med dagens tall og framskriving får vi {ours:u0}."
            )
            if off
            else _(
                "«{document}» skriver {theirs:u} personer med demens i {year}. Vi får {ours:u0}."
            )
        )
        text = text.replace("{document}", theirs.source.producer).replace("{year}", str(year))
        figures = {"theirs": theirs.renamed(f"{theirs.id}-{year}"), "ours": ours}
        near = d.persons(d.last)
        if off and near is not None and year < d.last and _close(near, theirs.value):
            # A table read one column off is the likeliest slip; say what fits, claim nothing.
            text += " " + _("Det trykte tallet ligger nær vårt tall for {last}, {near:u0}.")
            text = text.replace("{last}", str(d.last))
            figures["near"] = d.figure(d.last) or ours
        yield Statement(f"trykt-{item.replace('_', '-')}-{year}", text, figures, off)


def _close(ours: float, theirs: float) -> bool:
    return abs(ours / theirs - 1) <= AGREES


def _missing(d: Dementia, evidence: Evidence) -> Iterable[Missing]:
    get = how_to_get(evidence.place)
    if d.own.method != "ssb" and d.own.caveat:
        yield Missing(
            _("SSBs framskriving etter kjønn og ettårig alder"),
            d.own.caveat,
            get,
            table_name("projection"),
        )
    if d.own.ages(d.base) is None:
        yield Missing(
            _("Personer med demens etter alder og kjønn"),
            _("Bare aldersgrupper er kjent i dag."),
            get,
            table_name("population"),
        )
    if d.group is None and evidence.group is not None:
        yield Missing(
            _("Personer med demens i {group}").format(group=evidence.group.name),
            _(
                "SSB publiserer ikke folketall for gruppen. Den summeres av kommunene, og alle er "
                "ikke hentet."
            ),
            _("Hent alle kommunene med «veivalg hent --alle»."),
            table_name("population_groups"),
        )
    yield Missing(
        _("Diagnoser i kommunen"),
        _(
            "Det finnes ikke åpne tall for hvor mange som har fått diagnosen demens i kommunen. "
            "Tallene her er beregnet."
        ),
        _(
            "Kommunens egne fagsystemer kan vise hvor mange av tjenestemottakerne som har en "
            "diagnose."
        ),
    )


def _terms() -> dict[str, str]:
    return {
        _("forekomst"): _("Andelen av en gruppe som har en sykdom på et gitt tidspunkt."),
        _("HUNT4"): _(
            "Den fjerde helseundersøkelsen i Trøndelag (2017–2019), der eldre ble "
            "undersøkt for demens."
        ),
        _("framskriving"): _(
            "En beregning av hvordan folketallet blir hvis forutsetningene om "
            "fødsler, dødsfall og flytting slår til. Det er ikke en spådom."
        ),
        _("skjermet"): _(
            "Tall under fem personer vises ikke, og heller ikke tall som gjør at de kan regnes ut."
        ),
    }
