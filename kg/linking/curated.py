"""The curator's decisions as identification asks for them: which one thing a cluster is, and what must stay apart.

All is a pure function of the curator's files, the authority and the gazetteer, whatever the order of articles.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.errors import DataError
from kg.iris import Minter
from kg.linking.clusters import Cluster, clusters
from kg.linking.concepts import GEONAMES, WIKIDATA, Concept
from kg.linking.curation import Row, is_mention
from kg.linking.gazetteer import Place
from kg.linking.knowledge import KINDS, Knowledge
from kg.linking.things import EXACT, iri, targets
from kg.model import Link, Thing
from kg.ontology import PLACE_TYPES

METHOD = "curator"
SAME = "sameAs"

_FOREIGN = re.compile(r"-(Q?[1-9][0-9]{0,11})$")
_HOSTS = {"Wikidata": WIKIDATA, "GeoNames": GEONAMES, "DBpedia": "http://dbpedia.org/resource/"}
_ACTOR_KINDS = frozenset({"person", "organised"})
_PLACE_KINDS = frozenset({"place", "organised"})  # a state is both


@dataclass(frozen=True, slots=True, kw_only=True)
class One:
    """One thing by the curator's word. `known` is what the authority or the gazetteer has of it; `described` the
    description that the file gives; with neither the only thing of ours keeps its own.

    `ours` are the other IRIs of ours, `links` those of other data, `labels` the names that its parts had.
    """

    id: str
    known: Concept | Place | None
    described: Thing | None
    ours: tuple[str, ...]
    links: tuple[str, ...]
    labels: tuple[str, ...]
    cluster: Cluster

    @property
    def where(self) -> str:
        return self.cluster.where

    def complete(self, thing: Thing) -> Thing:
        """A description of this thing with all that the file adds."""
        names = [label for label in (*thing.alt_labels, *self.labels) if label != thing.label]
        matches = dict.fromkeys([*thing.matches, *((EXACT, link) for link in self.links)])
        return replace(
            thing,
            same=tuple(sorted({*self.ours, *self.links})),
            alt_labels=tuple(dict.fromkeys(names)),
            matches=tuple(one for one in matches if one[0] == EXACT or (EXACT, one[1]) not in matches),
        )

    def decisions(self, minted: str) -> tuple[Link, ...]:
        """The links that an entity has by the curator's word; `minted` is the IRI that it would have had without."""
        found = [(link, EXACT) for link in self.links]
        if minted != self.id:
            known = targets(self.known) if self.known else ()
            found += [(link, EXACT) for link in known if link not in self.links]
            found += [(minted, SAME)] if minted in self.ours else []
        digest = hashlib.sha256("".join(sorted(row.digest for row in self.cluster.rows)).encode()).hexdigest()[:12]
        words = {METHOD, *(f"author:{row.author}" for row in self.cluster.rows if row.author)}
        words |= {f"date:{row.day}" for row in self.cluster.rows if row.day}
        return tuple(
            Link(
                target=target,
                relation=relation,
                confidence=1.0,
                method=METHOD,
                version=f"curation sha256:{digest}",
                evidence=tuple(sorted(words)),
            )
            for target, relation in found
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Curated:
    """`members` finds the one thing of an IRI of ours, a thing's or a mention's; `apart` what must not be one with it,
    either way; `alone` are mentions that are told apart from other mentions. `touched` grows: where the rows stand that
    had something to decide.
    """

    members: Mapping[str, One] = field(default_factory=dict)
    apart: Mapping[str, Mapping[str, Row]] = field(default_factory=dict)
    alone: Mapping[str, Row] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.members or self.apart or self.alone)

    def one(self, names: Iterable[str]) -> One | None:
        """The one thing that IRIs of an entity belong to. Raises DataError when they belong to two."""
        found = {one.id: one for name in names if (one := self.members.get(name))}
        if len(found) > 1:
            lines = " and ".join(sorted(one.where for one in found.values()))
            raise DataError(f"{lines}: mentions of one thing of an article are said to be two: remove a row")
        for one in found.values():
            self.touched.update(row.where for row in one.cluster.rows)
            return one
        return None

    def forbids(self, names: Iterable[str], meant: Iterable[str]) -> bool:
        """Whether one of the names of an entity must not be one of what it may be."""
        wanted = set(meant)
        rows = [row for name in names for other, row in self.apart.get(name, {}).items() if other in wanted]
        self.touched.update(row.where for row in rows)
        return bool(rows)

    def denied(self, thing: str) -> frozenset[str]:
        """The links that a thing must not have and yet stays what it is: all but the one that its IRI was made from."""
        return frozenset(other for other in self.apart.get(thing, ()) if other != item(thing))

    def names(self, thing: str) -> tuple[str, ...]:
        """All IRIs of the thing that an IRI means."""
        one = self.members.get(thing)
        return (thing, one.id, *one.cluster.members) if one else (thing,)


NOBODY = Curated()


def curated(rows: Sequence[Row], knowledge: Knowledge, minter: Minter) -> Curated:
    """Raises DataError, with file and line, for rows that contradict each other or what is known."""
    if not rows:
        return NOBODY
    apart: defaultdict[str, dict[str, Row]] = defaultdict(dict)
    alone: dict[str, Row] = {}
    for row in (row for row in rows if not row.same):
        both = [is_mention(end, base=minter.base) for end in (row.subject, row.object)]
        if all(both):
            alone |= {row.subject: row, row.object: row}
        apart[row.subject][row.object] = row
        apart[row.object][row.subject] = row
    members: dict[str, One] = {}
    for cluster in clusters(rows):
        one = _one(cluster, knowledge, minter, apart)
        members |= {name: one for name in (*cluster.members, one.id) if name.startswith(minter.base)}
    return Curated(members=members, apart=apart, alone=alone)


def _one(cluster: Cluster, knowledge: Knowledge, minter: Minter, apart: Mapping[str, Mapping[str, Row]]) -> One:
    ours = [name for name in cluster.members if name.startswith(minter.base)]
    things = [name for name in ours if not is_mention(name, base=minter.base)]
    links = [name for name in cluster.members if name not in ours]
    denied = {other for name in things for other in apart.get(name, ()) if other != item(name)}
    known = _known(cluster, [*links, *filter(None, map(item, things))], knowledge, denied)
    described = None
    if known is not None:
        chosen = iri(known, minter)
    elif len(things) == 1 and len(ours) == 1:
        chosen = things[0]
    else:
        described = _described(cluster, things, links, minter)
        chosen = described.id
    _check_kinds(cluster, known, things, minter)
    said = {name: label for row in cluster.rows for name, label in row.labels.items()}
    return One(
        id=chosen,
        known=known,
        described=described,
        ours=tuple(name for name in things if name != chosen),
        links=tuple(links),
        labels=tuple(sorted({said[name] for name in things if name in said})),
        cluster=cluster,
    )


def item(thing: str) -> str | None:
    """The IRI of linked data that an IRI of ours was made from."""
    found = _FOREIGN.search(thing)
    if found is None:
        return None
    return WIKIDATA + found[1] if found[1].startswith("Q") else f"{GEONAMES}{found[1]}/"


def _known(
    cluster: Cluster, links: Sequence[str], knowledge: Knowledge, denied: Iterable[str]
) -> Concept | Place | None:
    """What is known of the links; each data set has one IRI for one thing."""
    found = [one for link in links if (one := knowledge.linked(link))]
    every = {*links, *(target for one in found for target in targets(one))}.difference(denied)
    for name, start in _HOSTS.items():
        same = sorted(link for link in every if link.startswith(start))
        if len(same) > 1:
            raise DataError(f"{cluster.where}: makes two things of {name} one: {' and '.join(same)}: remove a row")
    return next((one for one in found if isinstance(one, Concept)), next(iter(found), None))


def _described(cluster: Cluster, things: Sequence[str], links: Sequence[str], minter: Minter) -> Thing:
    """The thing as the file describes it, since no article alone can: another article may name another part of it."""
    linked = [name for name in things if item(name)]
    chosen = min(linked or things, default=None)
    about = chosen or links[0]
    label = _agreed(cluster, about, "label", lambda row: row.labels)
    kind = _agreed(cluster, about, "category", lambda row: row.types)
    if chosen is None:
        mint = minter.place if kind in ("State", *PLACE_TYPES) else minter.actor
        number = about.rstrip("/").rpartition("/")[2]
        chosen = mint(label, number) if about.startswith((WIKIDATA, GEONAMES)) else mint(label, about)
    return Thing(id=chosen, type=kind, label=label, identity=METHOD)


def _agreed(cluster: Cluster, about: str, what: str, of: Callable[[Row], Mapping[str, str]]) -> str:
    """What the rows say of an IRI, which must be one thing."""
    said = sorted({value for row in cluster.rows for name, value in of(row).items() if name == about})
    if len(said) != 1:
        given = f"has {' and '.join(said)} for" if said else "has none for"
        columns = f"subject_{what} or object_{what}"
        raise DataError(
            f"{cluster.where}: nothing else tells what the thing is, and {columns} {given} <{about}>: give one "
            "(`kg link --explain` shows it)"
        )
    return said[0]


def kinds(type_: str) -> frozenset[str]:
    """What a class is one of; a state is a place and an actor."""
    if type_ == "State":
        return _PLACE_KINDS
    return frozenset({"person" if type_ == "Person" else "place" if type_ in PLACE_TYPES else "organised"})


def _check_kinds(cluster: Cluster, known: Concept | Place | None, things: Sequence[str], minter: Minter) -> None:
    place = f"{minter.base}id/place/"
    sorts = [_PLACE_KINDS if name.startswith(place) else _ACTOR_KINDS for name in things]
    sorts += [kinds(type_) for row in cluster.rows for type_ in row.types.values()]
    if known is not None:
        sorts.append(kinds(KINDS[known.kind] if isinstance(known, Place) else known.type))
    if sorts and not frozenset.intersection(*sorts):
        raise DataError(
            f"{cluster.where}: makes one thing of a person, a body or a place and another of these: remove it"
        )
