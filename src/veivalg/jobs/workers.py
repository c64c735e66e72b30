"""Where tasks are done: in this process, in worker processes, or on a Dask cluster.

All three take tasks and give blocks as they come, in any order. A task whose worker dies is done
again by another, and since a task decides its own random numbers the result is the same.
"""

import contextlib
import logging
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_all_start_methods, get_context
from typing import Any

from veivalg.foundation.errors import UsageError, VeivalgError
from veivalg.foundation.i18n import _
from veivalg.foundation.platform import ignore_interrupts
from veivalg.maths.batch.tasks import Block, Task, run_task

PATIENCE = 5.0  # seconds to wait for a cluster to answer
QUIET = 2.0  # seconds without an answer, before it is seen whether every worker is alive
ATTEMPTS = 3  # times a task may lose its worker before it is blamed itself
Runner = Callable[[Iterable[Task]], Iterator[Block]]


class WorkersError(VeivalgError):
    """The workers or the cluster can't do the work."""


def here(tasks: Iterable[Task]) -> Iterator[Block]:
    """Do the tasks one after another in this process."""
    return map(run_task, tasks)


def processes(number: int) -> Runner:
    """Give a runner with `number` worker processes on this machine."""
    if not 1 <= number <= 256:
        raise UsageError(
            _("Antall arbeidere kan ikke være {n}.").format(n=number),
            _("Velg et tall fra 1 til 256."),
        )

    def run(tasks: Iterable[Task]) -> Iterator[Block]:
        waiting = iter(tasks)
        redo: list[Task] = []
        lost = 0
        while True:
            try:
                yield from _pooled(number, waiting, redo)
                return
            except BrokenProcessPool as error:
                lost += 1
                if lost >= ATTEMPTS * number:
                    raise _given_up() from error

    return run


def _pooled(number: int, waiting: Iterator[Task], redo: list[Task]) -> Iterator[Block]:
    """Do the tasks in a pool; when it breaks, `redo` holds those begun and not done."""
    pool = ProcessPoolExecutor(number, _context(), initializer=_worker)
    begun: dict[Future[Block], Task] = {}
    try:
        while True:
            while len(begun) < 2 * number:
                task = redo.pop() if redo else next(waiting, None)
                if task is None:
                    break
                try:
                    begun[pool.submit(run_task, task)] = task
                except BrokenProcessPool:
                    redo.append(task)
                    raise
            if not begun:
                return
            done, _rest = wait(begun, QUIET, FIRST_COMPLETED)
            if not done:
                _end_after_a_death(pool)
            for future in done:
                block = future.result()
                del begun[future]
                yield block
    except BrokenProcessPool:
        redo.extend(begun.values())
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)  # those begun end within a second


def _end_after_a_death(pool: ProcessPoolExecutor) -> None:
    """Kill the workers that are left where one is dead and nothing comes, so that the pool breaks.

    One killed while it writes leaves the pool reading what never comes, for the others hold the
    other end of the pipe open.
    """
    workers = [*(getattr(pool, "_processes", None) or {}).values()]
    if any(not worker.is_alive() for worker in workers):
        for worker in workers:
            worker.kill()


def _context() -> Any:
    """Give a way to start workers that don't inherit our threads, importing once where it can."""
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(["veivalg.jobs.warm"])
    return context


def _worker() -> None:
    # Ctrl-C goes to every process of the terminal; the first one stops the others itself.
    ignore_interrupts()


def cluster(address: str) -> Runner:
    """Give a runner on the Dask cluster at `address` («tcp://vert:8786»).

    Raises
    ------
    UsageError
        When the address isn't one, or the extra `klynge` isn't installed.
    """
    if "://" not in address:
        raise UsageError(
            _("«{address}» er ikke adressen til en klynge.").format(address=address),
            _("Skriv for eksempel --klynge tcp://vert:8786."),
        )
    _distributed()

    def run(tasks: Iterable[Task]) -> Iterator[Block]:
        client = _connected(address)
        try:
            yield from _clustered(client, tasks)
        finally:
            with contextlib.suppress(Exception):
                client.close(timeout=PATIENCE)

    return run


def _distributed() -> Any:
    try:
        import distributed
    except ImportError as error:
        raise UsageError(
            _("En klynge krever pakken «distributed», som ikke er installert."),
            _("Installer den med «pip install veivalg[klynge]», eller bruk --arbeidere."),
        ) from error
    return distributed


def _connected(address: str) -> Any:
    distributed = _distributed()
    for name in ("distributed", "distributed.comm", "distributed.core"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        client = distributed.Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, TimeoutError, ValueError, TypeError, RuntimeError) as error:
        raise WorkersError(
            _("Klyngen på {address} svarer ikke.").format(address=address),
            _("Kontroller adressen og at planleggeren kjører, eller bruk --arbeidere."),
        ) from error
    if not client.scheduler_info()["workers"]:
        client.close(timeout=PATIENCE)
        raise WorkersError(
            _("Klyngen på {address} har ingen arbeidere.").format(address=address),
            _("Start minst én med «dask worker {address}».").format(address=address),
        )
    return client


def _clustered(client: Any, tasks: Iterable[Task]) -> Iterator[Block]:
    """Keep two tasks a thread at the cluster; it moves those of a dead worker itself."""
    distributed = _distributed()
    waiting = iter(tasks)
    room = 2 * max(1, sum(client.nthreads().values()))
    first = [
        client.submit(run_task, t, pure=False, retries=ATTEMPTS) for t in islice(waiting, room)
    ]
    coming = distributed.as_completed(first, loop=client.loop)
    for future in coming:
        try:
            block: Block = future.result()
        except ImportError as error:
            raise WorkersError(
                _("Arbeiderne i klyngen mangler Veivalg, eller har en annen versjon."),
                _("Installer samme versjon av Veivalg på alle maskinene i klyngen."),
            ) from error
        except distributed.KilledWorker as error:
            raise _given_up() from error
        except (distributed.CancelledError, OSError) as error:
            raise WorkersError(
                _("Forbindelsen til klyngen ble brutt."),
                _("Kjør samme kommando på nytt: det som er ferdig, er tatt vare på."),
            ) from error
        future.release()
        task = next(waiting, None)
        if task is not None:
            coming.add(client.submit(run_task, task, pure=False, retries=ATTEMPTS))
        yield block


def _given_up() -> WorkersError:
    return WorkersError(
        _("Arbeiderne døde gang på gang, trolig av for lite minne."),
        _(
            "Bruk færre arbeidere eller færre trekk. Kjør så samme kommando på nytt: det som er "
            "ferdig, er tatt vare på."
        ),
    )
