"""What is said of a headline whose sign one assumption turns within its own range."""

from collections.abc import Callable, Sequence

from veivalg.chapters.common.written import in_words
from veivalg.foundation.i18n import N_, _
from veivalg.maths.scenarios.levers import said
from veivalg.maths.service_model.sensitivity import MOST, Tried

DOUBTS = {
    ("cost", False): N_("Usikkert om det sparer"),
    ("cost", True): N_("Usikkert om det koster mer"),
    ("fte", False): N_("Usikkert om det tar færre årsverk"),
    ("fte", True): N_("Usikkert om det tar flere årsverk"),
}
"""Headline, and whether it is a rise → what can't be said when one assumption turns its sign."""


def turning(found: Sequence[Tried], where: str, held: Callable[[Tried], str] | None = None) -> str:
    """Say what turns a sign, each in a clause of its own; beyond a few, how many there are.

    Parameters
    ----------
    where
        The section with the table of them all.
    held
        Gives what stands last in a clause.
    """
    yes, plain = _("når {lower}"), _("når «{label}» er {at}")  # what is or isn't so is a sentence
    kept = found if len(found) <= MOST else found[: MOST - 1]
    told = [
        (yes if one.turns_at == _("ja") else plain).format(
            label=one.label, lower=one.label[:1].lower() + one.label[1:], at=said(one.turns_at)
        )
        + (held(one) if held else "")
        for one in kept
    ]
    if len(kept) < len(found):
        more = _("ved {n} andre antakelser, som står i tabellen under «{where}»")
        told.append(more.format(n=in_words(len(found) - len(kept)), where=where))
    return _(". Det snur også ").join(told)
