"""From a municipality to its knowledge base: gather, run every chapter, keep the order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from veivalg import __version__
from veivalg.chapters.common.argument import argue
from veivalg.chapters.common.care_paths import along
from veivalg.chapters.common.comparison import comparisons, held_against
from veivalg.chapters.common.indicator_series import series
from veivalg.chapters.common.ranking import REVENUE, rank
from veivalg.chapters.common.registry import all_chapters, find_chapter, run_chapter, run_ranked
from veivalg.chapters.common.spec import ChapterSpec
from veivalg.content import Chapter, Missing, Place, Ranked, Report
from veivalg.desk.about import Abouts
from veivalg.desk.choices import Choices
from veivalg.desk.local_knowledge import LocalKnowledge
from veivalg.desk.notes import Notes
from veivalg.desk.scenarios import Scenarios
from veivalg.foundation.errors import StoreError, UsageError
from veivalg.foundation.i18n import _
from veivalg.foundation.settings import today
from veivalg.gather.about import about_of
from veivalg.gather.country import Damaged
from veivalg.gather.evidence import Evidence
from veivalg.gather.gather import gather
from veivalg.lake.lake import Lake
from veivalg.norway.municipality import Municipality
from veivalg.own.tables import own_table, own_tables
from veivalg.tables import TABLES

KNOWLEDGE = "local_knowledge"
"""What people know, among what a chapter needs; it is read here and not by `gather`."""


def make_chapter(
    id: str,
    municipality: Municipality,
    lake: Lake | None = None,
    overrides: Mapping[str, float] | None = None,
    peers: Sequence[Place] = (),
) -> Chapter:
    """Make one chapter for a municipality, compared with `peers` too.

    Raises
    ------
    UsageError
        When there is no such chapter, or an override is out of range or unknown.
    """
    found = find_chapter(id)
    evidence = _gather(municipality, lake, overrides, peers)
    chapter = _run(found, evidence)
    _refuse_unknown(evidence, (chapter,))
    return _annotated(chapter, municipality, lake)


def make_report(
    municipality: Municipality,
    lake: Lake | None = None,
    overrides: Mapping[str, float] | None = None,
    peers: Sequence[Place] = (),
    told: Callable[[Chapter], None] | None = None,
    own: bool = True,
) -> Report:
    """Make the whole knowledge base («kunnskapsgrunnlag») from one gathering of the figures.

    Parameters
    ----------
    peers
        Municipalities to compare with besides the KOSTRA group and Norway.
    told
        Called with each chapter as it is made, for those who don't want to wait for the last.
    own
        Whether it holds what the municipality has brought, saved and noted on this machine; what is
        to be put where everybody reads holds none of it.
    """
    evidence = _gather(municipality, lake, overrides, peers, own)
    made = []
    for found in all_chapters():
        made.append(_annotated(_run(found, evidence), municipality, lake if own else None))
        if told is not None:
            told(made[-1])
    chapters = tuple(made)
    _refuse_unknown(evidence, chapters)
    every = tuple(run_ranked(evidence))
    first = _ranked(evidence, every)
    return Report(
        title=_("Kunnskapsgrunnlag for {name}").replace("{name}", municipality.name),
        municipality=evidence.place,
        made=evidence.today,
        version=__version__,
        chapters=chapters,
        names=municipality.names,
        ranked=first,
        about=about_of(municipality, lake),
        argument=argue(evidence.place, first, chapters),
        compared=comparisons(evidence, every, chapters),
        held=held_against(evidence),
    )


def _ranked(evidence: Evidence, found: Sequence[Ranked]) -> tuple[Ranked, ...]:
    revenue = series(evidence, REVENUE).figure()
    return rank(found, revenue.value if revenue is not None else None)


def _gather(
    municipality: Municipality,
    lake: Lake | None,
    overrides: Mapping[str, float] | None,
    peers: Sequence[Place],
    own: bool = True,
) -> Evidence:
    """Gather the figures, and what people have saved on this machine."""
    found = gather(municipality, lake, overrides=overrides, today=today(), peers=peers, own=own)
    if lake is None or not own:
        return found
    saved = Scenarios(lake.folder).current(municipality.code)
    found = replace(found, scenarios=tuple(saved.values()))
    try:
        return replace(found, local_knowledge=LocalKnowledge(lake.folder).of(municipality.code))
    except StoreError as error:  # told in the chapters it changes; the others stand as they are
        told, tables = str(error), found.damaged
        every = {KNOWLEDGE, *TABLES, *own_tables()}
        lost = Damaged(every, lambda name: told if name == KNOWLEDGE else tables.get(name))
        return replace(found, damaged=lost)


def _annotated(chapter: Chapter, municipality: Municipality, lake: Lake | None) -> Chapter:
    """Give the chapter with what readers have noted on this machine, and what can't be read."""
    if lake is None:
        return chapter
    code = municipality.code
    written = (
        *Notes(lake.folder).of(code, chapter.id),
        *Choices(lake.folder).faults(code),
        *Abouts(lake.folder).faults(code),
        *Scenarios(lake.folder).faults(code),
    )
    return replace(chapter, notes=(*chapter.notes, *written)) if written else chapter


def _run(found: ChapterSpec, evidence: Evidence) -> Chapter:
    """Run an analysis; damaged tables it needs are told first among what is missing."""
    chapter = run_chapter(found.id, evidence)
    faults = {n: evidence.damaged[n] for n in found.needs if n in evidence.damaged}
    country = {n: f for n in found.national if (f := evidence.damaged_country.get(n))}
    damaged = tuple(
        Missing(
            _("{title}: lagrede tall kan ikke leses").format(title=_title(name)),
            _("Kapitlet er laget uten dem."),
            fault,
        )
        for name, fault in {**country, **faults}.items()
    )
    return replace(chapter, missing=(*damaged, *chapter.missing)) if damaged else chapter


def _title(name: str) -> str:
    if name == KNOWLEDGE:
        return _("Lokalkunnskap")
    return (TABLES[name] if name in TABLES else own_table(name)).title


def _refuse_unknown(evidence: Evidence, chapters: tuple[Chapter, ...]) -> None:
    known = {**along(evidence), **{a.id: a for c in chapters for a in c.assumptions}}
    unknown = sorted(set(evidence.overrides) - set(known))
    # A chapter whose figures are missing states no assumptions: then nothing can be checked.
    if unknown and all(c.assumptions for c in chapters):
        raise UsageError(
            _("Det finnes ingen antakelse som heter «{id}».").replace("{id}", unknown[0]),
            _("De som finnes er: {ids}.").replace("{ids}", ", ".join(sorted(known))),
        )
