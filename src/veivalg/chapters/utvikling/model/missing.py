"""What the chapter «utvikling» lacks."""

from collections.abc import Iterator

from veivalg.chapters.common.indicator_series import missing_series
from veivalg.chapters.common.missing import holds, how_to_get, missing_table, table_name
from veivalg.chapters.common.unknown_codes import unknown_codes
from veivalg.chapters.utvikling.model import Model
from veivalg.chapters.utvikling.model.care import Care
from veivalg.content import Missing
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence

TABLE = "accounts"


def missing(evidence: Evidence, model: Model | None, care: Care) -> Iterator[Missing]:
    """Give the tables and numbers that are not at hand, and how each is got."""
    if model is not None:
        yield from _in_accounts(model)
        yield from unknown_codes(evidence, model.last)
        yield from missing_series(evidence, [care.share, care.per_inhabitant])
        return
    what = _("Utgifter i faste priser")
    if not holds(evidence, TABLE):
        yield missing_table(evidence, TABLE, what)
    else:
        why = _(
            "For lite grunnlag: regnskapet for {place} har ikke to år der tallene for mer "
            "enn halvparten av utgiftene er publisert."
        )
        get = how_to_get(evidence.place)
        yield Missing(what, why.format(place=evidence.place.name), get, table_name(TABLE))
    yield from missing_series(evidence, [care.share])


def _in_accounts(model: Model) -> Iterator[Missing]:
    if model.left_out:
        text = _("{names} er ikke med i summene, fordi tall er skjermet i {first} eller {last}.")
        names = ", ".join(model.label(s) for s in model.left_out)
        why = text.format(names=names, first=model.first, last=model.last)
        what, how = _("Utgiftene i noen sektorer"), _("Bruk kommunens eget regnskap.")
        yield Missing(what, why, how, table_name(TABLE))
    if model.divided:
        yield Missing(
            _("Regnskap før {year}").format(year=min(model.years)),
            _(
                "Kommunen er delt eller slått sammen, og regnskapet for de tidligere kommunene "
                "kan ikke føres over på dagens grenser."
            ),
            _("Bruk regnskapene til de tidligere kommunene."),
            table_name(TABLE),
        )
    if not model.parts:
        text = _("Folketallet etter alder er ikke kjent for både {first} og {last}.")
        yield Missing(
            _("Hva veksten i utgifter består av"),
            text.format(first=model.first, last=model.last),
            how_to_get(model.place),
            "population_groups",
        )
