"""Fetches to be killed. Arguments: address and data folder.

For each line read, a child of this process fetches: its number is printed, then how it ended.
Children are forked after the imports and before any thread, so that each starts at once.
"""

import os
import sys
from pathlib import Path

from veivalg.lake.lake import Lake
from veivalg.sources.http.limits import Limits
from veivalg.sources.ssb.fetch import fetch


def run(url: str, folder: Path) -> int:
    limits = Limits(window=0.1, calls=1_000, regions=1, pause=0.01)  # many small calls
    report = fetch(
        ["1151", "5503"],
        Lake(folder),
        url=url,
        limits=limits,
        again=True,
        tables=["07459", "14746", "12292"],
    )
    return 0 if report.ok else 1


if __name__ == "__main__":
    for _line in sys.stdin:
        child = os.fork()
        if child == 0:
            code = 2
            try:
                code = run(sys.argv[1], Path(sys.argv[2]))
            finally:
                os._exit(code)
        print(child, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
