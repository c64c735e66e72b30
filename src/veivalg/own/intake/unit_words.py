"""What a text says of the unit of numbers: clearly, doubtfully, or nothing at all.

A text states a unit when nothing is left of it that isn't understood: «Alle tall i 1000 kr». One
that mentions thousands or millions in any other way, such as an amount in a sentence, is doubtful.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Said:
    """A unit in a text: its factor to NOK, minutes or shares, and how sure it is that it is one.

    ``whole`` is where a text that stands among others is about the unit and nothing else.
    """

    factor: float
    clear: bool = True
    amount: bool = False
    whole: bool = False


_KR = r"(?:(?:(?:faste|løpende) )?(?:20\d\d[- ]?)?(?<![a-zæøå])(?:kr|kroner|kronar|krone|nok)\b\.?)"
_FREE, _END = r"(?<!\d)(?<!\d[ .,'])", r"(?![ .,']?\d)"
_ONE = r"(?<!\d)(?<!\d[.,'])1"
_LAND = r"(?:svenske|danske|islandske|amerikanske|britiske)"
_BY = (
    r"(?:(?:er |blitt )?(?:delt|dividert) (?:på|med)|(?:må |skal )?(?:gang|multipliser)(?:es)? med"
    r"|÷|/(?= ?1))(?: en| ett)? ?"
)
_OR_BY = r"(?:del|divider|gang|multiplis)\w* (?:på|med)(?: en| ett)? ?"
"""What the numbers must be multiplied by, and words that may say so or the opposite."""
_ZEROS = r" (?:(?:de )?siste )?(?:nul|sif)\w+"
_1000 = r"(?:1[ .,']?000|tusen|1e\+?0*3|10\^3)"
_MILLION = r"(?:1[ .,']?000[ .,']?000|million|1e\+?0*6|10\^6)"
_MONEY = (
    (1e6, rf"{_BY}{_MILLION}{_END}", "+"),
    (1e3, rf"{_BY}{_1000}{_END}", "+"),
    (
        1e6,
        rf"{_OR_BY}{_MILLION}{_END}|\b(?:seks|6){_ZEROS}|[(\[](?:i )?m[)\]]"
        r"|(?<=\bi )m\b\.?(?=$|[,;)])",
        "?",
    ),
    (
        1e3,
        rf"{_OR_BY}{_1000}{_END}|\b(?:tre|3){_ZEROS}|{_FREE}000 er\b|[(\[](?:i )?[kt][)\]]"
        r"|(?<=\bi )[kt]\b\.?(?=$|[,;)])",
        "?",
    ),
    (
        1.0,
        rf"\b[ktm]?(?:eur|usd|sek|dkk|gbp|chf|isk|jpy)\b|\b(?:euro|pund|yen|dollars?)\b|[€$£]"
        rf"|\b{_LAND} (?:kr|kroner|kronar|pund|dollar)\b\.?",
        "?",
    ),
    (1e9, rf"(?:{_KR} ?)?\b(?:1 )?(?:mrd|milliard(?:er|ar)?|billions?|bnok)\b\.?(?: ?{_KR})?", "+"),
    (
        1e6,
        rf"{_ONE}[ .,']?000[ .,']?000[ -]?{_KR}|{_KR} ?1[ .]?000[ .]?000{_END}|{_KR} ?m\b"
        rf"|(?:{_KR} ?)?\b(?:1 )?(?:mill|million(?:er|ar|s)?|mio|mnok|mkr|m (?:kr|nok))\b\.?"
        rf"(?: ?{_KR})?|(?:[×*·x] ?)?(?:10\^6|\b1e\+?0*6)\b(?: ?{_KR})?",
        "+",
    ),
    (
        1e5,
        rf"{_FREE}100[ .]?000[ -]?{_KR}|{_KR} ?100[ .]?000{_END}|\bhundre ?tusen(?: ?{_KR})?",
        "",
    ),
    (
        1e4,
        rf"{_FREE}10[ .]?000[ -]?{_KR}|{_KR} ?10[ .]?000{_END}|\bti ?tusen(?: ?{_KR})?",
        "",
    ),
    (
        1e3,
        rf"(?<!\w)(?:{_KR} ?)?(?:[×*·x] ?(?:1[ .]?000|10\^3|1e\+?0*3)|10\^3|1e\+?0*3){_END}"
        rf"(?: ?{_KR})?|(?:{_KR} ?)?\b(?:ett? ?)?tus(?:en(?:er|kroner|kronar|kr|tall|tal|lapper)?)?"
        rf"\b\.?(?: ?{_KR})?|\bthousands?\b|\b[kt]\.? ?(?:kr|nok)\b\.?|{_KR} ?k\b"
        rf"|{_ONE}[ .,']?000[ -]?(?:{_KR}|lapper)|{_KR} ?(?:i )?1[ .,']?000{_END}"
        rf"|(?:{_KR} ?)?'000(?: ?{_KR})?|\([,.]?000\)|{_KR} ?000{_END}|{_FREE}000 ?{_KR}",
        "+",
    ),
    (100.0, rf"\bhundre(?:kroner| ?{_KR})|{_FREE}100 ?{_KR}|{_KR} ?100{_END}", ""),
    (0.01, r"\bøy?re\b(?!-)", ""),
    (1.0, _KR, ""),
    (1e3, rf"{_ONE}[ .]?000{_END}|{_FREE}000{_END}", "1"),
    (1e5, rf"{_FREE}100[ .]?000{_END}", "1"),
    (1e4, rf"{_FREE}10[ .]?000{_END}", "1"),
    (1e6, rf"{_ONE}[ .]000[ .]000{_END}", "1"),
    (1e3, r"\w*tusen\w*", "w"),
    (1e6, r"\w*milli(?:on|ard)\w*", "w"),
)
"""Factor to NOK → how it is written, and how sure it is; what is part of another comes after it.

«?» is never sure, and doubtful wherever it stands, as «+» is where all isn't understood; «1» is a
bare number; «w» says something in a heading alone: «Tusenfryd» in a title is a name.
"""
_QUICK = re.compile(
    r"kr|no?k|mi[ol]|mrd|bn|tus|hundre|thou|00|10\^|1e|eur|usd|[sd]e?kk?|gbp|chf|isk|jpy|dollar|pund"
    r"|yen|øy?re|nul|sif|\b[ktm]\b|[€$£]"
)
"""Without any of this a text says nothing of money."""
LONGEST = 1_000
_SIGN = 0xE000
_ANY = f"[{chr(_SIGN)}-{chr(_SIGN + len(_MONEY) - 1)}]"
_NOT = (
    r"\b(?:ikke|ikkje|aldri|not)(?: (?:lenger|lengre|oppgitt|vist|ført|angitt|avrundet|rundet av))?"
    r"(?: (?:i|in|til|med|som))?(?: (?:hele|heile))?"
)
_DENIED = rf"{_NOT} ({_ANY})"
"""A unit that a text says it isn't."""
_LEAD = (
    r"(?>(?:alle?|all|\w*tall?(?:ene|a)?|\w*bel[øo]p(?:ene|a|et)?|sum(?:mer|mene)?|verdi(?:er|ene)?"
    r"|\w*(?:regnskap|rekneskap|budsjett|prognose)(?:et|a|ene|er|stall?)?|netto|brutto|drift"
    r"|(?:utgift|inntekt|kostnad)(?:er|ene|ar)?|forbruk|ramme(?:r|ne)?|resultat|rapport|oversikt"
    r"|tabell|er|står|vis(?:es|t|te)|(?:oppgi|angi|gi)(?:tt|tte|s)|oppgjeve|ført|i|in|og|are|is"
    r"|amounts?|figures?|values?|numbers?|(?:måle|beløps)?enhet|eining|benevning|valuta|målestokk"
    r"|skala|faktor|multiplikator|units?|må|skal|uten|de|strøket|utelatt|kuttet|fjernet|tid|tider"
    r"|tida|varighet(?:er)?|(?:korttids|langtids|syke|sjuke)?fravær(?:et)?"
    r"|(?:jan|feb|apr|jun|jul|aug|sep|okt|nov|des)\w*|mars|mai|år|måned|kvartal|tertial|per|pr\.?"
    r"|\d{1,2}\.?|(?:19|20)\d\d|hele|heile) )*+"
)
SAID = re.compile(
    r"(?:(?:måle|beløps)?enhet\b|eining|benevning|valuta|skala|faktor|multiplikator|målestokk"
    r"|scale|factor|multiplier)"
)
"""Words that a unit stands behind: «Skala: 1000»."""
_END_OF = r"(?: (?:19|20)\d\d)*(?: (?:hvis|dersom|om|når|der|med mindre|unless)\b.*)?"
_WHOLE = re.compile(rf"{_LEAD}({_ANY}){_END_OF}")
_IN = re.compile(rf"(?:.* )?(?:i|in)(?: hele| heile)? ({_ANY}){_END_OF}")
_OVER = re.compile(r".*\b(?:over|under|minst|høyst|maks|inntil|på|ca|fra|til|enn|per|pr)\.? $")
_AMOUNT = re.compile(rf"(?<!\w)(?!20[1-3]\d ?{_ANY})\d[\d .,]*{_ANY}")
_DATE = re.compile(r"\b\d{1,2}\.\d{1,2}\.(?:\d{4}|\d\d)\b")
_CUT = re.compile(r"[()\[\],;|–—=]|[:.] | - |\bmen\b")
_RAISED = str.maketrans({"³": "^3", "⁶": "^6", "_": " ", "’": "'", "\n": "|"})
_HOURS = r"(?:desimal)?tim(?:e|er|ar)"
_OF = {
    "time": (
        (24 * 60.0, r"dag|dager|dagar|døgn"),
        (60.0, rf"{_HOURS}|[th]|hrs?|hours?"),
        (0.6, r"hundredels?[ -]?tim(?:e|er|ar)"),
        (60.0, r"(?:tt?|hh?|tim(?:er|ar)?) ?[:.] ?(?:mm|min\w*)(?: ?[:.] ?ss)?"),
        (1.0, r"min|minutt(?:er)?|minutes?"),
        (1 / 60, r"s|sek|sekund(?:er)?|seconds?"),
    ),
    "share": (
        (0.01, r"%|prosent(?:poeng)?|pst|pct|percent"),
        (0.001, r"‰|promille"),
        (1.0, r"\bandel(?:er)?"),
    ),
}
"""Factor to minutes, or to shares → how it is written."""
_MIXED = {written for factor, written in _OF["time"] if factor == 0.6 or "[:.]" in written}
"""«Hundredelstimer» are read in two ways, and so is «7,30» as «timer:min»."""
TAIL = (
    r"hele|heile|nok|(?:20\d\d-)?(?:kr|kroner|kronar)|tusen\w*|tkr|tnok|mnok|mkr|kkr|mill|mio|øre"
    r"|million(?:er|ar)|mrd|milliard(?:er|ar)|100[ .]?000|10\^[36]"
    r"|t\. ?kr|eur|euro|dkk|usd|gbp|pund|1e[36]|hundre|%|‰|[kmt] (?:nok|kr)"
    r"|(?:nok|kr) [kmt]|(?:[x×*] ?)?1[ .]?000(?:[ .]?000|-lapper)?|'?000'?|tus"
    r"|promille|prosent|pst|pct"
    rf"|{_HOURS}|hundredelstim(?:er|ar)|minutter|min|sekunder|sek|andel"
)
"""Words that are a unit when they stand last in a heading."""


def _plain(text: str) -> str:
    """Give a text in small letters, with single spaces; «10³» is «10^3» and «_» a space."""
    whole = unicodedata.normalize("NFKC", text[:LONGEST].translate(_RAISED)).casefold()
    return " ".join("".join(c for c in whole if not 0xE000 <= ord(c) <= 0xF8FF).split())


def money_in(text: str, *, heading: bool = False, alone: bool = False) -> list[Said]:
    """Give the units of money a text states or mentions.

    Parameters
    ----------
    heading
        It stands over the numbers themselves: a unit may come last in it.
    alone
        It stands where other things do: it states a unit only when it says nothing else.

    Examples
    --------
    >>> money_in("Alle tall i 1000 kr"), money_in("Avvik over 1 000 kr er sett")[0].clear
    ([Said(factor=1000.0, clear=True, amount=False, whole=False)], False)
    """
    marked = _DATE.sub("per", _plain(text))
    if not _QUICK.search(marked):
        return []
    for n, (_factor, written, _sure) in enumerate(_MONEY):
        marked = re.sub(written, chr(_SIGN + n), marked)
    denied = re.findall(_DENIED, marked)
    unknown = any(_MONEY[ord(sign) - _SIGN][0] == 1.0 for sign in denied)
    marked = re.sub(_DENIED, "", marked)
    clauses = [c.strip(" .*!'\"«»") for c in _CUT.split(marked)]
    found = [said for c in clauses for said in _clause(c, marked, heading=heading)]
    if unknown:  # «ikke i kroner», and not what they are in
        found += [Said(factor, False) for factor in (1e6, 1e3) if not any(s.clear for s in found)]
    left = [re.sub(f"{_ANY}(?:{_END_OF}$)?", "", clause).strip() for clause in clauses]
    if alone and not all(re.fullmatch(_LEAD, f"{words} ") for words in left if words):
        return [Said(s.factor, False, s.amount) for s in found if s.factor != 1.0 or not s.clear]
    return [replace(s, whole=alone and any(left)) for s in found]


def _clause(clause: str, whole: str, *, heading: bool) -> Iterator[Said]:
    """Give what one clause says: all of it is understood, or what is in it is doubtful."""
    signs = [_MONEY[ord(c) - _SIGN] for c in clause if re.match(_ANY, c)]
    amount = bool(_AMOUNT.search(clause))
    if len(signs) == 1 and not amount:
        (factor, _written, sure), last = signs[0], bool(re.search(f"{_ANY}$", clause))
        stated = bool(_WHOLE.fullmatch(clause) or _IN.fullmatch(clause))
        if sure == "1":  # «i 1000» and «(1000)» may be a unit, «Ansvar 1000» is none
            whole_says = len(clause) > 1 and _WHOLE.fullmatch(clause)
            said = heading or whole_says or f"({clause})" in whole or SAID.match(whole)
            if _WHOLE.fullmatch(clause) and _IN.fullmatch(clause):
                yield Said(factor)
            elif said and last:
                yield Said(factor, False)
            return
        last = heading and last and not _OVER.match(clause[:-1])
        if last or (stated and sure != "w"):
            yield Said(factor, sure != "?")
            return
    for factor, _written, sure in signs:
        if sure in ("+", "?") or (heading and (sure == "w" or (sure == "1" and signs[1:]))):
            yield Said(factor, False, amount or not (heading or sure == "?"))


def measure_in(text: str, kind: str, *, heading: bool = True) -> list[Said]:
    """Give the units of time, or of shares, a text states or mentions.

    Parameters
    ----------
    kind
        «time» or «share».

    Examples
    --------
    >>> [measure_in(text, "time")[0].factor for text in ("Varighet timer", "Tid (min)")]
    [60.0, 1.0]
    """
    found = []
    for n, clause in enumerate(re.split(r"[()\[\],;|–—=]|: | - ", _plain(text))):
        for factor, written in _OF[kind]:
            form = rf"(.*?)(?:\b(i|in) )?(?:hele )?(?<!\w)(?:{written})\.?"
            if (hit := re.fullmatch(form, clause.strip(" .*:"))) is None:
                continue
            words, by = hit[1].strip(), hit[2]
            if re.search(r"(?:\bpe?r\.?|\bhver|/)$", words):
                continue  # hours «per dag» are hours
            if re.search(rf"{_NOT}$", words):
                break
            last = bool(heading and (n or words))
            says = not heading and by and (kind == "share" or re.fullmatch(_LEAD, hit[1]))
            others = any(re.search(rf"(?<!\w)(?:{w})(?!\w)", words) for _factor, w in _OF[kind])
            if last or says or not (heading or words):
                found.append(
                    Said(factor, bool(last or says) and not others and written not in _MIXED)
                )
            break
    return found


def kind_of(unit: str) -> str:
    """Give what kind of unit one is: «kr», «time», «share», or empty."""
    if unit == "kr" or unit.startswith("kr "):
        return "kr"
    if unit.startswith(("time", "minutt")):
        return "time"
    return "share" if unit.startswith(("andel", "%", "prosent")) else ""


def kinds_in(text: str) -> set[str]:
    """Give which kinds of unit a text has words of: «kr», «time», «share»."""
    plain = _plain(text)
    money = any(re.search(written, plain) for _factor, written, sure in _MONEY if sure != "w")
    return ({"kr"} if money else set()) | {
        kind
        for kind, units in _OF.items()
        if any(re.search(rf"(?<!\w)(?:{written})(?!\w)", plain) for _factor, written in units)
    }
