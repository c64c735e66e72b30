"""What is known of a chapter before it is made: enough to list it, link to it and gather for it."""

from dataclasses import dataclass

from veivalg.content import Stage, Topic

CARE = (
    "population",
    "population_groups",
    "projection",
    "projection_groups",
    "care_users",
    "care_places",
    "care_staff",
    "care_hours",
    "care_activity",
    "accounts",
    "home_care_staff",
    "home_care_totals",
    "home_care_visits",
)
"""What the model of care is read from: the needs of every chapter that asks it."""


def folder(id: str) -> str:
    """Give the folder of a chapter: its id, with what a package can't be called changed.

    Examples
    --------
    >>> folder("plan-innenfor-rammene")
    'plan_innenfor_rammene'
    """
    return id.replace("-", "_")


@dataclass(frozen=True, slots=True)
class ChapterSpec:
    """The specification of a chapter, as ``SPEC`` in its folder's ``__init__.py``.

    Parameters
    ----------
    id
        The name of its folder with «-» for «_», in addresses and on the command line («plasser»).
    title
        Norwegian, marked with ``N_`` and translated where it is shown.
    question
        What the chapter answers, one line for lists and tables of contents, marked likewise.
    order
        Its place in the report; None for a chapter that only a page of its own makes.
    topic
        The page it stands in, and with it its place in the bar and its part of the report.
    first
        Ids of the exhibits that are shown first, the most important first: those that are there
        stand open, and every other one under «Flere figurer». «a|b» is b where there is no a.
    needs
        All it reads of the evidence: tables of the municipality and those it is compared with, its
        own tables, and what people keep. A test holds it against what is read.
    national
        The tables it reads of every municipality, not only those compared with.
    methods
        Ids of the methods it follows («M15»), the main one first.
    """

    id: str
    title: str
    question: str = ""
    order: int | None = None
    topic: Topic = Topic.CARE
    first: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    national: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()

    @property
    def stage(self) -> Stage:
        """Give where on the way to a decision it stands."""
        return self.topic.stage
