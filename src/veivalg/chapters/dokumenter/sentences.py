"""What the chapter «dokumenter» says: never more than what has been entered, and by how many."""

from collections.abc import Iterable, Iterator

from veivalg.chapters.common.sentences import Part, joined, listed, say, tell
from veivalg.chapters.dokumenter.model import Model
from veivalg.content import Figure, Statement, Unit, literal
from veivalg.foundation.i18n import _, ngettext
from veivalg.maths.services.documents import Claim, Said, Theme, most, without_measures

MOST_NAMED = 3
MOST_SHARED = 2
VISIT = "visit"
"""A place was seen: nobody is counted."""


def read(model: Model) -> Statement | None:
    """Say how many documents are read and roles interviewed, and of how many themes they speak."""
    documents = ngettext(
        "{documents} dokument er lest.", "{documents} dokumenter er lest.", model.documents
    )
    roles = ngettext("{roles} gruppe er intervjuet.", "{roles} grupper er intervjuet.", model.roles)
    themes = ngettext(
        "Utsagnene handler om {themes} tema.",
        "Utsagnene handler om {themes} temaer.",
        len(model.themes),
    )
    figures = {
        "documents": model.counted("dokumenter", _("Dokumenter"), model.documents),
        "roles": model.counted("grupper", _("Grupper intervjuet"), model.roles),
        "themes": model.counted("temaer", _("Temaer"), len(model.themes)),
    }
    parts = (documents, "documents", model.documents), (roles, "roles", model.roles)
    said = [(text, {name: figures[name]}) for text, name, n in parts if n]
    if model.themes:
        said.append((themes, {"themes": figures["themes"]}))
    return joined("lest", *said) if said else None


def shared(model: Model) -> Iterator[Statement | None]:
    """Say what several say of the same, by how many; nothing that any of them speaks against."""
    for claim, n in agreed(model)[:MOST_SHARED]:
        text = _("Flere sier det samme: {claim} ({n} av {all} kilder).")
        if 2 * n > model.origins:
            text = _("De fleste sier det samme: {claim} ({n} av {all} kilder).")
        if n == model.origins:
            text = _("Alle sier det samme: {claim} ({n} av {all} kilder).")
        yield _of_all(model, f"samme-{_slug(model, claim)}", text, n, claim=literal(claim.name))


def agreed(model: Model) -> list[tuple[Claim, int]]:
    """Give the claims, goals apart, that several are for and none against, with how many."""
    sides = [(c, *c.sides()) for c in model.claims if c.said[0].kind != "goal"]
    return [(c, len(agree)) for c, agree, against in sides if len(agree) > 1 and not against]


def disagreed(model: Model) -> list[Claim]:
    """Give the claims some are for and others against."""
    return [claim for claim in model.claims if all(claim.sides())]


def disputed(model: Model) -> Iterator[Statement | None]:
    """Say what they disagree on: who is for and who against."""
    for claim in disagreed(model)[:MOST_SHARED]:
        agree, against = claim.sides()
        id = f"uenige-{_slug(model, claim)}"
        figures = {
            "n": model.counted(f"{id}-for", _("Enige"), len(agree)),
            "m": model.counted(f"{id}-mot", _("Uenige"), len(against)),
        }
        text = _("Kildene er uenige: {claim}. Enige: {n} ({agree}). Imot: {m} ({against}).")
        words = {"claim": claim.name, "agree": who(agree), "against": who(against)}
        yield say(id, text, figures, {name: literal(word) for name, word in words.items()})


def who(said: Iterable[Said]) -> str:
    """Name documents and roles; those that may not be known are told of as groups."""
    names = [s.where if s.quotable else _("en gruppe som er intervjuet") for s in said]
    return listed(list(dict.fromkeys(names)))


def divided(model: Model) -> Statement | None:
    """Say which themes some find good and others difficult."""
    found = [theme for theme in model.themes if theme.divided]
    if not found:
        return None
    text = _("Noen peker på styrker og andre på utfordringer i {themes}.")
    return tell("delte-syn", text, themes=literal(named(found)))


def challenges(model: Model) -> Statement | None:
    """Say which theme most point at challenges in; not when hardly any stands out."""
    n, found = most(model.themes, "challenge")
    if n < 2 or len(found) > MOST_NAMED:
        return None
    text = _("Flest peker på utfordringer i {themes} ({n} av {all} kilder).")
    if len(found) > 1:
        text = _("Flest peker på utfordringer i {themes} ({n} av {all} kilder hver).")
    return _of_all(model, "flest-utfordringer", text, n, themes=literal(named(found)))


def goals(model: Model) -> Statement | None:
    """Say which goal, or goals of which theme, most documents have."""
    shared = [(len(c.sides()[0]), c) for c in model.claims if c.said[0].kind == "goal"]
    if shared and shared[0][0] > 1:
        n, claim = shared[0]
        text = _("Ett mål går igjen: {goal} ({n} av {all} kilder).")
        return _of_all(model, "felles-mal", text, n, goal=literal(claim.name))
    n, found = most(model.themes, "goal")
    if n < 2 or len(found) > MOST_NAMED:
        return None
    text = _("Mål om {themes} går igjen ({n} av {all} kilder).")
    return _of_all(model, "felles-mal", text, n, themes=literal(named(found)))


def heard(model: Model) -> Statement | None:
    """Say how many were heard as far as it may be told, and who was not."""
    known = [h for h in model.heard if h.low is not None]
    low, high = (sum(getattr(h, end) or 0 for h in known) for end in ("low", "high"))
    text, figures = _("Minst {low} er hørt."), {"low": _people(model, "hort-minst", low)}
    if all(h.low is not None or h.method == VISIT for h in model.heard):
        text = _("{low} er hørt.")
        if high > low:
            text = _("Mellom {low:u} og {high} er hørt.")
            figures["high"] = _people(model, "hort-hoyst", high)
    parts: list[Part] = [(text, figures)] if known else []
    parts += [(_("Ikke hørt: {roles}."), {})] if model.unheard else []
    roles = literal(listed([inside(role) for role in model.unheard])) if model.unheard else ""
    return joined("hort", *parts, roles=roles) if parts else None


def without_measure(model: Model) -> Statement | None:
    """Say for which themes challenges are pointed at and no measure."""
    found = without_measures(model.themes)
    if not found:
        return None
    text = _("Det er pekt på utfordringer, men ikke på tiltak, for {themes}.")
    return tell("uten-tiltak", text, themes=literal(named(found)))


def named(themes: Iterable[Theme]) -> str:
    """List themes as a sentence does; in quotation marks where one is itself a list."""
    names = [inside(theme.name) for theme in themes]
    apart = len(names) > 1 and any(_(" og ") in name for name in names)
    return listed([f"«{name}»" for name in names] if apart else names)


def inside(name: str) -> str:
    """Write a name as it stands inside a sentence; what begins as «NAV» does is left.

    Examples
    --------
    >>> inside("Bemanning"), inside("NAV og bolig")
    ('bemanning', 'NAV og bolig')
    """
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _people(model: Model, id: str, n: int) -> Figure:
    return model.counted(id, _("Hørt"), n, Unit.PERSONS)


def _of_all(model: Model, id: str, text: str, n: int, /, **words: str) -> Statement | None:
    figures = {
        "n": model.counted(id, _("Kilder som sier det"), n),
        "all": model.counted("kilder", _("Dokumenter og grupper i alt"), model.origins),
    }
    return say(id, text, figures, words)


def _slug(model: Model, claim: Claim) -> int:
    return model.claims.index(claim) + 1
