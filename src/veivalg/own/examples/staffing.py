"""Made-up shift plans, reported FTE, pay, absence and a roster. Everything here is KONSTRUERT."""

from datetime import date, timedelta
from functools import partial

import numpy as np
import polars as pl

from veivalg.own.examples import Row, constructed, example, figures
from veivalg.tables import Sourced

SEED = 2317
NOTE = "Vaktplaner, plasser, lønn, fravær og turnus er laget for å vise siden."
# Unit -> kind, places, and people on duty (weekday, weekend) by day, evening and night.
PLANS = figures("plans")
LENGTHS = {"D": 7.5, "A": 7.5, "N": 10.0}
YEAR = 2024
ROSTER_UNIT, ROSTER_WEEKS = "Bofellesskap 3", 12
FIRST_MONDAY = date(2024, 9, 2)
# A six-week rotation: day, evening, night or off, Monday to Sunday. Every third weekend is worked.
ROTATION = ("DD.AA..", "A.DD.DA", "D.AD...", "DA.D...", ".DA.DDA", "A..AD..")
NIGHT_ROTATION = ("NN...NN", "..NNN..", "NN.....", "...NNNN", "NNN....", "..NN...")
CLOCKS = {"D": ("07:30", "15:00"), "A": ("15:00", "22:30"), "N": ("22:00", "08:00")}
DAY_PEOPLE, NIGHT_PEOPLE = 30, 6


_made = partial(constructed, note=NOTE)


@example("staff_plan")
def staff_plan() -> Sourced:
    """Give a shift plan for each unit."""
    rows: list[Row] = []
    for unit, (kind, places, *duty) in PLANS.items():
        for shift, (weekday, weekend) in zip("DAN", duty, strict=True):
            weekly = 33.6 if shift == "N" else 35.5
            rows.append((unit, kind, places, shift, weekday, weekend, LENGTHS[shift], weekly))
    return _made("staff_plan", rows)


def _fte(unit: str) -> float:
    plan = staff_plan().frame.filter(pl.col("unit") == unit)
    return sum(_hours(one) / float(one["weekly_hours"][0]) for one in plan.iter_slices(1))


def _hours(plan: pl.DataFrame) -> float:
    """Give the hours a week the shifts of a plan take."""
    hours = pl.col("length") * (5 * pl.col("weekday") + 2 * pl.col("weekend"))
    return float(plan.select(hours.sum()).item())


@example("staff_reported")
def staff_reported() -> Sourced:
    """Give FTE by day and evening, worked out from the plans and as the units report them."""
    random = np.random.default_rng(SEED + 3)
    plans = staff_plan().frame.filter(pl.col("shift") != "N")
    rows: list[Row] = []
    for unit in PLANS:
        worked_out = round(_hours(plans.filter(pl.col("unit") == unit)) / 35.5, 1)
        reported = round(worked_out * random.uniform(0.97, 1.16), 1)
        rows.append((unit, None, worked_out, reported, round(worked_out - reported, 1)))
    return _made("staff_reported", rows)


@example("staff_pay")
def staff_pay() -> Sourced:
    """Give pay by month; the units that lack people pay more for extra work and agencies."""
    random = np.random.default_rng(SEED)
    rows: list[Row] = []
    for unit in PLANS:
        month_pay = _fte(unit) * 640_000 / 12
        strain = random.uniform(0.5, 1.9)
        for month in range(1, 13):
            summer = 1.7 if month in (7, 8) else 1.0
            part = strain * summer * random.uniform(0.85, 1.15)
            overtime, extra, temporary = (month_pay * share * part for share in (0.03, 0.045, 0.05))
            hours = round(month_pay * 0.025 * part * strain / 900)
            agency = hours * random.uniform(840, 960)
            pay = (month_pay * 0.9, overtime, extra, temporary)
            rows.append((unit, YEAR, month, *(round(v, -2) for v in pay), hours, round(agency, -2)))
    return _made("staff_pay", rows)


@example("absence")
def absence() -> Sourced:
    """Give absence by quarter, higher in winter, for each unit."""
    random = np.random.default_rng(SEED + 1)
    rows: list[Row] = []
    for unit in PLANS:
        fte, level = _fte(unit), random.uniform(0.8, 1.3)
        employees = round(fte / 0.66)
        for quarter, season in enumerate((1.12, 0.98, 0.83, 1.07), 1):
            short = 0.033 * level * season * random.uniform(0.9, 1.1)
            long = 0.061 * level * season * random.uniform(0.9, 1.1)
            rows.append(
                (unit, YEAR, quarter, employees, round(fte, 1), round(short, 4), round(long, 4))
            )
    return _made("absence", rows)


@example("roster_shifts")
def roster_shifts() -> Sourced:
    """Give twelve weeks at one unit, with some swaps and overtime that break rules."""
    random = np.random.default_rng(SEED + 2)
    rows: list[Row] = []
    for n in range(DAY_PEOPLE + NIGHT_PEOPLE):
        rotation = ROTATION if n < DAY_PEOPLE else NIGHT_ROTATION
        for week in range(ROSTER_WEEKS):
            for day, shift in enumerate(rotation[(week + n) % len(rotation)]):
                when = FIRST_MONDAY + timedelta(7 * week + day)
                worked = [(shift, "ordinary")] if shift != "." else []
                if shift == "." and random.random() < 0.02:
                    worked.append(("D", "overtime"))
                if shift == "D" and n % 4 == 0 and week == n % ROSTER_WEEKS:
                    worked.append(("A", "overtime"))  # stays for the evening that nobody fills
                for duty, kind in worked:
                    who = f"KONSTRUERT-{n + 1:02d}"
                    told = (who, ROSTER_UNIT, when, *CLOCKS[duty], kind, None)
                    rows.append((len(rows) + 1, *told))
    return _made("roster_shifts", rows)


@example("roster_people")
def roster_people() -> Sourced:
    """Give positions that the rotation fills, a few of them too small for it."""
    rows: list[Row] = []
    for n in range(DAY_PEOPLE + NIGHT_PEOPLE):
        night = n >= DAY_PEOPLE
        weekly = 33.6 if night else 35.5
        # Hours a week of the rotation by the position it fills; every sixth has a smaller one.
        filled = _weekly_hours(NIGHT_ROTATION if night else ROTATION) / weekly
        position = filled - 0.1 if n % 6 == 5 else filled
        rows.append((f"KONSTRUERT-{n + 1:02d}", round(position + 0.005, 2), weekly))
    return _made("roster_people", rows)


def _weekly_hours(rotation: tuple[str, ...]) -> float:
    shifts = "".join(rotation)
    return sum(shifts.count(s) * hours for s, hours in LENGTHS.items()) / len(rotation)
