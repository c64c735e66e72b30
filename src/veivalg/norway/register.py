"""Find a municipality by number, old or new, or by any official name."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from functools import cache

from veivalg.foundation.errors import UnknownMunicipalityError
from veivalg.foundation.i18n import _
from veivalg.norway.codes import code_years, codes_now, known_codes
from veivalg.norway.municipality import EXAMPLE, Municipality
from veivalg.norway.reference import reference

_LETTERS = str.maketrans(
    {"ø": "o", "æ": "ae", "đ": "d", "ŋ": "n", "ŧ": "t", "–": " ", "-": " ", ",": " "}
)
_KIND = re.compile(r" (kommune|herad|suohkan|gielda|tjïelte|kunta)$")
_NUMBER = re.compile(r"\s*(?:k[-_]?)?(\d{3,4})\b(.*)", re.DOTALL)
_YEARS = re.compile(r"\(\s*(?:\d{4})?\s*[-–]\s*(?:\d{4})?\s*\)")
_EARLIER = {
    "hedmark": "innlandet",
    "oppland": "innlandet",
    "hordaland": "vestland",
    "sogn og fjordane": "vestland",
    "aust agder": "agder",
    "vest agder": "agder",
    "nord trondelag": "trondelag",
    "sor trondelag": "trondelag",
    "viken": "akershus buskerud ostfold",
    "vestfold og telemark": "vestfold telemark",
    "troms og finnmark": "troms finnmark",
}
"""Counties of before 2018, 2020 and 2024 → today's that their municipalities lie in, folded."""
_SUGGESTIONS = 5


@cache
def municipalities() -> tuple[Municipality, ...]:
    """Give all municipalities in force, by code; the made-up `EXAMPLE` is none of them."""
    return tuple(
        Municipality(
            code=e["code"],
            name=e["names"].get("nb") or next(iter(e["names"].values())),
            official_name=" – ".join(e["names"].values()),
            county_code=e["county_code"],
            county=e["county"],
            centrality=e["centrality"],
            longitude=e["longitude"],
            latitude=e["latitude"],
            names=e["names"],
            kostra_groups={int(year): group for year, group in e["kostra_groups"].items()},
            valid_from=e["valid_from"],
        )
        for e in reference("municipalities").entries()
    )


@cache
def _by_group() -> dict[str, tuple[Municipality, ...]]:
    found: dict[str, tuple[Municipality, ...]] = {}
    for one in municipalities():
        if (group := one.kostra_group) is not None:
            found[group] = (*found.get(group, ()), one)
    return found


def members_of(group: str | None) -> tuple[Municipality, ...]:
    """Give those of a KOSTRA group, by code; none of a group that isn't.

    Examples
    --------
    >>> [one.name for one in members_of("EKG13")]
    ['Oslo']
    """
    return _by_group().get(group, ()) if group else ()


@cache
def _by_code() -> dict[str, Municipality]:
    return {m.code: m for m in municipalities()}


def municipality(code: str) -> Municipality:
    """Give the municipality with a code in force, or the made-up one by its code.

    Raises
    ------
    UnknownMunicipalityError
        Also for a code that is no longer in force; the remedy then names today's.
    """
    if code == EXAMPLE.code:
        return EXAMPLE
    if code in _by_code():
        return _by_code()[code]
    raise _unknown_number(code)


def fold(text: str) -> str:
    """Write a name without case, accents, dashes and words for «municipality».

    Examples
    --------
    >>> fold("Kárášjohka – Karasjok"), fold("Nord-Odal kommune"), fold("Deanu gielda")
    ('karasjohka karasjok', 'nord odal', 'deanu')
    """
    lower = _KIND.sub("", " ".join(text.casefold().split()))
    plain = unicodedata.normalize("NFKD", lower.translate(_LETTERS))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


@cache
def _names() -> dict[str, tuple[Municipality, ...]]:
    """Map folded names to municipalities; a shared name also stands with its county."""
    found: dict[str, list[Municipality]] = {}
    for m in municipalities():
        for key in {fold(name) for name in (*m.names.values(), m.official_name)}:
            found.setdefault(key, []).append(m)
    shared = [(key, m) for key, ms in found.items() if len(ms) > 1 for m in ms]
    for key, m in shared:
        for joint in (" ", " i "):
            found[f"{key}{joint}{fold(m.county)}"] = [m]
    return {key: tuple(ms) for key, ms in found.items()}


def same_name(one: str, other: str) -> bool:
    """Say whether two names are one: in another order, with other dashes, letters or a county.

    Examples
    --------
    >>> same_name("Porsanger - Porsángu - Porsanki", "Porsanki – Porsáŋgu – Porsanger")
    True
    >>> same_name("Våler (Østfold)", "Våler"), same_name("Nes", "Os")
    (True, False)
    """
    return _parts(_without_county(one)) == _parts(_without_county(other))


def _parts(name: str) -> frozenset[str]:
    return frozenset(fold(part) for part in re.split(r"\s[-–—/]\s", name) if fold(part))


def _without_county(name: str) -> str:
    return re.sub(r"\([^)]*\)", " ", name).strip()


def _named(text: str) -> tuple[Municipality, ...]:
    """Find by a name as sources write it: with a county of today or before, or years, beside."""
    bare = _YEARS.sub(" ", text).strip()
    names = [m.names for m in municipalities()]
    exact = [m for m, n in zip(municipalities(), names, strict=True) if bare in n.values()]
    if fits := exact or _names().get(fold(re.sub(r"[()]", " ", bare)), ()):
        return tuple(fits)
    beside = re.fullmatch(r"(.+?)\s*(?:\(([^)]+)\)|\bi (.+))", bare, re.IGNORECASE)
    if beside:
        county = fold(beside[2] or beside[3]).removesuffix(" fylke")
        today = _EARLIER.get(county, county)
        return tuple(m for m in _named(beside[1]) if fold(m.county) in today)
    parts = _parts(bare)
    if len(parts) < 2:
        return ()
    return tuple(m for m in municipalities() if parts <= {fold(n) for n in m.names.values()})


def describe(m: Municipality) -> str:
    """Write a municipality as a suggestion, which `find` understands.

    Examples
    --------
    >>> describe(municipality("1818"))
    '1818 Herøy (Nordland)'
    """
    return f"{m.code} {m.name} ({m.county})"


def opened(text: str) -> Municipality:
    """Find as `find` does, and the made-up municipality when exactly its number is asked for.

    This is the only door to it: what people choose, compare, fetch or list goes through `find`.
    """
    return EXAMPLE if text.strip() == EXAMPLE.code else find(text)


def find(text: str) -> Municipality:
    """Find a municipality by number (also an old one) or any official name.

    Parameters
    ----------
    text
        «5503», «1901», «Harstad», «harsttak», «Herøy i Nordland», «1818 Herøy (Nordland)».

    Raises
    ------
    UnknownMunicipalityError
        When nothing or more than one fits; ``suggestions`` holds at most five.

    Examples
    --------
    >>> find("1903").official_name
    'Harstad – Hárstták'
    """
    number = _NUMBER.match(text.casefold())
    if number:
        found = _by_number(number[1].zfill(4))
        _check_name(found, text, number[2])
        return found
    fits = _named(text)
    if len(fits) == 1:
        return fits[0]
    if fits:
        raise _ambiguous(text.strip(), fits)
    raise UnknownMunicipalityError(
        _("Det finnes ingen kommune som heter «{name}».").format(name=text.strip()),
        _remedy(near := _near(text)),
        near,
    )


def _check_name(found: Municipality, text: str, beside: str) -> None:
    """Refuse a number beside the name of another municipality; what is no name is let be."""
    named = _named(beside.strip(" \t-–:,.;")) if re.search(r"[^\W\d_]", beside) else ()
    if named and found not in named:
        near = (describe(found), *map(describe, named))[:_SUGGESTIONS]
        raise UnknownMunicipalityError(
            _("Nummeret og navnet i «{text}» er to forskjellige kommuner.").format(
                text=text.strip()
            ),
            _remedy(near),
            near,
        )


def _by_number(number: str) -> Municipality:
    if number in _by_code():
        return _by_code()[number]
    today = [_by_code()[s.code_now] for s in codes_now(number)]
    if len(today) == 1:
        return today[0]
    if today:
        years = code_years(number)
        raise UnknownMunicipalityError(
            _("Kommune {code} ble delt ved utgangen av {year}.").format(
                code=number, year=years[1] if years else ""
            ),
            _remedy(near := tuple(describe(m) for m in today)),
            near,
        )
    raise _unknown_number(number)


def _unknown_number(number: str) -> UnknownMunicipalityError:
    today = [_by_code()[s.code_now] for s in codes_now(number)]
    if today:
        near = tuple(describe(m) for m in today)
        message = _("Kommunenummer {code} er ikke i bruk lenger.")
    else:
        codes = get_close_matches(number, sorted(known_codes()), _SUGGESTIONS, 0.7)
        found = dict.fromkeys(s.code_now for code in codes for s in codes_now(code))
        near = tuple(describe(_by_code()[code]) for code in found)[:_SUGGESTIONS]
        message = _("Det finnes ingen kommune med nummer {code}.")
    return UnknownMunicipalityError(message.format(code=number), _remedy(near), near)


def _ambiguous(text: str, fits: Sequence[Municipality]) -> UnknownMunicipalityError:
    near = tuple(describe(m) for m in fits)
    message = _("Flere kommuner heter «{name}».").format(name=text)
    return UnknownMunicipalityError(message, _remedy(near), near)


def _remedy(suggestions: Sequence[str]) -> str:
    if not suggestions:
        return _("Bruk kommunenummeret eller det offisielle navnet.")
    return _("Mente du {suggestions}?").format(suggestions=_or(suggestions))


def _or(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + _(" eller ") + items[-1]


def _near(text: str) -> tuple[str, ...]:
    return tuple(describe(m) for m in search(text, _SUGGESTIONS))


def search(text: str, limit: int = 10) -> tuple[Municipality, ...]:
    """Give the municipalities whose number or name fits best, best first.

    Names that begin with the text come first, then names (or names' later words) that hold it,
    then names that resemble it. A number also finds codes no longer in force. Nothing for an empty
    text.
    """
    wanted = fold(text)
    if not wanted:
        return ()
    if wanted.isdecimal():
        codes = [c for c in sorted(known_codes()) if c.startswith(wanted)]
        return _first([_by_code()[s.code_now] for c in codes for s in codes_now(c)], limit)
    names = _names()
    ordered = sorted(names)
    starts = [key for key in ordered if key.startswith(wanted)]
    holds = [key for key in ordered if wanted in key]
    alike = get_close_matches(wanted, ordered, limit, 0.6)
    return _first([m for key in (*starts, *holds, *alike) for m in names[key]], limit)


def _first(found: Iterable[Municipality], limit: int) -> tuple[Municipality, ...]:
    return tuple({m.code: m for m in found}.values())[:limit]
