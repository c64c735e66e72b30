"""However the work is spread, stopped, killed or taken up again, the bytes are the same."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from veivalg.foundation.errors import UsageError
from veivalg.jobs import run as batch
from veivalg.jobs import workers
from veivalg.jobs.run import Request, Step, project
from veivalg.jobs.workers import WorkersError, cluster, here, processes


@pytest.fixture(autouse=True)
def one_municipality_a_block(monkeypatch):
    monkeypatch.setattr(batch, "SIZE", 1)


@pytest.fixture(scope="module")
def request_() -> Request:
    return Request(("0301", "1103", "1833", "4601", "5001", "5501", "5503", "5610"), 60, 2030)


@pytest.fixture(scope="module")
def alone(country, request_, tmp_path_factory) -> bytes:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch, "SIZE", 1)
        file = tmp_path_factory.mktemp("alone") / "a.parquet"
        return project(request_, country, file).read_bytes()


def test_four_workers_give_the_bytes_of_one_process(country, request_, alone, tmp_path):
    file = project(request_, country, tmp_path / "b.parquet", run=processes(4))
    assert file.read_bytes() == alone


def test_a_worker_process_that_is_killed_loses_no_work(country, request_, alone, tmp_path):
    killed: list[int] = []

    def kill(step: Step) -> None:
        if step.done == 2 and not killed:
            victim = multiprocessing.active_children()[0]
            killed.append(victim.pid or 0)
            os.kill(victim.pid or 0, signal.SIGKILL)

    file = project(request_, country, tmp_path / "c.parquet", run=processes(2), progress=kill)
    assert killed and file.read_bytes() == alone


def test_a_cluster_gives_the_same_bytes(country, request_, alone, tmp_path):
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address=":0"
    ) as local:
        run = cluster(local.scheduler_address)
        file = project(request_, country, tmp_path / "d.parquet", run=run)
    assert file.read_bytes() == alone


@pytest.mark.proof
def test_a_cluster_that_loses_a_worker_half_way_gives_the_same_bytes(
    country, request_, alone, tmp_path
):
    distributed = pytest.importorskip("distributed")
    killed: list[int] = []
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0"
    ) as local:
        pids = [nanny.pid for nanny in local.workers.values()]

        def kill(step: Step) -> None:
            if step.done == 3 and not killed:
                killed.append(pids[0])
                os.kill(pids[0], signal.SIGKILL)

        file = project(
            request_,
            country,
            tmp_path / "d.parquet",
            run=cluster(local.scheduler_address),
            progress=kill,
        )
    assert killed and file.read_bytes() == alone


def test_a_run_that_is_stopped_goes_on_where_it_was(country, request_, alone, tmp_path):
    file = tmp_path / "e.parquet"

    def stop(step: Step) -> None:
        if step.done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        project(request_, country, file, progress=stop)
    assert not file.exists()
    steps: list[Step] = []
    project(request_, country, file, progress=steps.append)
    assert steps[0] == Step(3, 8, 3) and len(steps) == 6
    assert file.read_bytes() == alone
    assert [p.name for p in tmp_path.iterdir()] == ["e.parquet"], "nothing is left beside it"


def test_parts_of_another_question_or_half_a_part_are_not_used(country, request_, tmp_path):
    file = tmp_path / "f.parquet"

    def stop(step: Step) -> None:
        if step.done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        project(request_, country, file, progress=stop)
    part = next(Path(f"{file}.deler").rglob("00000.parquet"))
    part.write_bytes(part.read_bytes()[:500])
    steps: list[Step] = []
    project(request_, country, file, progress=steps.append)
    assert steps[0].kept == 1
    other = Request(request_.codes, request_.draws, request_.to, seed=7)
    project(other, country, file, progress=steps.append)
    assert steps[-9].kept == 0


def test_a_cluster_that_does_not_answer_is_said_in_seconds(monkeypatch):
    pytest.importorskip("distributed")
    assert workers.PATIENCE <= 5
    monkeypatch.setattr(workers, "PATIENCE", 1.0)
    began = time.monotonic()
    with pytest.raises(WorkersError, match="svarer ikke") as told:
        list(cluster("tcp://127.0.0.1:9")([]))
    assert time.monotonic() - began < 10 and "--arbeidere" in told.value.remedy


def test_what_is_no_address_or_no_number_of_workers_is_refused():
    with pytest.raises(UsageError, match="ikke adressen"):
        cluster("vert:8786")
    with pytest.raises(UsageError, match="arbeidere kan ikke"):
        processes(0)
    with pytest.raises((UsageError, WorkersError)):
        list(cluster("finnesikke://vert:1")([]))


def test_without_the_extra_it_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match="ikke er installert") as told:
        cluster("tcp://127.0.0.1:9")
    assert "veivalg[klynge]" in told.value.remedy


def test_nothing_to_do_starts_nothing():
    assert list(here([])) == []


def test_workers_left_beside_a_dead_one_are_ended_and_no_others():
    context = multiprocessing.get_context("spawn")
    made = [context.Process(target=time.sleep, args=(120,), daemon=True) for _n in range(2)]
    for one in made:
        one.start()
    pool = SimpleNamespace(_processes={one.pid: one for one in made})
    workers._end_after_a_death(pool)
    assert all(one.is_alive() for one in made)
    made[0].kill()
    made[0].join(30)
    workers._end_after_a_death(pool)
    made[1].join(30)
    assert not made[1].is_alive()
