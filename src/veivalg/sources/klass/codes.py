"""KLASS, SSB's register of classifications: does today's list of municipalities differ from ours?

Classification 131 is the municipalities. The program's own register is reference data that a new
version brings; this says when it is time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from veivalg.foundation.i18n import _
from veivalg.norway.register import municipalities, same_name
from veivalg.sources.http.answers import malformed
from veivalg.sources.http.client import Client

SSB = "https://data.ssb.no/api/pxwebapi/v2"
"""PxWeb of Statistics Norway, on the host KLASS is on."""
MUNICIPALITIES = 131
NOT_STATED = "9999"


@dataclass(frozen=True, slots=True)
class CodeChange:
    """A change of code: from, to, and the ISO date it took effect; either may be empty."""

    old: str
    new: str
    date: str


@dataclass(frozen=True, slots=True)
class RegisterDifference:
    """How KLASS differs from the program's register.

    ``new`` and ``gone`` map code → name; ``renamed`` maps code → (our name, theirs).
    """

    new: Mapping[str, str]
    gone: Mapping[str, str]
    renamed: Mapping[str, tuple[str, str]]

    @property
    def same(self) -> bool:
        """Say whether the lists agree."""
        return not (self.new or self.gone or self.renamed)

    def lines(self) -> tuple[str, ...]:
        """Write the difference in Norwegian, one line each; nothing when there is none."""
        lines = [
            _("Ny kommune i KLASS: {code} {name}.").format(code=c, name=n)
            for c, n in self.new.items()
        ]
        lines += [
            _("Kommunen finnes ikke lenger i KLASS: {code} {name}.").format(code=c, name=n)
            for c, n in self.gone.items()
        ]
        renamed = _("{code} heter «{theirs}» i KLASS, men «{ours}» her.")
        lines += [
            renamed.format(code=code, ours=ours, theirs=theirs)
            for code, (ours, theirs) in self.renamed.items()
        ]
        if lines:
            lines.append(_("Se etter en nyere versjon av Veivalg."))
        return tuple(lines)


def klass_url(ssb_url: str) -> str:
    """Give the address of KLASS on the same host as PxWeb.

    Examples
    --------
    >>> klass_url("https://data.ssb.no/api/pxwebapi/v2")
    'https://data.ssb.no/api/klass/v1'
    """
    return ssb_url.partition("/pxwebapi")[0] + "/klass/v1"


def codes_at(client: Client, day: date, classification: int = MUNICIPALITIES) -> dict[str, str]:
    """Give code → name in force on a day.

    Raises
    ------
    SourceError
        When KLASS can't be reached or answers something else.
    """
    raw = client.get_json(
        f"{klass_url(client.url)}/classifications/{classification}/codesAt"
        f"?date={day.isoformat()}&language=nb"
    )
    try:
        found = {str(c["code"]): str(c["name"]) for c in raw["codes"]}
    except (KeyError, TypeError) as error:
        raise malformed(_("listen over koder mangler")) from error
    return {code: name for code, name in found.items() if code != NOT_STATED}


def changes(
    client: Client, first: date, last: date, classification: int = MUNICIPALITIES
) -> tuple[CodeChange, ...]:
    """Give the changes of code between two days, in order of date.

    Raises
    ------
    SourceError
        When KLASS can't be reached or answers something else.
    """
    raw = client.get_json(
        f"{klass_url(client.url)}/classifications/{classification}/changes"
        f"?from={first.isoformat()}&to={(last + timedelta(days=1)).isoformat()}"
    )
    try:
        found = [_change(entry) for entry in raw["codeChanges"]]
    except (KeyError, TypeError, AttributeError) as error:
        raise malformed(_("listen over endringer mangler")) from error
    return tuple(sorted(found, key=lambda change: (change.date, change.old, change.new)))


def _change(raw: Mapping[str, Any]) -> CodeChange:
    return CodeChange(
        str(raw.get("oldCode") or ""),
        str(raw.get("newCode") or ""),
        str(raw.get("changeOccurred") or ""),
    )


def compare(client: Client, day: date) -> RegisterDifference:
    """Compare the municipalities in force on `day` with the program's register."""
    theirs = codes_at(client, day)
    ours = {m.code: m.official_name for m in municipalities()}
    renamed = {
        code: (ours[code], theirs[code])
        for code in sorted(ours.keys() & theirs.keys())
        if not same_name(ours[code], theirs[code])
    }
    return RegisterDifference(
        {c: theirs[c] for c in sorted(theirs.keys() - ours.keys())},
        {c: ours[c] for c in sorted(ours.keys() - theirs.keys())},
        renamed,
    )
