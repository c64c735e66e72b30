"""Changes of data folders, to be killed.

For each line read (``migrate FOLDER POINT`` or ``restore FOLDER POINT ARCHIVE``, between tabs), a
child of this process makes the change and kills itself right before the change of a file number
POINT; 0 never does. The child's id is printed, then how it ended, then the changes of files it
counted, where it got through: how many, and those that put the mark in place (the first decides,
the last ends). Children are forked after the imports and before any thread. That
what is decided is on the disk, which only a power cut tells, has a test of its own.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from veivalg.foundation.layout.backup import restore
from veivalg.foundation.layout.opening import open_folder

EVENTS = {
    "os.rename",
    "os.link",
    "os.mkdir",
    "os.remove",
    "os.rmdir",
    "os.chmod",
    "shutil.copyfile",
}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def run(what: str, folder: str, point: int, archive: str = "") -> list[int]:
    """Make the change; give how many changes of files there were, and which put the mark there."""
    count, marks = 0, []

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal count
        opened = event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING
        if event in EVENTS or opened:
            count += 1
            if event == "os.rename" and str(arguments[1]).endswith("layout.json"):
                marks.append(count)
            if count == point:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    if what == "migrate":
        open_folder(Path(folder)).close()
    else:
        restore(Path(archive), Path(folder))
    return [count, *marks]


if __name__ == "__main__":
    # A killed program leaves what the system has been told, on the disk or not yet.
    os.fsync = lambda _handle: None
    for line in sys.stdin:
        what, folder, point, *more = line.rstrip("\n").split("\t")
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            code = 2
            try:
                counted = run(what, folder, int(point), *more)
                os.write(writer, " ".join(map(str, counted)).encode())
                code = 0
            finally:
                os._exit(code)
        os.close(writer)
        print(child, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
        print(os.read(reader, 100).decode(), flush=True)
        os.close(reader)
