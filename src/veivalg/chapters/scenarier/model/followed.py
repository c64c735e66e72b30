"""What the places of a scenario follow, said with how long use goes on changing there."""

from veivalg.chapters.common.sentences import listed
from veivalg.chapters.common.use_trend import Going
from veivalg.chapters.scenarier.model import Compared, decimals
from veivalg.content import format_number
from veivalg.foundation.i18n import N_, _
from veivalg.maths.scenarios.levers import text_of, value_of
from veivalg.maths.scenarios.model import Scenario
from veivalg.maths.scenarios.outcome import QUANTITIES
from veivalg.maths.scenarios.practice import followed_by
from veivalg.maths.service_model.flow import THREE
from veivalg.maths.service_model.sensitivity import Tried
from veivalg.maths.service_model.services import Driver

PAID = ("cost", "cost_gross")
"""What interest and repayment of building steps are added to."""


def going_on(compared: Compared, scenario: Scenario) -> Going:
    """Give how use goes on changing in a scenario."""
    levers = compared.inputs.levers
    change, years = (value_of(levers, scenario, id) for id in ("rate_trend", "trend_years"))
    moved = change != levers["rate_trend"].today
    chosen = text_of(levers, scenario, "rate_trend") if moved else ""
    return Going(change, years, compared.base_year, compared.year, chosen)


def follows(compared: Compared, scenario: Scenario) -> str:
    """Name what the places of a scenario follow, as a noun phrase: it stands in sentences."""
    driver, going = followed_by(compared.inputs.levers, scenario), going_on(compared, scenario)
    if driver is Driver.TREND and going.years and not going.chosen:
        return _("utviklingen i bruken {lasts}").format(lasts=going.lasts)
    return going.followed(driver)


def follows_another(compared: Compared, held: Scenario) -> bool:
    """Say whether the places follow another number than today's in what is held against."""
    levers = compared.inputs.levers
    return value_of(levers, held, "driver") != levers["driver"].today


def still(compared: Compared, i: int) -> str:
    """Say what a scenario is held against."""
    held = compared.against[i].scenario
    if not follows_another(compared, held):
        return _("alt går som i dag")
    text = _("plassene følger {driver}, ellers som i dag")
    return text.format(driver=follows(compared, held))


FOLLOWED = {
    "driver": N_("plassene følger det samme, ellers som i dag"),
    "trend_years": N_("plassene følger utviklingen i bruken like lenge, ellers som i dag"),
}
"""What places follow → what a scenario is held against where that is moved there too."""


def row_against(one: Tried) -> str:
    """Say what a row of assumptions is held against, under a line that names what others are."""
    if one.shared and one.id in FOLLOWED:
        # what is answered «nei» is as the others are
        text = _("nei: som over, ja: {it}") if one.low == _("nei") else "{it}"
        return text.format(it=_(FOLLOWED[one.id]))
    return _("som over, med antakelsen flyttet likt") if one.shared else _("som over")


def label_of(compared: Compared, id: str) -> str:
    """Name a quantity as the scenarios have it.

    That of the trend says how long it goes on in each, and what care costs that interest and
    repayment of building steps are in it: they are no operating cost.
    """
    label = _(QUANTITIES[id].label)
    if id in PAID and _capital(compared):
        return _("{label} med renter og avdrag").format(label=label)
    if id != THREE[Driver.TREND]:
        return label
    names: dict[str, list[str]] = {}
    for name, run in compared.named_runs:
        going, how = going_on(compared, run.scenario), _("som de siste fem årene {lasts}")
        if not going.years or going.chosen:
            how = _("{rate} i året {lasts}") if going.years else _("ikke")
        names.setdefault(how.format(rate=going.chosen, lasts=going.lasts), []).append(f"«{name}»")
    label = _("Institusjonsplasser hvis bruken endrer seg")
    if len(names) == 1:
        return f"{label} {next(iter(names))}"
    each = (_("{lasts} i {names}").format(lasts=k, names=listed(v)) for k, v in names.items())
    return f"{label}: {', '.join(each)}"


def paid(compared: Compared) -> str:
    """Say what interest and repayment are in the cost of each scenario; empty where none is."""
    found = _capital(compared)
    if not found:
        return ""
    each = (_("{kr} i «{name}»").format(kr=kr, name=name) for name, kr in found.items())
    return _(
        "Renter og avdrag for byggetrinn er {each} i {year}. De er lagt til driftsutgiften. Hvert "
        "tall er avrundet for seg, så forskjellen mellom to av dem kan være litt større eller "
        "mindre."
    ).format(each=listed(list(each)), year=compared.year)


def _capital(compared: Compared) -> dict[str, str]:
    """Give scenario → its interest and repayment in the year told about, as text."""
    runs = compared.named_runs
    built = {n: r.outcome for n, r in runs if r.scenario.steps and "cost_capital" in r.outcome}
    amounts = {name: one.middle("cost_capital", compared.year) for name, one in built.items()}
    unit = QUANTITIES["cost_capital"].unit
    return {n: format_number(v, unit, decimals(v, unit)) for n, v in amounts.items() if v}
