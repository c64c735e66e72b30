"""Every table that is fetched, in the order they are asked for."""

from functools import cache

from veivalg.sources.ssb.account_tables import ACCOUNT_SPECS
from veivalg.sources.ssb.indicator_tables import indicator_specs
from veivalg.sources.ssb.spec import TableSpec
from veivalg.sources.ssb.tables import SPECS


@cache
def all_specs() -> tuple[TableSpec, ...]:
    """Give people and services first, then indicators and accounts."""
    return (*SPECS, *indicator_specs(), *ACCOUNT_SPECS)
