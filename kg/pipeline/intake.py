"""What a command line names: paths and addresses on the web → captures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self

from kg.articles import Failure
from kg.capture import Capture
from kg.pipeline.settings import Settings

if TYPE_CHECKING:
    from kg.fetching import Collector, Web


class Intake:
    """With the folder of a `store`, an address that was asked before is asked only whether it has changed. `passed`
    counts by archive the records that are no articles."""

    def __init__(
        self,
        paths: Sequence[str],
        settings: Settings,
        *,
        web: Web | None = None,
        store: Path | None = None,
        passed: Counter[str] | None = None,
    ) -> None:
        from kg.fetching import is_address

        self._settings = settings
        self._passed = passed
        self._addresses = [path for path in paths if is_address(path)]
        self._paths = [path for path in paths if not is_address(path)]
        self._collector = self._made(web, store) if self._addresses else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._collector is not None:
            self._collector.__exit__(kind)

    @property
    def unchanged(self) -> int:
        """How many articles were not even fetched."""
        return self._collector.unchanged if self._collector else 0

    def captures(self) -> Iterator[Capture | Failure]:
        """Of the paths, then of the addresses."""
        yield from self._settings.captures(self._paths, self._passed)
        if self._collector is not None:
            yield from self._collector.captures(self._addresses)

    def safe(self, one: Capture) -> None:
        """What was captured is on the disk, and need not be fetched again until it changes."""
        if self._collector is not None:
            self._collector.accept(one.source)

    @staticmethod
    def _made(web: Web | None, store: Path | None) -> Collector:
        from kg.fetching import Collector, Memory

        return Collector(web, memory=Memory(store) if store else None)
