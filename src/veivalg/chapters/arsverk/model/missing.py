"""What the chapter «arsverk» lacks."""

from collections.abc import Iterator

from veivalg.chapters.arsverk.model import HOME, LONG, Model
from veivalg.chapters.common.missing import (
    holds,
    lacking_others,
    missing_table,
    missing_tables,
    table_name,
)
from veivalg.content import Missing
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence


def missing(evidence: Evidence, model: Model | None) -> Iterator[Missing]:
    """Give the tables and numbers that are not at hand, and how each is got."""
    wanted = {
        "population": _("Folkemengde etter alder"),
        "care_users": _("Brukere etter alder"),
        "care_staff": _("Årsverk i omsorgstjenesten"),
        "care_places": _("Plasser i institusjon"),
        "care_hours": _("Timer hjemmetjeneste per uke"),
    }
    yield from missing_tables(evidence, wanted)
    if model is not None and not model.ahead:
        yield missing_table(evidence, "projection", _("Befolkningen i årene som kommer"))
    if holds(evidence, "care_users"):
        lacking = [s for s in (HOME, LONG) if model is None or s not in model.used]
        yield from (_hidden(service_name(s)) for s in lacking)
    if model is not None and not model.others:
        what = _("Årsverk i omsorgen i KOSTRA-gruppen og landet uten Oslo")
        yield lacking_others(evidence, "care_staff", what)


def _hidden(service: str) -> Missing:
    why = _("Totaltallet eller tallet for de eldste er skjermet eller ikke publisert.")
    how = _("Bruk kommunens egne tall, summert så ingen gruppe er mindre enn fem.")
    what = _("Brukere etter alder: {service}").format(service=service.lower())
    return Missing(what, why, how, table_name("care_users"))


def service_name(service: str) -> str:
    """Give the Norwegian name of a service."""
    return _("Hjemmetjenester") if service == HOME else _("Langtidsopphold i institusjon")
