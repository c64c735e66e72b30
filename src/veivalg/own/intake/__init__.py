"""Reading what a municipality brings: workbooks and text files, checked cell by cell.

`read_file` recognises the table and finds every fault at once; `accept` stores what has none.
"""

from veivalg.own.foreign.telling import Progress, RefusedFileError
from veivalg.own.intake.engine import accept, read_file
from veivalg.own.intake.result import Column, Intake, UnknownTableError, rows_text
from veivalg.own.intake.template import find_table, template

__all__ = [
    "Column",
    "Intake",
    "Progress",
    "RefusedFileError",
    "UnknownTableError",
    "accept",
    "find_table",
    "read_file",
    "rows_text",
    "template",
]
