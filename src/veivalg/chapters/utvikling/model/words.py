"""Words of the chapter «utvikling» that sentences and exhibits share."""

from collections.abc import Mapping

from veivalg.chapters.common.indicator_series import Series
from veivalg.chapters.utvikling.model import Model
from veivalg.foundation.i18n import _


def left_out_note(model: Model) -> str:
    """Say which sectors are in no sum, or nothing."""
    if not model.left_out:
        return ""
    names = ", ".join(model.label(s) for s in model.left_out)
    return " " + _("Uten {names}, der tall er skjermet.").format(names=names)


def services() -> str:
    """Name what the chapter's sums are of, with what is left out, for a subtitle."""
    return _(
        "Netto driftsutgifter til tjenestene, uten vann, avløp og renovasjon og funksjon 170–190, "
        "285 og 290"
    )


def part_names() -> Mapping[str, str]:
    """Give what the three parts of growth are called."""
    return {
        "demography": _("Flere eller færre med behov"),
        "price": _("Prisvekst"),
        "volume": _("Mer eller mindre per innbygger med behov"),
    }


def split_formula() -> str:
    """Give how growth is split, in words."""
    return _(
        "Prisvekst = utgift i første år × veksten i prisnivå. Resten er veksten i faste priser, og "
        "der er utgift = innbyggere med behov × volum per innbygger med behov. Hvert bidrag er "
        "snittet over de to rekkefølgene de kan endres i (Shapley), så bidragene summerer."
    )


def sector_name(one: Series) -> str:
    """Give the sector an indicator's name starts with."""
    return one.entry.name.partition(",")[0].partition(":")[0]
