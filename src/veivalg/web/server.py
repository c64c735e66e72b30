"""Run the application on this machine until it is stopped."""

import errno
import socket
import sys
import threading
import time
import webbrowser
from pathlib import Path

from veivalg.foundation.errors import VeivalgError
from veivalg.foundation.i18n import _
from veivalg.foundation.platform import give_back_memory, reuse_address, trim_memory
from veivalg.web.kit.token import HOST, Token, address

TRIMMED = 20.0
"""Seconds between giving back pages that lie free among those in use."""


def bind(port: int, host: str = HOST) -> socket.socket:
    """Take the port; 0 takes any that is free.

    Raises
    ------
    VeivalgError
        When the port is in use or may not be used.
    """
    # asyncio turns Nagle's algorithm off only where the protocol is named; else 40 ms a page.
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    reuse_address(bound)
    try:
        bound.bind((host, port))
    except (OSError, OverflowError) as error:
        bound.close()
        raise _why(port, error) from error
    return bound


def _why(port: int, error: OSError | OverflowError) -> VeivalgError:
    number = getattr(error, "errno", None)
    if number == errno.EADDRINUSE:
        return VeivalgError(
            _("Porten {port} er opptatt av et annet program.").format(port=port),
            _("Velg en annen med --port, for eksempel --port {other}.").format(other=port + 1),
        )
    return VeivalgError(
        _("Kan ikke bruke porten {port}.").format(port=port),
        _("Velg en port fra 1024 til 65535 med --port."),
    )


def serve(
    folder: Path,
    port: int = 8765,
    open_browser: bool = True,
    source_url: str | None = None,
    with_token: bool = True,
) -> None:
    """Serve the pages on the loopback address until Ctrl-C.

    Parameters
    ----------
    folder
        The data folder.
    open_browser
        Open the front page in the person's browser.
    with_token
        Let in only who has the token of the data folder; else every account on the machine.

    Raises
    ------
    VeivalgError
        When the port is in use or the stylesheets are missing.
    """
    bound = bind(port)
    try:
        if give_back_memory():  # before there are threads
            threading.Thread(target=_trim, daemon=True).start()
        import uvicorn

        from veivalg.web.app import create_app, warm

        token = Token(folder) if with_token else None
        app = create_app(folder, source_url, token=token)
        app.state.site.assets.check()
        bound.listen()  # who comes before the server is ready waits, and is not refused
        port = bound.getsockname()[1]
        _tell(token, port)
        if open_browser:
            first = address(HOST, port, token.ticket() if token else "")
            threading.Timer(0.5, webbrowser.open, [first]).start()
        warm(app)
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, ws="none"
        )
        uvicorn.Server(config).run(sockets=[bound])
    finally:
        bound.close()


def _trim() -> None:
    while True:
        time.sleep(TRIMMED)
        trim_memory()


def _tell(token: Token | None, port: int) -> None:
    """Say where the pages are, and who can come there."""
    where = address(HOST, port, token.made_or_held() if token else "")
    print(_("Veivalg svarer på {address}").format(address=where), flush=True)
    print(_("Stopp med Ctrl-C."), flush=True)
    if token is None:
        print(
            _(
                "Advarsel: Uten token kan alle som bruker denne maskinen, åpne nettsiden og se "
                "kommunens egne tall."
            ),
            file=sys.stderr,
        )
    elif token.lasts:
        token.remember_port(port)
    else:
        print(
            _("Datamappen kan ikke skrives til, så adressen gjelder bare til nettsiden stoppes."),
            file=sys.stderr,
        )
