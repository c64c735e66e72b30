"""What a chapter is. Renderers know this room and no analysis."""

from veivalg.content.about import About
from veivalg.content.chapter import Bearing, Block, Chapter, Report, Section
from veivalg.content.chart import Chart, Mark, Outline, Role, Shape
from veivalg.content.exhibit import Exhibit
from veivalg.content.figure import (
    Assumption,
    Caveat,
    Certainty,
    Figure,
    Interval,
    Missing,
    Place,
    Source,
    SourceKind,
    calculation,
)
from veivalg.content.folded import Folded, folded
from veivalg.content.method import MethodText
from veivalg.content.note import Note, NoteKind
from veivalg.content.numbers import (
    Unit,
    format_date,
    format_number,
    format_plain,
    format_together,
    presented,
    round_half_up,
)
from veivalg.content.quantity import End, Quantity
from veivalg.content.ranked import Ranked, Theme, Track
from veivalg.content.stage import Stage
from veivalg.content.statement import WHOLE, Bound, Statement, literal
from veivalg.content.table import Cell, Column, Pivot, Table
from veivalg.content.topic import Topic

__all__ = [
    "WHOLE",
    "About",
    "Assumption",
    "Bearing",
    "Block",
    "Bound",
    "Caveat",
    "Cell",
    "Certainty",
    "Chapter",
    "Chart",
    "Column",
    "End",
    "Exhibit",
    "Figure",
    "Folded",
    "Interval",
    "Mark",
    "MethodText",
    "Missing",
    "Note",
    "NoteKind",
    "Outline",
    "Pivot",
    "Place",
    "Quantity",
    "Ranked",
    "Report",
    "Role",
    "Section",
    "Shape",
    "Source",
    "SourceKind",
    "Stage",
    "Statement",
    "Table",
    "Theme",
    "Topic",
    "Track",
    "Unit",
    "calculation",
    "folded",
    "format_date",
    "format_number",
    "format_plain",
    "format_together",
    "literal",
    "presented",
    "round_half_up",
]
