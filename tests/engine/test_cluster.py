"""The same units on a Dask cluster: two workers of this machine that a scheduler knows."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from handlekraft_engine.fleet.cluster import Cluster, NoCluster
from handlekraft_engine.fleet.run import Limits, run
from handlekraft_engine.fleet.units import Outcome, Unit
from tests.engine.fleet_work import moody

distributed = pytest.importorskip("distributed", reason="the extra 'cluster' (distributed) is not installed")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    import dask

    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        distributed.LocalCluster(2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as here,
    ):
        yield here.scheduler_address


def units(*questions: str) -> list[Unit[str]]:
    return [Unit(question, question) for question in questions]


def test_whoever_dies_hangs_or_refuses_loses_nobody_elses_answer(address: str, tmp_path: Path) -> None:
    once = f"exit once {tmp_path / 'seen'}"
    asked = units("a", "die", "b", once, "no", "c", "hang", "d")
    told: list[Outcome[str]] = []
    found = run(asked, Cluster(address, moody), Limits(seconds=3.0, attempts=2), tell=told.append)
    good = {"a", "b", "c", "d", once}
    assert {key: outcome.answer for key, outcome in found.items() if key in good} == {key: f"{key}!" for key in good}
    assert {key: (str(found[key].end), found[key].attempts) for key in ("die", "hang", "no")} == {
        "die": ("crashed", 2),
        "hang": ("late", 2),
        "no": ("refused", 1),
    }
    assert found["no"].why == "ValueError: not this one"
    assert "KilledWorker" in found["die"].why


def test_a_cancel_leaves_the_cluster_free_for_the_next(address: str) -> None:
    told: list[Outcome[str]] = []
    found = run(
        units("hang", "a"), Cluster(address, moody), Limits(seconds=20), tell=told.append, cancelled=lambda: any(told)
    )
    assert (str(found["hang"].end), str(found["a"].end)) == ("cancelled", "done")
    again = run(units("a", "b", "c"), Cluster(address, moody), Limits(seconds=30))
    assert [outcome.answer for outcome in again.values()] == ["a!", "b!", "c!"]


def test_a_cluster_without_workers_is_not_waited_for_for_ever(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with Cluster(address, moody, alone_seconds=0.2) as hands:
        monkeypatch.setattr(hands.client, "nthreads", dict)
        assert hands.free() == 0, "a nanny may be starting one"
        time.sleep(0.3)
        with pytest.raises(NoCluster, match=r"has had no worker for 0.2 seconds"):
            hands.free()


def test_nobody_at_the_address_is_one_sentence() -> None:
    with pytest.raises(NoCluster, match=r"no Dask scheduler answers at tcp://127.0.0.1:9"):
        run(units("a"), Cluster("tcp://127.0.0.1:9", moody, connect_seconds=0.3))


def test_without_the_library_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(NoCluster, match="install the extra 'cluster'"):
        run(units("a"), Cluster("tcp://127.0.0.1:9", moody))


def test_who_is_done_but_not_heard_costs_no_worker(address: str) -> None:
    with Cluster(address, moody) as hands:
        while hands.free() < 1:
            assert hands.ended(0.1) == []
        hands.begin(units("a")[0])
        assert hands.futures["a"].result(timeout=20)[1] == "a!"
        before = hands.client.nthreads()
        hands.drop("a")
        assert hands.ended(0.3) == []
        assert before.keys() <= hands.client.nthreads().keys()
