"""What is said of a municipality's report: what it has written; made up for the example."""

from veivalg.content.about import About
from veivalg.desk.about import Abouts
from veivalg.lake.lake import Lake
from veivalg.norway.municipality import Municipality
from veivalg.own.examples.about import example_about


def about_of(municipality: Municipality, lake: Lake | None) -> About:
    """Give what is said of a municipality's report; that of the made-up one is made up too."""
    if municipality.example:
        return example_about()
    return About() if lake is None else Abouts(lake.folder).of(municipality.code)
