"""A program that does what it is told, each time in a process of its own that can be killed."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path


class Killed:
    """Runs a script that answers each line with a process number, an exit code and a last line."""

    def __init__(self, script: Path, *words: object) -> None:
        """Start the script with what it is to be told at once."""
        self.process = subprocess.Popen(
            [sys.executable, str(script), *map(str, words)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )

    def run(
        self,
        *told: object,
        kill_after: float | None = None,
        kill_when: Callable[[], bool] | None = None,
    ) -> tuple[int, float]:
        """Give how it ended (-9 when killed) and the seconds it took.

        Killed after some seconds, or when something has happened, which a slow or a quick machine
        meets at the same place of the work.
        """
        self.process.stdin.write("\t".join(map(str, told)) + "\n")
        child = int(self.process.stdout.readline())
        started, ended = time.monotonic(), threading.Event()
        alarm = threading.Timer(kill_after or 3600, _kill, [child])
        watch = threading.Thread(target=_watch, args=(child, kill_when, ended))
        alarm.start()
        watch.start()
        code = int(self.process.stdout.readline())
        alarm.cancel()
        ended.set()
        watch.join()
        return code, time.monotonic() - started

    def close(self) -> None:
        """Let the script end."""
        self.process.stdin.close()
        self.process.wait()


def _watch(child: int, happened: Callable[[], bool] | None, ended: threading.Event) -> None:
    while happened is not None and not ended.wait(0.001):
        if happened():
            _kill(child)
            return


def _kill(child: int) -> None:
    try:
        os.kill(child, signal.SIGKILL)
    except ProcessLookupError:
        return  # it ended in the same moment
