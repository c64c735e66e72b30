"""What a file of the scenarios holds besides the chapter: all quantities, assumptions, the log."""

from collections.abc import Sequence

from veivalg.chapters.scenarier.exhibits import SCENARIO, VALUE
from veivalg.chapters.scenarier.model import Compared, fan, filled, notes, sources, tested
from veivalg.content import Cell, Column, Exhibit, Table, Unit, presented
from veivalg.desk.scenarios import Event
from veivalg.foundation.i18n import _
from veivalg.maths.scenarios.levers import interval_of, text_of
from veivalg.maths.scenarios.outcome import QUANTITIES


def all_quantities(compared: Compared) -> Exhibit:
    """Give every quantity by scenario and year, with its unit and both intervals."""
    rows: list[tuple[Cell, ...]] = []
    for quantity in compared.known:
        for name, run in zip(compared.names, compared.runs, strict=True):
            found = fan(run.outcome, quantity.id)
            rows += [
                (
                    _(quantity.label),
                    quantity.unit.word,
                    name,
                    year,
                    *(presented(float(v), quantity.unit) for v in found[:, t]),
                )
                for t, year in enumerate(run.outcome.years)
            ]
    heads = (
        ("p10", _("Nedre, 80 %")),
        ("p25", _("Nedre, 50 %")),
        (VALUE, _("Midterste")),
        ("p75", _("Øvre, 50 %")),
        ("p90", _("Øvre, 80 %")),
    )
    return Exhibit(
        "scenarier-over-tid",
        _("Alle størrelser, år for år"),
        _("Hvert scenario med sin egen usikkerhet, {place}").format(place=compared.place.name),
        _("Tabellen viser alle størrelser i hvert scenario, år for år."),
        Table(
            (
                Column("quantity", _("Størrelse")),
                Column("unit", _("Enhet")),
                Column(SCENARIO, _("Scenario")),
                Column("year", _("År"), Unit.YEAR),
                *(Column(key, title, Unit.COUNT, 1) for key, title in heads),
            ),
            tuple(rows),
        ),
        sources(compared),
        note=notes(filled(*QUANTITIES), tested(), compared.inputs.caveat),
    )


def assumptions(compared: Compared) -> Exhibit:
    """List every lever in every scenario with interval, source and how certain it is."""
    rows: list[tuple[Cell, ...]] = []
    for now in compared.inputs.levers.values():
        for name, run in zip(compared.names, compared.runs, strict=True):
            low, high = interval_of(compared.inputs.levers, run.scenario, now.id)
            spread = f"{now.text(low)} – {now.text(high)}" if low < high else ""
            rows.append(
                (
                    _(now.lever.group.value),
                    _(now.lever.label),
                    name,
                    now.today_text,
                    text_of(compared.inputs.levers, run.scenario, now.id),
                    spread,
                    now.certainty.word,
                    now.source,
                )
            )
    return Exhibit(
        "scenarier-antakelser",
        _("Alle antakelser i scenariene"),
        _("Hvert valg i dag og i hvert scenario, med 80 % intervall der det trekkes"),
        _("Tabellen viser alle antakelser med kilde."),
        Table(
            (
                Column("group", _("Gruppe")),
                Column("lever", _("Antakelse")),
                Column(SCENARIO, _("Scenario")),
                Column("today", _("I dag")),
                Column(VALUE, _("I scenariet")),
                Column("spread", _("80 % intervall")),
                Column("certainty", _("Sikkerhet")),
                Column("source", _("Kilde")),
            ),
            tuple(rows),
        ),
        sources(compared),
    )


def log(compared: Compared, events: Sequence[Event]) -> Exhibit | None:
    """List who changed what and when in the saved scenarios; none when none is saved."""
    rows = tuple(
        (
            event.name,
            event.when[:16].replace("T", " "),
            event.who,
            "; ".join(event.what) or _("lagret uten endring i valgene"),
        )
        for event in events
    )
    if not rows:
        return None
    return Exhibit(
        "scenarier-logg",
        _("Hvem har endret hva"),
        _("Lagrede scenarier, eldste først"),
        _("Tabellen viser endringene i lagrede scenarier."),
        Table(
            (
                Column(SCENARIO, _("Scenario")),
                Column("when", _("Når")),
                Column("who", _("Hvem")),
                Column("what", _("Hva")),
            ),
            rows,
        ),
        sources(compared),
    )
