"""What the chapter «ressursbruk» says."""

from veivalg.chapters.common.costs import Held, Model
from veivalg.chapters.common.costs.choices import correction_name
from veivalg.chapters.common.costs.words import equal, formula, meaning
from veivalg.chapters.common.sentences import fill, say, tell
from veivalg.content import Figure, Statement, Unit
from veivalg.foundation.i18n import _
from veivalg.maths.comparison.costs import Correction
from veivalg.norway.kostra import sector


def nothing(place: str) -> Statement:
    """Say that there are no accounts to compare."""
    text = _("Vi har ikke regnskapet til {place}, så ressursbruken kan ikke sammenliknes.")
    return tell("mangler", text, place=place, lacking=True)


def theoretical() -> Statement:
    """Say what a potential is not."""
    return tell("teoretisk", meaning(), caution=True)


def level(model: Model) -> Statement | None:
    """Say what services cost per inhabitant, as booked and as corrected."""
    steps, people = model.steps(), model.inhabitants
    if not model.complete:
        return None
    figures = {
        "raw": model.figure(
            "ra-per-innbygger",
            _("Netto driftsutgifter per innbygger, regnskapsført"),
            steps[0].total / people,
            Unit.NOK,
            _("Netto driftsutgifter ÷ innbyggere"),
            0,
        ),
        "corrected": model.figure(
            "korrigert-per-innbygger",
            _("Netto driftsutgifter per innbygger, korrigert"),
            steps[-1].total / people,
            Unit.NOK,
            _("Regnskapsført beløp etter korreksjonene som er på"),
            0,
        ),
    }
    text = (
        _(
            "{place} brukte {raw} per innbygger på tjenestene i {year}. Med de korreksjonene som "
            "kunne gjøres, er det {corrected} ved kommunens egen arbeidsgiveravgift."
        )
        if model.on and Correction.EMPLOYER_TAX in model.flags
        else _(
            "{place} brukte {raw} per innbygger på tjenestene i {year}. Korrigert for forhold "
            "kommunen ikke styrer, er det {corrected} ved kommunens egen arbeidsgiveravgift."
        )
        if model.on
        else _(
            "{place} brukte {raw} per innbygger på tjenestene i {year}. Ingen korreksjoner er "
            "slått på, så sammenlikningen er på {corrected}."
        )
    )
    return say("niva", text, figures, place=model.place.name, year=str(model.year))


def _money(model: Model, held: Held, id: str, label: str, value: float) -> Figure:
    return model.figure(id, label, value, Unit.MILLION_NOK, formula(), 1, held)


def potential(model: Model, held: Held) -> Statement | None:
    """Say how cost differs from a reference, in all and on either side."""
    total = held.comparison.total()
    if held.comparison.sectors()["savings"].drop_nulls().is_empty():
        return None
    figures = {
        "net": _money(model, held, "netto", _("Samlet avvik"), total.net),
        "more": _money(model, held, "mer", _("Sum av sektorer med høyere bruk"), total.positive),
        "less": _money(model, held, "mindre", _("Sum av sektorer med lavere bruk"), total.negative),
    }
    text = _(
        "Mot {name} er avviket {net:+} {equal}: {more:a} i sektorer der {place} "
        "bruker mer, og {less:a} i sektorer der {place} bruker mindre."
    )
    if total.lacking:
        text += " " + _("{n} sektorer har for lite grunnlag og er ikke med.")
    n, same = str(total.lacking), equal(model, held)
    words = {"name": held.name, "place": model.place.name, "n": n, "equal": same}
    return say(f"potensial-{held.id}", text, figures, words)


def largest(model: Model, held: Held) -> Statement | None:
    """Name the sector furthest above the reference."""
    rows = held.comparison.sectors().drop_nulls("savings").sort("savings", descending=True)
    if rows.is_empty() or rows["savings"][0] <= 0:
        return None
    top = rows.row(0, named=True)
    name = sector(top["sector"]).label
    label = fill(_("Merutgift, {name}"), name=name)
    gap = model.figure(
        "storst-sektor-per-innbygger",
        fill(_("Avvik per innbygger, {name}"), name=name),
        top["own"] - top["reference"],
        Unit.NOK,
        _("Korrigert nivå minus nivået det sammenliknes med"),
        0,
        held,
    )
    text = _("{sector} ligger lengst over {name}: {saved:a}, eller {gap:a} per innbygger {equal}.")
    figures = {"saved": _money(model, held, "storst-sektor", label, top["savings"]), "gap": gap}
    return say("storst", text, figures, sector=name, name=held.name, equal=equal(model, held))


def function(model: Model, held: Held) -> Statement | None:
    """Name the function furthest above the reference."""
    ranked = held.comparison.rows.filter("ranked").drop_nulls("savings")
    rows = ranked.sort("savings", descending=True)
    if rows.is_empty() or rows["savings"][0] <= 0:
        return None
    top = rows.row(0, named=True)
    name = model.names[top["function"]]
    saved = _money(model, held, "storst-funksjon", name, top["savings"])
    text = _("Av enkeltfunksjonene ligger funksjon {function} høyest over {name}, med {saved:a}.")
    return say("funksjon", text, {"saved": saved}, function=name, name=held.name)


def effects(model: Model) -> Statement | None:
    """Say what need moves of the own cost, and employer's tax of the gap."""
    held, need = model.first, model.effects[Correction.NEED] if model.complete else None
    tax = model.effects[Correction.EMPLOYER_TAX]
    both = {Correction.NEED, Correction.EMPLOYER_TAX} <= model.on
    if not need or not tax or held is None or not both:
        return None
    moved = {"behov": (Correction.NEED, need), "aga": (Correction.EMPLOYER_TAX, tax)}
    figures: dict[str, Figure | None] = {
        slot: model.figure(
            f"virkning-{slot}",
            correction_name(correction),
            value,
            Unit.NOK,
            _("Beløp etter minus før korreksjonen ÷ innbyggere"),
            0,
        )
        for slot, (correction, value) in moved.items()
    }
    text = _(
        "Korreksjon for utgiftsbehov endrer utgiftene per innbygger med {behov:+}. Lik "
        "arbeidsgiveravgift endrer avviket fra {name} med {aga:+}."
    )
    return say("virkninger", text, figures, name=held.name)
