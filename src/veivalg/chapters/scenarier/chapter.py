"""Chapter «scenarier»: saved scenarios side by side, or the ready-made ones (M2, M7, M15, M18)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from veivalg.chapters.common.frame import frame, section
from veivalg.chapters.common.periods import january
from veivalg.chapters.common.sentences import fill, led, present, tell
from veivalg.chapters.common.written import in_words
from veivalg.chapters.scenarier import SPEC, sentences
from veivalg.chapters.scenarier.exhibits import (
    apart,
    building,
    choices,
    everything,
    limits,
    over_time,
    rests,
    why,
)
from veivalg.chapters.scenarier.model import EXPLAINED, KEY, Compared, compare, first_limits
from veivalg.chapters.scenarier.model.asked import asked
from veivalg.chapters.scenarier.model.place_price import WHERE, why_doubted
from veivalg.chapters.scenarier.sentences.places import reasons, served, three
from veivalg.chapters.scenarier.sentences.rests import break_even, lump, rests_on
from veivalg.content import Bearing, Block, Chapter, Missing, Section, Statement
from veivalg.desk.scenarios import Event
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence

SHOWN = ("institution_needed", "fte", "cost")
FIRST = 6
"""As many findings as a reader takes in; the rest stand with the table."""


def chapter(evidence: Evidence) -> Chapter:
    """Put the scenarios that are saved for the municipality side by side.

    Without any the ready-made ones are shown that the scenario room opens with.
    """
    found = asked(evidence)
    if isinstance(found, Missing):
        return _nothing(evidence, found)
    chosen = found.scenarios
    compared = compare(
        found.runner,
        chosen,
        at=len(chosen) - 1 if found.saved else 1,
        limits=first_limits(found.runner.run(chosen[0])),
        explained=EXPLAINED,
    )
    lead = (
        _("Kapitlet viser {n} scenarier som er lagret for {place}, side om side.")
        if found.saved
        else _(
            "Kapitlet viser {n} ferdige scenarier for {place}, side om side. Lag egne i "
            "scenariorommet på nettsiden, så kommer de hit når de lagres."
        )
    )
    told = fill(lead, n=in_words(len(chosen)), place=evidence.place.name)
    made = scenario_chapter(compared, SHOWN, title=_(SPEC.title), lead=led(told), every=True)
    return replace(made, missing=(*found.left_out, *made.missing))


def scenario_chapter(
    compared: Compared, shown: Sequence[str], *, title: str, lead: str, every: bool = False
) -> Chapter:
    """Put a comparison together as a chapter; what could not be worked out is told once.

    Parameters
    ----------
    shown
        What is drawn over time.
    every
        Tell the waterfall of every scenario, not only of the one in focus.
    """
    missing = {m.what: m for m in compared.inputs.missing}
    for each in compared.runs:
        missing |= {m.what: m for m in each.outcome.missing}
    made = frame(
        SPEC,
        compared.place,
        period=january(compared.base_year),
        lead=lead,
        findings=_findings(compared)[:FIRST],
        nothing=sentences.alike(compared),
        sections=_sections(compared, shown, range(len(compared.runs)) if every else (compared.at,)),
        missing=missing.values(),
    )
    return replace(made, title=title, bearing=_bearing(made, compared.at))


def _bearing(chapter: Chapter, at: int) -> Mapping[Bearing, tuple[str, ...]]:
    """Say which sentences tell what happens if nothing is decided, and what the choice rests on."""
    ids = [s.id for s in chapter.statements()]
    undecided = ("ikke-bygge-1", "avhenger-cost-1")
    success = ("timer-likt", f"avhenger-cost-{at + 1}")
    return {
        Bearing.UNDECIDED: tuple(id for id in undecided if id in ids and id not in success),
        Bearing.SUCCESS: tuple(id for id in success if id in ids),
    }


def with_everything(
    compared: Compared, chapter: Chapter, events: Sequence[Event], *, sheets: bool
) -> Chapter:
    """Add every assumption and the log of changes, for files that travel alone.

    Parameters
    ----------
    events
        What was done to the saved scenarios, oldest first.
    sheets
        Put in one table what the page draws by quantity or scenario.
    """
    kept = (_in_one(compared, s) for s in chapter.sections) if sheets else chapter.sections
    last = section(
        "antakelser",
        _("Alle antakelser"),
        everything.assumptions(compared),
        everything.log(compared, events),
    )
    return replace(chapter, sections=tuple(s for s in (*kept, last) if s is not None))


def _in_one(compared: Compared, section: Section) -> Section:
    """Give the courses as one table; a waterfall stands in the table of terms already."""
    if section.id == "over-tid":
        return replace(section, blocks=(everything.all_quantities(compared),))
    ids = [block.id for block in section.blocks]
    terms = any(id.startswith(f"{SPEC.id}-ledd-") for id in ids)
    drawn = f"{SPEC.id}-hvorfor-"
    blocks = (b for b in section.blocks if not (terms and b.id.startswith(drawn)))
    return replace(section, blocks=tuple(blocks))


def _findings(compared: Compared) -> tuple[Statement, ...]:
    """Give what is told, the most important first; the first `FIRST` are the findings."""
    rests = [rests_on(compared, compared.at, id) for id in ("cost", "fte")]
    limits = sentences.crossings(compared)[:2]
    told = (
        three(compared),
        served(compared),
        sentences.outcome(compared, "fte"),
        sentences.outcome(compared, "cost"),
        *reasons(compared),
        rests[0] or rests[1],
        break_even(compared),
        *limits[:1],
        sentences.not_building(compared, compared.at),
        sentences.outcome(compared, "institution_needed"),
        rests[1] if rests[0] else None,
        *limits[1:],
    )
    return present(told)


def _sections(
    compared: Compared, shown: Sequence[str], which: Sequence[int]
) -> Iterator[Section | None]:
    yield section(
        "side-om-side",
        _("Side om side"),
        *_findings(compared)[FIRST:],
        over_time.side_by_side(compared, KEY),
        apart.differences(compared),
    )
    yield section("over-tid", _("Over tid"), *_over_time(compared, shown))
    yield section("hvorfor", _("Hva endringen kommer av"), *_why(compared, which))
    yield section("avhenger", _(WHERE), *_rests(compared))
    yield section(
        "grenser",
        _("Når grensene passeres"),
        *sentences.crossings(compared)[2:],
        limits.chances(compared),
    )
    yield section("ikke-bygge", _("Hva om vi ikke bygger?"), *_not_building(compared, which))
    yield section(
        "valg", _("Hva som er valgt"), choices.chosen(compared), choices.building(compared)
    )


def _over_time(compared: Compared, shown: Sequence[str]) -> Iterator[Block | None]:
    for quantity in (q for id in shown if (q := compared.named(id)) is not None):
        if len(compared.runs) > 1:
            yield over_time.lines(compared, quantity)
        yield over_time.fans(compared, quantity)


def _why(compared: Compared, which: Sequence[int]) -> Iterator[Block | None]:
    for explained in EXPLAINED:
        for i in which:
            yield why.waterfall(compared, i, explained)
        if len(compared.runs) > 1:
            yield why.explained_table(compared, explained)
    yield lump(compared)
    yield from (rests.by_part(compared, id) for id in ("fte", "cost"))


def _rests(compared: Compared) -> Iterator[Block | None]:
    why = why_doubted(compared)
    yield tell("usikker-pris", why) if why else None
    for id in ("cost", "fte"):
        yield from (rests_on(compared, i, id) for i in compared.rests if i != compared.at)
        yield rests.rests_on(compared, compared.at, id)


def _not_building(compared: Compared, which: Sequence[int]) -> Iterator[Block | None]:
    for i in which:
        if i != compared.at:
            yield sentences.not_building(compared, i)
        yield building.not_building(compared, i)
        yield building.cost_of_not_building(compared, i)


def _nothing(evidence: Evidence, missing: Missing) -> Chapter:
    text = _("Scenariene kan ikke regnes for {place} før befolkningen er hentet.")
    return frame(
        SPEC,
        evidence.place,
        lead=_("Kapitlet stiller scenarier side om side."),
        nothing=tell("ingen-tall", text, place=evidence.place.name),
        missing=[missing],
        terms=False,
    )
