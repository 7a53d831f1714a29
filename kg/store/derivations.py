"""The graph that says which articles are nearly the same text, kept right as the master changes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from kg.iris import Minter
from kg.ontology import term
from kg.store.lookup import Lookup
from kg.store.manifest import Manifest, Row
from kg.store.updates import Change
from kg.terms import Triple, plain

if TYPE_CHECKING:
    from kg.likeness import Relations


class Derivations:
    def __init__(self, store: Lookup, manifest: Manifest, minter: Minter) -> None:
        self._known = _Known(store, manifest, minter)
        self._relations: Relations | None = None

    def beside(self, change: Change, forgotten: Iterable[Row], noted: Iterable[Row]) -> Change:
        """The change, with what becomes of the graph when these rows take the place of those. Call `forget` when it is
        not made."""
        if not any(row.likeness for row in (*forgotten, *noted)):
            return change
        from kg.likeness import Relations  # numpy, only where there is something to compare

        known = self._known
        self._relations = self._relations or Relations(known, known.minter)
        texts = change.added
        coming = {
            one.article: _within(_text(texts[one.text_graph]), one.reading) for one in noted if one.text_graph in texts
        }
        told = self._relations.change(forgotten, noted, coming)
        gone = bool(told.removed) and not told.added and known.has_only(told.removed)
        return replace(
            change,
            dropped=[*change.dropped, known.minter.derivations] if gone else change.dropped,
            underived=_lines(told.removed),
            derived=_lines(told.added),
        )

    def forget(self) -> None:
        """What is known of the store is not so: it has to be read again."""
        self._relations = None


@dataclass(frozen=True, slots=True)
class _Known:
    """What the master knows of its articles, as `kg.likeness` asks for it."""

    store: Lookup
    manifest: Manifest
    minter: Minter

    def likenesses(self) -> Iterator[tuple[str, str]]:
        return ((row.article, row.likeness) for row in self.manifest.unsorted() if row.likeness)

    def originals(self) -> Iterator[tuple[str, str]]:
        for quad in self._quads(None, NamedNode(term("prov:wasDerivedFrom"))):
            yield str(quad.subject)[1:-1], str(quad.object)[1:-1]

    def derivation(self, article: str) -> Iterator[Triple]:
        for subject in (article, self.minter.derivation(article)):
            for quad in self._quads(NamedNode(subject), None):
                yield Triple(str(quad.subject), str(quad.predicate), str(quad.object))

    def has_only(self, triples: list[Triple]) -> bool:
        """Whether the graph has no others than these, which are some of it."""
        return len(list(islice(self._quads(None, None), len(triples) + 1))) == len(triples)

    def prose(self, article: str) -> str:
        row = self.manifest.row(article)
        if row is None:
            return ""
        quads = self.store.quads_for_pattern(NamedNode(article), None, None, NamedNode(row.text_graph))
        text = next((quad.object.value for quad in quads if isinstance(quad.object, Literal)), "")
        return _within(text, row.reading)

    def _quads(self, subject: NamedNode | None, predicate: NamedNode | None) -> Iterator[Quad]:
        return self.store.quads_for_pattern(subject, predicate, None, NamedNode(self.minter.derivations))


def _lines(triples: Iterable[Triple]) -> list[str]:
    return [f"{' '.join(triple)} ." for triple in triples]


def _text(lines: Iterable[str]) -> str:
    """What the one triple of the graph of a text says."""
    return next((plain(line.removesuffix(" .").split(" ", 2)[2]) for line in lines), "")


def _within(text: str, reading: str) -> str:
    """An article's text without a first line of metadata, as `reading` tells."""
    start, end = json.loads(reading)["body"] if reading else (0, len(text))
    return text[start:end]
