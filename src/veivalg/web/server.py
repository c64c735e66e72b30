"""Run the application on this machine until it is stopped."""

import errno
import socket
import threading
import webbrowser
from pathlib import Path

from veivalg.foundation.errors import VeivalgError
from veivalg.foundation.i18n import _
from veivalg.foundation.platform import reuse_address

HOST = "127.0.0.1"


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
) -> None:
    """Serve the pages on the loopback address until Ctrl-C.

    Parameters
    ----------
    folder
        The data folder.
    open_browser
        Open the front page in the person's browser.

    Raises
    ------
    VeivalgError
        When the port is in use or the stylesheets are missing.
    """
    bound = bind(port)
    try:
        import uvicorn

        from veivalg.web.app import create_app, warm

        app = create_app(folder, source_url)
        app.state.site.assets.check()
        bound.listen()  # who comes before the server is ready waits, and is not refused
        address = f"http://{HOST}:{bound.getsockname()[1]}/"
        print(_("Veivalg svarer på {address}").format(address=address), flush=True)
        print(_("Stopp med Ctrl-C."), flush=True)
        if open_browser:
            threading.Timer(0.5, webbrowser.open, [address]).start()
        warm(app)
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, ws="none"
        )
        uvicorn.Server(config).run(sockets=[bound])
    finally:
        bound.close()
