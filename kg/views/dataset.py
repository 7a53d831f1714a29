"""What a store holds, for people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kg.export.vocabulary import Said
from kg.ontology import term
from kg.store.answers import prefixed


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """`count` things of a class, or triples of a property."""

    iri: str
    name: str
    count: int
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """`count` links by `predicate` to another data set."""

    target: str
    title: str
    predicate: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """`url` is that of the server; `licence` an IRI, or None."""

    iri: str
    title: str
    description: str
    triples: int
    subjects: int
    classes: tuple[Part, ...]
    links: tuple[Links, ...]
    rights: tuple[str, ...]
    url: str
    licence: str | None


def dataset(said: Iterable[Said], *, base: str, url: str, licence: str | None) -> Dataset:
    """From the triples of its description in VoID."""
    about: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, object_ in said:
        about[subject][predicate].append(object_)

    def one(subject: str, name: str) -> str:
        return next(iter(about[subject][term(name)]), "")

    def parts(subject: str, partition: str, key: str, count: str) -> tuple[Part, ...]:
        found = [
            Part(
                iri=one(part, key),
                name=prefixed(one(part, key)),
                count=int(one(part, count) or 0),
                parts=parts(part, "void:propertyPartition", "void:property", "void:triples"),
            )
            for part in about[subject].get(term(partition), ())
        ]
        return tuple(sorted(found, key=lambda part: (-part.count, part.name)))

    this = f"{base}dataset"
    links = [
        Links(
            target=one(subset, "void:objectsTarget"),
            title=one(one(subset, "void:objectsTarget"), "dcterms:title"),
            predicate=prefixed(one(subset, "void:linkPredicate")),
            count=int(one(subset, "void:triples") or 0),
        )
        for subset in about[this][term("void:subset")]
    ]
    return Dataset(
        iri=this,
        title=one(this, "dcterms:title"),
        description=one(this, "dcterms:description"),
        triples=int(one(this, "void:triples") or 0),
        subjects=int(one(this, "void:distinctSubjects") or 0),
        classes=parts(this, "void:classPartition", "void:class", "void:entities"),
        links=tuple(sorted(links, key=lambda found: (-found.count, found.title))),
        rights=tuple(about[this][term("dcterms:rights")]),
        url=url,
        licence=licence,
    )
