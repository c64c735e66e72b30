"""What is chosen in each scenario: settings and building steps."""

from veivalg.chapters.common.exhibits import by_column
from veivalg.chapters.common.written import in_words
from veivalg.chapters.scenarier.exhibits import SCENARIO, VALUE, show
from veivalg.chapters.scenarier.model import Compared
from veivalg.content import Cell, Column, Exhibit, Unit
from veivalg.foundation.i18n import _
from veivalg.maths.scenarios.levers import text_of


def chosen(compared: Compared) -> Exhibit | None:
    """List the choices that differ from today in some scenario, each with today's value."""
    levers = compared.inputs.levers
    settings = [(run.scenario, run.scenario.settings) for run in compared.runs]
    moved = [
        id
        for id in levers
        if any(id in own and text_of(levers, s, id) != levers[id].today_text for s, own in settings)
    ]
    rows: list[tuple[Cell, ...]] = []
    for id in moved:
        now = levers[id]
        label = _(now.lever.label)
        rows.append((label, _("I dag"), now.today_text))
        rows += [
            (label, name, text_of(levers, run.scenario, id)) for name, run in compared.named_runs
        ]
    if not rows:
        return None
    return show(compared)(
        "scenarier-valg",
        _("Scenariene skiller seg fra i dag på {n} valg"),
        _("Det som er flyttet i minst ett scenario, {place}"),
        (Column("lever", _("Valg")), Column(SCENARIO, _("Scenario")), Column(VALUE, _("Verdi"))),
        rows,
        n=in_words(len(moved)),
        alt=_("Tabellen viser {n} valg, hvor de står i dag og i hvert scenario."),
        pivot=("lever", SCENARIO, VALUE),
        note=_("Alt annet står som i dag. Kildene står i regnearket og ved hvert valg på siden."),
    )


def building(compared: Compared) -> Exhibit | None:
    """List the building steps of every scenario."""
    steps = [(name, step) for name, run in compared.named_runs for step in run.scenario.steps]
    if not steps:
        return None
    return show(compared)(
        "scenarier-byggetrinn",
        _("Scenariene har {n} byggetrinn"),
        _("Plasser som åpner 1. januar i året, {place}"),
        *by_column(
            steps,
            (Column(SCENARIO, _("Scenario")), lambda row: row[0]),
            (Column("step", _("Byggetrinn")), lambda row: row[1].name),
            (Column("year", _("Åpner"), Unit.YEAR), lambda row: row[1].year),
            (
                Column("institution", _("Institusjonsplasser"), Unit.PLACES),
                lambda row: row[1].places.get("institution"),
            ),
            (
                Column("dwellings", _("Heldøgns boliger"), Unit.PLACES),
                lambda row: row[1].places.get("dwellings_24h"),
            ),
            (Column("cost", _("Kostnad"), Unit.MILLION_NOK, 1), lambda row: row[1].cost or None),
            (Column("grant", _("Tilskudd"), Unit.SHARE, 0), lambda row: row[1].grant_share),
        ),
        n=in_words(len(steps)),
        alt=_("Tabellen viser {n} byggetrinn med år, plasser og kostnad."),
    )
