"""Commands to be killed.

For each line read (``POINT`` and the words of a command, between tabs), a child of this process
runs the command and kills itself right before the change of a file number POINT that is made in
the folder VEIVALG_DATA; 0 never does. The child's id is printed, then how it ended, then how many
changes it counted, where it got through. Children are forked after the imports and before any
thread.
"""

from __future__ import annotations

import os
import signal
import sys

import polars  # noqa: F401 - imported once for all children
from change_when_told import EVENTS, WRITING

import veivalg.own.intake
import veivalg.own.versions  # noqa: F401
from veivalg.cli.main import run


def watched(point: int, words: list[str]) -> int:
    """Run a command; give how many changes of files it made in the data folder."""
    count, folder = 0, os.environ["VEIVALG_DATA"]

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal count
        opened = event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING
        if (event in EVENTS or opened) and str(arguments[0]).startswith(folder):
            count += 1
            if count == point:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    code = run(words)
    if code:
        raise SystemExit(code)
    return count


if __name__ == "__main__":
    os.fsync = lambda _handle: None  # type: ignore[assignment]
    for line in sys.stdin:
        point, *words = line.rstrip("\n").split("\t")
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            code = 2
            try:
                os.write(writer, str(watched(int(point), words)).encode())
                code = 0
            finally:
                os._exit(code)
        os.close(writer)
        print(child, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
        print(os.read(reader, 100).decode(), flush=True)
        os.close(reader)
