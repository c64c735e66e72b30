"""What the chapter «befolkning» says; each sentence only when all its numbers are known."""

from collections.abc import Callable

from veivalg.chapters.befolkning.model import Demography
from veivalg.chapters.common.figures import Figures, ends_of
from veivalg.chapters.common.sentences import Part, cautious, fill, joined, more, moves, say
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
from veivalg.maths.projections.population import PopulationPath


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
    words = {"place": d.place.name, "year": str(d.base), "then": str(d.then)}
    return joined("folketall", (text, figures), *_elsewhere(d), **words)


def _elsewhere(d: Demography) -> list[Part]:
    """Say how the number of people has moved in the country and the group, in one sentence."""
    if d.then is None:
        return []
    norway = d.change(0, 105, d.then, d.base, d.norway) if d.norway else None
    group = d.change(0, 105, d.then, d.base, d.group) if d.group else None
    if norway is None or norway.value is None:
        return []
    text = fill(
        _("Folketallet i {country} {norway}"),
        country=d.country,
        norway=moves(norway, "norway", past=True),
    )
    figures = {"norway": norway}
    if group is not None and group.value is not None:
        moved = moves(group, "group", past=True).replace(" ", _(" det "), 1)
        text += fill(_(", og i {name} {group}"), name=d.group_name, group=moved)
        figures["group"] = group
    return [(text + ".", figures)]


def size_ahead(d: Demography) -> Statement | None:
    """Say how many will live here in the last year, against the country."""
    if not d.ahead:
        return None
    change = d.change(0, 105, d.base, d.last)
    text = more(
        change,
        _(
            "Etter {projection} har {place} omtrent {later:u} innbyggere i {last}, {change:a} "
            "{more} enn i {base}."
        ),
        _(
            "Etter {projection} har {place} omtrent {later:u} innbyggere i {last}, om lag like "
            "mange som i {base} ({change:+})."
        ),
    )
    norway = d.change(0, 105, d.base, d.last, d.norway) if d.norway else None
    words = {
        "projection": d.projection_name,
        "place": d.place.name,
        "last": str(d.last),
        "base": str(d.base),
        "mark": d.norway_mark,
        "country": d.country,
        "moves": moves(norway, "norway"),
    }
    told = joined(
        "folketall-fram",
        (text, {"later": d.persons(0, 105, d.last), "change": change}),
        (_("Folketallet i {country} {moves}{mark}."), {"norway": norway}),
        **words,
    )
    return cautious(told, when=d.either_way(0, 105, d.last))


def oldest(d: Demography) -> Statement | None:
    """Say how many are 80 and over now and later, and what share that is here and elsewhere."""
    now = d.persons(80, 105, d.base)
    if not d.ahead:
        return say("eldste", _("{now:u} innbyggere er 80 år eller eldre."), {"now": now})
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
    unsure = d.either_way(80, 105, d.target) and "change" in figures
    return say("eldste", text, figures, caution=unsure, base=str(d.base), then=str(d.target))


def oldest_share(d: Demography) -> Statement | None:
    """Say what share is 80 and over now and later, here and in the country."""
    now = d.share(80, 105, d.base)
    parts: list[Part] = [(_("{share} av innbyggerne er 80 år eller eldre i dag."), {"share": now})]
    norway = d.share(80, 105, d.base, d.norway) if d.norway else None
    group = d.share(80, 105, d.base, d.group) if d.group else None
    if norway is not None and group is not None:
        text = _("I {country} er andelen {norway}, og i {name} {group}.")
        parts.append((text, {"norway": norway, "group": group}))
    else:
        parts.append((_("I {country} er andelen {norway}."), {"norway": norway}))
    if d.ahead:
        text = _("I {then} er den {ahead} her")
        far = d.share(80, 105, d.target, d.norway) if d.norway else None
        bound = {"ahead": d.share(80, 105, d.target)}
        both = (text + _(" og {far} i {country}."), {**bound, "far": far})
        parts.append(both if far is not None else (text + ".", bound))
    return joined("eldste-andel", *parts, name=d.group_name, then=str(d.target), country=d.country)


def young(d: Demography) -> Statement | None:
    """Say how the number of children and of adults changes; both ends where few live there.

    412 and about 410 are told with two digits, and 7 between them can't be subtracted from those.
    """
    if not d.ahead:
        return None
    parts: list[Part] = []
    groups = ("barn", 0, 17, _("0–17 år")), ("voksne", 18, 66, _("18–66 år"))
    for name, lo, hi, what in groups:
        if d.small:
            both = {f"{name}_{n}": d.persons(lo, hi, y) for n, y in enumerate((d.base, d.target))}
            text = fill(
                _("I {then} er det omtrent {1:u} på {what}, mot {0:u} i {base}."), what=what
            )
            parts.append((text.replace("{0", f"{{{name}_0").replace("{1", f"{{{name}_1"), both))
            continue
        change, number = d.change(lo, hi, d.base, d.target), d.difference(lo, hi, d.base, d.target)
        slots = {f"{name}_tall": number, f"{name}_prosent": change}
        text = more(
            number,
            _("I {then} er det omtrent {number:au} {more} på {what} enn i {base} ({share:a})."),
            _("I {then} er det like mange på {what} som i {base} ({number:u}, {share:a})."),
        )
        text = fill(text, what=what)
        text = text.replace("{number", f"{{{name}_tall").replace("{share", f"{{{name}_prosent")
        if all(figure is not None and figure.value is not None for figure in slots.values()):
            parts.append((text, slots))
    unsure = any(d.either_way(lo, hi, d.target) for _name, lo, hi, _what in groups)
    told = joined("barn-og-voksne", *parts, then=str(d.target), base=str(d.base))
    return cautious(told, when=unsure and not d.small)


def tipping_point(d: Demography) -> Statement | None:
    """Say when 65+ outnumber 0–19 («vippepunkt»), and how long before or after the country."""
    here, there = d.crossover(d.own), d.crossover(d.norway)
    if here is None:
        return _no_tipping_point(d)
    year = int(here.value or 0)
    head: Part = (_tipped(d, year), {"here": here})
    gap = years_ahead(year, int(there.value) if there is not None and there.value else None)
    if gap is None or there is None:
        return joined("vippepunkt", head)
    mark = d.norway_mark if (there.value or 0) > d.base else ""
    if gap == 0:
        same = _("Det er samme år som for {country} ({there}{mark}).")
        return joined("vippepunkt", head, (same, {"there": there}), mark=mark, country=d.country)
    period = f"{year}–{year + gap}" if gap > 0 else f"{year + gap}–{year}"
    ahead = Figures(d.place, period, here.source, "M1", inputs=(here, there))(
        "vippepunkt-foran",
        _("År foran {country}").format(country=d.country),
        float(abs(gap)),
        Unit.YEARS,
        _("vippepunktet for {country} − vippepunktet for kommunen, uten fortegn").format(
            country=d.country
        ),
    )
    then = (
        _("Det er {gap} år før {country} ({there}{mark}).")
        if gap > 0
        else _("Det er {gap} år etter {country} ({there}{mark}).")
    )
    parts: Part = (then, {"gap": ahead, "there": there})
    return joined("vippepunkt", head, parts, mark=mark, country=d.country)


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
    text = (
        _(
            "Det har vært flere på 65 år og eldre enn barn og unge på 0–19 år i alle år vi har "
            "tall for (fra {first}): i dag {old:u} mot {young:u}."
        )
        if old.value > young_.value
        else _(
            "Det er færre på 65 år og eldre ({old:u}) enn barn og unge på 0–19 år "
            "({young:u}), og det snur ikke innen {last}."
        )
    )
    words = {"first": str(d.own.years[0]), "last": str(d.last)}
    return say("vippepunkt", text, {"old": old, "young": young_}, words)


def support(d: Demography) -> Statement | None:
    """Say aldersbæreevne now and later, here and in the country."""

    def at(year: int, path: PopulationPath | None) -> Figure | None:
        return d.per(WORKING, RETIRED, year, "aldersbaereevne", _("Aldersbæreevne"), path)

    text = _("I {base} er det {now:1} innbyggere på 16–66 år for hver på 67 år og eldre.")
    return _ratio("aldersbaereevne", d, text, at)


def family_care(d: Demography) -> Statement | None:
    """Say familieomsorgskoeffisient now and later, here and in the country."""

    def at(year: int, path: PopulationPath | None) -> Figure | None:
        label = _("Familieomsorgskoeffisient")
        return d.per(RELATIVES, OLDEST, year, "familieomsorg", label, path)

    text = _("I {base} er det {now:1} innbyggere på 50–66 år for hver på 85 år og eldre.")
    here = at(d.base, d.own)
    if here is None or here.interval is None:
        return _ratio("familieomsorg", d, text, at)
    few: Part = (_("Det er så få i nevneren at tallet svinger mye fra år til år."), {})
    return _ratio("familieomsorg", d, text, at, few)


def _ratio(
    id: str,
    d: Demography,
    text: str,
    at: Callable[[int, PopulationPath | None], Figure | None],
    *more: Part,
) -> Statement | None:
    """Say a ratio now and later, here and in the country; `at` gives it for a year and a place."""
    there = at(d.base, d.norway) if d.norway else None
    figures = {"now": at(d.base, d.own)}
    if there is not None and there.value is not None:
        text = text.removesuffix(".") + _(", og {norway:1} i {country}.")
        figures["norway"] = there
    parts: list[Part] = [(text, figures)]
    if d.ahead:
        later, far = at(d.target, d.own), at(d.target, d.norway) if d.norway else None
        ahead = _("I {then} er det {later:1} her")
        parts.append(
            (ahead + _(" og {far:1} i {country}."), {"later": later, "far": far})
            if far is not None
            else (ahead + ".", {"later": later})
        )
    return joined(id, *parts, *more, base=str(d.base), then=str(d.target), country=d.country)


def likely_range(d: Demography) -> Statement | None:
    """Say the 80 % interval of the total in the target year, apart from the scenarios."""
    total = d.persons(0, 105, d.target)
    if not d.ahead or total is None or total.interval is None:
        return None
    text = _(
        "Framskrivinger bommer. Treffer denne som de tidligere, er folketallet i {year} i åtte av "
        "ti tilfeller mellom {low:u} og {high}."
    )
    return say("folketall-intervall", text, ends_of(total), year=str(d.target))


def share_lead(d: Demography) -> Statement | None:
    """Say in which year the country has the share of 65+ that the municipality has now."""
    here = d.share(65, 105, d.base)
    if here is None or here.value is None or d.norway is None:
        return None
    shares = {y: share_of_all(d.norway.group, 65, 105, y) for y in d.norway.years}
    head: Part = (_("Andelen på 65 år og eldre er {share} i {base}."), {"share": here})
    year = first_year(shares, here.value - 1e-9)
    words = {
        "base": str(d.base),
        "last": str(d.last),
        "country": d.country[:1].upper() + d.country[1:],
    }
    if year is None and d.norway.last_year >= d.last:
        never: Part = (_("{country} når ikke den andelen innen {last}{mark}."), {})
        return joined("andel-65", head, never, mark=d.norway_mark, **words)
    if year is None or year == d.norway.years[0]:
        return joined("andel-65", head, **words)
    text = (
        _("{country} når den andelen i {year}{mark} ({there}).")
        if year > d.base
        else _("{country} nådde den andelen i {year}{mark} ({there}).")
    )
    words |= {"year": str(year), "mark": d.norway_mark if d.norway.is_projected(year) else ""}
    there: Part = (text, {"there": d.share(65, 105, year, d.norway)})
    return joined("andel-65", head, there, **words)
