"""Chapter «helse»: function 241 by area and the health functions against others, as booked or not.

Method M4: net cost by inhabitant over the need index of municipal health. What others book on
another function can be moved by a switch, for like to be held against like.
"""

from collections.abc import Iterator

from veivalg.chapters.common.frame import frame, section
from veivalg.chapters.common.printed_tables import printed_note
from veivalg.chapters.common.value_notes import value_notes
from veivalg.chapters.helse import SPEC, exhibits, sentences
from veivalg.chapters.helse.model import Accounts, Areas, accounts, areas, assumptions, missing
from veivalg.content import Chapter, Section, Statement
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence

FUNCTIONS = ("232", "233", "241")


def chapter(evidence: Evidence) -> Chapter:
    """Give function 241 by area, the health functions against others, and what booking does."""
    found, books = areas(evidence), accounts(evidence)
    years = ([found.year] if found else []) + ([books.costs.year] if books else [])
    return frame(
        SPEC,
        evidence.place,
        period="–".join(str(y) for y in sorted(set(years))),
        lead=_(
            "Kapitlet viser hva helsetjenestene koster per innbygger når behovet er likt, og "
            "hva det betyr at kommuner fører ulikt."
        ),
        findings=_findings(found, books),
        nothing=sentences.nothing(evidence.place.name),
        sections=_sections(found, books),
        missing=missing(evidence, books),
        assumptions=assumptions(evidence, books),
        notes=value_notes(
            evidence, functions=FUNCTIONS, years=[books.costs.year] if books else None
        ),
    )


def _findings(found: Areas | None, books: Accounts | None) -> Iterator[Statement | None]:
    if found:
        yield printed_note(found.table)
        yield sentences.level(found)
        yield sentences.largest(found)
    if books:
        yield sentences.against(books)
        yield sentences.unknown_year(books)


def _sections(found: Areas | None, books: Accounts | None) -> Iterator[Section | None]:
    if found:
        yield section(
            "omraader",
            _("Funksjon 241 etter område"),
            exhibits.by_area(found),
            exhibits.chart_of_areas(found),
        )
        yield section("foring", _("Hva føringen betyr"), exhibits.booking(found))
    if books:
        title = _("Helsefunksjonene mot andre")
        yield section("funksjoner", title, exhibits.by_function(books))
