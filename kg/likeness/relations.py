"""Which article is derived from which, kept right while articles come and go.

Of the articles that are nearly the same text as an article, it is derived from the earliest, if that is earlier than
itself: by the day of publication, undated ones last; then those that name no origin first; then by IRI. So what is
derived from what depends on the set of articles alone, and whatever comes or goes changes only what is near to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from kg.iris import Minter
from kg.likeness.index import NONE, Index
from kg.likeness.measure import Shares, alike
from kg.likeness.sketches import Likeness
from kg.likeness.words import Words, words
from kg.terms import Triple, iri, named, typed


class Stored(Protocol):
    """What a store knows of its articles. All IRIs are without angle brackets."""

    def likenesses(self) -> Iterable[tuple[str, str]]:
        """Pairs of an article and its likeness, as text, of all that have one."""

    def originals(self) -> Iterable[tuple[str, str]]:
        """Pairs of an article and what it is derived from, as they stand in the graph of derivations."""

    def derivation(self, article: str) -> Iterable[Triple]:
        """All that the graph of derivations says of an article and of its derivation."""

    def prose(self, article: str) -> str:
        """The words of an article."""


class Noted(Protocol):
    """A row of the manifest."""

    @property
    def article(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def likeness(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Change:
    """Triples to take from the graph of derivations, and to put into it."""

    removed: list[Triple] = field(default_factory=list)
    added: list[Triple] = field(default_factory=list)


class Relations:
    """The index of all articles of a store is made when it is first needed, and kept up from then on."""

    def __init__(self, stored: Stored, minter: Minter) -> None:
        self._stored = stored
        self._minter = minter
        self._loaded: Index | None = None

    def change(self, before: Iterable[Noted], after: Iterable[Noted], prose: Mapping[str, str]) -> Change:
        """What becomes of the derivations when these rows take the place of those. `prose` gives the words of articles
        that are not stored yet. When the change is not carried out after all, this object is of no more use."""
        was, becomes = _told(before), _told(after)
        if was == becomes:
            return Change()
        index = self._index()
        step = _Step(index, self._stored, self._minter, prose)
        for article, _, _ in sorted(was - becomes):
            step.drop(article)
        for article, _, written in sorted(becomes - was):
            if found := Likeness.read(written):
                step.add(article, found)
        return step.change()

    def _index(self) -> Index:
        if self._loaded is None:
            self._loaded = Index(self._minter.article(""))
            rows = {
                article: self._loaded.add(article, found)
                for article, written in self._stored.likenesses()
                if (found := Likeness.read(written))
            }
            for article, original in self._stored.originals():
                if article in rows and original in rows:
                    self._loaded.original[rows[article]] = rows[original]
        return self._loaded


class _Step:
    """One change: first articles go, then others come, then what is derived from what is told anew."""

    def __init__(self, index: Index, stored: Stored, minter: Minter, prose: Mapping[str, str]) -> None:
        self._index = index
        self._stored = stored
        self._minter = minter
        self._prose = prose
        self._known: dict[int, Words] = {}
        self._open: set[int] = set()  # whose original has to be looked for among all
        self._new: list[int] = []
        self._removed: list[Triple] = []

    def drop(self, article: str) -> None:
        row = self._index.row(article)
        self._removed.extend(self._stored.derivation(article))
        if row is not None:
            self._open.discard(row)
            self._open.update(self._index.derived_from(row))
            self._index.drop(row)

    def add(self, article: str, likeness: Likeness) -> None:
        self._new.append(self._index.add(article, likeness))

    def change(self) -> Change:
        searched = [*self._open, *self._new]
        found = {row: self._earliest(row) for row in searched}
        for row in self._new:
            for later in self._index.near(row):
                if later not in searched and self._comes_first(row, later) and (shares := self._alike(later, row)):
                    found[later] = (row, shares)
                    self._index.original[later] = row
        return self._told(found)

    def _earliest(self, row: int) -> tuple[int, Shares] | None:
        place = self._index.place
        for earlier in sorted((one for one in self._index.near(row) if place(one) < place(row)), key=place):
            if shares := self._alike(row, earlier):
                return earlier, shares
        return None

    def _comes_first(self, row: int, later: int) -> bool:
        """Whether an article would be what the later one is derived from, if they are alike."""
        index, at = self._index, int(self._index.original[later])
        return index.place(row) < index.place(later) and (at == NONE or index.place(row) < index.place(at))

    def _alike(self, later: int, earlier: int) -> Shares | None:
        return alike(self._words(later), self._words(earlier))

    def _words(self, row: int) -> Words:
        if row in self._known:
            return self._known[row]
        name = self._index.name(row)
        found = words(self._prose[name] if name in self._prose else self._stored.prose(name))
        if row in self._new:  # the others are met once, and may be many
            self._known[row] = found
        return found

    def _told(self, found: Mapping[int, tuple[int, Shares] | None]) -> Change:
        removed, added = set(self._removed), set[Triple]()
        for row, derived in found.items():
            self._index.original[row] = derived[0] if derived else NONE
            if row not in self._new:
                removed.update(self._stored.derivation(self._index.name(row)))
            if derived:
                added.update(self._derivation(row, *derived))
        return Change(sorted(removed - added), sorted(added - removed))

    def _derivation(self, row: int, original: int, shares: Shares) -> Iterator[Triple]:
        article, first = iri(self._index.name(row)), iri(self._index.name(original))
        this = iri(self._minter.derivation(self._index.name(row)))
        yield Triple(article, named("prov:wasDerivedFrom"), first)
        yield Triple(article, named("prov:qualifiedDerivation"), this)
        yield Triple(this, named("rdf:type"), named("prov:Derivation"))
        yield Triple(this, named("prov:entity"), first)
        yield Triple(this, named("cg:copied"), typed(_share(shares.copied), "xsd:decimal"))
        yield Triple(this, named("cg:kept"), typed(_share(shares.kept), "xsd:decimal"))
        if not self._index.order_is_told(original, row):
            yield Triple(this, named("cg:orderInferred"), typed("true", "xsd:boolean"))


def _told(rows: Iterable[Noted]) -> set[tuple[str, str, str]]:
    """All that derivations depend on. An article without a likeness has no part in them."""
    return {(row.article, row.sha256, row.likeness) for row in rows if row.likeness}


def _share(hundredths: int) -> str:
    """As Oxigraph writes it, so that the same triple is the same text."""
    return f"{hundredths / 100:.2f}".rstrip("0").rstrip(".")
