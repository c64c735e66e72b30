"""The municipality's own figures in the chapter «bistandsbehov» (M12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
from veivalg.maths.services.assistance import CATEGORIES, shares
from veivalg.own.persons.assistance import COUNTED, SCORED, need
from veivalg.own.tables.iplos import AGES, NAMES, SERVICES
from veivalg.tables.gate import Persons, Release, any_rows

METHOD = "M12"
SHIELDED = "skjermet"


@dataclass(frozen=True, slots=True)
class Own:
    """Users by service, age and category, and the source; ``computed`` from scores or not."""

    release: Release
    table: Persons
    computed: bool
    cuts: tuple[Assumption, Assumption]

    @property
    def made_up(self) -> bool:
        """Say whether the figures are a constructed example."""
        return any(s.kind is SourceKind.CONSTRUCTED for s in self.table.sources.values())


def cuts(evidence: Evidence) -> tuple[Assumption, Assumption]:
    """Give the cut-offs between the categories, used only for scores.

    They can't be moved: the difference between two answers could be one person.
    """

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
                value,
                value,
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
    for name in (COUNTED, SCORED):
        table = evidence.persons.get(name)
        if table is not None and any_rows(table):
            return Own(need(table), table, name == SCORED, cuts(evidence))
    return None


def exhibits(own: Own) -> tuple[Exhibit, ...]:
    """Show users by service and by age against how much help they need."""
    sources = (own.table.source(), calculation(METHOD, _("Bistandsbehov i egne tall")))
    by_service, by_age = own.release.by("service"), own.release.by("age")
    return (
        _table("bistand-egne-tjenester", _("Tjeneste"), SERVICES, by_service, own, sources),
        _table("bistand-egne-alder", _("Alder"), AGES, by_age, own, sources),
        _shares(by_service, own, sources),
    )


def _table(
    id: str,
    head: str,
    names: Mapping[str, str],
    counts: Mapping[str, list[float | None]],
    own: Own,
    sources: tuple[Source, ...],
) -> Exhibit:
    rows: list[tuple[Cell, ...]] = []
    for value, line in counts.items():
        if not any(n is None or n for n in line):
            continue
        parts = _parts(line)
        rows.append(
            (
                names[value],
                *(SHIELDED if n is None else n for n in line),
                SHIELDED if parts is None else parts[2],
            )
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


def _parts(line: Sequence[float | None]) -> list[float | None] | None:
    """Give the share in each category; None when a count is hidden."""
    known = [int(n) for n in line if n is not None]
    return shares(known) if len(known) == len(line) else None


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
    counts: Mapping[str, list[float | None]], own: Own, sources: tuple[Source, ...]
) -> Exhibit:
    rows: list[tuple[Cell, ...]] = []
    for value, line in counts.items():
        parts = _parts(line)
        if parts is None or parts[0] is None:
            continue
        rows += [(SERVICES[value], NAMES[c], p) for c, p in zip(CATEGORIES[:3], parts, strict=True)]
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
    parts = _parts(own.release.tables["categories"])
    whole = parts[2] if parts is not None else None
    if whole is None:
        return None
    source = calculation(METHOD, _("Bistandsbehov i egne tall"))
    brought = own.table.source()
    when = brought.retrieved
    users = Figure(
        "brukere-egne",
        _("Brukere i egne tall"),
        own.release.total,
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
