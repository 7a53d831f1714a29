"""Articles that were set aside, whole and with the reason, beside the store: nothing is lost or half stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from kg.article_graph import ArticleGraph

FOLDER = "quarantine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An article that was set aside: its IRI's last part, and the validation report."""

    key: str
    report: str


def put(store: Path, article: ArticleGraph, report: str) -> None:
    """Keep the article's graphs as N-Triples, with the report."""
    folder = store / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    lines = sorted(" ".join(triple) + " ." for triple in (*article.graph, *article.things, *article.text))
    key = _key(article.article)
    (folder / f"{key}.nt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / f"{key}.txt").write_text(f"{article.source}\n{report}\n", encoding="utf-8")


def release(store: Path, article: str) -> None:
    """Forget an article that conforms by now."""
    for suffix in (".nt", ".txt"):
        (store / FOLDER / f"{_key(article)}{suffix}").unlink(missing_ok=True)


def held(store: Path) -> Iterator[Held]:
    """What is set aside, in the order of the articles' keys."""
    for path in sorted((store / FOLDER).glob("*.txt")):
        yield Held(key=path.stem, report=path.read_text(encoding="utf-8"))


def _key(article: str) -> str:
    return article.rsplit("/", 1)[-1]
