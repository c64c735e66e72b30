"""What the chapter «plan-innenfor-rammene» says of places that stand empty."""

from veivalg.chapters.common.sentences import say
from veivalg.chapters.plan_innenfor_rammene.model import (
    TOLD,
    draws,
    figure,
    figures,
    last_year,
    likely,
    practised,
    printed,
)
from veivalg.content import Figure, Statement, Unit, format_plain
from veivalg.foundation.i18n import _
from veivalg.maths.optimise.answer import Answer
from veivalg.maths.optimise.formulate import INSTITUTION


def empty(answer: Answer) -> Statement | None:
    """Say how many places stand empty when fewer need them, and what whole wards save.

    None where all are in use. A place less saves only when a whole ward closes; the empty places of
    the wards that are open are staffed and paid for.
    """
    idle = answer.idle
    if idle is None or draws(idle, "tomme").mean() < TOLD:
        return None
    every = figure(answer, idle, "tomme", "ingenting")
    found: dict[str, Figure | None] = {
        "n": every,
        "all": figure(answer, idle, "plasser", "ingenting"),
    }
    text = _(
        "I YEAR står {n:u} av de {all:u} institusjonsplassene tommeLIKELY: færre trenger dem "
        "PRACTICE."
    ).replace("PRACTICE", practised(answer))
    text += " " + _("En tom plass sparer først når en hel avdeling kan stenges.")
    text += " " + (_closed(answer, found) or _("Så mange er det ikke."))
    if answer.basis.priced and draws(idle, "apne").mean() >= LEAST_COST:
        found["apne"] = figure(answer, idle, "apne", "ingenting")
        text += " " + _("Tomme plasser i avdelinger som er åpne, koster {apne}.")
    if answer.basis.priced and answer.basis.rooms > 0 and "closed" in found:
        found["rooms"] = figures(answer, str(answer.basis.base_year))(
            "lokaler",
            _("Lokaler til institusjonene"),
            answer.basis.rooms,
            Unit.MILLION_NOK,
            _("Netto utgift (261) i regnskapet"),
            0,
        )
        text += " " + _("Lokalene er regnet som om byggene står: {rooms}.")
    text = text.replace("LIKELY", likely(every))
    return say("tomme-plasser", text.replace("YEAR", str(last_year(answer))), found)


def built(answer: Answer) -> str:
    """Say how many more places stand empty than when nothing is built; "" where none do."""
    if answer.idle is None or answer.check is None:
        return ""
    told, before = (printed(answer, check) for check in (answer.check, answer.idle))
    more, closed = (told.get(id, 0.0) - before.get(id, 0.0) for id in ("tomme", "stengt"))
    if more < 1:
        return ""
    text = _(
        "I snitt av trekkene står {n} flere plasser tomme i {year} enn når ingenting bygges "
        "eller kjøpes, "
        "{closed} i avdelinger som er stengt."
    )
    every, some = _("alle"), _("{n} av dem").format(n=format_plain(max(closed, 0.0)))
    return text.format(
        n=format_plain(more), closed=every if closed >= more else some, year=last_year(answer)
    )


LEAST_COST = 0.5
"""Million kroner; less is told as none."""


def _closed(answer: Answer, found: dict[str, Figure | None]) -> str:
    """Say which wards are reckoned as closed, and what that saves; empty where none can close."""
    idle = answer.idle
    if idle is None or draws(idle, "stengt").mean() < TOLD:
        return ""
    found["closed"] = figure(answer, idle, "stengt", "ingenting")
    text = _(
        "Det er regnet med at avdelinger på {ward} plasser stenger når ingen bor der: til sammen "
        "CLOSED av plassene."
    ).format(ward=format_plain(answer.basis.ward))
    place = idle.problem.service(INSTITUTION)
    closed = float(draws(idle, "stengt").mean())
    if answer.basis.priced:
        found["saved"] = figures(answer, str(last_year(answer)))(
            "stengt-spart",
            _("Lavere utgift fordi hele avdelinger er stengt"),
            closed * place.cost,
            Unit.MILLION_NOK,
            _("Plasser i stengte avdelinger × netto utgift per plass"),
            0,
        )
        text += " " + _("Det er {saved} lavere utgift enn om alle sto åpne, i alle planene.")
    return text.replace("CLOSED", "{closed:u}")
