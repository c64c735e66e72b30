"""Three tiers: `make check` takes a minute, `make test` some, `make proof` hours.

What is asserted is the same in `make test` and `make proof`; what differs is how much it is tried
on. A budget is said where it is used, `sized(small, full)`, and so is each test that only
`make proof` has time for, with the marker `proof`.
"""

from __future__ import annotations

import os
from typing import TypeVar

T = TypeVar("T")
FULL = os.environ.get("VEIVALG_PROOF") == "1"
"""Whether this is `make proof`."""
FIXED, PROVED = 30, 500
"""How many examples a property is tried on where the test does not say."""


def sized(small: T, full: T) -> T:
    """Give the budget of the tier: `small` in `make test`, `full` in `make proof`."""
    return full if FULL else small


def examples(fixed: int) -> int:
    """Give how many examples to try: `fixed` in `make test`, twenty times that in `make proof`."""
    return sized(fixed, 20 * fixed)


FIRST = (
    "tests/gather/test_recording.py",
    "tests/sources/test_whole_country.py",
    "tests/test_nothing_made_up.py",
    "tests/chapters/test_nobody_is_seen.py",
    "tests/own/intake/test_broken_files.py",
    "tests/maths/optimise/test_municipalities.py",
    "tests/maths/optimise/test_page.py",
    "tests/cli/test_cli.py",
    "tests/publish/test_contract.py",
    "tests/web/test_browser.py",
    "tests/web/test_real_chapters.py",
    "tests/chapters/test_no_fingerprint.py",
    "tests/own/test_deviations.py",
    "tests/maths/projections/ensemble/test_backtest.py",
    "tests/sources/test_fetch.py",
    "tests/test_language.py",
    "tests/chapters/test_area_costs.py",
    "tests/test_one_value.py",
    "tests/chapters/test_schools_hidden.py",
    "tests/data_folder/test_kills.py",
    "tests/sources/test_faults.py",
    "tests/tools/test_hour.py",
    "tests/web/test_bombs_served.py",
    "tests/own/intake/test_intake.py",
    "tests/web/test_plan.py",
    "tests/web/test_scenario_browser.py",
    "tests/web/test_explorer_browser.py",
    "tests/web/test_own_pages.py",
    "tests/web/test_first_page.py",
    "tests/own/intake/test_units.py",
    "tests/web/test_twins.py",
    "tests/web/test_own_browser.py",
    "tests/web/test_bar.py",
    "tests/web/test_topics.py",
    "tests/web/test_folder_browser.py",
    "tests/web/test_overview.py",
)
"""Files that take ten seconds or more, begun first: begun last, one core would wait for it."""
