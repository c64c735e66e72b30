"""`nokler`: read keys for programs that can't sign in, such as Excel and Power BI."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from veivalg.cli.parts import AsJson, Commands, LastingData, Remove, print_json
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import N_, _
from veivalg.foundation.settings import data_folder

if TYPE_CHECKING:
    from veivalg.web.kit.keys import ReadKey, ReadKeys
    from veivalg.web.kit.token import Token

commands = Commands(order=12)


@commands.command()
def nokler(
    ny: Annotated[
        str, typer.Option("--ny", metavar="NAVN", help=N_("Lag en nøkkel, og kall den dette."))
    ] = "",
    rute: Annotated[
        list[str] | None,
        typer.Option("--rute", metavar="NAVN", help=N_("Hva den nye gjelder. Kan gjentas.")),
    ] = None,
    fjern: Remove = "",
    data: LastingData = None,
    json: AsJson = False,
) -> None:
    """Vis, lag eller fjern lesenøkler til Excel og andre programmer. Aldri til egne tall."""
    from veivalg.web.kit.keys import ReadKeys
    from veivalg.web.kit.token import Token

    folder = data_folder(data)
    keys = ReadKeys(folder)
    if ny and fjern:
        raise UsageError(_("--ny og --fjern kan ikke brukes sammen."), _("Gjør ett om gangen."))
    if rute and not ny:
        raise UsageError(_("--rute gjelder bare en ny nøkkel."), _("Legg til --ny NAVN."))
    if ny:
        _make(keys, Token(folder), ny, rute or [], as_json=json)
    elif fjern:
        key = keys.revoke(_number(fjern))
        if json:
            print_json(_told(key))
        else:
            print(_("Nøkkel {id}, «{name}», er trukket tilbake.").format(id=key.id, name=key.name))
    else:
        _list(keys, as_json=json)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise UsageError(
            _("«{text}» er ikke nummeret på en nøkkel.").format(text=text),
            _("Se dem med «veivalg nokler»."),
        )
    return int(text)


def _make(keys: ReadKeys, token: Token, name: str, routes: list[str], *, as_json: bool) -> None:
    """Make a key and show it, with the addresses it opens, this one time."""
    from veivalg.web.kit.keys import ROUTES
    from veivalg.web.kit.token import HOST, USUAL_PORT, address

    key, secret = keys.make(name, routes)
    root = address(HOST, token.port() or USUAL_PORT).rstrip("/")
    examples = [ROUTES[route].address(root, secret) for route in key.routes]
    if as_json:
        print_json({**_told(key), "nokkel": secret, "eksempler": examples})
        return
    print(_("Nøkkel {id}, «{name}»: {secret}").format(id=key.id, name=key.name, secret=secret))
    print(_("Den vises bare denne gangen. Den som har den, kan lese dette:"))
    for example in examples:
        print(f"  {example}")


def _list(keys: ReadKeys, *, as_json: bool) -> None:
    """List every key, and what a key can be made for."""
    from veivalg.web.kit.keys import ROUTES

    held = keys.all()
    if as_json:
        print_json([_told(key) for key in held])
        return
    for key in held:
        gone = _(" – trukket tilbake {day}").format(day=key.revoked) if key.revoked else ""
        print(f"{key.id}  {key.made}  {', '.join(key.routes)}  {key.name}{gone}")
    if not held:
        print(_("Det er ingen lesenøkler."))
    print(_("En nøkkel kan gjelde:"))
    for name, named in ROUTES.items():
        print(f"  {name}: {_(named.label)}")


def _told(key: ReadKey) -> dict[str, object]:
    return {
        "id": key.id,
        "navn": key.name,
        "gjelder": list(key.routes),
        "laget": key.made,
        "trukket_tilbake": key.revoked or None,
    }
