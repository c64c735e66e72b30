"""The municipality's own figures in the chapter «bistandsbehov» (M12)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from veivalg.chapters.common.sentences import fill
from veivalg.content import (
    Assumption,
    Cell,
    Certainty,
    Chart,
    Column,
    Exhibit,
    Figure,
    Role,
    Shape,
    Source,
    SourceKind,
    Statement,
    Table,
    Unit,
    calculation,
    format_number,
)
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.services.assistance import CATEGORIES, VARIABLES, Rule, category, shares
from veivalg.own.tables.iplos import AGES, NAMES, SERVICES
from veivalg.tables import Sourced
from veivalg.tables.disclosure import protected

METHOD = "M12"
SHIELDED = "skjermet"


@dataclass(frozen=True, slots=True)
class Own:
    """Users by service, age and category, and the source; ``computed`` from scores or not."""

    counts: NDArray[np.float64]
    table: Sourced
    computed: bool
    cuts: tuple[Assumption, Assumption]

    @property
    def made_up(self) -> bool:
        """Say whether the figures are a constructed example."""
        return any(s.kind is SourceKind.CONSTRUCTED for s in self.table.sources.values())


def cuts(evidence: Evidence) -> tuple[Assumption, Assumption]:
    """Give the cut-offs between the categories, used only for scores."""

    def make(id: str, label: str, value: float) -> Assumption:
        return evidence.assume(
            Assumption(
                id,
                label,
                value,
                value,
                Unit.COUNT,
                Certainty.UNVERIFIED,
                _("Fra hukommelsen. De offisielle grensene er ikke publisert"),
                1.0,
                5.0,
                0.1,
                1,
            )
        )

    return (
        make("iplos_middels", _("Snittskår for middels til stort behov er over"), 2.0),
        make("iplos_omfattende", _("Snittskår for omfattende behov er over"), 3.0),
    )


def own_need(evidence: Evidence) -> Own | None:
    """Give the own figures, the categories before the scores; None when there are neither."""
    table, scored = evidence.own.get("iplos_categories"), evidence.own.get("iplos_scores")
    limits = cuts(evidence)
    counts = np.zeros((len(SERVICES), len(AGES), len(CATEGORIES)))
    at = (
        {s: i for i, s in enumerate(SERVICES)},
        {a: i for i, a in enumerate(AGES)},
        {c: i for i, c in enumerate(CATEGORIES)},
    )
    if table is not None and table.frame.height:
        for r in table.frame.iter_rows(named=True):
            counts[at[0][r["service"]], at[1][r["age"]], at[2][r["category"]]] += r["users"]
        return Own(counts, table, False, limits)
    if scored is None or scored.frame.is_empty():
        return None
    rule = Rule(medium=limits[0].value, extensive=limits[1].value)
    for r in scored.frame.iter_rows(named=True):
        found = category({v: _score(r[v]) for v in VARIABLES}, rule)
        counts[at[0][r["service"]], at[1][r["age"]], at[2][found]] += 1
    return Own(counts, scored, True, limits)


def _score(value: int | None) -> int | None:
    """Give a score the rule knows; 6–8 mean nothing and are left out."""
    return value if value is not None and (1 <= value <= 5 or value == 9) else None


def _shown(own: Own) -> Mapping[str, list[list[float | None]]]:
    """Give users by service and by age against category, hidden together."""
    return protected(
        own.counts, {"service": (0, 2), "age": (1, 2), "services": (0,), "ages": (1,), "all": ()}
    )


def exhibits(own: Own) -> tuple[Exhibit, ...]:
    """Show users by service and by age against how much help they need."""
    shown = _shown(own)
    sources = (own.table.source(), calculation(METHOD, _("Bistandsbehov i egne tall")))
    by_service, by_age = own.counts.sum(axis=1), own.counts.sum(axis=0)
    return (
        _table(
            "bistand-egne-tjenester",
            _("Tjeneste"),
            SERVICES,
            shown["service"],
            by_service,
            own,
            sources,
        ),
        _table("bistand-egne-alder", _("Alder"), AGES, shown["age"], by_age, own, sources),
        _shares(by_service, shown["service"], own, sources),
    )


def _table(
    id: str,
    head: str,
    names: Mapping[str, str],
    shown: list[list[float | None]],
    counts: NDArray[np.float64],
    own: Own,
    sources: tuple[Source, ...],
) -> Exhibit:
    rows: list[tuple[Cell, ...]] = []
    for label, line, true in zip(names.values(), shown, counts, strict=True):
        if not true.sum():
            continue
        hidden = any(n is None for n in line)
        part = None if hidden else shares([int(n) for n in true])[2]
        rows.append(
            (label, *(SHIELDED if n is None else n for n in line), SHIELDED if hidden else part)
        )
    title = (
        _("Brukere etter bistandsbehov og {head} (KONSTRUERT)")
        if own.made_up
        else _("Brukere etter bistandsbehov og {head}, egne tall")
    )
    title = fill(title, head=head.lower())
    return Exhibit(
        id,
        title,
        _("Antall brukere"),
        title + ".",
        Table(
            (
                Column("row", head),
                *(Column(c, NAMES[c], Unit.COUNT) for c in CATEGORIES),
                Column("share", _("Andel omfattende"), Unit.SHARE, 1),
            ),
            tuple(rows),
        ),
        sources,
        method=METHOD,
        assumptions=own.cuts if own.computed else (),
        formula=_("Andel omfattende = omfattende ÷ brukere med kategori"),
        note=_note(own),
    )


def _note(own: Own) -> str:
    text = _(
        "Antall under fem er skjermet, og noen flere, så summene ikke avslører dem. Er det "
        "færre enn 20 brukere, står ikke andelen."
    )
    if own.computed:
        text += " " + _("Kategoriene er regnet fra skår med grenser som er ubekreftet.")
    if own.made_up:
        text += " " + _("Tallene er KONSTRUERT og beskriver ikke kommunen.")
    return text


def _shares(
    counts: NDArray[np.float64],
    shown: list[list[float | None]],
    own: Own,
    sources: tuple[Source, ...],
) -> Exhibit:
    rows: list[tuple[Cell, ...]] = []
    for label, line, true in zip(SERVICES.values(), shown, counts, strict=True):
        parts = shares([int(n) for n in true])
        if parts[0] is None or any(n is None for n in line):
            continue
        rows += [(label, NAMES[c], p) for c, p in zip(CATEGORIES[:3], parts, strict=True)]
    heavy = [(r[0], r[2]) for r in rows if r[1] == NAMES["extensive"]]
    most = max(heavy, key=lambda pair: float(pair[1] or 0), default=None)
    title = _("For få brukere til å vise andeler")
    if most is not None:
        part = format_number(float(most[1] or 0), Unit.SHARE)
        title = fill(
            _("{service} har størst andel med omfattende behov: {share}"),
            service=str(most[0]),
            share=part,
        )
    return Exhibit(
        "bistand-egne-andeler",
        title,
        _("Andel av brukerne med kategori (KONSTRUERT)")
        if own.made_up
        else _("Andel av brukerne med kategori, egne tall"),
        title + ".",
        Table(
            (
                Column("service", _("Tjeneste")),
                Column("need", _("Bistandsbehov")),
                Column("share", _("Andel"), Unit.SHARE, 1),
            ),
            tuple(rows),
        ),
        sources,
        Chart(
            Shape.BARS,
            "share",
            "service",
            "need",
            {
                NAMES["extensive"]: Role.OWN,
                NAMES["medium"]: Role.GROUP,
                NAMES["limited"]: Role.NORWAY,
            },
            zero=True,
            stacked=True,
        )
        if rows
        else None,
        method=METHOD,
        formula=_("Brukere i kategorien ÷ brukere med kategori"),
        assumptions=own.cuts if own.computed else (),
    )


def finding(evidence: Evidence, own: Own) -> Statement | None:
    """Say how large a share of all users need extensive help in the own figures."""
    whole = shares([int(n) for n in own.counts.sum(axis=(0, 1))])[2]
    if whole is None:
        return None
    source = calculation(METHOD, _("Bistandsbehov i egne tall"))
    brought = own.table.source()
    when = brought.retrieved
    users = Figure(
        "brukere-egne",
        _("Brukere i egne tall"),
        float(own.counts.sum()),
        Unit.PERSONS,
        evidence.place,
        when,
        brought,
    )
    figure = Figure(
        "omfattende-egne",
        _("Andel med omfattende behov, egne tall"),
        whole,
        Unit.SHARE,
        evidence.place,
        when,
        source,
        formula=_("Omfattende ÷ brukere med kategori"),
        inputs=(users,),
        assumptions=own.cuts if own.computed else (),
        method=METHOD,
    )
    text = _("I kommunens egne tall har {share} av brukerne omfattende bistandsbehov.")
    if own.computed:
        text = _(
            "I kommunens egne tall har {share} av brukerne omfattende bistandsbehov, regnet "
            "fra skår med ubekreftede grenser."
        )
    if own.made_up:
        text = _(
            "I eksempelet, som er KONSTRUERT, har {share} av brukerne omfattende "
            "bistandsbehov. Les inn egne tall på siden «Egne tall»."
        )
    return Statement("egne", text, {"share": figure}, caution=own.computed or own.made_up)
