"""What the page «etterproving» says."""

from collections.abc import Iterator

from veivalg.chapters.common.sentences import fill, tell
from veivalg.chapters.etterproving.model import (
    AGED,
    AHEAD,
    AIM_AGED,
    AIM_TOTAL,
    BASE_HIGHEST,
    BASE_LOWEST,
    PERIODS,
    TOTAL,
    error_formula,
    figures,
)
from veivalg.content import Statement, Unit, format_plain
from veivalg.foundation.i18n import _
from veivalg.maths.projections.ensemble.scores import Result, overall


def errors(result: Result) -> Iterator[Statement]:
    """Say how far off the projections were, beside simple methods and chance."""
    labels = {
        "own": _("Feil, Veivalg"),
        "plain": _("Feil, beste Hamilton–Perry"),
        "none": _("Feil, ingen endring"),
        "chance": _("Feil av tilfeldigheter alene"),
        "deaths": _("Feil av tilfeldige dødsfall alene"),
    }
    text = _(
        "Fem år fram bommet vi i snitt med {own} på {what}. Den beste av fire Hamilton–Perry "
        "bommet med {plain} og «ingen endring» med {none}. Tilfeldigheter alene gir {chance}, "
        "dødsfallene alene {deaths}."
    )
    for id, group, what in (
        ("samlet", TOTAL, _("samlet folketall")),
        ("eldre", AGED, _("80 år og eldre")),
    ):
        s = result.line(group, AHEAD)
        if s is None:
            continue
        values = (s.own, s.tuned, s.unchanged, s.chance, s.deaths)
        found = {
            key: figures(result)(
                f"{id}-{key}",
                f"{label}, {what}",
                value,
                Unit.SHARE,
                error_formula(),
                1,
                reason="" if value is not None else _("ikke beregnet"),
            )
            for (key, label), value in zip(labels.items(), values, strict=True)
        }
        yield Statement(f"feil-{id}", fill(text, what=what), found)


def cover(result: Result) -> Statement | None:
    """Say how often what came was inside the intervals; None where there were none."""
    formula = _(
        "Andelen av alle kommuner, startår, år fram og aldersgrupper der det som skjedde "
        "var innenfor intervallet"
    )
    values = {level: overall(result.lines, f"inside{level}") for level in (50, 80, 95)}
    if None in values.values():
        return None
    found = {
        f"d{level}": figures(result)(
            f"dekning-{level}",
            _("Dekning av {level} %-intervallet").format(level=format_plain(level)),
            value,
            Unit.SHARE,
            formula,
            1,
        )
        for level, value in values.items()
    }
    text = _(
        "Det som skjedde, var innenfor 80 %-intervallet i {d80} av tilfellene, innenfor "
        "50 %-intervallet i {d50} og innenfor 95 %-intervallet i {d95}."
    )
    return Statement("dekning", text, found)


def aims(result: Result) -> Iterator[Statement | None]:
    """Say what was aimed at and not reached, and where the best Hamilton–Perry was closer."""
    first, last = PERIODS[0]
    for group, aim, id in ((TOTAL, AIM_TOTAL, "samlet"), (AGED, AIM_AGED, "eldre")):
        found = result.mean(lambda s: s.own, first, last, group, AHEAD)
        if result.first > first or result.last < last or found is None:
            continue
        value = figures(result)(
            f"mal-{id}", _("Feil fem år fram"), found, Unit.SHARE, error_formula(), 2
        )
        text = (
            _("For startårene {years} er feilen for {what} {found}. Målet på {aim} % er nådd.")
            if found <= aim
            else _(
                "For startårene {years} er feilen for {what} {found}. Målet på {aim} % er ikke "
                "nådd: mye av feilen er innvandring ingen kunne vite om, og det koster å velge "
                "innstillingen for hvert startår av tidligere startår alene."
            )
        )
        yield Statement(
            f"mal-{id}",
            fill(
                text,
                years=f"{first}–{last}",
                what=_("samlet folketall") if group == TOTAL else _("80 år og eldre"),
                aim=format_plain(aim * 100, 2 if group == AGED else 1),
            ),
            {"found": value},
            caution=found > aim,
        )


def cover_aims(result: Result) -> Statement | None:
    """Name the base years whose intervals held too seldom or too often."""
    covered = {y: result.covered(y) for y in range(PERIODS[0][1] - 3, result.last + 1)}
    off = [
        f"{y} ({format_plain(c * 100)} %)"
        for y, c in covered.items()
        if c is not None and not BASE_LOWEST <= c <= BASE_HIGHEST
    ]
    if not off:
        return None
    return tell(
        "dekning-startar",
        _(
            "Fra disse startårene traff 80 %-intervallet for alle aldre utenfor 70–88 prosent av "
            "gangene: {years}. Bredden bygger på det som var kjent da, og er ikke endret etterpå."
        ),
        years=", ".join(off),
        caution=True,
    )


def without_draws() -> Statement:
    """Say that the run has no intervals."""
    text = _("Denne kjøringen ble gjort uten trekk, og har ingen intervaller.")
    return tell("uten-trekk", text)


def no_losses() -> Statement:
    """Say that no simple method was closer."""
    return tell("ingen-tap", _("Ingen av de enkle metodene var nærmere fem år fram."))


def caveats() -> tuple[Statement, ...]:
    """Say what the back-test does not show."""
    return (
        tell(
            "konstanter",
            _(
                "Satsene for hvert startår, hvor mye av det særegne ved likekommunene som føres "
                "videre, og hvor bredt sjokkene spriker, er lært av eldre startår alene. Men noen "
                "få konstanter (tolv år bak kommunens egen flytting, hvor sterkt små kommuner "
                "trekkes mot landet, hvilke valg som prøves) er bestemt én gang med alle "
                "startårene for øyet; de står i dokumentasjonen."
            ),
            caution=True,
        ),
        tell(
            "boelger",
            _(
                "Startårene deler historie. Innvandringen i 2022 og 2023 rammer alle kommuner i "
                "alle startår fra 2018. Dekningen er derfor målt på få uavhengige nasjonale "
                "bølger, og kan bli en annen neste gang."
            ),
            caution=True,
        ),
        tell(
            "grenser",
            _(
                "Folketallene gjelder dagens kommuner. Ålesund og Haram er med først fra 2024, "
                "fordi tallene før delingen er fordelt med faste andeler."
            ),
        ),
    )
