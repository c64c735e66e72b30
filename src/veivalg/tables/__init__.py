"""The vocabulary: one typed schema a table."""

from veivalg.tables.schema import Field, Sourced, TableSchema
from veivalg.tables.vocabulary import TABLES

__all__ = ["TABLES", "Field", "Sourced", "TableSchema"]
