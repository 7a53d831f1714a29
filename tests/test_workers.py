"""Work in processes that hang, die, are killed or are too greedy, and nobody else notices."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import worker_tasks
from stored_graphs import made_article

from kg.defaults import MEGABYTE
from kg.errors import BusyError, QueryError, SizeLimitError, TimeLimitError
from kg.store import Writer
from kg.store.directory import find
from kg.workers import Limits, Serving, pool
from kg.workers.pool import FaultError
from kg.workers.share import Share

LIMITS = Limits(seconds=5.0, workers=2, memory=200 * MEGABYTE, result=MEGABYTE)
ON_DISK = Limits(seconds=5.0, workers=2, memory=200 * MEGABYTE, in_memory=0)


@pytest.fixture(autouse=True)
def _tasks_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")]))


@pytest.fixture
def store(tmp_path: Path) -> Path:
    add(tmp_path / "store.db", "a")
    return tmp_path / "store.db"


def add(store: Path, *keys: str) -> None:
    with Writer.create(store) as writer:
        for key in keys:
            writer.replace(made_article(key))


@asynccontextmanager
async def serving(store: Path, limits: Limits = LIMITS) -> AsyncIterator[Serving]:
    async with Serving(store, tasks=worker_tasks.HERE, limits=limits) as one:
        await until(lambda: bool(one.state))
        yield one


async def until(condition: Callable[[], bool], *, seconds: float = 20.0) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)


async def said(one: Serving, task: str, **arguments: Any) -> str:
    return (await one.run_foreign(task, arguments)).reply.body.decode()


def run(store: Path, test: Callable[[Serving], Awaitable[None]], limits: Limits = LIMITS) -> None:
    async def whole() -> None:
        async with serving(store, limits) as one:
            await test(one)

    asyncio.run(whole())


def children(pid: int) -> list[int]:
    """Of a process, with theirs."""
    path = Path(f"/proc/{pid}/task/{pid}/children")
    direct = [int(child) for child in path.read_text().split()] if path.exists() else []
    return [*direct, *(pid for child in direct for pid in children(child))]


def mine() -> list[int]:
    return children(os.getpid())


def kill(*pids: int) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def nursery(one: Serving) -> int:
    """The one that forks; while a generation moves into memory, there is another one for a moment."""
    assert one._crew is not None
    return one._crew.nursery._program.pid


def test_a_task_is_stopped_at_its_deadline_and_the_next_one_is_done(store: Path) -> None:
    async def test(one: Serving) -> None:
        start = time.monotonic()
        with pytest.raises(TimeLimitError, match=r"0\.3 seconds"):
            await one.run_foreign("spin", {}, seconds=0.3)
        assert time.monotonic() - start < 2
        assert await said(one, "echo", say="hello") == "hello"

    run(store, test)


def test_a_task_that_was_stopped_leaves_no_process(store: Path) -> None:
    async def test(one: Serving) -> None:
        for _ in range(4):
            with pytest.raises(TimeLimitError):
                await one.run_foreign("spin", {}, seconds=0.2)
        await until(lambda: len(children(nursery(one))) == 2 * LIMITS.workers)

    run(store, test)


@pytest.mark.parametrize("limits", [LIMITS, ON_DISK])
def test_a_worker_that_dies_is_replaced_and_nobody_notices(store: Path, limits: Limits) -> None:
    async def test(one: Serving) -> None:
        victims = [int(await said(one, "pid"))]
        assert await said(one, "die_once", victims=victims) == "done"

    run(store, test, limits)


def test_a_task_that_kills_every_worker_is_given_up(store: Path) -> None:
    async def test(one: Serving) -> None:
        with pytest.raises(SizeLimitError, match="ended 3 workers"):
            await one.run_foreign("die", {})
        assert await said(one, "echo", say="hello") == "hello"

    run(store, test)


def test_all_workers_killed_while_they_are_idle_are_not_missed(store: Path) -> None:
    async def test(one: Serving) -> None:
        for _ in range(5):
            kill(*children(nursery(one)))
            assert await said(one, "echo", say="hello") == "hello"

    run(store, test)


def test_all_workers_killed_while_they_work_are_not_missed(store: Path) -> None:
    async def test(one: Serving) -> None:
        asked = [asyncio.create_task(said(one, "sleep", seconds=0.3)) for _ in range(6)]
        await asyncio.sleep(0.15)
        kill(*children(nursery(one)))
        assert await asyncio.gather(*asked) == ["None"] * 6

    run(store, test)


@pytest.mark.parametrize("limits", [LIMITS, ON_DISK])
def test_a_new_nursery_takes_the_place_of_one_that_was_killed(store: Path, limits: Limits) -> None:
    async def test(one: Serving) -> None:
        for _ in range(3):
            old = nursery(one)
            kill(*children(old), old)
            assert await asyncio.gather(*[said(one, "echo", say=number) for number in range(8)]) == list("01234567")

    run(store, test, limits)


def test_what_runs_when_a_new_generation_comes_is_finished_on_the_old_one(store: Path) -> None:
    async def test(one: Serving) -> None:
        old = one.state
        asked = asyncio.create_task(one.run_foreign("sleep", {"seconds": 2}))
        await asyncio.sleep(0.1)
        await asyncio.to_thread(add, store, "b")
        await until(lambda: one.state != old)
        assert await said(one, "count") == "2"
        assert (await asked).state == old

    run(store, test)


def test_no_question_fails_while_generations_come_and_go(store: Path) -> None:
    async def test(one: Serving) -> None:
        building = asyncio.create_task(asyncio.to_thread(lambda: [add(store, f"b{number}") for number in range(8)]))
        counts = []
        while not building.done():
            counts += await asyncio.gather(*[said(one, "count") for _ in range(4)])
        await building
        await until(lambda: one.state.startswith("9-"))
        assert sorted(counts, key=int) == counts
        assert await said(one, "count") == "9"

    run(store, test)


def test_a_store_that_was_built_anew_is_noticed_by_more_than_its_number(store: Path, tmp_path: Path) -> None:
    add(tmp_path / "other.db", "b")

    async def test(one: Serving) -> None:
        old = one.state
        shutil.rmtree(store)
        (tmp_path / "other.db").rename(store)
        await until(lambda: one.state not in (old, ""))
        assert one.state.split("-")[0] == old.split("-")[0] == "1"

    run(store, test)


def test_a_generation_moves_into_memory_where_it_fits(store: Path) -> None:
    async def test(one: Serving) -> None:
        await until(lambda: one._crew is not None and one._crew.in_memory)
        assert await said(one, "count") == "1"

    run(store, test)


def test_in_memory_a_generation_is_what_it_is_on_disk(store: Path) -> None:
    async def test(one: Serving) -> None:
        on_disk = await said(one, "quads")
        await until(lambda: one.in_memory)
        assert await said(one, "quads") == on_disk
        assert len(on_disk.splitlines()) > 5

    run(store, test)


def test_a_generation_that_is_too_large_for_memory_is_read_from_disk(store: Path) -> None:
    async def test(one: Serving) -> None:
        await asyncio.sleep(1.5)
        assert one._crew is not None
        assert not one._crew.in_memory
        assert await said(one, "count") == "1"

    run(store, test, ON_DISK)


def test_a_damaged_generation_keeps_the_old_one_answering(store: Path) -> None:
    async def test(one: Serving) -> None:
        old = one.state
        broken = find(store).generation(7)
        broken.mkdir()
        (broken / "CURRENT").write_text("no such manifest\n")
        await until(lambda: bool(one.fault))
        assert "generation 7 cannot be used" in one.fault
        assert one.state == old
        assert await said(one, "count") == "1"
        shutil.rmtree(broken)
        add(store, *(f"b{number}" for number in range(8)))
        await until(lambda: one.state.startswith("9-") and not one.fault)

    run(store, test)


def test_a_store_in_which_nothing_is_published_yet_is_waited_for(tmp_path: Path) -> None:
    Writer.create(tmp_path / "store.db").close()

    async def test() -> None:
        async with Serving(tmp_path / "store.db", tasks=worker_tasks.HERE, limits=LIMITS) as one:
            asked = asyncio.create_task(said(one, "count"))
            await until(lambda: "nothing is published" in one.fault)
            await asyncio.to_thread(add, tmp_path / "store.db", "a")
            assert await asked == "1"

    asyncio.run(test())


def test_a_task_has_a_limit_of_memory(store: Path) -> None:
    async def test(one: Serving) -> None:
        assert await said(one, "eat", bytes=50 * MEGABYTE) == str(50 * MEGABYTE)
        with pytest.raises(SizeLimitError, match="memory"):
            await one.run_foreign("eat", {"bytes": 400 * MEGABYTE})

    run(store, test)


def test_an_answer_has_a_limit_of_size(store: Path) -> None:
    async def test(one: Serving) -> None:
        assert len(await said(one, "large", bytes=LIMITS.result)) == LIMITS.result
        with pytest.raises(SizeLimitError, match="larger than 1000000 bytes"):
            await one.run_foreign("large", {"bytes": LIMITS.result + 1})

    run(store, test)


def test_errors_of_a_task_arrive_as_what_they_are(store: Path) -> None:
    async def test(one: Serving) -> None:
        with pytest.raises(QueryError, match="that is no question"):
            await one.run_foreign("fail", {})
        with pytest.raises(FaultError) as fault:
            await one.run_foreign("wrong", {})
        assert "no such argument" in fault.value.trace
        assert "no such argument" not in str(fault.value)

    run(store, test)


def test_long_tasks_do_not_hold_up_short_ones(store: Path) -> None:
    async def test(one: Serving) -> None:
        long = [asyncio.create_task(said(one, "sleep", seconds=3)) for _ in range(6)]
        await asyncio.sleep(1)
        start = time.monotonic()
        for _ in range(20):
            await said(one, "echo", say="hello")
        assert time.monotonic() - start < 1
        assert await asyncio.gather(*long) == ["None"] * 6

    run(store, test)


def test_workers_of_long_tasks_are_kept_for_a_while_and_leave_when_they_have_no_more_to_do(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "_REST", 1.5)

    async def test(one: Serving) -> None:
        await asyncio.gather(*(said(one, "sleep", seconds=0.5) for _ in range(4)))
        assert len(children(nursery(one))) > 2 * ON_DISK.workers
        await until(lambda: len(children(nursery(one))) == 2 * ON_DISK.workers)
        assert await said(one, "echo", say="hello") == "hello"

    run(store, test, ON_DISK)


def test_when_too_many_long_tasks_run_the_next_leaves_its_place_to_short_ones(store: Path) -> None:
    limits = Limits(seconds=5.0, workers=1, long=1, in_memory=0)

    async def test(one: Serving) -> None:
        long = [asyncio.create_task(said(one, "sleep", seconds=4)) for _ in range(2)]
        await asyncio.sleep(0.5)
        assert await said(one, "echo", say="hello") == "hello"
        done = await asyncio.gather(*long, return_exceptions=True)
        assert sorted(type(each).__name__ for each in done) == ["BusyError", "str"]

    run(store, test, limits)


def test_what_finds_the_queue_full_is_turned_away_at_once(store: Path) -> None:
    limits = Limits(seconds=2.0, workers=1, long=0, queue=3, patience=5.0, in_memory=0)

    async def test(one: Serving) -> None:
        asked = [asyncio.create_task(said(one, "sleep", seconds=0.2)) for _ in range(4)]
        await asyncio.sleep(0.1)
        with pytest.raises(BusyError, match="too many"):
            await one.run_foreign("echo", {"say": "hello"})
        assert await asyncio.gather(*asked) == ["None"] * 4

    run(store, test, limits)


def test_what_waits_too_long_for_a_worker_is_turned_away(store: Path) -> None:
    limits = Limits(seconds=1.0, workers=1, long=0, patience=5.0, in_memory=0)

    async def test(one: Serving) -> None:
        asked = asyncio.create_task(one.run_foreign("spin", {}, seconds=2.0))
        await asyncio.sleep(0.1)
        with pytest.raises(BusyError, match="no worker was free"):
            await one.run_foreign("echo", {"say": "hello"})
        with pytest.raises(TimeLimitError):
            await asked

    run(store, test, limits)


def test_who_leaves_while_waiting_takes_no_worker_along(store: Path) -> None:
    limits = Limits(seconds=5.0, workers=1, long=0, in_memory=0)

    async def test(one: Serving) -> None:
        for pause in range(12):
            asked = [asyncio.create_task(said(one, "sleep", seconds=0.02)) for _ in range(4)]
            await asyncio.sleep(pause / 200)
            for each in asked:
                each.cancel()
            await asyncio.gather(*asked, return_exceptions=True)
        assert await said(one, "echo", say="hello") == "hello"

    run(store, test, limits)


def test_strangers_do_not_hold_up_tasks_of_ours(store: Path) -> None:
    limits = Limits(seconds=3.0, workers=1, long=0, patience=5.0, in_memory=0)

    async def test(one: Serving) -> None:
        foreign = [asyncio.create_task(said(one, "sleep", seconds=2)) for _ in range(3)]
        await asyncio.sleep(0.1)
        start = time.monotonic()
        await one.run("echo", {"say": "hello"})
        assert time.monotonic() - start < 1
        await asyncio.gather(*foreign, return_exceptions=True)

    run(store, test, limits)


@pytest.mark.parametrize("limits", [LIMITS, ON_DISK])
def test_at_the_end_no_process_is_left(store: Path, limits: Limits) -> None:
    before = set(mine())
    seen: set[int] = set()

    async def test(one: Serving) -> None:
        asked = asyncio.create_task(said(one, "sleep", seconds=4))
        await asyncio.sleep(0.3)
        seen.update(set(mine()) - before)
        asked.cancel()

    run(store, test, limits)
    assert seen
    deadline = time.monotonic() + 3
    while alive := [pid for pid in seen if Path(f"/proc/{pid}/task").exists()]:
        assert time.monotonic() < deadline, alive
        time.sleep(0.05)


def test_a_start_can_be_interrupted(store: Path) -> None:
    async def test() -> None:
        for pause in (0, 0.05, 0.2, 0.4):
            async with Serving(store, tasks=worker_tasks.HERE, limits=LIMITS):
                await asyncio.sleep(pause)

    before = set(mine())
    asyncio.run(test())
    time.sleep(0.5)
    assert set(mine()) <= before


@pytest.mark.parametrize("limits", [LIMITS, ON_DISK])
def test_a_worker_reaches_no_file_no_network_and_no_other_process(store: Path, limits: Limits, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    with socket.create_server(("127.0.0.1", 0)) as sink, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as heard:
        heard.bind(("127.0.0.1", 0))
        heard.setblocking(False)
        attempts = [
            ("read", str(secret)),
            ("read", "/etc/passwd"),
            ("read", "/proc/self/environ"),
            ("list", str(tmp_path)),
            ("write", str(tmp_path / "new")),
            ("write", str(secret)),
            ("remove", str(secret)),
            ("connect", sink.getsockname()[1]),
            ("send", heard.getsockname()[1]),
            ("resolve", "news.example"),
            ("signal", os.getpid()),
        ]

        async def test(one: Serving) -> None:
            for what, target in attempts:
                assert (what, await said(one, "attempt", what=what, target=target)) != (what, "done")

        run(store, test, limits)
        sink.setblocking(False)
        with pytest.raises(BlockingIOError):
            sink.accept()
        with pytest.raises(BlockingIOError):
            heard.recv(10)
    assert secret.read_text() == "secret"
    assert not (tmp_path / "new").exists()


def test_questions_and_generations_leave_no_descriptors_and_no_memory_behind(store: Path) -> None:
    async def test(one: Serving) -> None:
        await until(lambda: one._crew is not None and one._crew.in_memory)
        counts = []
        for _ in range(5):
            for _ in range(100):
                await said(one, "large", bytes=100_000)
            with pytest.raises(TimeLimitError):
                await one.run_foreign("spin", {}, seconds=0.15)
            for _ in range(10):
                kill(nursery(one))
                await until(lambda: one._crew is not None and one._crew.nursery.alive)
                await said(one, "echo", say="hello")
            await asyncio.sleep(0.3)
            counts.append((len(os.listdir("/proc/self/fd")), _resident()))
        assert counts[-1][0] - counts[0][0] <= 2
        assert counts[-1][1] - counts[0][1] < 8 * MEGABYTE

    run(store, test)


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")


@pytest.mark.parametrize("how", ["run", "run_foreign"])
def test_a_client_that_asks_much_takes_the_time_of_no_other(store: Path, how: str) -> None:
    limits = Limits(seconds=3.0, workers=1, long=2, queue=6, in_memory=0)

    async def ask(one: Serving, client: str, seconds: float) -> str:
        return (await getattr(one, how)("sleep", {"seconds": seconds}, client=client)).reply.body.decode()

    async def test(one: Serving) -> None:
        flood = [asyncio.create_task(ask(one, "flood", 2.5)) for _ in range(8)]
        await asyncio.sleep(0.05)
        start = time.monotonic()
        for _ in range(5):
            assert await ask(one, "other", 0.01) == "None"
        assert time.monotonic() - start < 4  # the flood alone takes twice as long
        done = await asyncio.gather(*flood, return_exceptions=True)
        assert {type(each).__name__ for each in done} == {"str", "BusyError"}

    run(store, test, limits)


def test_when_several_clients_ask_much_who_asks_little_may_take_long_nevertheless(store: Path) -> None:
    limits = Limits(seconds=6.0, workers=1, long=4, in_memory=0)

    async def ask(one: Serving, client: str, seconds: float) -> str:
        return (await one.run_foreign("sleep", {"seconds": seconds}, client=client)).reply.body.decode()

    async def test(one: Serving) -> None:
        flood = [asyncio.create_task(ask(one, client, 4)) for client in ("a", "a", "a", "b")]
        await asyncio.sleep(2)  # all of them are long by now, and no more can be
        little = asyncio.create_task(ask(one, "c", 1.5))
        await asyncio.sleep(0.2)
        assert await ask(one, "d", 0.01) == "None"
        assert await little == "None"
        done = await asyncio.gather(*flood, return_exceptions=True)
        assert [type(each).__name__ for each in done].count("BusyError") == 1
        assert done[3] == "None"

    run(store, test, limits)


def test_a_client_of_whom_nothing_runs_is_forgotten() -> None:
    share = Share(Limits())
    for number in range(100):
        share.long[str(number)] += 1
        share.long[str(number)] -= 1
    assert len(share.long) == 0
