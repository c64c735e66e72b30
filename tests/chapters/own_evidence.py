"""What a municipality has brought, let in the way the product does: people behind the gate."""

from __future__ import annotations

from collections.abc import Mapping

from veivalg.gather.evidence import Evidence
from veivalg.norway.register import municipality
from veivalg.own.admission import behind_the_gate
from veivalg.tables import Sourced
from veivalg.tables.gate import Persons


def own_evidence(
    code: str = "5503",
    own: Mapping[str, Sourced] | None = None,
    overrides: Mapping[str, float] | None = None,
    tables: Mapping[str, Sourced] | None = None,
) -> Evidence:
    """Give evidence with these own tables."""
    let_in = {name: behind_the_gate(name, table) for name, table in (own or {}).items()}
    return Evidence(
        municipality(code),
        tables or {},
        overrides or {},
        own={n: t for n, t in let_in.items() if isinstance(t, Sourced)},
        persons={n: t for n, t in let_in.items() if isinstance(t, Persons)},
    )
