"""The sentences of the population chapter: each is said only when all its numbers are known."""

from __future__ import annotations

from collections.abc import Mapping

from veivalg.chapters.befolkning.figures import Demography
from veivalg.chapters.common.digits import two_digits
from veivalg.chapters.common.sentences import moves, say
from veivalg.content import Figure, Statement, Unit
from veivalg.foundation.i18n import _
from veivalg.maths.projections.indicators import (
    OLDEST,
    RELATIVES,
    RETIRED,
    WORKING,
    first_year,
    share_of_all,
    years_ahead,
)

UNCHANGED = 0.0005
Part = tuple[str, Mapping[str, "Figure | None"]]


def joined(id: str, *parts: Part, caution: bool = False) -> Statement | None:
    """Make one statement of several sentences; those that lack a number are left out.

    Nothing is said when the first can't be, or when there is none.
    """
    template, figures = "", {}
    for index, (text, bound) in enumerate(parts):
        known = {n: f for n, f in bound.items() if f is not None and f.value is not None}
        if len(known) < len(bound):
            if index == 0:
                return None
            continue
        template += (" " if template else "") + text
        figures.update(known)
    return Statement(id, template, figures, caution) if template else None


def more(change: Figure | None, template: str, same: str) -> str:
    """Put «flere» or «færre» in `template`, or use `same` where nothing changes."""
    value = change.value if change is not None else None
    if value is None:
        return template
    limit = UNCHANGED if change is not None and change.unit is Unit.SHARE else 0.5
    if abs(value) < limit:
        return same
    return template.replace("{more}", _("flere") if value > 0 else _("færre"))


def group_name(d: Demography) -> str:
    """Name the comparison group as in «I KOSTRA-gruppe 9 …»."""
    return d.group.place.name if d.group is not None else ""


def size_now(d: Demography) -> Statement | None:
    """Say how many live here, and the change over ten years here and elsewhere."""
    now = d.persons(0, 105, d.base)
    change = d.change(0, 105, d.then, d.base) if d.then is not None else None
    figures = {"now": now}
    text = _("{place} har {now:u} innbyggere 1. januar {year}.")
    if change is not None and change.value is not None:
        text = more(
            change,
            _("{place} har {now:u} innbyggere 1. januar {year}, {change:a} {more} enn i {then}."),
            _(
                "{place} har {now:u} innbyggere 1. januar {year}, om lag like mange som i "
                "{then} ({change:+})."
            ),
        )
        figures["change"] = change
    for name, word in (("place", d.own.place.name), ("year", d.base), ("then", d.then)):
        text = text.replace(f"{{{name}}}", str(word))
    return joined("folketall", (text, figures), *_elsewhere(d))


def _elsewhere(d: Demography) -> list[Part]:
    """Say how the number of people has moved in Norway and the group, in one sentence."""
    if d.then is None:
        return []
    norway = d.change(0, 105, d.then, d.base, d.norway) if d.norway else None
    group = d.change(0, 105, d.then, d.base, d.group) if d.group else None
    if norway is None or norway.value is None:
        return []
    text = _("Folketallet i Norge {norway}").replace("{norway}", moves(norway, "norway", past=True))
    figures = {"norway": norway}
    if group is not None and group.value is not None:
        text += (
            _(", og i {name} {group}")
            .replace("{name}", group_name(d))
            .replace("{group}", moves(group, "group", past=True).replace(" ", _(" det "), 1))
        )
        figures["group"] = group
    return [(text + ".", figures)]


def size_ahead(d: Demography) -> Statement | None:
    """Say how many will live here in the last year, against Norway."""
    if not d.ahead:
        return None
    change = d.change(0, 105, d.base, d.last)
    text = more(
        change,
        _(
            "Etter {projection} har {place} omtrent {later:u} innbyggere i {last}, "
            "{change:a} {more} "
            "enn i {base}."
        ),
        _(
            "Etter {projection} har {place} omtrent {later:u} innbyggere i {last}, om "
            "lag like mange "
            "som i {base} ({change:+})."
        ),
    )
    for name, value in (
        ("projection", d.projection_name),
        ("place", d.own.place.name),
        ("last", str(d.last)),
        ("base", str(d.base)),
    ):
        text = text.replace(f"{{{name}}}", value)
    norway = d.change(0, 105, d.base, d.last, d.norway) if d.norway else None
    return joined(
        "folketall-fram",
        (text, {"later": d.persons(0, 105, d.last), "change": change}),
        (
            _("Folketallet i Norge {moves}{mark}.")
            .replace("{mark}", d.norway_mark)
            .replace("{moves}", moves(norway, "norway")),
            {"norway": norway},
        ),
    )


def oldest(d: Demography) -> Statement | None:
    """Say how many are 80 and over now and later, and what share that is here and in Norway."""
    now = d.persons(80, 105, d.base)
    parts: list[Part] = []
    if d.ahead:
        change = d.change(80, 105, d.base, d.target)
        text = more(
            change,
            _(
                "Antall innbyggere på 80 år og eldre går fra {now:u} i {base} til omtrent "
                "{later:u} i {then}, {change:a} {more}."
            ),
            _(
                "Antall innbyggere på 80 år og eldre er om lag det samme i {then} som i "
                "{base}: {now:u} og {later:u} ({change:+})."
            ),
        )
        figures = {"now": now, "later": d.persons(80, 105, d.target), "change": change}
        if change is not None and change.value is None:
            text = _(
                "Antall innbyggere på 80 år og eldre går fra {now:u} i {base} til omtrent "
                "{later:u} i {then}."
            )
            del figures["change"]
        text = text.replace("{base}", str(d.base)).replace("{then}", str(d.target))
        parts.append((text, figures))
    else:
        parts.append((_("{now:u} innbyggere er 80 år eller eldre."), {"now": now}))
    return joined("eldste", *parts)


def oldest_share(d: Demography) -> Statement | None:
    """Say what share is 80 and over now and later, here and in Norway."""
    now = d.share(80, 105, d.base)
    parts: list[Part] = [(_("{share} av innbyggerne er 80 år eller eldre i dag."), {"share": now})]
    norway = d.share(80, 105, d.base, d.norway) if d.norway else None
    group = d.share(80, 105, d.base, d.group) if d.group else None
    if norway is not None and group is not None:
        text = _("I Norge er andelen {norway}, og i {name} {group}.")
        parts.append((text.replace("{name}", group_name(d)), {"norway": norway, "group": group}))
    else:
        parts.append((_("I Norge er andelen {norway}."), {"norway": norway}))
    if d.ahead:
        text = _("I {then} er den {ahead} her").replace("{then}", str(d.target))
        far = d.share(80, 105, d.target, d.norway) if d.norway else None
        bound = {"ahead": d.share(80, 105, d.target)}
        both = (text + _(" og {far} i Norge."), {**bound, "far": far})
        parts.append(both if far is not None else (text + ".", bound))
    return joined("eldste-andel", *parts)


def young(d: Demography) -> Statement | None:
    """Say how the number of children and of adults changes."""
    if not d.ahead:
        return None
    parts: list[Part] = []
    for name, lo, hi, what in (("barn", 0, 17, _("0–17 år")), ("voksne", 18, 66, _("18–66 år"))):
        change, number = d.change(lo, hi, d.base, d.target), d.difference(lo, hi, d.base, d.target)
        slots = {f"{name}_tall": number, f"{name}_prosent": change}
        text = more(
            number,
            _("I {then} er det omtrent {number:au} {more} på {what} enn i {base} ({share:a})."),
            _("I {then} er det like mange på {what} som i {base} ({number:u}, {share:a})."),
        )
        for old, new in (
            ("{then}", str(d.target)),
            ("{what}", what),
            ("{base}", str(d.base)),
            ("{number", f"{{{name}_tall"),
            ("{share", f"{{{name}_prosent"),
        ):
            text = text.replace(old, new)
        if all(figure is not None and figure.value is not None for figure in slots.values()):
            parts.append((text, slots))
    return joined("barn-og-voksne", *parts)


def tipping_point(d: Demography) -> Statement | None:
    """Say when 65+ outnumber 0–19 («vippepunkt»), and how long before or after Norway."""
    here, there = d.crossover(d.own), d.crossover(d.norway)
    if here is None:
        return _no_tipping_point(d)
    year = int(here.value or 0)
    text = _tipped(d, year)
    late = there is not None and (there.value or 0) > d.base
    mark = d.norway_mark if late else ""
    gap = years_ahead(year, int(there.value) if there is not None and there.value else None)
    if gap is None or there is None:
        return joined("vippepunkt", (text, {"here": here}))
    if gap == 0:
        same = _("Det er samme år som for Norge ({there}{mark}).").replace("{mark}", mark)
        return joined("vippepunkt", (text, {"here": here}), (same, {"there": there}))
    ahead = Figure(
        "vippepunkt-foran",
        _("År foran Norge"),
        float(abs(gap)),
        Unit.YEARS,
        d.own.place,
        f"{year}–{year + gap}" if gap > 0 else f"{year + gap}–{year}",
        here.source,
        formula=_("vippepunktet for Norge − vippepunktet for kommunen, uten fortegn"),
        inputs=(here, there),
        method="M1",
    )
    then = (
        _("Det er {gap} år før Norge ({there}{mark}).")
        if gap > 0
        else _("Det er {gap} år etter Norge ({there}{mark}).")
    )
    then = then.replace("{mark}", mark)
    return joined("vippepunkt", (text, {"here": here}), (then, {"gap": ahead, "there": there}))


def _tipped(d: Demography, year: int) -> str:
    """Give the sentence for the first year; «siden» only where it has stayed so."""
    if d.own.is_projected(year):
        return _(
            "Fra {here} venter vi flere innbyggere på 65 år og eldre enn barn og unge på 0–19 år."
        )
    after = [y for y in d.own.observed_years if y >= year]
    pairs = [(d.own.group(65, 105, y), d.own.group(0, 19, y)) for y in after]
    if all(old > young_ for old, young_ in pairs if old is not None and young_ is not None):
        return _(
            "Siden {here} har det vært flere innbyggere på 65 år og eldre enn barn og unge på "
            "0–19 år."
        )
    return _(
        "I {here} var det for første gang flere innbyggere på 65 år og eldre enn barn og unge "
        "på 0–19 år, men det har ikke vært slik i alle årene siden."
    )


def _no_tipping_point(d: Demography) -> Statement | None:
    old, young_ = d.persons(65, 105, d.base), d.persons(0, 19, d.base)
    if old is None or young_ is None or old.value is None or young_.value is None:
        return None
    first = d.own.years[0]
    already = old.value > young_.value
    text = (
        _(
            "Det har vært flere på 65 år og eldre enn barn og unge på 0–19 år i alle år vi har "
            "tall for (fra {first}): i dag {old:u} mot {young:u}."
        )
        if already
        else _(
            "Det er færre på 65 år og eldre ({old:u}) enn barn og unge på 0–19 år "
            "({young:u}), og det snur ikke innen {last}."
        )
    )
    text = text.replace("{first}", str(first)).replace("{last}", str(d.last))
    return joined("vippepunkt", (text, {"old": old, "young": young_}))


def support_sentence(d: Demography, finding: bool = True) -> Statement | None:
    """Say aldersbæreevne or familieomsorgskoeffisient now and later, here and in Norway."""
    above, below, id, label, text = (
        (
            WORKING,
            RETIRED,
            "aldersbaereevne",
            _("Aldersbæreevne"),
            _("I {base} er det {now:1} innbyggere på 16–66 år for hver på 67 år og eldre."),
        )
        if finding
        else (
            RELATIVES,
            OLDEST,
            "familieomsorg",
            _("Familieomsorgskoeffisient"),
            _("I {base} er det {now:1} innbyggere på 50–66 år for hver på 85 år og eldre."),
        )
    )

    def at(year: int, norway: bool = False) -> Figure | None:
        path = d.norway if norway else d.own
        return d.per(above, below, year, id, label, path) if path is not None else None

    here, there = at(d.base), at(d.base, True)
    text = text.replace("{base}", str(d.base))
    figures = {"now": here}
    if there is not None and there.value is not None:
        text = text.removesuffix(".") + _(", og {norway:1} i Norge.")
        figures["norway"] = there
    parts: list[Part] = [(text, figures)]
    if d.ahead:
        ahead = _("I {then} er det {later:1} her").replace("{then}", str(d.target))
        far, later = at(d.target, True), at(d.target)
        parts.append(
            (ahead + _(" og {far:1} i Norge."), {"later": later, "far": far})
            if far is not None
            else (ahead + ".", {"later": later})
        )
    now = at(d.base)
    if not finding and now is not None and now.interval is not None:
        parts.append((_("Det er så få i nevneren at tallet svinger mye fra år til år."), {}))
    return joined(id, *parts)


def likely_range(d: Demography) -> Statement | None:
    """Say the 80 % interval of the total in the target year, apart from the scenarios."""
    total = d.persons(0, 105, d.target)
    if not d.ahead or total is None or total.interval is None:
        return None
    ends = {
        name: Figure(
            f"folketall-{d.target}-{name}",
            label,
            end,
            Unit.PERSONS,
            d.own.place,
            total.period,
            total.source,
            decimals=two_digits(end),
            inputs=(total,),
            method="M2",
            assumptions=d.assumptions(),
            formula=_("80 % intervall om framskrevet folketall"),
        )
        for name, label, end in (
            ("nedre", _("Nedre grense"), total.interval.low),
            ("ovre", _("Øvre grense"), total.interval.high),
        )
    }
    text = _(
        "Framskrivinger bommer. Treffer denne som de tidligere, er folketallet i {year} i åtte av "
        "ti tilfeller mellom {low:u} og {high}."
    ).replace("{year}", str(d.target))
    return say("folketall-intervall", text, {"low": ends["nedre"], "high": ends["ovre"]})


def share_lead(d: Demography) -> Statement | None:
    """Say in which year Norway has the share of 65+ that the municipality has now."""
    here = d.share(65, 105, d.base)
    if here is None or here.value is None or d.norway is None:
        return None
    shares = {y: share_of_all(d.norway.group, 65, 105, y) for y in d.norway.years}
    head = (
        _("Andelen på 65 år og eldre er {share} i {base}.").replace("{base}", str(d.base)),
        {"share": here},
    )
    year = first_year(shares, here.value - 1e-9)
    if year is None and d.norway.last_year < d.last:
        return joined("andel-65", head)
    if year is None:
        return joined(
            "andel-65",
            head,
            (
                _("Norge når ikke den andelen innen {last}{mark}.")
                .replace("{last}", str(d.last))
                .replace("{mark}", d.norway_mark),
                {},
            ),
        )
    if year == d.norway.years[0]:
        return joined("andel-65", head)
    country = d.share(65, 105, year, d.norway)
    mark = d.norway_mark if d.norway.is_projected(year) else ""
    text = (
        _("Norge når den andelen i {year}{mark} ({country}).")
        if year > d.base
        else _("Norge nådde den andelen i {year}{mark} ({country}).")
    )
    text = text.replace("{year}", str(year)).replace("{mark}", mark)
    return joined("andel-65", head, (text, {"country": country}))
