"""What comes into a store, in the form in which it will lie there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from kg.article_graph import PackedGraph
from kg.store import canonical
from kg.store.manifest import Row
from kg.terms import Triple

_REMEMBERED: Final = 100  # captures that an article has replaced


@dataclass(frozen=True)
class Arriving:
    """Lines of N-Triples, as `canonical.as_stored` gives them."""

    graph: list[str]
    text: list[str]
    things: set[str]

    @classmethod
    def of(cls, made: PackedGraph) -> Arriving:
        return cls(
            canonical.as_stored(made.graph), canonical.as_stored(made.text), set(canonical.as_stored(text(made.things)))
        )

    @cached_property
    def subjects(self) -> set[str]:
        """IRIs of the things, without angle brackets."""
        return {line[1 : line.index(">")] for line in self.things}

    @cached_property
    def own(self) -> str:
        return canonical.digest(self.graph, self.text)

    @property
    def triples(self) -> int:
        return len(self.graph) + len(self.text)


def row(made: PackedGraph, old: Row | None, arriving: Arriving | None, *, replaced: Sequence[Row] = ()) -> Row:
    """That of an article which comes in place of `old`, and of others that are `replaced` by it; without `arriving`
    where what is stored of it stays.

    The other captures that made the old version make this one, too, if nothing has changed.
    """
    sources = {made.source, *(old.sources if old else ())} - {""}
    same = old is not None and old.digest == made.digest and old.maker == made.maker
    contents = {made.content, *(old.contents if old and same else ())} - {""}
    past = [digest for one in (*replaced, *([old] if old else [])) for digest in (*one.superseded, *one.contents)]
    superseded = [digest for digest in dict.fromkeys(past) if digest not in contents]
    return Row(
        article=made.article,
        sources=tuple(sorted(sources)),
        sha256=made.sha256,
        digest=made.digest,
        text_graph=made.text_graph,
        triples=arriving.triples if arriving else old.triples if old else 0,
        reading=made.reading,
        contents=tuple(sorted(contents)),
        maker=made.maker,
        own=arriving.own if arriving else old.own if old else "",
        likeness=made.likeness,
        superseded=tuple(superseded[-_REMEMBERED:]),
    )


def text(triples: Iterable[Triple]) -> str:
    return "".join(f"{' '.join(triple)} .\n" for triple in triples)
