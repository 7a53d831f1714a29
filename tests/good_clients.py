"""Clients that ask what is easily answered, while something bad happens to the server."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx

QUERY = "SELECT ?a WHERE { ?a a cg:Article } LIMIT 5"


@dataclass(kw_only=True)
class Seen:
    """`seconds` that each answer took; what `failed`."""

    seconds: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def quantile(self, share: float) -> float:
        return sorted(self.seconds)[int(len(self.seconds) * share)]


def _whole(answer: httpx.Response) -> str:
    if answer.status_code != 200:
        return f"{answer.status_code}: {answer.text}"
    answer.json()
    return ""


@contextmanager
def good_clients(
    url: str,
    *,
    count: int = 2,
    pause: float = 0.02,
    query: str = QUERY,
    check: Callable[[httpx.Response], str] = _whole,
) -> Iterator[Seen]:
    """Ask again and again. `check` says what is wrong with an answer, or nothing, or raises."""
    seen, stop = Seen(), threading.Event()

    def ask() -> None:
        with httpx.Client(timeout=30, verify=False) as client:
            while True:
                start = time.perf_counter()
                try:
                    wrong = check(client.get(f"{url}/sparql", params={"query": query}))
                except (httpx.HTTPError, ValueError) as error:
                    wrong = repr(error)
                seen.seconds.append(time.perf_counter() - start)
                if wrong:
                    seen.failed.append(wrong)
                if stop.wait(pause):
                    break

    threads = [threading.Thread(target=ask) for _ in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield seen
    finally:
        stop.set()
        for thread in threads:
            thread.join()
