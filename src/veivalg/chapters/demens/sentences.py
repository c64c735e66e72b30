"""What the chapter «demens» says."""

from collections.abc import Iterator

from veivalg.chapters.common.figures import ends_of
from veivalg.chapters.common.sentences import Part, cautious, fill, joined, more, moves, say, turns
from veivalg.chapters.demens.model import Dementia
from veivalg.content import Figure, Statement
from veivalg.foundation.i18n import _
from veivalg.maths.projections.population import PopulationPath

AGREES = 0.03  # method M8: the printed figures of Harstad are reproduced within 3 per cent
PRINTED = (
    ("dementia_persons", 2024),
    ("dementia_persons_summary", 2024),
    ("dementia_persons", 2035),
    ("dementia_persons_summary", 2040),
)


def now(d: Dementia) -> Statement | None:
    """Say how many are likely to have dementia today, and the change over ten years."""
    found = d.figure(d.base)
    if found is None:
        return None
    head = _("Etter beregningen har {now} i {place} demens i dag.")
    if found.value is None:  # too few to show, and it says so itself
        return Statement("demens-na", fill(head, place=d.place.name), {"now": found})
    first = {"now": found}
    if found.interval is not None:
        head = head.removesuffix(".") + _(", trolig mellom {low:u} og {high:u}.")
        first |= ends_of(found)
    parts: list[Part] = [(head, first)]
    if d.then is not None:
        change = d.change(d.then, d.base)
        text = more(
            change,
            _("Det er {change:a} {more} enn i {then}."),
            _("Det er om lag like mange som i {then} ({change:+})."),
        )
        parts.append((text, {"change": change}))
    return joined("demens-na", *parts, place=d.place.name, then=str(d.then))


def later(d: Dementia) -> Statement | None:
    """Say how many there will be in the target year, and the change in the country."""
    if not d.ahead:
        return None
    change = d.change(d.base, d.target)
    text = more(
        change,
        _("I {year} er det omtrent {later}, {change:a} {more} enn i {base}, hvis {slope}."),
        _(
            "I {year} er det omtrent {later}, om lag like mange som i {base} ({change:+}), hvis "
            "{slope}."
        ),
    )
    bound = {"later": d.figure(d.target)}
    if change is not None and change.value is None:
        text = _("I {year} er det omtrent {later}, hvis {slope}.")
    elif change is not None:
        bound["change"] = change
    norway = d.change(d.base, d.target, d.norway) if d.norway is not None else None
    later, now = bound["later"], d.figure(d.base)
    ends, today = (later.interval if later else None), (now.value if now else None)
    told = joined(
        "demens-fram",
        (text, bound),
        (_("Antallet i {country} {moves}."), {"norway": norway}),
        year=str(d.target),
        base=str(d.base),
        slope=_("forekomsten er som i dag")
        if d.slope.value == 0
        else _("forekomsten faller så fort som valgt"),
        country=d.country,
        moves=moves(norway, "norway"),
    )
    either = ends is not None and turns(ends.low - (today or 0), ends.high - (today or 0))
    return cautious(told, when=either and "change" in bound)


def compared(d: Dementia) -> Statement | None:
    """Say how many there are per 1,000 inhabitants here, in the group and in the country."""

    def at(path: PopulationPath | None) -> Figure | None:
        return d.per_thousand(d.base, path) if path is not None else None

    norway, group = at(d.norway), at(d.group)
    others = {"norway": norway}
    text = _("I {country} er tallet {norway}.")
    if norway is not None and group is not None and group.value is not None:
        others["group"] = group
        text = _("I {country} er tallet {norway}, og i {name} {group}.")
    return joined(
        "demens-sammenliknet",
        (_("Det er {own} med demens per 1 000 innbyggere."), {"own": at(d.own)}),
        (text, others),
        name=d.group_name,
        country=d.country,
    )


def falling(d: Dementia) -> Statement | None:
    """Say how many there will be if prevalence falls."""
    if not d.ahead:
        return None
    text = _(
        "Faller forekomsten med 0,5 % i året, blir det omtrent {half} i {year}, og med 1 % "
        "i året {one}. Ingen vet om den faller."
    )
    half, one = (d.figure(d.target, slope=slope) for slope in (0.005, 0.01))
    return say("demens-nedgang", text, {"half": half, "one": one}, year=str(d.target))


def against_print(d: Dementia) -> Iterator[Statement]:
    """Say whether the printed numbers are reproduced; those that are not are deviations."""
    for item, year in PRINTED:
        theirs, ours = d.printed.figure(item, year), d.figure(year)
        if theirs is None or not theirs.value or ours is None or ours.value is None:
            continue
        off = not _close(ours.value, theirs.value)
        text = (
            _(
                "«{document}» skriver {theirs:u} personer med demens i {year}. Tallene her gir "
                "{ours:u0}."
            )
            if off
            else _(
                "«{document}» skriver {theirs:u} personer med demens i {year}. Vi får {ours:u0}."
            )
        )
        figures = {"theirs": theirs.renamed(f"{theirs.id}-{year}"), "ours": ours}
        near = d.persons(d.last)
        if off and near is not None and year < d.last and _close(near, theirs.value):
            # A table read one column off is the likeliest slip; say what fits, claim nothing.
            text += " " + _("Det trykte tallet ligger nær vårt tall for {last}, {near:u0}.")
            figures["near"] = d.figure(d.last) or ours
        text = fill(text, document=theirs.source.producer, year=str(year), last=str(d.last))
        yield Statement(f"trykt-{item.replace('_', '-')}-{year}", text, figures, off, off)


def _close(ours: float, theirs: float) -> bool:
    return abs(ours / theirs - 1) <= AGREES
