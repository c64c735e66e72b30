"""What the chapter «rammenedtrekk» says."""

from collections.abc import Iterator
from dataclasses import replace

from veivalg.chapters.common.figures import chosen_words
from veivalg.chapters.common.printed_tables import printed_note
from veivalg.chapters.common.sentences import fill, say, tell
from veivalg.chapters.rammenedtrekk.model import Model
from veivalg.content import Statement, Unit
from veivalg.foundation.i18n import _


def printed(model: Model) -> Statement | None:
    """Say what document prints the figures, and which of them it does not print."""
    found = printed_note(model.sectors, model.cuts, model.measures)
    note = model.sectors.source().note
    return replace(found, template=f"{found.template} {note}") if found and note else found


def total(model: Model) -> Statement | None:
    """Say the whole cut, its share of the budgets, and what is shared alike."""
    made = model.figures
    figures = {
        "cut": model.cut("ramme-total", _("Nedtrekk i siste år"), Unit.MILLION_NOK),
        "share": made(
            "ramme-andel",
            _("Nedtrekk i prosent av budsjettene"),
            model.allocation.sum.shares[2],
            Unit.SHARE,
            _("Nedtrekk ÷ budsjetter"),
        ),
        "flat": made(
            "ramme-flat", _("Del som fordeles flatt"), model.flat.value, Unit.SHARE, chosen_words()
        ),
    }
    text = _("Rammene skal ned {cut} i {year}, {share} av budsjettene. {flat} fordeles flatt.")
    return say("total", text, figures, year=str(model.years[-1]))


def largest(model: Model) -> Statement | None:
    """Name the sector that is cut the most in per cent."""
    most = max(model.allocation.rows, key=lambda r: r.shares[2] or 0.0)
    if most.shares[2] is None:
        return None
    made, both = model.figures, _("Flat del + KOSTRA-del")
    figures = {
        "share": made(
            "mest-andel",
            _("Største nedtrekk i prosent"),
            most.shares[2],
            Unit.SHARE,
            _("Nedtrekk ÷ budsjett"),
        ),
        "kroner": made(
            "mest-kroner", _("Det samme i kroner"), most.cuts[-1], Unit.MILLION_NOK, both
        ),
    }
    text = _("{sector} skal ned {share} av budsjettet, mest av alle: {kroner} i {year}.")
    return say("mest", text, figures, sector=most.name, year=str(model.years[-1]))


def gaps(model: Model) -> Iterator[Statement | None]:
    """Say of each sector whether its measures meet its cut."""
    formula, year = _("Nedtrekk − sum tiltak"), str(model.years[-1])
    for n, (sector, (_measures, own)) in enumerate(model.own.items(), 1):
        if own.short is None:
            continue
        short = own.short[-1]
        text = _("Tiltakene i {sector} går opp med nedtrekket i {year} (forskjell {gap}).")
        if short > 0:
            text = _("{sector} mangler tiltak for {gap} i {year}.")
        elif short < 0:
            text = _("Tiltakene i {sector} gir {gap} mer enn nedtrekket i {year}.")
        label = fill(_("Nedtrekk minus tiltak, {sector}"), sector=sector)
        gap = model.figures(f"gap-{n}", label, abs(short), Unit.MILLION_NOK, formula)
        yield say(f"gap-{n}", text, {"gap": gap}, caution=short > 0, sector=sector, year=year)


def strangers(model: Model) -> Iterator[Statement]:
    """Say which sectors have measures and no budget."""
    text = _(
        "«{sector}» har tiltak, men står ikke i «Sektorer og budsjettrammer», så de er ikke "
        "holdt mot noe nedtrekk."
    )
    for n, sector in enumerate(model.strangers, 1):
        yield tell(f"ukjent-{n}", text, lacking=True, sector=sector)
