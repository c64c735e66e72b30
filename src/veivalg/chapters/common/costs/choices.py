"""Everything a person can change in the comparison of costs: which corrections, and amounts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from veivalg.chapters.common.choices import choice
from veivalg.content import Assumption, Certainty, Unit
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.comparison.accounts import Inputs, service_sectors
from veivalg.maths.comparison.costs import Correction
from veivalg.norway.kostra import sector

SWITCHES: Mapping[Correction, str] = {
    Correction.ONE_OFFS: "korr-engangsposter",
    Correction.HOST_GRANT: "korr-vertskommune",
    Correction.EMPLOYER_TAX: "korr-aga",
    Correction.PENSION: "korr-pensjon",
    Correction.PRIVATE_SCHOOLS: "korr-privatskoler",
    Correction.NEED: "korr-behov",
}
KEYED = tuple(s for s in service_sectors() if sector(s).has_need_key)


def correction_name(correction: Correction) -> str:
    """Give what a correction is called in tables and charts."""
    return {
        Correction.ONE_OFFS: _("Engangsposter"),
        Correction.HOST_GRANT: _("Vertskommunetilskudd"),
        Correction.EMPLOYER_TAX: _("Arbeidsgiveravgift til 14,1 %"),
        Correction.PENSION: _("Pensjonspremie"),
        Correction.PRIVATE_SCHOOLS: _("Elever i private skoler"),
        Correction.NEED: _("Utgiftsbehov"),
    }[correction]


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything a person can change: switches first, then amounts."""

    switches: Mapping[Correction, Assumption]
    simple_mean: Assumption
    one_offs: Mapping[str, Assumption]
    host_grant: Assumption
    private_share: Assumption
    private_share_others: Assumption
    high_pay: Assumption

    @property
    def on(self) -> frozenset[Correction]:
        """Give the corrections that are made."""
        return frozenset(c for c, a in self.switches.items() if a.value >= 0.5)

    def inputs(self) -> Inputs:
        """Give the chosen amounts."""
        return Inputs(
            {s: a.value for s, a in self.one_offs.items()},
            self.host_grant.value,
            self.private_share.value,
            self.private_share_others.value,
            self.high_pay.value,
        )

    def all(self) -> tuple[Assumption, ...]:
        """Give every assumption in the order it is shown."""
        return (
            *self.switches.values(),
            self.simple_mean,
            *self.one_offs.values(),
            self.host_grant,
            self.private_share,
            self.private_share_others,
            self.high_pay,
        )


def choices(evidence: Evidence) -> Choices:
    """Give the choices with what a person has changed."""
    basis = (Certainty.CHOICE, _("Metode M4"))

    def switch(id: str, label: str, value: float) -> Assumption:
        span = (0, 1, 1)
        return evidence.assume(choice(id, label, value, Unit.COUNT, span, basis, switch=True))

    def amount(id: str, label: str) -> Assumption:
        note = _("Kroner i regnskapsåret. Står på 0 til kommunen oppgir et beløp.")
        return evidence.assume(choice(id, label, 0, Unit.NOK, (0, 1e9, 1e5), basis, note=note))

    def share(id: str, label: str, high: float, note: str) -> Assumption:
        span = (0, high, 0.005)
        return evidence.assume(choice(id, label, 0, Unit.SHARE, span, basis, note=note))

    pupils = _("Andel av elevene. Ingen tabell her har tallet, så det står på 0 til det oppgis.")
    return Choices(
        {
            c: switch(
                id,
                _("Korriger for {what}").format(what=in_sentence(correction_name(c))),
                0 if c is Correction.PENSION else 1,
            )
            for c, id in SWITCHES.items()
        },
        switch("referanse-snitt", _("Enkelt snitt i gruppen (ellers vektet med innbyggere)"), 0),
        {
            s: amount(
                f"engangsposter-{s.replace('_', '-')}",
                _("Engangsposter i {sector}").format(sector=sector(s).label.lower()),
            )
            for s in KEYED
        },
        amount("vertskommunetilskudd", _("Vertskommunetilskudd")),
        share("privatskole-andel", _("Elever i private grunnskoler i kommunen"), 0.6, pupils),
        share(
            "privatskole-andel-andre", _("Elever i private grunnskoler hos de andre"), 0.6, pupils
        ),
        share(
            "hoy-lonn-andel",
            _("Andel av lønnen over terskelen for ekstra arbeidsgiveravgift"),
            0.3,
            _("Gjelder bare 2023 og 2024, da avgiften var 5 % av lønn over terskelen."),
        ),
    )


def in_sentence(name: str) -> str:
    """Write a name as it stands inside a sentence."""
    return name[:1].lower() + name[1:]
