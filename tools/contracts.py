"""A contract for import-linter: rooms that are found by themselves, and don't know each other."""

from __future__ import annotations

from typing import Any

from grimp import Layer
from importlinter.application import contract_utils
from importlinter.application.contract_utils import AlertLevel
from importlinter.contracts.independence import IndependenceContract
from importlinter.domain import fields
from importlinter.domain.contract import ContractCheck


class Rooms(IndependenceContract):
    """Every child of a package is independent of the others, those named in the contract excepted.

    ``container`` is the package. A child in ``above`` may know every room, one in ``below`` may be
    known by every room and knows none. A new child is a room without a line in the contract.
    """

    type_name = "rooms"

    modules = fields.SetField(subfield=fields.StringField(), required=False)
    container = fields.StringField()
    above = fields.SetField(subfield=fields.StringField(), required=False)
    below = fields.SetField(subfield=fields.StringField(), required=False)
    ignore_imports = fields.SetField(subfield=fields.ImportExpressionField(), required=False)
    unmatched_ignore_imports_alerting = fields.EnumField(AlertLevel, default=AlertLevel.ERROR)

    def check(self, graph: Any, verbose: bool) -> ContractCheck:
        """Hold the rooms of the graph against the contract."""
        removed = contract_utils.remove_ignored_imports_and_report(
            graph=graph,
            ignore_imports=self.ignore_imports,
            unmatched_alerting=self.unmatched_ignore_imports_alerting,
        )
        children = graph.find_children(self.container)
        above, below = (
            {f"{self.container}.{name}" for name in names or ()}
            for names in (self.above, self.below)
        )
        if unknown := (above | below) - children:
            raise ValueError(f"The contract names what isn't there: {', '.join(sorted(unknown))}.")
        layers = [
            Layer(*above, independent=False),
            Layer(*(children - above - below)),
            Layer(*below, independent=False),
        ]
        illegal = graph.find_illegal_dependencies_for_layers(
            layers=[layer for layer in layers if layer.module_tails]
        )
        return ContractCheck(
            kept=not illegal,
            warnings=list(removed.warnings),
            ignored_import_count=removed.ignored_import_count,
            metadata={"invalid_chains": self._build_invalid_chains(illegal, graph)},
        )
