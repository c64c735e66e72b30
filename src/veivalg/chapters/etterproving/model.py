"""What the page «etterproving» rests on: how it names things, and its figures."""

from veivalg.chapters.common.figures import Figures
from veivalg.chapters.etterproving import SPEC
from veivalg.content import Source, SourceKind, format_plain
from veivalg.foundation.i18n import N_, _
from veivalg.maths.projections.ensemble.scores import ALL, SIZES, Result
from veivalg.norway.municipality import NORWAY

METHOD = SPEC.methods[0]
AHEAD = 5
LOWEST, HIGHEST = 0.72, 0.88
"""What is accepted of an 80 % interval in one size class and age group."""
STEADY = 0.12
TOTAL, AGED = "alle", "80-"
PERIODS = ((2013, 2021), (2020, 2025))
"""Base years told together: those that reach five years without the newest wave, and the newest."""
AIM_TOTAL, AIM_AGED = 0.024, 0.0395
"""What is aimed at five years ahead, for the first of the periods."""
BASE_LOWEST, BASE_HIGHEST = 0.70, 0.88
"""What is accepted of the 80 % intervals from one base year."""
RIVAL_NAMES = {
    "plain": N_("5 år, vekt 200"),
    "plain_1000": N_("5 år, vekt 1000"),
    "long_200": N_("8 år, vekt 200"),
    "long_1000": N_("8 år, vekt 1000"),
}


def group_name(group: str) -> str:
    """Give an age group as it is written."""
    named = {"alle": _("Alle"), "80-": _("80 og eldre"), "90-": _("90 og eldre")}
    return named.get(group) or "–".join(format_plain(int(age)) for age in group.split("-"))


def size_name(size: int) -> str:
    """Give a size class as it is written."""
    if size == ALL:
        return _("Alle kommuner")
    above = [s for s in SIZES if s > size]
    low, high = format_plain(size), format_plain(above[0]) if above else ""
    if not above:
        return _("{low} og flere").format(low=low)
    return (
        _("Under {high}").format(high=high)
        if size == 0
        else _("{low} til {high}").format(low=low, high=high)
    )


def source_of(result: Result) -> Source:
    """Give the back-test as a source."""
    return Source(
        "veivalg-etterproving",
        "Veivalg",
        _("Etterprøving av framskrivingene"),
        retrieved=result.made,
        licence="CC BY 4.0",
        kind=SourceKind.CALCULATION,
        note=result.source,
    )


def figures(result: Result) -> Figures:
    """Give what makes the figures of the back-test."""
    return Figures(NORWAY, f"{result.first}–{result.last}", source_of(result), METHOD)


def error_formula() -> str:
    """Say how an error is measured."""
    return _("Snittet over alle kommuner og startår av |framskrevet / faktisk − 1|")
