"""The model set to the accounts, function by function, and own prices against those known apart."""

from collections.abc import Mapping
from dataclasses import replace

from veivalg.content.numbers import format_plain
from veivalg.foundation.i18n import _
from veivalg.maths.service_model.accounts import Booked
from veivalg.maths.service_model.care import Factor
from veivalg.maths.service_model.conversion import WorkingYear
from veivalg.maths.service_model.prices import employers_tax, in_year, scaled
from veivalg.norway.aga import full_rate
from veivalg.norway.prices import Part, Price

LOW, HIGH = 0.8, 1.25
"""Own price ÷ a price known independently: outside, it is a finding and not a fit."""
PAY_SHARE = 0.75
"""Share of cost that is pay with employer's tax, where accounts by art don't tell it."""
BY_FUNCTION: Mapping[str, tuple[str, ...]] = {
    "234": ("day_activity",),
    "253": ("place",),
    "256": ("acute",),
    "257": ("dwelling",),
    "258": ("hour", "home_user"),
    "261": ("premises",),
}
"""Function → the own prices its volume may be told by, the first that is known."""


def factors(
    booked: Booked | None,
    own: Mapping[str, Price],
    used: Mapping[str, Price],
    year: WorkingYear,
    code: str,
) -> dict[str, Factor]:
    """Give the factor of each function that its accounts were set by.

    Parameters
    ----------
    own
        The municipality's own prices: what the accounts are met by.
    used
        The prices that are reckoned with: the group's in a service of few, a reader's, the own and
        the price list. These are held against the ones known apart.
    code
        The municipality, for its employer's tax.
    """
    if booked is None:
        return {}
    held, found = dict(used), {}
    if used.get("place_gross") is not own.get("place_gross"):
        held.pop("day_gross", None)  # a day is of the own accounts, and they aren't what is used
    for function, accounts in booked.functions.items():
        ids = BY_FUNCTION.get(function, ())
        id = next((id for id in ids if f"{id}_gross" in own), None)
        gross, net = (own.get(f"{id}_{kind}") for kind in ("gross", "net"))
        compared, other = _against(function, held, year, code, booked.year)
        ratio = compared.value / other.value if compared and other else None
        moving = 1 - accounts.other / accounts.gross if accounts.gross else 1.0
        found[function] = Factor(
            function,
            _modelled(gross, accounts.gross, accounts.other, moving),
            _modelled(net, accounts.net, accounts.net * (1 - moving), moving),
            compared or held.get(f"{id}_gross"),
            other,
            ratio,
            _finding(function, ratio, other),
        )
    return found


def _modelled(own: Price | None, booked: float, still: float, moving: float) -> float:
    """Give volume × own price, and what no service explains; a function without volume stands."""
    if own is None or own.denominator is None:
        return booked
    return own.value * moving * own.denominator.value + still


def _against(
    function: str, used: Mapping[str, Price], year: WorkingYear, code: str, accounts_year: int
) -> tuple[Price | None, Price | None]:
    """Give the price used and one known independently of the same thing; None where none is."""
    if function in ("253", "261") and "day_gross" in used:
        return used["day_gross"], _own_tax(used["day_country"], code, accounts_year)
    if function == "253" and "place_gross" in used:
        return used["place_gross"], _own_tax(used["place_printed"], code, accounts_year)
    if function == "257" and "dwelling_gross" in used:
        return used["dwelling_gross"], _own_tax(used["dwelling_printed"], code, accounts_year)
    if function == "258" and "hour_gross" in used:
        return used["hour_gross"], _hour(used["new_fte"], year)
    return None, None


def _hour(fte: Price, year: WorkingYear) -> Price:
    """Give the price of an hour with a user of one more årsverk."""
    hours = Part(_("timer hos brukerne i året"), year.with_users)
    return Price(
        "hour_new",
        _("Time hos brukeren med et nytt årsverk"),
        fte.value / year.with_users,
        "nok",
        fte.year,
        fte.source,
        fte.certainty,
        fte.low / year.with_users,
        fte.high / year.with_users,
        Part(_("et nytt årsverk"), fte.value),
        hours,
    )


def _own_tax(listed: Price, code: str, year: int) -> Price:
    """Give a price at the full employer's tax, or taken to be (its source says), at the own.

    It is in the kroner of `year`, and has another name than the listed price it no longer is.
    """
    rate, zone = employers_tax(code, year)
    full, text = full_rate(2025), _("arbeidsgiveravgiften regnet om fra {full} % til {zone}")
    by = (1 - PAY_SHARE) + PAY_SHARE * (1 + rate) / (1 + full)
    told = text.format(full=format_plain(100 * full, 1), zone=zone) if by != 1 else ""
    one = in_year(listed, year)
    steps = [_("{year}-kroner").format(year=year)] if one is not listed else []
    steps += [zone] if told else []
    label = _("{label}, regnet om til {steps}")
    label = label.format(label=one.label, steps=_(" og ").join(steps)) if steps else one.label
    return replace(scaled(one, by, year, told), label=label)


def _finding(function: str, ratio: float | None, other: Price | None) -> str:
    if ratio is None or other is None or LOW <= ratio <= HIGH:
        return ""
    return _(
        "Funksjon {function}: prisen som brukes, er {ratio} ganger «{other}» ({source}). Det er et "
        "funn å undersøke, ikke noe modellen retter"
    ).format(
        function=function, ratio=format_plain(ratio, 2), other=other.label, source=other.source
    )
