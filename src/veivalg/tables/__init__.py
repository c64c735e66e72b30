"""The vocabulary: one typed schema a table."""

from veivalg.tables.schema import Field, Sourced, TableSchema
from veivalg.tables.vocabulary import (
    TABLES,
    CareHours,
    CarePlaces,
    CareStaff,
    CareUsers,
    NeedIndices,
    Population,
    PopulationGroups,
    PrintedFigures,
    Projection,
    ProjectionGroups,
)

__all__ = [
    "TABLES", "CareHours", "CarePlaces", "CareStaff", "CareUsers", "Field", "NeedIndices",
    "Population", "PopulationGroups", "PrintedFigures", "Projection", "ProjectionGroups",
    "Sourced", "TableSchema",
]  # fmt: skip
