"""What takes long to make of a generation, made once and kept: its description, and the dump of all of it.

Each is made by a process of its own at low priority, into a file that is there only when it is whole. While a newer one
is being made, the one before is still given; both say of which state they are.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, Self

from kg.errors import BusyError
from kg.workers import Serving

LOG: Final = logging.getLogger("kg.server")
Name = Literal["void", "dump"]
_LONGEST: Final = 1_800  # seconds; a dump of ten million quads takes some 300
_TRIES: Final = 3
_INTERVAL: Final = 0.5  # seconds between looks at the state
_REST: Final = 4  # times as long as the last description took, before the next one


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """`state` names the generation it was made of."""

    state: str
    path: Path
    size: int


class Products:
    """A context manager. In it the description is made anew whenever a generation takes over, the dump when somebody
    asks for it."""

    def __init__(self, serving: Serving, store: Path) -> None:
        self._serving = serving
        self._store = store
        self._ready: dict[Name, Product] = {}
        self._making: dict[Name, asyncio.Task[Product]] = {}
        self._watch: asyncio.Task[None] | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._triples: tuple[str, int] | None = None

    async def __aenter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory(prefix="claimgraph-")
        self._watch = asyncio.create_task(self._watching())
        return self

    async def __aexit__(self, *raised: object) -> None:
        for task in (self._watch, *self._making.values()):
            if task is not None:
                task.cancel()
                with suppress(asyncio.CancelledError, BusyError):
                    await task
        if self._folder is not None:
            self._folder.cleanup()

    async def get(self, name: Name, *, patience: float) -> Product:
        """The newest there is. Raises BusyError when there is none, and it takes longer to make than `patience`
        seconds."""
        ready = self._ready.get(name)
        if ready is not None and ready.state == self._serving.state:
            return ready
        making = self._make(name)
        done, _ = await asyncio.wait([making], timeout=patience)
        if done and not making.cancelled() and making.exception() is None:
            return making.result()
        if ready is not None:
            return ready
        raise BusyError(f"the {name} of this graph is being made, which takes a while: try again in some seconds")

    def triples(self) -> int | None:
        """How many triples the present generation has; None while nobody has counted them."""
        ready = self._ready.get("void")
        if ready is None or ready.state != self._serving.state:
            return None
        if self._triples is None or self._triples[0] != ready.state:
            self._triples = (ready.state, int(_count_of(ready.path).read_text(encoding="ascii")))
        return self._triples[1]

    def _make(self, name: Name) -> asyncio.Task[Product]:
        task = self._making.get(name)
        if task is None or task.done():
            task = self._making[name] = asyncio.create_task(self._made(name))
            task.add_done_callback(_heard)
        return task

    async def _made(self, name: Name) -> Product:
        state = await self._run_on_newest(name)
        path = self._path(state, name)
        old, made = self._ready.get(name), Product(state=state, path=path, size=path.stat().st_size)
        self._ready[name] = made
        if old is not None and old.path != path:
            _forget_later(old.path)
        return made

    async def _run_on_newest(self, name: Name) -> str:
        """The state of the generation that it was made of. One that is replaced before it is opened is gone."""
        for _ in range(_TRIES - 1):
            state = self._serving.state
            with suppress(BusyError):
                return await self._run(name, state)
            if state == self._serving.state:
                break
        return await self._run(name, self._serving.state)

    async def _run(self, name: Name, state: str) -> str:
        if not state:
            raise BusyError(f"the store is not ready ({self._serving.fault or 'starting'}): try again")
        await _run(name, self._store, int(state.partition("-")[0]), self._path(state, name))
        return state

    def _path(self, state: str, name: Name) -> Path:
        assert self._folder is not None, "used outside its context"
        return Path(self._folder.name) / f"{state}.{name}"

    async def _watching(self) -> None:
        seen = ""
        while True:
            state, started = self._serving.state, asyncio.get_running_loop().time()
            if state and state != seen:
                with suppress(BusyError):
                    seen = (await self._make("void")).state
            # While a builder publishes every few seconds, this shall not take a core for itself.
            await asyncio.sleep(_INTERVAL + _REST * (asyncio.get_running_loop().time() - started))


async def _run(name: Name, store: Path, revision: int, out: Path) -> None:
    """Raises BusyError when it fails: its generation may have been replaced meanwhile, and the next one may do."""
    command = [sys.executable, "-P", "-m", "kg.server.making", name, str(store.absolute()), str(revision), str(out)]
    process = await asyncio.create_subprocess_exec(
        *command, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(_LONGEST):
            _, said = await process.communicate()
    except TimeoutError:
        raise BusyError(f"the {name} of this graph takes longer than {_LONGEST} seconds to make") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        LOG.warning("the %s of generation %s was not made: %s", name, revision, said.decode(errors="replace")[-2000:])
        raise BusyError(f"the {name} of this graph could not be made: try again in some seconds")


def _heard(task: asyncio.Task[Product]) -> None:
    """What failed was told already to whoever waited."""
    if not task.cancelled():
        task.exception()


def _count_of(path: Path) -> Path:
    return Path(f"{path}.count")


def _forget_later(path: Path) -> None:
    """Whoever has just been told of it opens it within the moment; whoever has it open keeps it."""

    def forget() -> None:
        for one in (path, _count_of(path)):
            one.unlink(missing_ok=True)

    asyncio.get_running_loop().call_later(60, forget)
