"""What the chapter «okonomioppfolging» says."""

from veivalg.chapters.common.sentences import fill, say, tell
from veivalg.chapters.okonomioppfolging.model import Model
from veivalg.content import Figure, Statement, Unit
from veivalg.foundation.i18n import _

MOST_NAMED = 4


def so_far(model: Model) -> Statement | None:
    """Say what is spent above or below the budget so far."""
    gap = sum(u.deviation for u in model.units)
    formula = _("Periodisert budsjett − regnskap")
    figure = model.figures("avvik-hittil", _("Avvik hittil"), abs(gap), Unit.MILLION_NOK, formula)
    text = _(
        "Ved utgangen av perioden ({period}) er det brukt {gap} {more} enn budsjettet tilsier."
    )
    words = {"period": model.period, "more": _("mer") if gap < 0 else _("mindre")}
    return say("hittil", text, {"gap": figure}, words)


def year_end(model: Model) -> Statement | None:
    """Say where the year is expected to end."""
    end, label = sum(u.year_end for u in model.units), _("Ventet avvik ved årets slutt")
    figure = model.figures("avvik-slutt", label, abs(end), Unit.MILLION_NOK, _forecast())
    text = (
        _("Prognosen for {year} er et merforbruk på {gap}.")
        if end < 0
        else _("Prognosen for {year} er et mindreforbruk på {gap}.")
    )
    return say("slutt", text, {"gap": figure}, year=str(model.year))


def _forecast() -> str:
    return _("Budsjett − samlet prognose")


def worst(model: Model) -> Statement | None:
    """Name the units whose deviation is to be looked at, the largest overspend first."""
    flagged = sorted((u for u in model.units if u.flagged), key=lambda u: u.year_end)
    if not flagged:
        return tell("merket", _("Ingen enhet har et avvik som er merket."))
    named = dict(enumerate(flagged[:MOST_NAMED], 1))
    figures: dict[str, Figure | None] = {
        f"u{n}": model.figures(
            f"avvik-enhet-{n}",
            fill(_("Ventet avvik, {unit}"), unit=unit.name),
            unit.year_end,
            Unit.MILLION_NOK,
            _forecast(),
            1,
        )
        for n, unit in named.items()
    }
    units = ", ".join(f"{unit.name} ({{u{n}:+}})" for n, unit in named.items())
    text = _("Disse avvikene bør følges opp: {units}.")
    return say("merket", text, figures, caution=flagged[0].year_end < 0, units=units)


def unbudgeted(model: Model) -> Statement | None:
    """Say which units have no budget."""
    if not model.unbudgeted:
        return None
    text = _("{units} har regnskap, men ikke budsjett for {year}, og er ikke med.")
    units = ", ".join(model.unbudgeted)
    return tell("uten-budsjett", text, lacking=True, units=units, year=str(model.year))


def behind(model: Model) -> Statement | None:
    """Say which units lack the last month."""
    if not model.behind:
        return None
    text = _("{units} mangler regnskap for den siste måneden, så summene blander måneder.")
    return tell("etterslep", text, caution=True, units=", ".join(model.behind))


def no_unit() -> Statement:
    """Say that no unit has what the chapter rests on."""
    text = _("Ingen enhet har både regnskap og budsjett for det siste året.")
    return tell("mangler", text, lacking=True)
