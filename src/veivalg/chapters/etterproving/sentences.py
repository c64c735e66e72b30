"""What the page «etterproving» says."""

from collections.abc import Iterator

from veivalg.chapters.common.sentences import fill, tell
from veivalg.chapters.etterproving.model import AGED, AHEAD, TOTAL, error_formula, figures
from veivalg.content import Statement, Unit, format_plain
from veivalg.foundation.i18n import _
from veivalg.maths.projections.ensemble.scores import Result, overall


def errors(result: Result) -> Iterator[Statement]:
    """Say how far off the projections were, beside simple methods and chance."""
    labels = {
        "own": _("Feil, Veivalg"),
        "plain": _("Feil, enkel Hamilton–Perry"),
        "none": _("Feil, ingen endring"),
        "chance": _("Feil av tilfeldigheter alene"),
        "deaths": _("Feil av tilfeldige dødsfall alene"),
    }
    text = _(
        "Fem år fram bommet vi i snitt med {own} på {what}. En enkel Hamilton–Perry bommet med "
        "{plain} og «ingen endring» med {none}. Tilfeldigheter alene gir {chance}, dødsfallene "
        "alene {deaths}."
    )
    for id, group, what in (
        ("samlet", TOTAL, _("samlet folketall")),
        ("eldre", AGED, _("80 år og eldre")),
    ):
        s = result.line(group, AHEAD)
        if s is None:
            continue
        values = (s.own, s.plain, s.unchanged, s.chance, s.deaths)
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
                "Satsene for hvert startår bruker ingen tall fra senere år. Men noen få konstanter "
                "(hvor mange år som brukes, hvor sterkt små kommuner trekkes mot landet, hvor "
                "bredt sjokkene spriker) er valgt én gang med alle startårene for øyet. Velges de "
                "tre viktigste på nytt for hvert startår med bare eldre startår å lære av, blir "
                "feilen litt større; tallene står i dokumentasjonen."
            ),
            caution=True,
        ),
        tell(
            "boelger",
            _(
                "Startårene deler historie. Flyktningene i 2022 og 2023 rammer alle kommuner i "
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
