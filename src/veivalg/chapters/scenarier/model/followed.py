"""What the places of a scenario follow, said with how long use goes on changing there."""

from veivalg.chapters.common.sentences import listed
from veivalg.chapters.common.use_trend import Going
from veivalg.chapters.scenarier.model import Compared
from veivalg.foundation.i18n import _
from veivalg.maths.scenarios.levers import text_of, value_of
from veivalg.maths.scenarios.model import Scenario
from veivalg.maths.scenarios.outcome import QUANTITIES
from veivalg.maths.scenarios.practice import followed_by
from veivalg.maths.service_model.flow import THREE
from veivalg.maths.service_model.services import Driver


def going_on(compared: Compared, scenario: Scenario) -> Going:
    """Give how use goes on changing in a scenario."""
    levers = compared.inputs.levers
    change, years = (value_of(levers, scenario, id) for id in ("rate_trend", "trend_years"))
    moved = change != levers["rate_trend"].today
    chosen = text_of(levers, scenario, "rate_trend") if moved else ""
    return Going(change, years, compared.base_year, compared.year, chosen)


def follows(compared: Compared, scenario: Scenario) -> str:
    """Name what the places of a scenario follow, as a noun phrase: it stands in sentences."""
    return going_on(compared, scenario).followed(followed_by(compared.inputs.levers, scenario))


def label_of(compared: Compared, id: str) -> str:
    """Name a quantity of every scenario; that of the trend says how long it goes on in each."""
    label = _(QUANTITIES[id].label)
    if id != THREE[Driver.TREND]:
        return label
    every = {name: going_on(compared, run.scenario) for name, run in compared.named_runs}
    mixed = any(going.chosen or not going.years for going in every.values())
    names: dict[str, list[str]] = {}
    for name, going in every.items():
        names.setdefault(_how(going, mixed=mixed), []).append(f"«{name}»")
    if mixed:
        label = _("Institusjonsplasser hvis bruken endrer seg")
    elif len(names) == 1:
        return f"{label}, {next(iter(names))}"
    each = (_("{lasts} i {names}").format(lasts=k, names=listed(v)) for k, v in names.items())
    return f"{label}: {', '.join(each)}"


def _how(going: Going, *, mixed: bool) -> str:
    if not going.years:
        return _("ikke")
    if going.chosen:
        return _("{rate} i året {lasts}").format(rate=going.chosen, lasts=going.lasts)
    return _("som de siste fem årene {lasts}").format(lasts=going.lasts) if mixed else going.lasts
