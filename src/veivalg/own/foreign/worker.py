"""The process that reads: takes a file, gives its sheets, and may fall without harm to others.

It imports what reading needs and no more, since one is started for every fifty files.
"""

import os
import sys
from collections.abc import Iterator
from dataclasses import fields
from typing import IO, Any

from veivalg.foundation.errors import VeivalgError
from veivalg.foundation.i18n import use_language
from veivalg.foundation.platform import grant_time, ignore_interrupts, limit_process
from veivalg.own.foreign.delimited import read_delimited
from veivalg.own.foreign.raw import Grid
from veivalg.own.foreign.safety import Kind, damaged, inspect
from veivalg.own.foreign.wire import LostError, pack, receive, send
from veivalg.own.foreign.workbooks import read_workbook, scan_workbook

NO_MEMORY = 71
"""What the process ends with when it gets no more memory."""


def main(memory: int) -> None:
    """Answer until nobody asks any more; never use more than `memory` bytes."""
    limit_process(memory)
    ignore_interrupts()
    with os.fdopen(os.dup(1), "wb") as target:
        os.dup2(2, 1)  # what a library prints is no answer
        try:
            while True:
                head, parts = receive(sys.stdin.buffer)
                _answer(head, parts[0], target)
                del head, parts
        except (LostError, OSError):
            return
        except MemoryError:
            os._exit(NO_MEMORY)


def _answer(head: dict[str, Any], content: bytes, target: IO[bytes]) -> None:
    name = head["name"]
    grant_time(head["seconds"])

    def tell(share: float, text: str) -> None:
        send(target, {"kind": "progress", "share": share, "text": text})

    with use_language(head["language"]):
        try:
            for grid in _read(content, name, head["tasks"], tell):
                told, parts = pack(grid)
                send(target, {"kind": "sheet", **told}, parts)
        except VeivalgError as error:
            send(target, {"kind": "refused", "text": error.message, "remedy": error.remedy})
        except (MemoryError, OSError):
            raise
        except Exception as error:
            refused = damaged(name)
            told = {"text": refused.message, "remedy": refused.remedy}
            send(target, {"kind": "refused", **told, "fault": type(error).__name__})
        else:
            send(target, {"kind": "done"})


def _read(content: bytes, name: str, tasks: list[str], tell: Any) -> Iterator[Grid]:
    kind = inspect(content, name)
    if kind is Kind.TEXT:
        yield read_delimited(content, name)
        return
    if "scan" in tasks:
        for sheet, scan in scan_workbook(content, kind, name).items():
            told = {f.name: getattr(scan, f.name) for f in fields(scan)}
            yield Grid(sheet, True, (), 0, **told)
    if "values" in tasks:
        yield from read_workbook(content, name, tell)
