"""What stands in sight while choices are moved: four numbers, and what they rest on most."""

from dataclasses import dataclass

from veivalg.chapters.common.certainty import DOUBTS
from veivalg.chapters.scenarier.model import Compared, borne, decimals, ends_told, spanned
from veivalg.chapters.scenarier.model.apart import apart, ends_of, unsure
from veivalg.chapters.scenarier.model.followed import still
from veivalg.content import format_number, round_half_up
from veivalg.foundation.i18n import N_, _
from veivalg.maths.scenarios.levers import said
from veivalg.maths.scenarios.outcome import QUANTITIES
from veivalg.web.rooms.choose.scenario_fields import LEVER

SHORT = {
    "institution_needed": N_("Plasser"),
    "fte": N_("Årsverk"),
    "cost": N_("Mill. kr netto"),
    "institution_gap": N_("Uten plass"),
}
"""What stands in sight whatever is drawn, by short names: a choice that moves one is seen to."""

WEIGHED = {"cost": N_("For kronene"), "fte": N_("For årsverkene")}
MOST = 4


@dataclass(frozen=True, slots=True)
class KeyNumber:
    """A number that follows every choice: its name, the main path, and what it is more or less.

    ``ends`` and ``change_ends`` are the 80 % intervals of the number and of the change; ``doubt``
    says that it is uncertain which way the change goes.
    """

    label: str
    value: str
    ends: str = ""
    change: str = ""
    change_ends: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Weight:
    """An assumption that a number rests on: what the change becomes at both ends it is tried at."""

    field: str
    label: str
    low: str
    at_low: str
    high: str
    at_high: str


@dataclass(frozen=True, slots=True)
class Weighed:
    """The assumptions that move a number most, and what the change is held against."""

    title: str
    change: str
    still: str
    most: tuple[Weight, ...]


def key_numbers(compared: Compared) -> tuple[KeyNumber, ...]:
    """Give the four numbers of the scenario being changed, each beside the first scenario.

    The first one stands beside today. All are told as the chapter tells them.
    """
    own, first = compared.runs[compared.at], compared.runs[0]
    return tuple(
        _number(compared, id)
        if id in own.outcome and id in first.outcome
        else KeyNumber(_(SHORT[id]), _("mangler"))
        for id in SHORT
    )


def _number(compared: Compared, id: str) -> KeyNumber:
    own, first = compared.runs[compared.at], compared.runs[0]
    unit, outcome = QUANTITIES[id].unit, own.outcome
    told = ends_told(outcome, id, compared.year)
    digits = borne(outcome, id, compared.year)
    value, ends = _apart(spanned(told, unit, digits))
    if id == "institution_gap" and round_half_up(told[0], digits) <= 0:
        left = format_number(-told[0], unit, digits, word=False)
        value, ends = _("ingen"), _("{n} til overs").format(n=left)
    elif id == "institution_gap" and round_half_up(told[1], digits) < 0:
        # Nobody is less than without a place: that end is places that stand empty.
        left, most = (format_number(v, unit, digits, word=False) for v in (-told[1], told[2]))
        ends = _("fra {left} til overs til {most}").format(left=left, most=most)
    off = apart(compared, own, first, id)
    change, change_ends = _apart(spanned(off.values, unit, off.decimals, sign=True))
    doubt = ""
    if unsure(compared, compared.at, id) and change_ends:
        doubt = _(DOUBTS.get((id, off.middle > 0), N_("Usikkert hvilken vei")))
    return KeyNumber(_(SHORT[id]), value, ends, change, change_ends, doubt)


def _apart(text: str) -> tuple[str, str]:
    """Give «274» and «238–309» of «274 (238–309)»."""
    middle, _space, ends = text.partition(" (")
    return middle, ends.removesuffix(")")


def beside(compared: Compared) -> str:
    """Say what the changes are held against."""
    if not compared.at:
        return _("Endring fra {base} til {year}").format(
            base=compared.base_year, year=compared.year
        )
    return _("Forskjell fra «{first}» i {year}").format(first=compared.names[0], year=compared.year)


def news(compared: Compared) -> str:
    """Say the four numbers in a sentence, for those who hear them."""
    told = [
        ", ".join(part for part in (f"{k.label} {k.value}", k.change, said(k.doubt)) if part)
        for k in key_numbers(compared)
    ]
    return f"{compared.names[compared.at]}, {compared.year}: {'; '.join(told)}."


def weighed(compared: Compared) -> tuple[Weighed, ...]:
    """Give what weighs most for cost and årsverk, in the order the chapter has."""
    found = []
    for id, title in WEIGHED.items():
        rests = compared.rests.get(compared.at, {}).get(id)
        if rests is None or not rests.tried:
            continue
        unit = QUANTITIES[id].unit
        told = apart(compared, compared.runs[compared.at], compared.against[compared.at], id)
        weights = []
        for one in rests.tried[:MOST]:
            field = f"{LEVER}{one.id}" if one.id in compared.inputs.levers else ""
            at = ends_of(one, told.middle - rests.headline)
            ends = (format_number(v, unit, decimals(v, unit), word=False, sign=True) for v in at)
            low, high = ends
            weights.append(Weight(field, one.label, one.low, low, one.high, high))
        change = format_number(told.middle, unit, told.decimals, sign=True)
        held = compared.against[compared.at] is not compared.runs[compared.at]
        against = still(compared, compared.at) if held else ""
        found.append(Weighed(_(title), change, against, tuple(weights)))
    return tuple(found)
