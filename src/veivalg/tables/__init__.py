"""The vocabulary: one typed schema a table."""

from veivalg.tables.schema import Field, Sourced, TableSchema
from veivalg.tables.vocabulary import (
    TABLES,
    Accounts,
    CareHours,
    CarePlaces,
    CareStaff,
    CareUsers,
    Indicators,
    NeedIndices,
    Population,
    PopulationGroups,
    PrintedFigures,
    Projection,
    ProjectionGroups,
)

__all__ = [
    "TABLES",
    "Accounts",
    "CareHours",
    "CarePlaces",
    "CareStaff",
    "CareUsers",
    "Field",
    "Indicators",
    "NeedIndices",
    "Population",
    "PopulationGroups",
    "PrintedFigures",
    "Projection",
    "ProjectionGroups",
    "Sourced",
    "TableSchema",
]
