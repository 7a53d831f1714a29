"""Articles that were set aside, whole and with the reason, beside the store: nothing is lost or half stored.

KEY.nt    the graphs of the article     KEY.txt    its source in the first line, and the report; written last
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import files
from kg.errors import StoreError
from kg.places import Place, beside

if TYPE_CHECKING:
    from pathlib import Path

    from kg.article_graph import ArticleGraph

FOLDER = "quarantine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An article that was set aside: its IRI's last part, where it was read from, and the validation report."""

    key: str
    source: str
    report: str


class Quarantine:
    """What is set aside beside one store. Raises StoreError when its folder cannot be read or written."""

    def __init__(self, store: Place) -> None:
        self._folder = beside(store) / FOLDER
        # Known by heart, so that a large batch need not look through the folder for each of its articles.
        self._sources = {one.key: one.source for one in held(store)}

    def put(self, article: ArticleGraph, report: str) -> None:
        """Keep the article's graphs as N-Triples, with the report, in place of older versions from its source."""
        key = _key(article.article)
        lines = sorted(" ".join(triple) + " ." for triple in (*article.graph, *article.things, *article.text))
        with _disk_errors(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            files.write(self._folder / f"{key}.nt", "\n".join(lines) + "\n")
            files.write(self._folder / f"{key}.txt", f"{article.source}\n{report}\n")
        self._sources[key] = article.source
        self._forget([one for one in self._versions(article) if one != key])

    def release(self, article: ArticleGraph) -> None:
        """Forget all versions of an article that conforms by now."""
        self._forget(self._versions(article))

    def _versions(self, article: ArticleGraph) -> list[str]:
        own = _key(article.article)
        return [key for key, source in self._sources.items() if key == own or (source and source == article.source)]

    def _forget(self, keys: list[str]) -> None:
        for key in keys:
            with _disk_errors(self._folder):
                for suffix in (".txt", ".nt"):
                    (self._folder / f"{key}{suffix}").unlink(missing_ok=True)
                files.sync(self._folder)
            del self._sources[key]


def held(store: Place) -> Iterator[Held]:
    """What is set aside, in the order of the articles' keys. Raises StoreError when it cannot be read."""
    for path in sorted((beside(store) / FOLDER).glob("*.txt")):
        with _disk_errors(path):
            source, _, report = path.read_text(encoding="utf-8").partition("\n")
        yield Held(key=path.stem, source=source, report=report)


def _key(article: str) -> str:
    return article.rsplit("/", 1)[-1]


@contextmanager
def _disk_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise StoreError(f"{path} cannot be used ({reason}): look to its disk and permissions") from error
