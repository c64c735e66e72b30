"""The accounts the model is set to: care functions of a year, and the bridge from gross to net."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from veivalg.foundation.i18n import _
from veivalg.maths.service_model.care import Function, Term
from veivalg.norway.kostra import sector
from veivalg.tables import Sourced
from veivalg.tables.booked import in_use

BOUGHT = ("300", "330", "350", "370", "375", "380")
"""Arts of what is bought from others to do the municipality's own task (art 370 and the like)."""
PAY, PENSION, TAX, SICK_PAY = "sum_pay", "090", "099", "710"
DEPRECIATION = "590"
WITH_BUILDINGS = ("253", "261")
"""Functions with buildings: what new places cost to build is a line of its own ahead, so that their
depreciation must not grow with the places."""
_TERMS: Mapping[str, tuple[str, ...]] = {
    "user_payment": ("600", "620", "629", "630", "640", "650"),
    "refunds": ("700", "730", "750", "770", "775", "780"),
    "sick_pay": ("710",),
    "vat": ("729",),
}
"""Line of the bridge → its income arts."""


@dataclass(frozen=True, slots=True)
class Booked:
    """The care functions of a year.

    Parameters
    ----------
    functions
        Code → its accounts; one nothing is booked on is absent.
    pension, tax, refunded
        Pension premium, employer's tax and refunded sick pay of them all, NOK; None without arts.
    host
        Gross on function 290, co-operation in the host's accounts, NOK; somebody else's cost.
    refunded_by_others
        What other municipalities pay for (art 750), NOK; None without arts.
    """

    year: int
    functions: Mapping[str, Function]
    pension: float | None = None
    tax: float | None = None
    refunded: float | None = None
    host: float | None = None
    refunded_by_others: float | None = None

    @property
    def gross(self) -> float:
        """Give NOK of care, gross."""
        return sum(f.gross for f in self.functions.values())

    @property
    def net(self) -> float:
        """Give NOK of care, net."""
        return sum(f.net for f in self.functions.values())

    @property
    def pay(self) -> float | None:
        """Give pay with pension and tax, less refunded sick pay; None when one isn't known."""
        known = [f.pay for f in self.functions.values() if f.pay is not None]
        return sum(known) if known and len(known) == len(self.functions) else None


def booked_by_year(accounts: Sourced | None) -> dict[int, Booked]:
    """Read the years in which every care function in use is known, gross and net, oldest first.

    Sums are of the group of accounts (konsern). Arts fetched earlier may be of the treasury: a
    difference between the two is in the last line of the bridge, so that it adds up.

    Parameters
    ----------
    accounts
        Rows of one place, table ``accounts``.
    """
    if accounts is None:
        return {}
    care = [f.code for f in sector("care").functions]
    frame = accounts.frame
    sums = in_use(
        frame.filter(
            pl.col("scope") == "konsern",
            pl.col("art").is_in(["sum_gross", "sum_net"]),
            pl.col("function").is_in(care),
        )
    )
    found = {}
    for (year,), rows in sorted(sums.group_by("year")):
        amounts = {
            (f, art): a for f, art, a in rows.select("function", "art", "amount").iter_rows()
        }
        codes = sorted({f for f, _art in amounts})
        whole = all(
            amounts.get((f, a)) is not None for f in codes for a in ("sum_gross", "sum_net")
        )
        if whole and {"253", "254", "258"} & set(codes):
            found[int(str(year))] = _booked(int(str(year)), codes, amounts, frame)
    return found


def _booked(
    year: int, codes: list[str], sums: Mapping[tuple[str, str], float], frame: pl.DataFrame
) -> Booked:
    this = frame.filter(pl.col("year") == year)
    arts = {
        (f, art): amount
        for f, art, amount in this.filter(
            pl.col("scope") == _scope_of_arts(this),
            pl.col("amount").is_not_null(),
            ~pl.col("art").is_in(["sum_gross", "sum_net"]),
        )
        .select("function", "art", "amount")
        .iter_rows()
    }
    detailed = any(art == PAY for _f, art in arts)
    functions = {
        code: _function(code, sums[code, "sum_gross"], sums[code, "sum_net"], arts, detailed)
        for code in codes
        if sums[code, "sum_gross"] or sums[code, "sum_net"]
    }

    def every(*wanted: str) -> float | None:
        return _sum(arts, functions, wanted) if detailed else None

    others = this.filter(
        pl.col("scope") == "konsern", pl.col("function") == "290", pl.col("art") == "sum_gross"
    )["amount"].drop_nulls()
    return Booked(
        year,
        functions,
        every(PENSION),
        every(TAX),
        every(SICK_PAY),
        float(others.sum()) if others.len() else None,
        every("750"),
    )


def _scope_of_arts(rows: pl.DataFrame) -> str:
    """Give whose accounts the arts are of: the group's where they are, else the treasury's."""
    pay = rows.filter(pl.col("art") == PAY)["scope"]
    return "kasse" if pay.len() and "konsern" not in pay else "konsern"


def _sum(
    arts: Mapping[tuple[str, str], float], codes: Mapping[str, object], wanted: tuple[str, ...]
) -> float:
    return sum(a for (f, art), a in arts.items() if f in codes and art in wanted)


def _function(
    code: str, gross: float, net: float, arts: Mapping[tuple[str, str], float], detailed: bool
) -> Function:
    if not detailed:
        return Function(code, gross, net, _bridge(gross - net, {}))
    lines = {id: _sum(arts, {code: None}, wanted) for id, wanted in _TERMS.items()}
    bought = _sum(arts, {code: None}, BOUGHT)
    still = _sum(arts, {code: None}, (DEPRECIATION,)) if code in WITH_BUILDINGS else 0.0
    pay = _sum(arts, {code: None}, (PAY,))
    return Function(code, gross, net, _bridge(gross - net, lines), bought, pay, still)


def _bridge(difference: float, lines: Mapping[str, float]) -> tuple[Term, ...]:
    """Give the lines from gross to net; what the arts don't tell is a line of its own."""
    labels = {
        "user_payment": _("Brukerbetaling og salg"),
        "refunds": _("Refusjoner fra staten og andre"),
        "sick_pay": _("Sykelønnsrefusjon"),
        "vat": _("Kompensasjon for merverdiavgift"),
    }
    terms = [Term(id, labels[id], amount) for id, amount in lines.items() if amount]
    rest = difference - sum(lines.values())
    if abs(rest) >= 1:
        terms.append(Term("undivided", _("Inntekter som ikke er delt opp her"), rest))
    return tuple(terms)


def care_trend(booked: Mapping[int, Booked]) -> dict[int, tuple[float, float]]:
    """Give year → gross and net of help at home and in dwellings: 254, and 257 and 258 together.

    Neither 257 nor 258 is a series of its own: municipalities move cost between them.
    """
    home = ("254", "257", "258")
    return {
        year: (
            sum(b.functions[f].gross for f in home if f in b.functions),
            sum(b.functions[f].net for f in home if f in b.functions),
        )
        for year, b in booked.items()
    }
