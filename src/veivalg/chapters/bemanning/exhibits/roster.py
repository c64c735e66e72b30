"""Exhibits of the chapter «bemanning» on the roster, with no employee to be seen (M11)."""

from veivalg.chapters.bemanning.exhibits import bare
from veivalg.chapters.bemanning.model import METHOD
from veivalg.chapters.bemanning.model.roster import Rostered
from veivalg.chapters.common.exhibits import Exhibits, by_column
from veivalg.chapters.common.hidden import SHIELDED, shown
from veivalg.chapters.common.written import percent
from veivalg.content import Assumption, Column, Exhibit, Unit, format_plain
from veivalg.foundation.i18n import _
from veivalg.norway.working_time import Agreement, Limit


def _show(shifts: Rostered) -> Exhibits:
    """Give what makes the exhibits, with what they share."""
    return Exhibits(METHOD, {"period": shifts.period}, shifts.sources)


def _limit_text(limit: Limit) -> str:
    if limit.unit == "andel":
        return percent(limit.value, 0)
    decimals = 0 if float(limit.value).is_integer() else 1
    return f"{bare(limit.value, decimals)} {_(limit.unit)}"


def rules(shifts: Rostered, agreed: Assumption) -> Exhibit:
    """Show every rule with its limit, and how often it is not kept."""
    names = {
        Agreement.LAW: _("loven uten avtale"),
        Agreement.INDIVIDUAL: _("skriftlig avtale med den enkelte"),
        Agreement.UNION: _("avtale med tillitsvalgte"),
    }
    return _show(shifts)(
        "bemanning-turnusregler",
        _rules_title(shifts),
        _("Turnusen {period} prøvd mot grensene etter {agreed}"),
        *by_column(
            shifts.kept,
            (Column("rule", _("Regel")), lambda k: _(k.limit.rule)),
            (Column("what", _("Hva")), lambda k: _(k.limit.label)),
            (Column("limit", _("Grense")), lambda k: _limit_text(k.limit)),
            (Column("section", _("Hjemmel")), lambda k: k.limit.section),
            (Column("times", _("Ganger"), Unit.COUNT), lambda k: shown(k.times)),
            (Column("employees", _("Ansatte"), Unit.COUNT), lambda k: shown(k.employees)),
        ),
        n=format_plain(len(shifts.broken)),
        hidden=format_plain(shifts.hidden),
        all=format_plain(len(shifts.kept)),
        agreed=names[shifts.agreement],
        assumptions=(agreed,),
        note=_(
            "Når én til fire ansatte bryter en regel, er tallene skjermet. Antall ganger er det "
            "også når én eller to står for det meste, og begge tallene når én til fire ville "
            "vært vurdert annerledes under en annen avtale. Hvem som bryter en regel, og når, "
            "står ikke i kapitlet."
        ),
        uncertainty=_(
            "Timer telles for vaktene som begynner samme dato, og uker fra mandag. Andre "
            "avtaler og dispensasjoner, og helligdager utenom søndager, er ikke med."
        ),
    )


def _rules_title(shifts: Rostered) -> str:
    if shifts.hidden:
        return (
            _("Minst {n} av {all} grenser for arbeidstid blir ikke holdt")
            if shifts.broken
            else _("Tallene for {hidden} av {all} grenser for arbeidstid er skjermet")
        )
    return (
        _("{n} av {all} grenser for arbeidstid blir ikke holdt")
        if shifts.broken
        else _("Turnusen holder alle de {all} grensene for arbeidstid")
    )


def position_sizes(shifts: Rostered) -> Exhibit | None:
    """Show how many have small and large positions, small counts hidden."""
    sizes, mean = shifts.counted.positions, shifts.counted.position
    if not sizes.total or mean is None:
        return None
    names = (_("under 50 %"), _("50–79 %"), _("80–99 %"), _("100 %"))
    return _show(shifts)(
        "bemanning-stillinger",
        _("Snittstillingen i turnusen er {p}"),
        _("Ansatte i turnusen etter stillingsstørrelse"),
        (
            Column("band", _("Stilling")),
            Column("n", _("Ansatte"), Unit.COUNT),
            Column("share", _("Andel"), Unit.SHARE, 0),
        ),
        [
            (name, *((SHIELDED, _(SHIELDED)) if n is None else (n, n / sizes.total)))
            for name, n in zip(names, sizes.tables["band"], strict=True)
        ],
        total=(_("Alle"), int(sizes.total), 1.0),
        p=percent(mean, 0),
        note=_("Antall under fem er skjermet, og ett til, så summen ikke avslører det."),
    )
