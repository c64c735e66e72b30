"""What the chapter «velferdsteknologi» lacks."""

from collections.abc import Iterator

from veivalg.chapters.common.missing import missing_own, missing_owned, missing_table
from veivalg.chapters.common.sentences import fill
from veivalg.chapters.velferdsteknologi.model import TABLES, Model
from veivalg.content import Missing
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence


def missing(evidence: Evidence, model: Model | None) -> Iterator[Missing]:
    """Give the tables that are not brought, and the numbers that lack in those that are."""
    yield from missing_owned(evidence, *TABLES)
    for t in model.technologies if model else ():
        if t.potential is None:
            yield Missing(
                fill(_("Mulig antall av {name}"), name=t.name),
                _("Tallet er ikke lest inn."),
                _(
                    "Fyll ut «Mulig antall» i «Velferdsteknologi i bruk», og slipp malen på siden "
                    "«Egne tall»."
                ),
                _("Velferdsteknologi i bruk"),
            )
        elif t.gain is None:
            yield Missing(
                fill(_("Spart tid med {name}"), name=t.name),
                _("Det finnes ikke noe tall å låne, og kommunen har ikke målt det."),
                _("Mål tiden minst fire uker før og etter, og fyll ut «Spart tid»."),
                _("Velferdsteknologi i bruk"),
            )
    if model is not None and model.trackers() and model.dearer is None:
        what = _("Kroner for utsatt flytting: pris per plass og time")
        yield missing_table(evidence, "accounts", what)
    if model is not None and model.uncounted:
        what = _("Alle teknologiene i hjemmetjenesten samlet")
        yield missing_own(evidence, "home_care_visits", what)
