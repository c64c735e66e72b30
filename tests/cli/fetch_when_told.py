"""`veivalg hent --alle` to be killed. Arguments: the address, and the tables that are asked for.

For each line read (a data folder, and where what the command says is put, between tabs) a child of
this process runs the command; the child's id is printed, then how it ended. The command is the one
people run. Only the pace is not: a place is known to fewer others in a call, so that there are many
calls, and the service is asked as often as the stand-in allows. Children are forked after the
imports and before any thread, so that each starts at once.
"""

import os
import sys
from functools import partial
from importlib import import_module

from veivalg.cli.main import run
from veivalg.sources.http import client
from veivalg.sources.http.limits import Limits

if __name__ == "__main__":
    url, *tables = sys.argv[1:]
    client.Limits = partial(Limits, window=0.1, calls=1_000, regions=25, pause=0.01)
    fetching = import_module("veivalg.sources.ssb.fetch")
    chosen = fetching._chosen
    fetching._chosen = lambda _all: chosen(tables)
    for line in sys.stdin:
        folder, told = line.rstrip("\n").split("\t")
        child = os.fork()
        if child == 0:
            code = 2
            try:
                os.dup2(os.open(told, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
                code = run(["hent", "--alle", "--kilde", url, "--data", folder, "--json"])
                sys.stdout.flush()
            finally:
                os._exit(code)
        print(child, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
