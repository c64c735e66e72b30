"""Everything a person can change in the comparison of costs: which corrections, and amounts."""

from collections.abc import Mapping
from dataclasses import dataclass

from veivalg.chapters.common.choices import choice, set_out
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
AMOUNTS = ("vertskommunetilskudd", "privatskole-andel", "privatskole-andel-andre", "hoy-lonn-andel")
KEYED = tuple(s for s in service_sectors() if sector(s).has_need_key)


def correction_name(correction: Correction) -> str:
    """Give what a correction is called in tables and charts."""
    return {
        Correction.ONE_OFFS: _("Engangsposter"),
        Correction.HOST_GRANT: _("Vertskommunetilskudd"),
        Correction.EMPLOYER_TAX: _("Ulik arbeidsgiveravgift"),
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
    simple_mean, *amounts = set_out(evidence, "referanse-snitt", *AMOUNTS)
    switches = zip(SWITCHES, set_out(evidence, *SWITCHES.values()), strict=True)
    basis = (Certainty.CHOICE, _("Metode M4"))
    note = _("Kroner i regnskapsåret. Står på 0 til kommunen oppgir et beløp.")

    def one_off(id: str) -> Assumption:
        name = _("Engangsposter i {sector}").format(sector=sector(id).label.lower())
        slug, span = f"engangsposter-{id.replace('_', '-')}", (0, 1e9, 1e5)
        return evidence.assume(choice(slug, name, 0, Unit.NOK, span, basis, note=note))

    return Choices(dict(switches), simple_mean, {id: one_off(id) for id in KEYED}, *amounts)


def in_sentence(name: str) -> str:
    """Write a name as it stands inside a sentence."""
    return name[:1].lower() + name[1:]
