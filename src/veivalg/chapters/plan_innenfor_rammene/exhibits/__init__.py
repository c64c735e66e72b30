"""The frames, and the plans side by side; what the tables of the plan share."""

from collections.abc import Sequence

from veivalg.chapters.common.exhibits import Exhibits, by_column
from veivalg.chapters.common.sentences import by_distance, listed
from veivalg.chapters.common.timeline import year_column
from veivalg.chapters.common.written import in_words
from veivalg.chapters.plan_innenfor_rammene.model import (
    METHOD,
    Row,
    counted,
    ends,
    headed,
    last_year,
    money_word,
    paths,
    practised,
    printed,
    rows,
    sources,
    span,
    written,
)
from veivalg.chapters.plan_innenfor_rammene.sentences.money import PRICED, doubt, told_change
from veivalg.content import Cell, Column, Exhibit, Unit, format_plain
from veivalg.foundation.i18n import _
from veivalg.maths.optimise.answer import Answer
from veivalg.maths.optimise.check import Check
from veivalg.maths.optimise.compare import Weighed
from veivalg.maths.optimise.means import by_year
from veivalg.maths.optimise.plans import step_words
from veivalg.maths.service_model.marginal import break_even
from veivalg.maths.service_model.prices import of_last_year


def show(answer: Answer) -> Exhibits:
    """Give what makes the exhibits, with what they share."""
    words = {
        "place": answer.basis.place.name,
        "years": span(answer),
        "year": str(last_year(answer)),
        "practice": practised(answer),
    }
    return Exhibits(METHOD, words, sources(answer))


def premises(answer: Answer) -> Exhibit:
    """Give the frames year by year, beside what labour and need would ask for."""
    basis, problem = answer.basis, answer.problem
    staff = by_year(basis, answer.means, "arsverk")
    columns = [
        year_column(),
        Column("staff", _("Årsverk: rammen"), Unit.FTE, 0),
        Column("supply", _("Årsverk: like stor andel av 20–66-åringene"), Unit.FTE, 0),
        Column("needed", _("Årsverk: hele behovet, med tilbud som i dag"), Unit.FTE, 0),
    ]
    by_column_of = [staff, basis.main["fte_available"], basis.main["fte"]]
    if basis.priced:
        columns.append(Column("money", _("Penger til drift"), Unit.MILLION_NOK, 0))
        by_column_of.append(by_year(basis, answer.means, "penger"))
    return show(answer)(
        "rammene",
        _("Rammen er {staff} årsverk i {year}. Får alle tilbudet de får i dag, kreves {needed}"),
        _("Rammene som planene holder seg innenfor, {place}"),
        columns,
        [
            (year, *(float(values[y]) for values in by_column_of))
            for y, year in enumerate(problem.years)
        ],
        staff=format_plain(float(staff[-1])),
        needed=format_plain(basis.told("fte")),
        note=_(
            "Rammen er et valg. De to andre kolonnene står ved siden av så den kan vurderes, og er "
            "midterste framskriving. Behovet er regnet {practice}; det er ikke et mål."
        ).format(practice=practised(answer)),
    )


PAYS_FOR_BUILDINGS = ("i-alt", "kroner", "kroner-endring")
"""Rows that hold the capital cost of buildings."""


def beside(answer: Answer) -> Exhibit | None:
    """Give the plan, doing nothing and the chosen scenario on the same quantities."""
    if answer.idle is None or answer.check is None:
        return None
    told = {"ingenting": printed(answer, answer.idle), "planen": printed(answer, answer.check)}
    columns = [
        Column("what", _("Størrelse")),
        Column("idle", _("Ingenting bygges eller kjøpes"), written=True),
        Column("plan", _("Planen"), written=True),
        Column("difference", _("Forskjell"), written=True),
        Column("likely", _("Forskjellen er trolig"), written=True),
    ]
    if answer.scenario is not None and answer.chosen is not None:
        told["scenariet"] = printed(answer, answer.scenario)
        title = _("Scenariet «{name}»").format(name=answer.chosen.name)
        columns.append(Column("scenario", title, written=True))
    unpriced = answer.chosen is not None and answer.chosen.uncosted
    found: list[tuple[Cell, ...]] = []
    for row in rows(answer):
        before, after = told["ingenting"][row.id], told["planen"][row.id]
        apart = paths(row, answer.check, answer.idle)
        low, high = ends(apart, row)
        cells = [
            headed(row),
            written(before, row),
            written(after, row),
            written(after - before, row, sign=True),
            _("uten spenn")
            if apart.size == 1
            else _("{low} til {high}").format(
                low=format_plain(low, row.decimals, sign=True),
                high=format_plain(high, row.decimals, sign=True),
            ),
        ]
        if "scenariet" in told:
            known = not (unpriced and row.id in PAYS_FOR_BUILDINGS)
            cells.append(written(told["scenariet"][row.id], row) if known else _("mangler"))
        found.append(tuple(cells))
    return show(answer)(
        "side-om-side",
        _("I {year} er {plan} udekket med planen og {idle} når ingenting bygges eller kjøpes"),
        _("De samme størrelsene, rammene, driverne og trekkene, {place} {year}"),
        columns,
        found,
        plan=counted(answer, told["planen"]["udekket"]),
        idle=counted(answer, told["ingenting"]["udekket"]),
        note=_(
            "Udekket behov er brukere som ikke får det de ville fått {practice}. Retten til "
            "nødvendig hjelp gjelder: kommunen må dekke behovet på annen måte, og radene viser hva "
            "det tar. Det tar ikke like mange årsverk som tilbudet i dag: noen får {hours} hjemme "
            "i uka i stedet for en plass, og utstyr frigjør tid. Tallene er snitt av trekkene, og "
            "spennet er 80\u202f% av dem; snittet kan ligge utenfor når de fleste trekk er like. "
            "Bygg og utstyr i et scenario settes inn i de samme rammene; dekningsgraden i det "
            "følger av plassene. Nye og gamle plasser er regnet likt: en avdeling som er åpen, er "
            "betalt helt, og en som ingen trenger, er stengt. «Ingenting bygges eller kjøpes» har "
            "heller ikke nytt utstyr."
        ).format(practice=practised(answer), hours=answer.means["timer-hjemme"].text()),
    )


def weights(answer: Answer) -> Exhibit | None:
    """Give a plan for each weight that can be told from the others, doing nothing first."""
    if answer.idle is None or not answer.weighed:
        return None
    shown = [r for r in rows(answer) if r.id in ("tungt", "lett", "udekket", "i-alt")]
    if not answer.basis.priced:
        shown += [r for r in rows(answer) if r.id == "arsverk-i-alt"]
    groups = _merged(answer, shown)
    named: list[tuple[str, str, Check]] = [
        (_("Ingenting bygges eller kjøpes"), step_words_none(), answer.idle)
    ]
    named += [(_weight_name(answer, g), step_words(g[0].solution), g[0].check) for g in groups]
    told = [(name, words, printed(answer, check)) for name, words, check in named]
    same = _(" Vekter som gir samme svar innenfor usikkerheten, står på én rad.")
    return show(answer)(
        "vektene",
        _("Alle vektene gir samme svar: vekten flytter ingen i {year}")
        if len(groups) == 1
        else _("Vekten flytter hvem som er udekket i {year}, ikke at noen er det")
        if any(v["udekket"] for _name, _words, v in told)
        else _("Hele behovet er dekket i {year}, hvilken vekt som enn velges"),
        _("Planer etter vekten på den som mangler heldøgns tilbud, {place} {year}"),
        (
            Column("plan", _("Plan")),
            Column("steps", _("Bygger")),
            *(Column(r.id, r.label, r.unit, r.decimals) for r in shown),
        ),
        [
            (name, words, *(v[r.id] * (1e6 if r.unit is Unit.MILLION_NOK else 1) for r in shown))
            for name, words, v in told
        ],
        note=_(
            "Vekt 4 betyr at én som mangler plass eller bolig, teller som fire som mangler "
            "hjemmetjeneste. Ingen av planene lar flere stå udekket i alt enn «ingenting "
            "bygges eller kjøpes» i "
            "noe år, i snitt av trekkene. Flere kan mangle hjemmetjeneste når årsverkene går til "
            "plasser."
        )
        + (same if len(groups) < len(answer.weighed) else ""),
    )


SAME = 1e-6
"""Printed numbers nearer than this, in units of their last digit, are the same."""


def _merged(answer: Answer, shown: Sequence[Row]) -> list[list[Weighed]]:
    """Give the plans by weight in groups that can't be told apart, the one that is shown first.

    The reader's own plan is always the one shown of its group.
    """
    own = answer.means["vekt-heldogn"].value
    groups: list[list[Weighed]] = []
    for plan in sorted(answer.weighed, key=lambda w: (w.weight != own, w.weight)):
        like = next((g for g in groups if _alike(answer, g[0].check, plan.check, shown)), None)
        if like is None:
            groups.append([plan])
        else:
            like.append(plan)
    return sorted(groups, key=lambda g: min(w.weight for w in g))


def _alike(answer: Answer, one: Check, other: Check, shown: Sequence[Row]) -> bool:
    """Say whether two plans print the same, or nearly so and the same in 80 % of the draws."""
    first, second = printed(answer, one), printed(answer, other)
    apart = {r.id: abs(first[r.id] - second[r.id]) * 10**r.decimals for r in shown}
    if max(apart.values()) < SAME:
        return True
    same = all(ends(paths(r, one, other), r) == (0, 0) for r in shown)
    return same and max(apart.values()) < 1 + SAME


def _weight_name(answer: Answer, group: Sequence[Weighed]) -> str:
    """Name the plan of some weights: «Vekt 1 og 2», «Vekt 4 (planen)»."""
    own = answer.means["vekt-heldogn"].value
    n = listed([format_plain(w.weight) for w in sorted(group, key=lambda w: w.weight)])
    text = _("Vekt {n} (planen)") if any(w.weight == own for w in group) else _("Vekt {n}")
    return text.format(n=n)


def step_words_none() -> str:
    """Say that nothing is built."""
    return _("ingenting")


def sensitivity(answer: Answer) -> Exhibit | None:
    """Give what moves the plan's kroner or årsverk against building nothing most."""
    moved = answer.sensitivity
    if moved is None or not moved.tried:
        return None
    unit = Unit.MILLION_NOK if answer.basis.priced else Unit.FTE
    scale = 1.0 if answer.basis.priced else 1e-6
    turning = {t.id for t in moved.turning}
    return show(answer)(
        "folsomhet",
        _("Ingen av antakelsene snur fortegnet alene i sitt eget spenn")
        if not turning
        else _("{doubt}: én av antakelsene kan alene snu fortegnet")
        if len(turning) == 1
        else _("{doubt}: {count} av antakelsene kan alene snu fortegnet"),
        _(
            "Planen minus «ingenting bygges eller kjøpes» i {year} når hele behovet dekkes, i "
            "{unit}. Én "
            "antakelse flyttes om gangen, {place}"
        ),
        *by_column(
            moved.tried,
            (Column("what", _("Antakelse")), lambda t: t.label),
            (Column("low", _("Nedre ende")), lambda t: t.low),
            (Column("high", _("Øvre ende")), lambda t: t.high),
            (Column("at-low", _("Ved nedre"), unit, 0, sign=True), lambda t: t.at_low * scale),
            (Column("at-high", _("Ved øvre"), unit, 0, sign=True), lambda t: t.at_high * scale),
            (Column("turns", _("Snur ved")), lambda t: t.turns_at or _("snur ikke")),
        ),
        doubt=doubt(answer)[:1].upper() + doubt(answer)[1:],
        count=in_words(max(len(turning), 1)),
        unit=money_word(answer),
        note=_(
            "Bygg, utstyr og hvem som får hjelp hvor, holdes fast, og antakelsen er den samme på "
            "begge sider. Medregnet er {n}."
        ).format(n=_("det som dekkes på annen måte"))
        + " "
        + by_distance(told_change(answer, moved) * scale, unit, 0)
        + _of_one_place(answer),
    )


def _of_one_place(answer: Answer) -> str:
    """Say where one place alone turns, as other chapters tell it: the plan has more in it."""
    if not {"kost-plass", "timekostnad"} <= answer.means.keys():
        return ""
    stood = [answer.means[PRICED[id]].value for id in ("place_net", "hour_gross")]
    before, write = of_last_year(answer.basis.prices, *stood), answer.means["timer-hjemme"].write
    text = _(
        " «Snur ved» er for hele planen, med bygg og utstyr. Én plass alene koster det samme som "
        "hjelp hjemme ved {hours} i uka uten lokaler (261), som i kapitlene om plasser og "
        "scenarier."
    ).format(hours=write(break_even(*stood)))
    if before:
        told = _(" Med {price} året før er det {before}.")
        text += told.format(price=before[0], before=write(break_even(*before[1:])))
    return text
