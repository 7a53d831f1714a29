"""Articles that were set aside, whole and with the reason, beside the store: nothing is lost or half stored.

KEY.nt     the graphs of an article that was made and did not conform
KEY.sums   checksums of both (SHA-256)
KEY.json   where it was read from, and why it was set aside; written last
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal

from kg import files
from kg.errors import StoreError
from kg.places import Place, beside

if TYPE_CHECKING:
    from pathlib import Path

    from kg.article_graph import PackedGraph

FOLDER = "quarantine"

Kind = Literal["unreadable", "lost", "nonconforming"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One that was set aside. `kind`: no article could be read; making it took too long or too much, or failed; its
    graph does not conform. `key` is the last part of its IRI where it has one. `source` is as the user gave it,
    `origin` is it whatever the working directory. `content` and `maker` are as in `ArticleGraph`."""

    key: str
    source: str
    origin: str
    kind: Kind
    report: str
    content: str = ""
    maker: str = ""


class Quarantine:
    """What is set aside beside one store. Raises StoreError when its folder cannot be read or written."""

    def __init__(self, store: Place) -> None:
        self._folder = beside(store) / FOLDER
        # Known by heart, so that a large batch need not look through the folder for each of its articles.
        self._held = {one.key: one for one in held(store)}

    def known(self) -> Iterator[Held]:
        yield from self._held.values()

    def put(self, one: Held, article: PackedGraph | None = None) -> None:
        """Keep it, with the article's graphs where they were made, in place of older versions from its origin."""
        with _disk_errors(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            if article:
                files.write(self._folder / f"{one.key}.nt", _lines(article))
            said = json.dumps(asdict(one), ensure_ascii=False, indent=1) + "\n"
            files.write(self._folder / f"{one.key}.sums", f"{_sum(self._folder / f'{one.key}.nt')} {_sum_of(said)}\n")
            files.write(self._folder / f"{one.key}.json", said)
        self._held[one.key] = one
        self.release(key=one.key, origin=one.origin, but=one.key)

    def release(self, *, key: str, origin: str, but: str = "") -> None:
        """Forget all versions of an article: those of that key, and those of that origin."""
        for one in tuple(self._held.values()):
            if one.key != but and (one.key == key or (origin and one.origin == origin)):
                self._forget(one.key)

    def _forget(self, key: str) -> None:
        with _disk_errors(self._folder):
            for suffix in (".json", ".sums", ".nt"):
                (self._folder / f"{key}{suffix}").unlink(missing_ok=True)
            files.sync(self._folder)
        del self._held[key]


def held(store: Place) -> Iterator[Held]:
    """What is set aside, in the order of the keys. Raises StoreError when it cannot be read."""
    for path in sorted((beside(store) / FOLDER).glob("*.json")):
        with _disk_errors(path):
            yield Held(**json.loads(path.read_text(encoding="utf-8")))


def damaged(store: Path) -> Iterator[tuple[str, str]]:
    """The files that are not as they were written, and what is wrong with each."""
    paths = list((store / FOLDER).glob("*.*"))
    for key in sorted({path.stem for path in paths if path.suffix in (".json", ".nt", ".sums")}):
        graph, sums, said = ((store / FOLDER / f"{key}{suffix}") for suffix in (".nt", ".sums", ".json"))
        try:
            if not said.exists():
                yield said.name, "is missing: build its article again"
            elif not sums.exists():
                yield sums.name, "is missing: what was set aside cannot be checked"
            elif sums.read_text(encoding="utf-8") != f"{_sum(graph)} {_sum(said)}\n":
                yield said.name, f"or {graph.name}, is not as it was written: build its article again"
        except (OSError, UnicodeDecodeError) as error:
            yield said.name, f"cannot be read ({getattr(error, 'strerror', None) or error})"


def _sum(path: Path) -> str:
    """A hyphen where there is no file."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else "-"


def _sum_of(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def key_of(article: str) -> str:
    return article.rsplit("/", 1)[-1]


def _lines(article: PackedGraph) -> str:
    things = (f"{' '.join(triple)} ." for triple in article.things)
    return "\n".join(sorted((*article.graph.splitlines(), *things, *article.text.splitlines()))) + "\n"


@contextmanager
def _disk_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, TypeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise StoreError(f"{path} cannot be used ({reason}): look to its disk and permissions") from error
