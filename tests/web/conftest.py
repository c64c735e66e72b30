"""A site with the awkward sample chapter, as a test client and as a real server."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from starlette.testclient import TestClient

import veivalg.chapters
from veivalg.chapters.common import registry
from veivalg.web.app import create_app
from veivalg.web.rooms.reading import overview

HOST = "http://127.0.0.1"
DROPPED = Path(__file__).parents[1] / "dropped"
WITHOUT = (
    # What each window opens besides the page: two pages for its address field and a process to
    # spare, 0.35 CPU s where the page itself takes 0.2.
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "SpareRendererForSitePerProcess",
    # What Playwright has off: only the last list of a command counts.
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "TcpPortRandomizationWin",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
)
"""Features of Chromium that are off."""
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="session", autouse=True)
def patience() -> Iterator[None]:
    """Let an overview wait for all its chapters, however loaded the machine is.

    `test_first_page.py` is about the overview that does not wait.
    """
    patch = pytest.MonkeyPatch()
    patch.setattr(overview, "PATIENCE", 60.0)
    yield
    patch.undo()


@pytest.fixture(scope="module")
def sample_registry() -> Iterator[None]:
    """Let the sample be the only chapter there is."""
    patch = pytest.MonkeyPatch()
    patch.setattr(veivalg.chapters, "__path__", [*veivalg.chapters.__path__, str(DROPPED)])
    patch.setattr(registry, "search_path", lambda: (str(DROPPED),))
    yield
    patch.undo()


@pytest.fixture(scope="module")
def app(sample_registry: None, tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """Give the application over an empty data folder; its source answers nowhere."""
    return create_app(tmp_path_factory.mktemp("data"), source_url=f"{HOST}:9/")


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[TestClient]:
    """Give a client that follows no redirects by itself."""
    with TestClient(app, base_url=HOST, follow_redirects=False) as made:
        yield made


@contextmanager
def serving(app: FastAPI, log_level: str = "warning") -> Iterator[str]:
    """Serve `app` on a free port while the block runs; give its address."""
    bound = socket.socket()
    bound.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level=log_level))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"{HOST}:{bound.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=5)
    bound.close()


@pytest.fixture(scope="module")
def address(app: FastAPI) -> Iterator[str]:
    """Give the address of a real server on a free port."""
    with serving(app) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """Give headless Chromium; skips where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=path,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--no-first-run",
                f"--disable-features={','.join(WITHOUT)}",
            ],
        )
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def still(browser: Any) -> Iterator[Any]:
    """Give a page to go from address to address on, where nothing moves and nothing is kept.

    A window of its own for each address is a process of its own, and takes the same files in again:
    0.36 CPU s an address, where one for all of them takes 0.13.
    """
    context = browser.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()
