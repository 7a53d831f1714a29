"""The ontology and the shapes, for people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kg.export import vocabulary
from kg.export.vocabulary import Said
from kg.ontology import CG, term
from kg.store.answers import prefixed

_SH: Final = "http://www.w3.org/ns/shacl#"
_TARGETS: Final = {
    "targetClass": "each",
    "targetNode": "the node",
    "targetSubjectsOf": "whatever has",
    "targetObjectsOf": "whatever is the value of",
}
_About = Mapping[str, Mapping[str, list[str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A term as it is pointed to: `here` says that this page describes it, under its local name."""

    iri: str
    name: str
    here: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """`id` is the fragment of its IRI. `related` are relations in words with the terms that they lead to."""

    id: str
    iri: str
    label: str
    definition: str
    status: str
    depth: int
    related: tuple[tuple[str, tuple[Name, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    title: str
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ontology:
    iri: str
    title: str
    description: str
    version: str
    licence: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """`applies` says to what, in words with terms; `path` is what is looked at there, or "" for the thing itself."""

    id: str
    applies: tuple[tuple[str, Name], ...]
    path: Name | None
    messages: tuple[str, ...]


def ontology() -> Ontology:
    """The terms of `cg:`, the classes as a tree."""
    about = _about(vocabulary.said("ontology"))
    this = vocabulary.ONTOLOGY
    kinds: dict[str, list[str]] = defaultdict(list)
    for subject, says in about.items():
        if subject.startswith(CG):
            kinds[_kind(says)].append(subject)
    classes = list(_tree(kinds["Classes"], about))
    sections = [Section(title="Classes", terms=tuple(_term(one, about, depth) for one, depth in classes))]
    sections += [
        Section(title=title, terms=tuple(_term(one, about, 0) for one in sorted(kinds[title], key=str.casefold)))
        for title in ("Properties between things", "Properties with values", "Values")
    ]
    return Ontology(
        iri=this,
        title=_one(about[this], "dcterms:title"),
        description=_one(about[this], "dcterms:description"),
        version=_one(about[this], "owl:versionInfo"),
        licence=_one(about[this], "dcterms:license"),
        sections=tuple(sections),
    )


def shapes() -> tuple[Shape, ...]:
    """In the order of their files."""
    about = _about(vocabulary.said("shapes"))
    return tuple(_shape(subject, says, about) for subject, says in about.items() if _applies(says))


def _about(said: Iterable[Said]) -> _About:
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, object_ in said:
        found[subject][predicate].append(object_)
    return found


def _kind(says: Mapping[str, list[str]]) -> str:
    types = says.get(term("rdf:type"), [])
    if term("owl:Class") in types:
        return "Classes"
    if term("owl:ObjectProperty") in types:
        return "Properties between things"
    return "Properties with values" if term("owl:DatatypeProperty") in types else "Values"


def _tree(classes: list[str], about: _About) -> Iterable[tuple[str, int]]:
    """Each class under the first of its superclasses here, with its depth."""
    below: dict[str, list[str]] = defaultdict(list)
    for one in classes:
        uppers = [upper for upper in about[one].get(term("rdfs:subClassOf"), ()) if upper in classes]
        below[uppers[0] if uppers else ""].append(one)

    def walk(upper: str, depth: int) -> Iterable[tuple[str, int]]:
        for one in below[upper]:
            yield one, depth
            yield from walk(one, depth + 1)

    return walk("", 0)


_RELATIONS: Final = {
    "rdfs:subClassOf": "is a kind of",
    "rdfs:subPropertyOf": "is a kind of",
    "rdfs:domain": "said of",
    "rdfs:range": "leads to",
    "owl:inverseOf": "is the inverse of",
    "skos:inScheme": "belongs to",
    "skos:hasTopConcept": "has the values",
    "skos:exactMatch": "is the same as",
    "skos:closeMatch": "is close to",
    "skos:narrowMatch": "is wider than",
    "skos:broadMatch": "is narrower than",
    "rdfs:seeAlso": "see also",
}


def _term(iri: str, about: _About, depth: int) -> Term:
    says = about[iri]
    related = ((words, _names(says.get(term(name), ()))) for name, words in _RELATIONS.items())
    return Term(
        id=iri.removeprefix(CG),
        iri=iri,
        label=_one(says, "rdfs:label"),
        definition=_one(says, "skos:definition"),
        status=next((values[0] for name, values in says.items() if name.endswith("#term_status")), ""),
        depth=depth,
        related=tuple((words, names) for words, names in related if names),
    )


def _names(iris: Iterable[str]) -> tuple[Name, ...]:
    return tuple(_name(one) for one in iris if not one.startswith("_:"))


def _name(iri: str) -> Name:
    return Name(iri=iri, name=prefixed(iri), here=iri.removeprefix(CG) if iri.startswith(CG) else "")


def _shape(iri: str, says: Mapping[str, list[str]], about: _About) -> Shape:
    inner = [about[one] for one in says.get(f"{_SH}sparql", ()) if one in about]
    path = next(iter(says.get(f"{_SH}path", ())), "")
    messages = [message for one in (says, *inner) for message in one.get(f"{_SH}message", ())]
    return Shape(
        id=iri.rpartition("#")[2],
        applies=tuple(_applies(says)),
        path=_name(path) if path and not path.startswith("_:") else None,
        messages=tuple(messages),
    )


def _applies(says: Mapping[str, list[str]]) -> list[tuple[str, Name]]:
    return [(words, _name(one)) for name, words in _TARGETS.items() for one in says.get(f"{_SH}{name}", ())]


def _one(says: Mapping[str, list[str]], name: str) -> str:
    return next(iter(says.get(term(name), ())), "")
