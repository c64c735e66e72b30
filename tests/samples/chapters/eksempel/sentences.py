"""The sentences of «eksempel»."""

from veivalg.chapters.eksempel.model import Model

from veivalg.content import Statement
from veivalg.foundation.i18n import _


def children(model: Model | None) -> Statement | None:
    """Say how many small children there are."""
    if model is None:
        return None
    text = _("Det er {count:u} barn under seks år i kommunen.")
    return Statement("barn", text, {"count": model.children})


def playgrounds(model: Model | None) -> Statement | None:
    """Say how many playgrounds they have."""
    if model is None or model.playgrounds is None:
        return None
    return Statement("lekeplasser", _("De har {count} lekeplasser."), {"count": model.playgrounds})


def nothing(name: str) -> Statement:
    """Say that nothing could be said."""
    return Statement("ingenting", _("Vi mangler tall om barn i {name}.").format(name=name))
