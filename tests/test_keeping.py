"""What is made once for each generation, and kept until there is a newer one."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from typing import Any, cast

import httpx
import pytest
from served import served
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from stored_graphs import FOLDER, article_graphs, made_article

from kg.errors import BusyError, TimeLimitError
from kg.server import keeping as keeping_module
from kg.server import problems, sights
from kg.server.keeping import Keeper, Kept
from kg.server.problems import Problem
from kg.store import Writer
from kg.workers import Serving

_PATIENCE = 60  # seconds until what is built appears


class Generations:
    """As `Serving` tells of them."""

    def __init__(self, state: str) -> None:
        self.state = state
        self._changed = asyncio.Condition()

    async def other_state(self, state: str) -> str:
        async with self._changed:
            await self._changed.wait_for(lambda: self.state not in ("", state))
        return self.state

    async def publish(self, state: str) -> None:
        self.state = state
        async with self._changed:
            self._changed.notify_all()


Make = Callable[[Serving, Mapping[str, Kept]], Awaitable[Kept]]


def made(value: str) -> Make:
    async def make(serving: Serving, kept: Mapping[str, Kept]) -> Kept:
        return Kept(value=f"{value} of {serving.state}", state=serving.state)

    return make


def failing(states: set[str]) -> Make:
    async def make(serving: Serving, kept: Mapping[str, Kept]) -> Kept:
        if serving.state in states:
            raise TimeLimitError("the query was stopped after 120 seconds")
        return Kept(value=f"mended of {serving.state}", state=serving.state)

    return make


@asynccontextmanager
async def keeping(makers: Mapping[str, Make], state: str = "1") -> AsyncIterator[tuple[Keeper, Generations]]:
    generations = Generations(state)
    async with Keeper(cast(Serving, generations), makers) as keeper, asyncio.timeout(30):
        yield keeper, generations


def run(test: Coroutine[Any, Any, None]) -> None:
    asyncio.run(test)


async def value(keeper: Keeper, name: str) -> str | None:
    kept = await keeper.get(name)
    return kept.value if kept else None


def test_each_thing_is_made_of_the_generation_that_is_there() -> None:
    async def test() -> None:
        async with keeping({"one": made("one"), "two": made("two")}) as (keeper, _):
            assert [await value(keeper, name) for name in ("one", "two")] == ["one of 1", "two of 1"]

    run(test())


def test_it_is_made_anew_when_a_generation_takes_over() -> None:
    async def test() -> None:
        async with keeping({"one": made("one"), "two": made("two")}) as (keeper, generations):
            await value(keeper, "one")
            await generations.publish("2")
            assert [await value(keeper, name) for name in ("one", "two")] == ["one of 2", "two of 2"]

    run(test())


def test_the_older_one_is_given_while_the_newer_is_being_made() -> None:
    async def test() -> None:
        unfinished = asyncio.Event()

        async def slow(serving: Serving, kept: Mapping[str, Kept]) -> Kept:
            state = serving.state
            if state == "2":
                await unfinished.wait()
            return Kept(value=f"slow of {state}", state=state)

        async with keeping({"slow": slow}) as (keeper, generations):
            assert await value(keeper, "slow") == "slow of 1"
            await generations.publish("2")
            older = await keeper.get("slow")
            assert older == Kept(value="slow of 1", state="1")
            unfinished.set()
            while await value(keeper, "slow") != "slow of 2":
                await asyncio.sleep(0)

    run(test())


def test_one_that_fails_does_not_stop_the_others() -> None:
    async def test() -> None:
        async with keeping({"broken": failing({"1", "2"}), "one": made("one")}) as (keeper, generations):
            assert await value(keeper, "broken") is None
            assert await value(keeper, "one") == "one of 1"
            await generations.publish("2")
            assert await value(keeper, "one") == "one of 2"

    run(test())


def test_what_failed_is_tried_again_with_the_next_generation() -> None:
    async def test() -> None:
        async with keeping({"broken": failing({"1"})}) as (keeper, generations):
            assert await value(keeper, "broken") is None
            assert keeper.failed("broken")
            await generations.publish("2")
            assert await value(keeper, "broken") == "mended of 2"
            assert not keeper.failed("broken")

    run(test())


def test_what_failed_is_tried_again_when_the_server_has_less_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    async def test() -> None:
        monkeypatch.setattr(keeping_module, "_PAUSE", 0.01)
        busy = iter((True, False))

        async def make(serving: Serving, kept: Mapping[str, Kept]) -> Kept:
            if next(busy):
                raise BusyError("too many long queries run already")
            return Kept(value="made", state=serving.state)

        async with keeping({"one": make}) as (keeper, _):
            while await value(keeper, "one") is None:
                await asyncio.sleep(0)

    run(test())


def test_the_older_one_stays_when_the_newer_cannot_be_made() -> None:
    async def test() -> None:
        async with keeping({"broken": failing({"2"})}) as (keeper, generations):
            assert await value(keeper, "broken") == "mended of 1"
            await generations.publish("2")
            assert await value(keeper, "broken") == "mended of 1"

    run(test())


def test_what_somebody_waits_for_is_made_before_the_rest() -> None:
    async def test() -> None:
        order: list[str] = []

        def noted(name: str) -> Make:
            async def make(serving: Serving, kept: Mapping[str, Kept]) -> Kept:
                order.append(name)
                return Kept(value=name, state=serving.state)

            return make

        async with keeping({name: noted(name) for name in ("one", "two", "three")}, state="") as (keeper, generations):
            waiting = asyncio.create_task(keeper.get("three"))
            await asyncio.sleep(0)
            await generations.publish("1")
            await waiting
            await keeper.get("two")
            assert order[0] == "three"

    run(test())


def test_none_is_left_out_while_generations_come_all_the_time() -> None:
    async def test() -> None:
        counts = {"one": 0, "two": 0}

        def counted(name: str) -> Make:
            async def make(serving: Serving, kept: Mapping[str, Kept]) -> Kept:
                counts[name] += 1
                state = serving.state
                await cast(Any, serving).publish(str(int(state) + 1))  # a newer one before this one is done
                return Kept(value=name, state=state)

            return make

        async with keeping({name: counted(name) for name in counts}):
            while min(counts.values()) < 5:
                await asyncio.sleep(0)

    run(test())


# Over HTTP


class Nothing:
    """A keeper of a large graph, which has just been started."""

    async def get(self, name: str) -> None:
        return None

    def failed(self, name: str) -> bool:
        return name == "map"


def asked(path: str) -> httpx.Response:
    async def ask() -> httpx.Response:
        app = Starlette(routes=sights.routes(), exception_handlers={Problem: _told})
        app.state.keeper = Nothing()
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get(path, headers={"Accept": "text/html"})

    return asyncio.run(ask())


async def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return problems.respond(request, error)


@pytest.mark.parametrize("path", ["/timeline", "/network", "/timeline?place=&lanes=24", "/network?kind=relays"])
def test_before_there_is_any_a_page_says_so_and_shows_a_way_on(path: str) -> None:
    answer = asked(path)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Not ready yet" in answer.text
    assert "<form" in answer.text.partition("<main")[2] or "/query/contradictions" in answer.text


def test_what_cannot_be_drawn_is_not_said_to_be_soon() -> None:
    answer = asked("/map")
    assert answer.status_code == 503
    assert "too many claims" in answer.text
    assert "Not ready yet" not in answer.text


def test_before_there_is_any_a_script_is_told_to_come_again() -> None:
    answer = asked("/map.json")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


@pytest.mark.parametrize("path", ["/timeline", "/map", "/network", "/map.json", "/network.json"])
def test_a_view_of_all_claims_takes_up_a_new_generation(tmp_path: Any, path: str) -> None:
    with Writer.create(tmp_path / "store.db") as writer:
        writer.replace(made_article("one"))
    with served(tmp_path / "store.db") as server, server.client() as client:
        first = _ready(client, path)
        assert "River Watch" not in first.text
        same = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert same.status_code == 304
        with Writer.open(tmp_path / "store.db") as writer:
            for article in article_graphs(FOLDER / "northfield.trig"):
                writer.replace(article)
        newer = _until(client, path, lambda answer: "Northfield" in answer.text or "River Watch" in answer.text)
        assert newer.headers["ETag"] != first.headers["ETag"]


def _ready(client: httpx.Client, path: str) -> httpx.Response:
    return _until(client, path, lambda answer: answer.status_code == 200)


def _until(client: httpx.Client, path: str, done: Callable[[httpx.Response], bool]) -> httpx.Response:
    deadline = time.monotonic() + _PATIENCE
    while not done(answer := client.get(path, headers={"Accept": "text/html"})):
        assert answer.status_code in (200, 503)
        assert time.monotonic() < deadline, f"{path} did not come to be what it should"
        time.sleep(0.1)
    return answer
