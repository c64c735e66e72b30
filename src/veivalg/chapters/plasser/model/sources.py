"""What the figures and exhibits of the chapter «plasser» are made from."""

from veivalg.chapters.common.people import sources_behind
from veivalg.chapters.common.sources import worked_out
from veivalg.chapters.plasser import SPEC
from veivalg.chapters.plasser.model import AGED, Model
from veivalg.content import Source, SourceKind
from veivalg.foundation.i18n import _
from veivalg.norway.deflator import deflator_source
from veivalg.norway.prices import price

METHOD = SPEC.methods[0]


def source_of(model: Model, title: str, part: str = "") -> Source:
    """Give our calculation as source; constructed when anything under it is."""
    below = [*model.sources.values(), *model.path.sources_for(AGED)]
    return worked_out(METHOD, title, below, part=part, note="" if part else model.caveat)


def need_sources(model: Model, *items: str) -> tuple[Source, ...]:
    """Give what the need ahead is made from, and the documents that print `items`."""
    return (
        source_of(model, _("Plasser etter dekningsgrad")),
        model.sources["care_places"],
        *sources_behind(model.path, (AGED,), model.years),
        *(model.printed[item].source for item in items if item in model.printed),
    )


def past_sources(model: Model) -> tuple[Source, ...]:
    """Give what coverage so far is made from."""
    years = [y for y in model.path.observed_years if y <= model.base_year]
    return (
        source_of(model, _("Dekningsgrad til nå"), "-dekning"),
        *model.sources.values(),
        *sources_behind(model.path, (AGED,), years),
        *model.other_sources,
    )


def price_sources(model: Model) -> tuple[Source, ...]:
    """Give the accounts, the document the prices are from, and what brings it to their kroner."""
    own = (model.sources["accounts"],) if "accounts" in model.sources else ()
    lifted = model.choices.day_price.default != price("day_price").value
    return (
        *own,
        Source(
            "helsedirektoratet-dognpris",
            _("Helsedirektoratet"),
            _("døgnpris for utskrivningsklare pasienter 2024"),
            kind=SourceKind.DOCUMENT,
        ),
        *((deflator_source(),) if lifted else ()),
    )


def queue_sources(model: Model) -> tuple[Source, ...]:
    """Give what the queue is made from."""
    users = [model.sources["care_users"]] if model.short_residents is not None else []
    made = source_of(model, _("Kø for korttidsplasser"), "-ko")
    return (made, model.sources["care_places"], *users)
