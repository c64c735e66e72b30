"""Read keys: what a program that can't sign in shows instead, `?nokkel=…`.

A key opens the named addresses it was made for, to read, and no others; and only addresses that
give official figures and nothing a municipality has brought can be named. Of a key only a digest is
kept, one file a key, for the owner of the data folder alone.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path
from re import Pattern
from urllib.parse import urlencode

import orjson
from starlette.routing import compile_path

from veivalg.foundation.errors import StoreError, UsageError
from veivalg.foundation.files import store_error, write_atomic, write_new
from veivalg.foundation.i18n import N_, _
from veivalg.foundation.layout.names import ACCESS
from veivalg.foundation.settings import today
from veivalg.foundation.texts import accept

PARAMETER = "nokkel"
FOLDER = "nokler"
LONGEST = 60
_BYTES = 32


@dataclass(frozen=True, slots=True)
class Named:
    """Addresses a key can be made for.

    Parameters
    ----------
    label
        What they give.
    paths
        Their routes, as the rooms have them.
    example, query
        One of them, to show to a person.
    """

    label: str
    paths: tuple[str, ...]
    example: str
    query: Mapping[str, str] = field(default_factory=dict)

    def address(self, root: str, secret: str) -> str:
        """Give the example as a program asks for it, with a key."""
        return f"{root}{self.example}?{urlencode({**self.query, PARAMETER: secret}, safe=',')}"


ROUTES: Mapping[str, Named] = {
    "kommuner": Named(
        N_("Kommunene med navn, fylke og KOSTRA-gruppe (JSON)"),
        ("/api/kommuner", "/api/kommuner/{kode}"),
        "/api/kommuner",
        {"antall": "400"},
    ),
    "kapitler": Named(N_("Listen over kapitler (JSON)"), ("/api/kapitler",), "/api/kapitler"),
    "csv": Named(
        N_("Kommuner og nøkkeltall som tabeller til Power BI og Excel (CSV)"),
        ("/api/kommuner.csv", "/api/nokkeltall.csv", "/api/nokkeltall/{id}.csv"),
        "/api/nokkeltall/net_debt.csv",
        {"kommune": "5503"},
    ),
    "figurer": Named(
        N_("Tabellen bak en figur i kapitler av bare offisielle tall (CSV)"),
        ("/api/figurer/{kode}/{kapittel}/{figur}.csv",),
        "/api/figurer/5503/befolkning/endring.csv",
    ),
    "nokkeltall": Named(
        N_("Nøkkeltall etter kommune og år (JSON)"),
        ("/api/nokkeltall", "/api/nokkeltall/{id}"),
        "/api/nokkeltall/net_debt",
        {"kommune": "5503"},
    ),
    "utforsk": Named(
        N_("Det som velges i «Utforsk», som fil"),
        ("/utforsk.{format}", "/utforsk/{exhibit}.{format}"),
        "/utforsk.xlsx",
        {"tall": "net_debt", "kommune": "5503,1833", "kart": "nei"},
    ),
    "duell": Named(
        N_("To kommuner side om side, som fil"),
        ("/duell/{a}/{b}.{format}", "/duell/{a}/{b}/{exhibit}.{format}"),
        "/duell/5503/1833.xlsx",
        {"tjeneste": "finance"},
    ),
}
"""Addresses with official figures only. A test holds each of them against own figures."""


@dataclass(frozen=True, slots=True)
class ReadKey:
    """A key as it is kept: what it was made for, when, and when it was revoked (ISO dates)."""

    id: int
    name: str
    routes: tuple[str, ...]
    made: str
    digest: str
    revoked: str = ""


class ReadKeys:
    """The read keys of a data folder, as they are there now.

    Parameters
    ----------
    folder
        The data folder; it need not exist.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / ACCESS / FOLDER

    def make(self, name: str, routes: Sequence[str]) -> tuple[ReadKey, str]:
        """Make a key for named addresses; give it and, this one time, the secret itself.

        Raises
        ------
        UsageError
            When the name can't be used, or a route has no such name.
        StoreError
            When it can't be kept.
        """
        named = tuple(dict.fromkeys(routes))
        unknown = next((route for route in named if route not in ROUTES), None)
        if unknown is not None or not named:
            raise UsageError(
                _("En nøkkel kan ikke gjelde «{name}».").format(name=unknown)
                if named
                else _("Det mangler hva nøkkelen skal gjelde."),
                _("Velg blant {names}.").format(names=", ".join(ROUTES)),
            )
        secret = secrets.token_urlsafe(_BYTES)
        label = accept(_("Navnet på nøkkelen"), name, LONGEST)
        key = ReadKey(1, label, named, today(), _digest(secret))
        while True:
            key = replace(key, id=max(self._numbers(), default=0) + 1)
            try:
                write_new(self._file(key.id), _packed(key))
            except FileExistsError:  # another program made one meanwhile
                continue
            return key, secret

    def all(self) -> tuple[ReadKey, ...]:
        """Give every key there has been, revoked ones too, in the order they were made.

        Raises
        ------
        StoreError
            When one of them can't be read; a key whose limits are not known opens nothing.
        """
        return tuple(self._read(number) for number in sorted(self._numbers()))

    def revoke(self, id: int) -> ReadKey:
        """Let a key open nothing from now on.

        Raises
        ------
        UsageError
            When there is none with that number, or it is revoked already.
        StoreError
            When it can't be kept.
        """
        if id not in self._numbers():
            raise UsageError(
                _("Det finnes ingen nøkkel {id}.").format(id=id), _("Se listen over nøkler.")
            )
        key = self._read(id)
        if key.revoked:
            raise UsageError(
                _("Nøkkel {id} er alt trukket tilbake.").format(id=id),
                _("Lag en ny nøkkel om den trengs."),
            )
        revoked = replace(key, revoked=today())
        write_atomic(self._file(id), _packed(revoked))
        return revoked

    def find(self, secret: str) -> ReadKey | None:
        """Give the key a secret belongs to, revoked or not; None when there is none."""
        given = _digest(secret)
        found = None
        for number in self._numbers():
            try:
                key = self._read(number)
            except StoreError:  # damaged: it opens nothing, and the others open what they did
                continue
            if compare_digest(key.digest, given):
                found = key
        return found

    def _file(self, number: int) -> Path:
        return self._folder / f"{number}.json"

    def _numbers(self) -> list[int]:
        try:
            names = [path.stem for path in self._folder.iterdir() if path.suffix == ".json"]
        except OSError:
            return []
        return [int(name) for name in names if name.isascii() and name.isdecimal()]

    def _read(self, number: int) -> ReadKey:
        file = self._file(number)
        try:
            raw = orjson.loads(file.read_bytes())
            routes = tuple(str(route) for route in raw["routes"])
            texts = [str(raw[name]) for name in ("made", "digest", "revoked")]
            return ReadKey(number, str(raw["name"]), routes, *texts)
        except OSError as error:
            raise store_error(error, file) from error
        except (ValueError, LookupError, TypeError) as error:
            raise StoreError(
                _("Nøkkelen i {file} er skadet, og slipper ingen inn.").format(file=file),
                _("Slett filen, og lag en ny nøkkel."),
            ) from error


def name_of(path: str) -> str:
    """Give the name of the addresses a path is one of; empty when no key opens it.

    Examples
    --------
    >>> name_of("/api/nokkeltall/net_debt"), name_of("/api/kommuner/5503/kapitler/skole")
    ('nokkeltall', '')
    """
    found = (name for name, patterns in _patterns().items() if any(p.match(path) for p in patterns))
    return next(found, "")


@cache
def _patterns() -> dict[str, tuple[Pattern[str], ...]]:
    """Give the routes in the form the rooms themselves are asked in."""
    return {
        name: tuple(compile_path(path)[0] for path in named.paths) for name, named in ROUTES.items()
    }


def _digest(secret: str) -> str:
    """Give the digest of a secret; it is all chance, so it needs no salt and no slow digest."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _packed(key: ReadKey) -> bytes:
    kept = {name: value for name, value in asdict(key).items() if name != "id"}
    return orjson.dumps(kept, option=orjson.OPT_INDENT_2)
