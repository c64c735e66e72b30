"""What the chapter «dokumenter» says."""

from veivalg.chapters.common.sentences import fill, listed, say, tell
from veivalg.chapters.dokumenter.model import Model
from veivalg.content import Statement
from veivalg.foundation.i18n import _, ngettext
from veivalg.maths.services.documents import most, without_measures

MOST_NAMED = 3


def read(model: Model) -> Statement | None:
    """Say how many documents and statements there are, and of how many themes."""
    text = ngettext(
        "{documents} dokument er lest, med {said} utsagn.",
        "{documents} dokumenter er lest, med {said} utsagn.",
        model.documents,
    )
    text += " " + ngettext(
        "Dokumenter og intervjuer handler om {themes} tema.",
        "Dokumenter og intervjuer handler om {themes} temaer.",
        len(model.themes),
    )
    said = sum(not s.interview for s in model.said)
    figures = {
        "documents": model.counted("dokumenter", _("Dokumenter"), model.documents),
        "said": model.counted("utsagn", _("Utsagn"), said),
        "themes": model.counted("temaer", _("Temaer"), len(model.themes)),
    }
    return say("lest", text, figures)


def challenges(model: Model) -> Statement | None:
    """Say which theme most challenges are about."""
    text = _("Flest utfordringer handler om {theme}, i {n} utsagn.")
    return _most(model, "challenge", "flest-utfordringer", text)


def measures(model: Model) -> Statement | None:
    """Say which theme most measures are about."""
    text = _("Flest tiltak handler om {theme}, i {n} utsagn.")
    return _most(model, "measure", "flest-tiltak", text)


def interviews(model: Model) -> Statement | None:
    """Say which challenge the interviews point at most often."""
    text = _("Intervjuene peker oftest på {theme} som utfordring, i {n} utsagn.")
    return _most(model, "challenge", "intervjuer", text, interview=True)


def _most(
    model: Model, kind: str, id: str, text: str, *, interview: bool | None = None
) -> Statement | None:
    """Say which theme most statements of a kind are about; not when hardly any stand out."""
    number, found = most(model.themes, kind, interview=interview)
    if number < 2 or len(found) > MOST_NAMED:
        return None
    names = listed([t.name.lower() for t in found])
    if len(found) > 1:
        text = text.replace("i {n} utsagn", _("i {n} utsagn hver"))
    count = model.counted(id, fill(_("Utsagn om {theme}"), theme=names), number)
    return say(id, text, {"n": count}, theme=names)


def without_measure(model: Model) -> Statement | None:
    """Say for which themes challenges are pointed at and no measure."""
    names = [t.name.lower() for t in without_measures(model.themes)]
    if not names:
        return None
    text = _("Det er pekt på utfordringer, men ikke på tiltak, for {themes}.")
    return tell("uten-tiltak", text, themes=listed(names))
