"""Chapter «dokumenter»: what plans, reports and interviews say, theme by theme."""

from __future__ import annotations

from veivalg.chapters.common.examples import example_note
from veivalg.chapters.common.missing import missing_own, nothing_own
from veivalg.chapters.common.sentences import fill, present, say
from veivalg.chapters.dokumenter import exhibits as exhibits
from veivalg.chapters.dokumenter.model import Model, build
from veivalg.content import Block, Chapter, Section, Statement
from veivalg.foundation.i18n import _, ngettext
from veivalg.gather.evidence import Evidence
from veivalg.maths.services.documents import most, without_measures

NEEDED = ("documents", "document_statements", "interview_statements")
MOST_NAMED = 3


def chapter(evidence: Evidence) -> Chapter:
    """Give the register, the count of statements by theme, and what is said of each."""
    model = build(evidence)
    return Chapter(
        id="dokumenter",
        title=_("Dokumenter og intervjuer"),
        municipality=evidence.place,
        period=model.period if model else "",
        lead=_(
            "Kapitlet samler hva planer, rapporter og intervjuer sier om utfordringer, styrker "
            "og tiltak, tema for tema."
        ),
        findings=_findings(model) if model else (nothing_own(evidence, "document_statements"),),
        sections=_sections(model) if model else (),
        missing=tuple(missing_own(evidence, name) for name in NEEDED if name not in evidence.own),
        terms={
            _("utsagn"): _("Det et dokument eller et intervju sier om et tema, kort gjengitt."),
        },
    )


def _findings(model: Model) -> tuple[Statement, ...]:
    return present(
        [
            example_note(model.register, model.statements, model.interviews),
            _register(model),
            _most(
                model,
                "challenge",
                "flest-utfordringer",
                _("Flest utfordringer handler om {theme}, i {n} utsagn."),
            ),
            _most(
                model,
                "measure",
                "flest-tiltak",
                _("Flest tiltak handler om {theme}, i {n} utsagn."),
            ),
            _without(model),
            _most(
                model,
                "challenge",
                "intervjuer",
                _("Intervjuene peker oftest på {theme} som utfordring, i {n} utsagn."),
                True,
            ),
        ]
    )


def _register(model: Model) -> Statement | None:
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
    return say(
        "lest",
        text,
        {
            "documents": model.counted("dokumenter", _("Dokumenter"), model.documents),
            "said": model.counted("utsagn", _("Utsagn"), sum(not s.interview for s in model.said)),
            "themes": model.counted("temaer", _("Temaer"), len(model.themes)),
        },
    )


def _most(
    model: Model, kind: str, id: str, text: str, interview: bool | None = None
) -> Statement | None:
    """Say which theme most statements of a kind are about; not when hardly any stand out."""
    number, found = most(model.themes, kind, interview=interview)
    if number < 2 or len(found) > MOST_NAMED:
        return None
    names = exhibits.joined([t.name.lower() for t in found])
    if len(found) > 1:
        text = text.replace("i {n} utsagn", _("i {n} utsagn hver"))
    return say(
        id,
        fill(text, theme=names),
        {"n": model.counted(id, fill(_("Utsagn om {theme}"), theme=names), number)},
    )


def _without(model: Model) -> Statement | None:
    names = [t.name.lower() for t in without_measures(model.themes)]
    if not names:
        return None
    text = _("Det er pekt på utfordringer, men ikke på tiltak, for {themes}.")
    return Statement("uten-tiltak", fill(text, themes=exhibits.joined(names)))


def _sections(model: Model) -> tuple[Section, ...]:
    found: list[tuple[str, str, list[Block | None]]] = [
        ("temaer", _("Temaene"), [exhibits.by_theme(model)]),
        ("utsagn", _("Hva det sies om hvert tema"), [*exhibits.quotations(model)]),
        ("register", _("Dokumentene"), [exhibits.register(model)]),
    ]
    kept = ((id, title, tuple(b for b in blocks if b is not None)) for id, title, blocks in found)
    return tuple(Section(id, title, blocks) for id, title, blocks in kept if blocks)
