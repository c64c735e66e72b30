"""Veivalg as people run it: a process of its own over a data folder, and one who reads it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

import httpx2 as httpx

STARTED = 60.0
ANSWERED = 120.0
SAME_ORIGIN = {"sec-fetch-site": "same-origin"}


class Served:
    """The command `veivalg start` in a process that is ended with the block."""

    def __init__(self, folder: Path, *options: str) -> None:
        """Start it on a free port, and wait until it says its address."""
        begin = (sys.executable, "-m", "veivalg", "start", "--port", "0", "--ingen-nettleser")
        self.process = subprocess.Popen(
            [*begin, "--data", str(folder), *options],
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        self.opened = next(w for w in self.process.stdout.readline().split() if "://" in w)
        """The address it is opened by, with its token where there is one."""
        url = httpx.URL(self.opened)
        self.url = f"{url.scheme}://{url.netloc.decode()}"

    def __enter__(self) -> Served:
        """Give it, when it answers."""
        until = time.monotonic() + STARTED
        while True:
            try:
                httpx.get(f"{self.url}/helse", timeout=ANSWERED)
                return self
            except httpx.TransportError:
                if time.monotonic() > until or self.process.poll() is not None:
                    self.end()
                    raise
                time.sleep(0.05)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End it."""
        self.end()

    @contextmanager
    def reader(self) -> Iterator[httpx.Client]:
        """Give one who has opened the address, and writes from our own pages."""
        with httpx.Client(base_url=self.url, headers=SAME_ORIGIN, timeout=ANSWERED) as made:
            made.get(self.opened, follow_redirects=True)
            yield made

    def alive(self) -> bool:
        """Say whether it runs."""
        return self.process.poll() is None

    def end(self) -> None:
        """End it and all it has started."""
        for sign in (signal.SIGINT, signal.SIGKILL):
            if self.process.poll() is not None:
                break
            os.kill(self.process.pid, sign)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                continue
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return


def brought(
    reader: httpx.Client, code: str, file: tuple[str, bytes], table: str = "", seconds: float = 60
) -> tuple[str, dict[str, object]]:
    """Send a file of own figures; give its page and how it went when it has been read."""
    sent = reader.post(
        f"/kommune/{code}/egne-tall/mottak", files={"fil": file}, data={"tabell": table}
    )
    if sent.status_code != 303:
        return "", {"status": sent.status_code}
    page = sent.headers["location"].partition("#")[0].partition("?")[0]
    until = time.monotonic() + seconds
    while True:
        told: dict[str, object] = reader.get(f"{page}/framdrift.json").json()
        if not _active(told) or time.monotonic() > until:
            return page, told
        time.sleep(0.05)


def _active(told: Mapping[str, object]) -> bool:
    return bool(told.get("aktiv"))


def family(process: int) -> Iterator[int]:
    """Give a process and all it has started."""
    yield process
    try:
        tasks = Path(f"/proc/{process}/task").iterdir()
        children = {c for t in tasks for c in (t / "children").read_text().split()}
    except OSError:
        return
    for child in children:
        yield from family(int(child))


def resident(process: int) -> int:
    """Give the bytes of memory a process holds; 0 when it has ended."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS")), 0)
