"""What the chapter «plasser» lacks."""

from collections.abc import Iterator

from veivalg.chapters.common.care import short_stays_lacking
from veivalg.chapters.common.missing import (
    how_to_get,
    lacking_others,
    missing_table,
    missing_tables,
    table_name,
)
from veivalg.chapters.plasser.model import INSTITUTION, Model, newest, places_by_kind
from veivalg.content import Missing
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence

TABLE = "care_places"


def missing(evidence: Evidence, model: Model | None) -> Iterator[Missing]:
    """Give the tables and numbers that are not at hand, and how each is got."""
    wanted = {
        "population": _("Folkemengde etter alder"),
        TABLE: _("Plasser i institusjon"),
        "care_users": _("Beboere på langtids- og korttidsopphold"),
    }
    tables = missing_tables(evidence, wanted)
    yield from tables
    if model is not None and not model.ahead:
        yield missing_table(evidence, "projection", _("Befolkningen i årene som kommer"))
    if newest(places_by_kind(evidence, evidence.place).get(INSTITUTION, {})) == 0:
        yield Missing(
            _("Dekningsgrad i institusjon"),
            _("Statistikken sier at kommunen har 0 plasser i institusjon."),
            _("Kontroller KOSTRA-rapporteringen, eller se plassene kommunen kjøper av andre."),
            table_name(TABLE),
        )
    elif model is None and not tables:
        yield Missing(
            _("Plasser i institusjon"),
            _("Tallet er skjermet eller ikke publisert."),
            _("Bruk kommunens eget tall."),
            table_name(TABLE),
        )
    if model is not None:
        yield from _queue(model)
        if model.choices.guessed:
            yield from short_stays_lacking(evidence)
        if not model.others:
            what = _("Dekningsgrad i KOSTRA-gruppen og landet uten Oslo")
            yield lacking_others(evidence, TABLE, what)


def _queue(model: Model) -> Iterator[Missing]:
    what = _("Køen for korttidsplasser")
    if model.misfit:
        yield Missing(
            what,
            _("SSB teller flere på korttidsopphold enn det er korttidsplasser."),
            _("Kontroller KOSTRA-rapporteringen av korttidsplasser."),
            table_name(TABLE),
        )
    elif model.queue() is None:
        why = _("Antall korttidsplasser er ikke kjent.")
        yield Missing(what, why, how_to_get(model.place), table_name(TABLE))
