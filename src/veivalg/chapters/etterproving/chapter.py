"""The page «Etterprøving»: how far off the projections have been, losses included."""

from collections.abc import Iterator

from veivalg.chapters.common.frame import frame, section
from veivalg.chapters.etterproving import SPEC, exhibits, sentences
from veivalg.chapters.etterproving.model import AGED, TOTAL
from veivalg.content import Block, Chapter, Missing, Section
from veivalg.foundation.i18n import _
from veivalg.maths.projections.ensemble.scores import Result
from veivalg.norway.municipality import NORWAY


def chapter(result: Result) -> Chapter:
    """Tell the back-test as a chapter about Norway."""
    return frame(
        SPEC,
        NORWAY,
        period=_("startår {first}–{last}").format(first=result.first, last=result.last),
        lead=_(
            "Vi har framskrevet alle kommuner fra hvert startår med bare de tallene som fantes da, "
            "og sammenliknet med det som skjedde. Tapene er med."
        ),
        findings=(*sentences.errors(result), sentences.cover(result)),
        sections=_sections(result),
        missing=_missing(result),
    )


def _sections(result: Result) -> Iterator[Section | None]:
    yield section(
        "feil",
        _("Hvor store er feilene?"),
        *sentences.aims(result),
        exhibits.five_years(result),
        exhibits.by_base(result),
        exhibits.rivals(result, TOTAL),
        exhibits.rivals(result, AGED),
        exhibits.by_horizon(result, TOTAL),
        exhibits.by_horizon(result, AGED),
        exhibits.by_size(result),
    )
    covers = exhibits.cover_by_size(result), exhibits.cover_by_horizon(result)
    kept: tuple[Block | None, ...] = (
        (sentences.cover_aims(result), *covers, exhibits.widths(result))
        if any(covers)
        else (sentences.without_draws(),)
    )
    yield section("intervaller", _("Holder intervallene det de lover?"), *kept)
    losses = exhibits.losses(result) or sentences.no_losses()
    yield section("tap", _("Hvor taper vi?"), losses)
    yield section("forbehold", _("Hva etterprøvingen ikke viser"), *sentences.caveats())


def _missing(result: Result) -> Iterator[Missing]:
    if all(s.ssb is None for s in result.lines):
        yield Missing(
            _("SSBs egne tidligere framskrivinger"),
            _("Tabellene 11668 og 12882 mangler, så de kan ikke stå ved siden av våre."),
            _("Oppgi dem i en fil når etterprøvingen kjøres."),
            _("SSB 11668 og 12882"),
        )
