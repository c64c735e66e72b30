"""Starting: the loopback address only, a clear word when the port is taken, a clean stop."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from veivalg.foundation.errors import VeivalgError
from veivalg.web.server import bind


def test_a_port_in_use_is_told_with_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(VeivalgError) as caught:
            bind(port)
    assert caught.value.message == f"Porten {port} er opptatt av et annet program."
    assert f"--port {port + 1}" in caught.value.remedy


@pytest.mark.parametrize("port", [-1, 70_000])
def test_a_port_that_does_not_exist_is_told(port: int) -> None:
    with pytest.raises(VeivalgError, match=f"Kan ikke bruke porten {port}"):
        bind(port)


def test_only_this_machine_is_answered() -> None:
    with bind(0) as bound:
        assert bound.getsockname()[0] == "127.0.0.1"


def test_the_server_says_its_address_answers_and_stops(tmp_path: Path) -> None:
    program = (
        "from pathlib import Path; from veivalg.web.server import serve;"
        f"serve(Path({str(tmp_path / 'data')!r}), 0, open_browser=False)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, cwd=tmp_path
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().split()[-1]
        until = time.monotonic() + 20
        while True:
            try:
                with urllib.request.urlopen(f"{address}helse") as answer:
                    assert answer.status == 200
                break
            except OSError:
                assert time.monotonic() < until
                time.sleep(0.05)
        os.kill(process.pid, signal.SIGINT)
        process.wait(timeout=10)
    assert not (tmp_path / "data").exists()
