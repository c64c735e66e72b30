"""What the plan costs against building nothing, how sure its sign is, and what is left to cover."""

from veivalg.chapters.common.sentences import by_distance, more_or_less, say
from veivalg.chapters.plan_innenfor_rammene.model import (
    difference,
    figure,
    last_year,
    likely,
    printed,
    turned,
)
from veivalg.content import Figure, Statement, format_plain
from veivalg.foundation.i18n import N_, _
from veivalg.maths.optimise.answer import Answer
from veivalg.maths.service_model.prices import unsure
from veivalg.maths.service_model.sensitivity import Sensitivity

PRICED = {"place_net": "kost-plass", "dwelling_net": "kost-bolig", "hour_gross": "timekostnad"}
"""Price → the choice of it in the plan."""

DOUBTS = {
    (True, -1): N_("usikkert om det sparer"),
    (True, 0): N_("usikkert om det sparer eller koster mer"),
    (True, 1): N_("usikkert om det koster mer"),
    (False, -1): N_("usikkert om det tar færre årsverk"),
    (False, 0): N_("usikkert om det tar færre eller flere årsverk"),
    (False, 1): N_("usikkert om det tar flere årsverk"),
}
"""Whether it is in kroner, and the sign of the difference that is printed → what is in doubt."""


def doubt(answer: Answer) -> str:
    """Say what is in doubt of the plan against building nothing; empty where its sign holds.

    The words follow the sign of the difference: of a dearer plan it is in doubt whether it costs
    more, never whether it saves.
    """
    moved = answer.sensitivity
    if moved is None or not moved.uncertain or answer.check is None or answer.idle is None:
        return ""
    priced, change = answer.basis.priced, told_change(answer, moved)
    return _(DOUBTS[priced, (change > 0) - (change < 0)])


def told_change(answer: Answer, moved: Sensitivity) -> float:
    """Give what the plan makes against building nothing, as it is told: NOK, or årsverk."""
    if not answer.basis.priced or answer.check is None or answer.idle is None:
        return moved.headline
    return difference(answer, "i-alt", answer.check, answer.idle).value or 0.0


def otherwise(answer: Answer) -> Statement | None:
    """Say that what is left must be covered in another way, and what that takes."""
    if answer.idle is None or answer.check is None:
        return None
    n = printed(answer, answer.check)["udekket"]
    if not n:
        return None
    found: dict[str, Figure | None] = {
        "fte": figure(answer, answer.check, "arsverk-ellers", "planen"),
        "before": figure(answer, answer.idle, "arsverk-ellers", "ingenting"),
    }
    kroner = ""
    if answer.basis.priced:
        found["cost"] = figure(answer, answer.check, "ellers", "planen")
        found["cost0"] = figure(answer, answer.idle, "ellers", "ingenting")
        kroner = _("{cost} og ")
    text = _(
        "Retten til nødvendig hjelp gjelder uansett: kommunen må dekke behovet på annen måte, og "
        "den som venter på plass, skal ha vedtak. I YEAR tar det KRONER{fte} i tillegg til planen, "
        "mot BEFORE{before} når ingenting bygges eller kjøpes. Det er regnet med HOURS hjemme "
        "i uka for hver "
        "som mangler plass eller bolig."
    )
    hours = answer.means["timer-hjemme"].text()
    before = _("{cost0} og ") if answer.basis.priced else ""
    for slot, word in (
        ("KRONER", kroner),
        ("BEFORE", before),
        ("HOURS", hours),
        ("YEAR", str(last_year(answer))),
    ):
        text = text.replace(slot, word)
    return say("annen-mate", text, found)


def kroner(answer: Answer) -> Statement | None:
    """Say what the plan costs against building nothing, and what moves that most."""
    if not answer.basis.priced or answer.idle is None or answer.check is None:
        return None
    change = difference(answer, "i-alt", answer.check, answer.idle)
    if answer.sensitivity is None or change.value is None:
        return None
    found: dict[str, Figure | None] = {"cost": figure(answer, answer.check, "kroner", "planen")}
    found["all"] = figure(answer, answer.check, "i-alt", "planen")
    if not change.value:
        verdict = _("like mye som når ingenting bygges eller kjøpes")
    else:
        told = change if change.value > 0 else turned(change)
        found["change"] = told
        verdict = _("{change} MORE enn når ingenting bygges eller kjøpes") + likely(told)
        verdict = verdict.replace("MORE", more_or_less(change.value))
    kept = [id for id, choice in PRICED.items() if not answer.means[choice].changed]
    parts = [
        _("Planen koster {cost:u} mill. kr i YEAR."),
        _("Når resten dekkes på annen måte, blir det {all:u} mill. kr, VERDICT."),
        _("Det er {doubt}.").format(doubt=doubt(answer)) if doubt(answer) else "",
        *_moving(answer.sensitivity, change),
        unsure(answer.basis.prices, *kept, tried=True),
    ]
    text = " ".join(part for part in parts if part).replace("VERDICT", verdict)
    return say("kroner", text.replace("YEAR", str(last_year(answer))), found)


def _moving(moved: Sensitivity, change: Figure) -> list[str]:
    """Say what moves the difference most, a sentence for each, and what orders them."""
    openings = (_("Mest flytter"), _("Så kommer"), _("Deretter"))
    told = [
        _("{opening} {name}: {low} gir {at_low}, {high} gir {at_high} mill. kr.").format(
            opening=opening,
            name=t.label[:1].lower() + t.label[1:],
            low=t.low,
            high=t.high,
            at_low=format_plain(t.at_low / 1e6, sign=True),
            at_high=format_plain(t.at_high / 1e6, sign=True),
        )
        for opening, t in zip(openings, moved.first, strict=False)
    ]
    return [*told, by_distance(change.value or 0.0, change.unit, change.decimals or 0)]
