"""Imports to be killed. Arguments: the data folder, and how many rows each has.

For each line read (a number), a child of this process reads in a file where every count is that
number; the child's id is printed, then how it ended. Children are forked after the imports and
before any thread, so that each starts at once.
"""

import os
import sys
from pathlib import Path

import python_calamine  # noqa: F401 - loaded before the fork

from veivalg.own.intake import accept, read_file
from veivalg.own.tables import own_tables
from veivalg.own.versions import OwnStore


def run(folder: Path, rows: int, value: int) -> None:
    lines = [f"Skole {i};2025;{i % 10 + 1};{value}" for i in range(rows)]
    content = "\n".join(["Skole;Skoleår;Trinn;Elever", *lines]).encode()
    store = OwnStore(folder)
    accept(read_file(content, f"{value}.csv", code="1833", store=store), store)


if __name__ == "__main__":
    own_tables()
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            code = 2
            try:
                run(Path(sys.argv[1]), int(sys.argv[2]), int(line))
                code = 0
            finally:
                os._exit(code)
        print(child, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
