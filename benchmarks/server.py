"""Start the real server as a person does, and give its address and process."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Running:
    """A server that answers; ``seconds`` is from process start to the first whole page."""

    port: int
    pid: int
    seconds: float


def free_port() -> int:
    """Give a port nobody listens on."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def get(port: int, path: str, timeout: float = 60) -> tuple[int, bytes]:
    """Fetch one page on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body


@contextmanager
def running(first_page: str = "/") -> Iterator[Running]:
    """Start ``veivalg start`` with an empty data folder and wait for `first_page`."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "veivalg",
                "start",
                "--port",
                str(port),
                "--ingen-nettleser",
                "--uten-token",
                "--data",
                folder,
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ},
        )
        try:
            yield Running(port, process.pid, _first_answer(port, first_page, began))
        finally:
            process.terminate()
            process.wait(timeout=20)


def _first_answer(port: int, path: str, began: float) -> float:
    while time.perf_counter() - began < 60:
        try:
            status, _ = get(port, path)
        except OSError:
            time.sleep(0.01)
            continue
        if status == 200:
            return time.perf_counter() - began
        raise RuntimeError(f"{path} svarte {status}")
    raise RuntimeError("serveren svarte ikke innen 60 s")


def resident_mb(pid: int) -> float:
    """Give the resident memory of a process in MB (Linux)."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("fant ikke VmRSS")
