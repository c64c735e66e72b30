"""What a chapter lacks: which table, why, and how it is got."""

from collections.abc import Mapping

from veivalg.content import Missing, Place, Statement
from veivalg.foundation.i18n import N_, _
from veivalg.gather.evidence import Evidence
from veivalg.maths.projections.population import PopulationPath
from veivalg.maths.service_model.today import no_rows
from veivalg.own.tables import own_table, own_tables
from veivalg.sources.embedded.figures import embedded_tables
from veivalg.tables import TABLES

_SSB_TABLES = {
    "population": "SSB 07459",
    "population_groups": "SSB 07459",
    "projection": "SSB 14746",
    "projection_groups": "SSB 14746",
    "care_users": N_("SSB 11645 og 12292"),
    "care_places": N_("SSB 11875 og 12292"),
    "care_staff": "SSB 14533",
    "care_hours": "SSB 12292",
    "care_activity": "SSB 12292",
    "need_indices": N_("Grønt hefte"),
    "indicators": N_("KOSTRA-nøkkeltall"),
    "accounts": N_("SSB 12362 og 12367"),
}


def how_to_get(place: Place) -> str:
    """Say how figures are fetched."""
    return _("Velg «Hent tall» på siden til {place}.").format(place=place.name)


def holds(evidence: Evidence, name: str) -> bool:
    """Say whether a table has rows of the municipality; age bands do for population."""
    names = (name, "population_groups") if name == "population" else (name,)
    return any(evidence.rows(n, evidence.place) is not None for n in names)


def missing_table(evidence: Evidence, name: str, what: str) -> Missing:
    """Say that a table holds nothing of the municipality, or only what is compared with none."""
    why = no_rows(evidence.place, name)
    if holds(evidence, name):
        text = _("{place} er ikke med blant kommunene som sammenliknes.")
        why = text.format(place=evidence.place.name)
    return Missing(what, why, how_to_get(evidence.place), table_name(name))


def missing_tables(evidence: Evidence, wanted: Mapping[str, str]) -> list[Missing]:
    """Say which tables hold nothing of the municipality, by table and what it would have shown."""
    lacking = ((name, what) for name, what in wanted.items() if not holds(evidence, name))
    return [missing_table(evidence, name, what) for name, what in lacking]


def table_name(name: str) -> str:
    """Give what a reader knows a table as: «SSB 11875 og 12292»."""
    return _(_SSB_TABLES[name]) if name in _SSB_TABLES else TABLES[name].title


def fetched(evidence: Evidence, name: str) -> bool:
    """Say whether the municipality's rows of a table came with a fetch, not with the program."""
    rows, shipped = evidence.rows(name, evidence.place), embedded_tables().get(name)
    if rows is None:
        return False
    here = rows.source(evidence.place.code)
    return shipped is None or here.sha256 != shipped.source(evidence.place.code).sha256


def lacking_others(evidence: Evidence, name: str, what: str) -> Missing:
    """Say that a table holds nothing of the group and the country, and what can be done."""
    if fetched(evidence, name):
        why = _("Tallene er hentet, men SSB har ikke publisert dem for gruppen eller landet.")
        return Missing(what, why, _("Se etter tallene hos SSB senere."), table_name(name))
    why = _("Tallene for gruppen og landet mangler.")
    return Missing(what, why, how_to_get(evidence.place), table_name(name))


def lacking_group(what: str) -> Missing:
    """Say that the people of the group can't be summed, for its municipalities are not fetched."""
    return Missing(
        what,
        _("SSB publiserer ikke folketall for gruppen. Den summeres av kommunene, og noen mangler."),
        _("Hent tall for hele landet."),
        table_name("population_groups"),
    )


def lacking_projection(place: Place, path: PopulationPath, what: str) -> Missing:
    """Say that SSB's projection by one-year age is not at hand; `place` is whom to fetch for."""
    return Missing(what, path.caveat, how_to_get(place), table_name("projection"))


def missing_own(evidence: Evidence, name: str, what: str = "") -> Missing:
    """Say that the municipality has not brought a table, and how to.

    Parameters
    ----------
    what
        What the chapter would have shown with it; the table's title when empty.
    """
    schema = own_table(name)
    why = _("{place} har ikke lest inn «{title}».").format(
        place=evidence.place.name, title=schema.title
    )
    how = _("Last ned malen på siden «Egne tall», fyll den ut og slipp den på samme side.")
    return Missing(what or schema.title, why, how, schema.title)


def missing_owned(evidence: Evidence, *names: str) -> tuple[Missing, ...]:
    """Say which of some tables the municipality has not brought."""
    return tuple(missing_own(evidence, name) for name in names if not evidence.has_own(name))


def nothing_own(evidence: Evidence, name: str) -> Statement:
    """Give the finding of a chapter that lacks the figures it rests on.

    When the table itself has been brought, the first one lacking beside it is named.
    """
    group = [n for n, t in own_tables().items() if {*t.chapters} & {*own_table(name).chapters}]
    lacking = [n for n in (name, *group) if not evidence.has_own(n)]
    text = _("Kapitlet mangler «{title}». Les det inn på siden «Egne tall».")
    if any(evidence.has_own(n) for n in group):
        text = _("{place} har ikke lest inn «{title}», som dette kapitlet bygger på.")
    title = own_table(lacking[0] if lacking else name).title
    text = text.format(place=evidence.place.name, title=title)
    return Statement("mangler", text, {}, caution=True, lacking=True)
