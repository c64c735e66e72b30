"""What the chapter «bistandsbehov» says."""

from collections.abc import Iterator, Mapping

from veivalg.chapters.bistandsbehov.model import (
    BY_AGE,
    HEAVY,
    METHOD,
    PRINT_YEAR,
    PRINTED,
    SERVICES,
    Model,
    Own,
    in_shares,
    service_name,
    short_name,
)
from veivalg.chapters.common.figures import Figures
from veivalg.chapters.common.indicator_series import Series
from veivalg.chapters.common.printed import named_once
from veivalg.chapters.common.sentences import present, rises, say, tell
from veivalg.content import Figure, Place, Role, Statement, Unit, calculation
from veivalg.foundation.i18n import _


def nothing(place: str) -> Statement:
    """Say that nothing is known of how much help users need."""
    text = _("Vi mangler tall om bistandsbehov i {place}. Hent tallene, om SSB har dem.")
    return tell("mangler", text, place=place, lacking=True)


def heavy(found: Mapping[str, Series], service: str) -> Statement | None:
    """Say how many of a service's users need extensive help, and how many need little."""
    most, light = (found[SERVICES[service][level]] for level in ("heavy", "light"))
    own = most.figure()
    if own is None:
        return None
    words = {"service": service_name(service), "year": str(most.year), "place": most.place.name}
    less = light.figure(most.year)
    if less is None:
        text = _("{service}: {heavy} har omfattende bistandsbehov i {place} i {year}.")
        return say(f"behov-{service}", text, {"heavy": own}, words)
    text = _(
        "{service}: {heavy} har omfattende bistandsbehov i {place} i {year}, og {light} har "
        "noe eller avgrenset."
    )
    return say(f"behov-{service}", text, {"heavy": own, "light": less}, words)


def ages(found: Mapping[str, Series]) -> Statement | None:
    """Say how need differs by age among those helped at home."""
    young, old = (found[id] for id in BY_AGE.values())
    year = young.year
    text = _(
        "Av dem som får tjenester hjemme, har {young} under 67 år og {old} på 80 år og eldre "
        "omfattende bistandsbehov i {year}."
    )
    figures = {"young": young.figure(), "old": old.figure(year)}
    return say("alder", text, figures, year=str(year))


def trend(found: Mapping[str, Series]) -> Statement | None:
    """Say how the share with extensive need has moved."""
    for id in HEAVY:
        one = found[id]
        known = sorted(
            (y, v) for y, v in (one.own.values if one.own else {}).items() if v is not None
        )
        if len(known) < 2:
            continue
        (first, start), (last, end) = known[0], known[-1]
        text = _(
            "Andelen med omfattende bistandsbehov ({service}) {verb} fra {a} i {first} til "
            "{b} i {last}."
        )
        figures = {"a": one.figure(first), "b": one.figure(last)}
        words = {
            "service": short_name(id),
            "verb": rises(end - start, *(f.text() for f in figures.values() if f)),
            "first": str(first),
            "last": str(last),
        }
        return say("utvikling", text, figures, words)
    return None


def beside(found: Mapping[str, Series]) -> Statement | None:
    """Set extensive need beside group and Norway for each service, same year."""
    parts: list[str] = []
    figures: dict[str, Figure | None] = {}
    for id in HEAVY:
        here = {
            f"{id}_{role.value}": f
            for role in (Role.GROUP, Role.NORWAY)
            if (f := found[id].figure(role=role)) is not None
        }
        if here and found[id].year is not None:
            figures |= here
            others = f" {_('og')} ".join(
                f"{{{n}}} {_('i')} {f.place.name}" for n, f in here.items()
            )
            parts.append(f"{short_name(id)} {others}")
    if not parts:
        return None
    text = _("Til sammenlikning er andelen med omfattende bistandsbehov: {parts}.")
    return say("sammenlikning", text.replace("{parts}", "; ".join(parts)), figures)


def own(place: Place, brought: Own) -> Statement | None:
    """Say how large a share of all users need extensive help in the own figures."""
    parts = in_shares(brought.release.tables["categories"])
    if parts is None or parts[2] is None:
        return None
    source = brought.table.source()
    counted = Figures(place, source.retrieved, source)
    users = counted("brukere-egne", _("Brukere i egne tall"), brought.release.total, Unit.PERSONS)
    made = Figures(
        place,
        source.retrieved,
        calculation(METHOD, _("Bistandsbehov i egne tall")),
        METHOD,
        inputs=(users,),
        assumptions=brought.cuts,
    )
    figure = made(
        "omfattende-egne",
        _("Andel med omfattende behov, egne tall"),
        parts[2],
        Unit.SHARE,
        _("Omfattende ÷ brukere med kategori"),
    )
    text = _("I kommunens egne tall har {share} av brukerne omfattende bistandsbehov.")
    if brought.computed:
        text = _(
            "I kommunens egne tall har {share} av brukerne omfattende bistandsbehov, regnet "
            "fra skår med usikre grenser."
        )
    if brought.made_up:
        text = _("I eksempelet har {share} av brukerne omfattende bistandsbehov.")
    return Statement("egne", text, {"share": figure}, caution=brought.computed or brought.made_up)


def printed(model: Model) -> Iterator[Statement | None]:
    """Repeat what a document prints, and hold it against the statistics of the same year."""
    first = model.printed["home_0_66"]
    if first is not None:
        text = _(
            "«{document}» skriver for 2023 hvor stor andel som hadde omfattende bistandsbehov. "
            "Med tjenester hjemme var det {home_0_66:0} av dem under 67 år og rundt {home_67:0} av "
            "dem på 67 år og eldre. På korttidsopphold var det {short:0}, og på langtidsopphold "
            "{long}."
        )
        said = present([say("trykt", text, model.printed, document=first.source.producer)])
        yield from named_once(said)
    yield from (_checked(model, slot, id) for slot, (_item, id) in PRINTED.items() if id)


def _checked(model: Model, slot: str, id: str) -> Statement | None:
    """Set a printed share beside the published one, where both are known."""
    theirs, ours = model.printed[slot], model.same_year[id]
    if theirs is None or theirs.value is None or ours is None or ours.value is None:
        return None
    decimals = 3 if slot == "long" else 2  # a share printed with one decimal or none
    same = abs(theirs.value - ours.value) <= 0.5 * 10**-decimals + 1e-9
    text = (
        _("Trykt tall gjengitt: {what} er {ours} i {year} også i statistikken.")
        if same
        else _(
            "{what} er {ours} i {year} i statistikken, mot {theirs} i dokumentet. Nevneren kan "
            "være en annen."
        )
    )
    return say(
        f"trykt-{slot.replace('_', '-')}",
        text,
        {"ours": ours} if same else {"ours": ours, "theirs": theirs},
        what=short_name(id),
        year=str(PRINT_YEAR),
        deviation=not same,
    )


def caution() -> Statement:
    """Say what the categories are and are not."""
    text = _(
        "Vurderingene er skjønn og gjøres av mange, så like personer kan havne i ulike "
        "kategorier. Svikt i hukommelse og vurderingsevne fanges dårligere opp enn kroppslige "
        "behov. Kategoriene leses slik de er publisert; vi regner dem ikke ut."
    )
    return tell("forbehold", text, caution=True)
