"""Chapter «kommuneindeks»: cost, quality and finance against all municipalities (M6)."""

from collections.abc import Iterator

from veivalg.chapters.common.frame import frame, section
from veivalg.chapters.common.printed import documents, named_once
from veivalg.chapters.kommuneindeks import SPEC, exhibits, sentences
from veivalg.chapters.kommuneindeks.model import Model, build, choices, missing, weighings
from veivalg.chapters.kommuneindeks.sentences.printed import quoted
from veivalg.content import Chapter, Section, Statement
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence


def chapter(evidence: Evidence) -> Chapter:
    """Give index values, ranks with intervals, what other weights do, and grades 1–6."""
    model = build(evidence)
    tried = weighings(model) if model else []
    printed = named_once(quoted(documents(evidence)))
    return frame(
        SPEC,
        evidence.place,
        period=model.period if model else "",
        lead=_(
            "Kapitlet plasserer kommunen blant alle landets kommuner på kostnader, kvalitet og "
            "finanser, og viser hvor sikker plasseringen er."
        ),
        findings=_findings(model, tried) if model else (),
        nothing=sentences.too_few(model) if model else sentences.nothing(evidence.place),
        sections=(
            *(_sections(model, tried) if model and model.composites else ()),
            section("trykt", _("Det dokumentene skriver"), *printed),
        ),
        missing=missing(model),
        assumptions=(model.choices if model else choices(evidence)).all(),
    )


def _findings(model: Model, tried: sentences.Tried) -> Iterator[Statement | None]:
    yield sentences.total(model)
    yield sentences.parts(model)
    yield sentences.services(model)
    yield sentences.weights(model, tried)
    yield sentences.thin(model)
    yield sentences.unsure(model)
    yield sentences.uncorrected(model)


def _sections(model: Model, tried: sentences.Tried) -> Iterator[Section | None]:
    yield section(
        "plassering",
        _("Plassering og indeks"),
        exhibits.ranks(model),
        exhibits.scores(model),
        exhibits.pulls(model),
    )
    yield section("tjenester", _("Tjenesteområdene"), exhibits.services(model))
    yield section("vekter", _("Hva vektene betyr"), exhibits.weights(model, tried))
    yield section("andre", _("Sammenliknbare kommuner"), exhibits.others(model))
    yield section("utvikling", _("Utvikling"), exhibits.history(model))
    yield section("karakterer", _("Karakterer fra 1 til 6"), exhibits.barometer(model))
