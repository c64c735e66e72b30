"""What is drawn of a table: the form, what its series are, and what is marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Outline = tuple[tuple[tuple[float, float], ...], ...]
"""Where a place lies: rings of (longitude, latitude) in degrees. One ring of one point is a dot."""


class Role(StrEnum):
    """What a series is; the colour follows the role, never the other way."""

    OWN = "own"
    GROUP = "group"
    NORWAY = "norway"
    PEER = "peer"
    SCENARIO = "scenario"
    MALE = "male"
    FEMALE = "female"
    THEN = "then"
    NOW = "now"


class Shape(StrEnum):
    """The chart forms there are; adding one is adding a function in ``publish.charts``.

    ``WATERFALL``: ``x`` names the steps in order, ``y`` is each step with its sign. Rows whose
    ``x`` is in ``Chart.totals`` are bars from zero and must equal the sum so far (a total in the
    first row sets the start). Steps are written with their sign, totals without.

    ``MAP``: ``x`` is the municipality's code, ``y`` the value that colours it, ``series``, when
    given, the column with its name. ``Chart.geometry`` gives each code its outline; a code without
    one is left to the table, and an outline without a value is ground. Classes hold about equally
    many. ``roles`` may be by code or by name: ``OWN`` and ``PEER`` are outlined and named. ``None``
    or a text («skjermet») is hatched. ``Chart.ranking`` is written beside it, a line each.

    ``DOTS``: ``x`` is measured and ``y`` names the rows (or the other way round), ``series`` is the
    column with the place of each dot. Places with a role in ``roles`` are named, all others are
    «andre kommuner». With two places in all it is a duel: both values are written.

    ``SWIMLANE``: who does what, step by step. ``x`` is the step's number, ``y`` the actor in whose
    lane it stands, ``Chart.label`` the column with the step in words, ``series`` whether
    responsibility is settled; a step whose ``series`` is in ``Chart.unsettled`` is dashed and says
    so. Rows with the same number are one step that several actors share. Lanes come in table order.
    """

    LINES = "lines"  # x time, y value, a line a series, optional ribbon
    BARS = "bars"  # horizontal bars from zero, a category a row
    COLUMNS = "columns"  # vertical bars over time, stacked by series when asked
    PYRAMID = "pyramid"  # ages by sex, two dates
    PANELS = "panels"  # small multiples of lines, same scale
    RANGE = "range"  # point with interval, a category a row
    WATERFALL = "waterfall"  # signed steps from one total to another
    MAP = "map"  # municipalities coloured by class, or dots where they have no outline
    DOTS = "dots"  # a strip a row: our own dot among the others, or a duel of two
    SWIMLANE = "swimlane"  # steps in the lanes of those who do them


@dataclass(frozen=True, slots=True)
class Mark:
    """A labelled line in a chart, at an x (present, opening year) or y (threshold) value."""

    label: str
    x: float | None = None
    y: float | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """What to draw from the exhibit's tidy table, by column keys.

    ``roles`` gives each series its meaning (colour and weight follow). ``projected_from`` is the
    first x that is projected: drawn dashed from there. ``low``/``high`` are ribbon columns and are
    for intervals only, never for scenarios; ``inner`` names the columns of a narrower interval in
    the same ribbon, darker (50 % within 80 %). ``facet`` makes small multiples on one scale.
    ``ends`` are where a value axis is to begin and end: a rank is seen against how many there are.
    ``own_scales`` gives each facet a scale of its own, for what differs too much to share one; the
    drawing says so.
    ``beyond`` gives a map what it draws of places too many to list, code → value, and ``names``
    what they are called.
    ``totals`` is for waterfalls, ``geometry`` for maps, ``label`` and ``unsettled`` for swimlanes;
    see :class:`Shape`.
    """

    shape: Shape
    x: str
    y: str
    series: str | None = None
    roles: Mapping[str, Role] = field(default_factory=dict)
    low: str | None = None
    high: str | None = None
    facet: str | None = None
    projected_from: float | None = None
    zero: bool = False
    stacked: bool = False
    y_title: str = ""
    x_title: str = ""
    marks: tuple[Mark, ...] = ()
    totals: tuple[str, ...] = ()
    ends: tuple[float, float] | None = None
    own_scales: bool = False
    geometry: Mapping[str, Outline] = field(default_factory=dict, repr=False)
    beyond: Mapping[str, float | None] = field(default_factory=dict, repr=False)
    names: Mapping[str, str] = field(default_factory=dict, repr=False)
    ranking: tuple[str, ...] = ()
    inner: tuple[str, str] | None = None
    label: str | None = None
    unsettled: tuple[str, ...] = ()
