"""Take the pictures of the documentation: ``python -m tools.screenshots``.

Starts the pages on a free port over an empty data folder and writes the front page, a chapter,
«Hvor kommer tallet fra?», the explorer and a duel, on a desktop and on a phone, to ``docs/bilder``.
"""

from __future__ import annotations

import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn

from tools.find_browser import find
from veivalg.web.app import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Page

FOLDER = Path(__file__).parents[1] / "docs" / "bilder"
SIZES = {"pc": (1280, 900), "telefon": (390, 844)}
# The chapter's picture is taller, so that the first chart is in it.
CHAPTER_HEIGHT = 1360
CHAPTER = "/kommune/5503/befolkning"
EXPLORER = "/utforsk?tall=net_operating_result,reserve_fund&kommune=5503,1833,5610&kart=nei"
DUEL = "/duell/5503/1833"
BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
]


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Run the pages over `folder` and give their address."""
    bound = socket.socket()
    bound.bind(("127.0.0.1", 0))
    running = uvicorn.Server(uvicorn.Config(create_app(folder), log_level="warning"))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    while not running.started:
        time.sleep(0.05)
    try:
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
    finally:
        running.should_exit = True
        thread.join(timeout=5)
        bound.close()


def take(page: Page, address: str, size: str, width: int, height: int) -> None:
    """Take the pictures in one size."""
    page.goto(f"{address}/", wait_until="networkidle")
    save(page, f"forside-{size}")
    for path, name in ((EXPLORER, "utforsk"), (DUEL, "duell")):
        page.set_viewport_size({"width": width, "height": CHAPTER_HEIGHT})
        page.goto(address + path, wait_until="networkidle")
        save(page, f"{name}-{size}")
    page.goto(address + CHAPTER, wait_until="networkidle")
    page.set_viewport_size({"width": width, "height": CHAPTER_HEIGHT})
    save(page, f"kapittel-{size}")
    page.set_viewport_size({"width": width, "height": height})
    page.locator("a.tall").nth(1).click()
    page.locator("dialog[open]").wait_for()
    save(page, f"hvor-kommer-tallet-fra-{size}")


def save(page: Page, name: str) -> None:
    """Write what is in the window as ``docs/bilder/{name}.png``."""
    file = FOLDER / f"{name}.png"
    page.screenshot(path=file, animations="disabled")
    print(f"{file.relative_to(FOLDER.parents[1])}: {file.stat().st_size // 1024} kB")


def main() -> None:
    """Take every picture; exits with advice when there is no browser."""
    from playwright.sync_api import sync_playwright

    browser_path = find()
    if browser_path is None:
        sys.exit("Fant ingen Chromium. Installer pakken «chromium», og kjør kommandoen igjen.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        server(Path(folder)) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=browser_path, args=BROWSER_ARGUMENTS)
        for size, (width, height) in SIZES.items():
            page = browser.new_page(
                viewport={"width": width, "height": height}, reduced_motion="reduce"
            )
            take(page, address, size, width, height)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
