"""What an overview says: the ranked findings, how large they are, and which chapters are empty.

It is kept on disk, so that the overview after a start needs no chapter. It rests on all that lies
in the data folder, on the program and on the language, and not on the day: no chapter reads the
date it is made.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from veivalg.chapters.common.ranked_sizes import sizes
from veivalg.content import Ranked, Report, Source, SourceKind, Unit
from veivalg.content.numbers import format_number
from veivalg.foundation.cache import Cache
from veivalg.foundation.drawer import folder_print, program_print
from veivalg.foundation.i18n import _, language
from veivalg.norway.municipality import Municipality
from veivalg.publish.charts.spark import spark
from veivalg.publish.document.cells import any_made_up
from veivalg.publish.theme import Size
from veivalg.publish.web.chapter import drawing
from veivalg.web.kit.library import period
from veivalg.web.kit.site import Site
from veivalg.web.rooms.reading.own_links import fetchable
from veivalg.web.rooms.reading.pages import is_empty

SMALL = 1e7
"""NOK: less is told with a decimal in millions."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A ranked finding as it is shown; `constructed` when anything under it is made up."""

    text: str
    mark: str
    ahead: str
    theme: str
    name: str
    kroner: str
    share: str
    basis: str
    certainty: str
    passed: str
    year: str
    chapter: str
    anchor: str
    spark: str
    years: str
    constructed: bool


@dataclass(frozen=True, slots=True)
class Headlines:
    """What an overview says.

    ``chart`` is title and subtitle of the sizes of the findings, and their drawings;
    empty where there are too few. ``empty`` is by chapter without figures what it waits for:
    «hent» or «egne». ``constructed`` is whether anything is, and ``period`` the date of the
    figures.
    """

    findings: tuple[Finding, ...]
    chart: tuple[str, ...]
    empty: Mapping[str, str]
    constructed: bool
    period: str


def headlines(place: Municipality, report: Report) -> Headlines:
    """Give what an overview of a municipality says of its report."""
    drawn = sizes(report.municipality, report.ranked)
    chart = (
        ()
        if drawn is None
        else (drawn.title, drawn.subtitle, str(drawing("oversikt", drawn, Size.WIDE, Size.PHONE)))
    )
    return Headlines(
        tuple(_finding(one) for one in report.ranked),
        chart,
        {
            c.id: "hent" if fetchable(place, c.missing) else "egne"
            for c in report.chapters
            if is_empty(c)
        },
        any_made_up(report.chapters),
        period(report.chapters),
    )


def _finding(one: Ranked) -> Finding:
    track, made_up = one.track, any(_constructed(source) for source in one.sources())
    years = f"{track.years[0]}–{track.years[-1]}" if track else ""
    return Finding(
        one.statement.text(),
        one.statement.mark,
        one.ahead.text() if one.ahead else "",
        _(one.theme),
        one.name,
        _kroner(one),
        format_number(one.share, Unit.SHARE, 1) if one.share else "",
        one.basis,
        _("Eksempel") if made_up else one.certainty,
        one.passed,
        one.year,
        one.chapter,
        one.anchor,
        spark(track) if track else "",
        years,
        made_up,
    )


def _constructed(source: Source) -> bool:
    return source.kind is SourceKind.CONSTRUCTED


def _kroner(one: Ranked) -> str:
    """Write the consequence as the sentence writes it, where it does."""
    size = one.consequence
    if not size:
        return ""
    told = (f for f in one.figures() if f.unit is Unit.MILLION_NOK and f.value is not None)
    same = next((f for f in told if abs(abs(f.value or 0.0) - size) < 1.0), None)
    if same is not None:
        return same.text().lstrip("\u2212")
    return format_number(size, Unit.MILLION_NOK, 0 if size >= SMALL else 1)


Key = tuple[str, ...]
_prints: Cache[str] = Cache()


def key_now(site: Site, code: str) -> Key | None:
    """Give what an overview rests on as it is now; None when the data folder can't be read."""
    folder = site.library.folder
    try:
        stored = _prints.get((folder, site.library.version()), partial(folder_print, folder))
    except OSError:  # it is told where its tables are shown
        return None
    return "oversikt", code, program_print(), stored, language()


def kept(site: Site, code: str) -> Headlines | None:
    """Give the overview from an earlier start, when nothing it rests on has changed."""
    key = key_now(site, code)
    found = None if key is None else site.drawer.find(*key)
    return None if found is None else _read(found)


def keep(site: Site, key: Key | None, made: Headlines) -> None:
    """Keep an overview for the next start.

    Parameters
    ----------
    key
        From before its chapters were made, since somebody may have changed the figures meanwhile.
    """
    if key is not None:
        site.drawer.keep(asdict(made), *key)


def _read(found: Any) -> Headlines | None:
    """Read what was kept; what isn't as we wrote it counts as not kept."""
    try:
        findings = tuple(Finding(**one) for one in found["findings"])
        return Headlines(**{**found, "findings": findings, "chart": tuple(found["chart"])})
    except (KeyError, TypeError, AttributeError):
        return None
