"""Questions as they were understood, with the names of what is meant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import queries
from kg.errors import UnknownNameError
from kg.ontology import CG
from kg.queries import Given, Parameter, StoredQuery, questions
from kg.terms import iri

if TYPE_CHECKING:
    from kg.store import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A parameter. `value` is what a person writes for it: a name, unless only the IRI is clear; `meant` is the IRI
    or literal that is asked with; both are "" for what is not given."""

    name: str
    type: str
    kind: str
    required: bool
    value: str
    meant: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`words` is the question in words, or the summary of the stored query where no template says it."""

    name: str
    words: str
    summary: str
    description: str
    fields: tuple[Field, ...]
    sparql: str


def question(reader: Reader, query: StoredQuery, values: Mapping[str, Given], sparql: str) -> Question:
    found = fields(reader, query, values)
    return Question(
        name=query.name,
        words=_in_words(query, found),
        summary=query.summary,
        description=query.description,
        fields=found,
        sparql=sparql,
    )


def fields(reader: Reader, query: StoredQuery, values: Mapping[str, Given]) -> tuple[Field, ...]:
    return tuple(_field(reader, one, values) for one in query.parameters.values())


def _field(reader: Reader, parameter: Parameter, values: Mapping[str, Given]) -> Field:
    meant = str(values.get(parameter.name, ""))
    return Field(
        name=parameter.name,
        type=parameter.type,
        kind=parameter.kind or "",
        required=parameter.required,
        value=_written(reader, parameter, meant) if meant and parameter.type == "iri" else meant,
        meant=meant,
    )


def _written(reader: Reader, parameter: Parameter, meant: str) -> str:
    """A name that means this and nothing else; else the IRI."""
    if parameter.kind == "event":
        return meant.removeprefix(CG)
    for (label,) in reader.select(f"SELECT ?label WHERE {{ {iri(meant)} skos:prefLabel ?label }} LIMIT 1").rows:
        try:
            if queries.meaning(reader, parameter, str(label)) == meant:
                return str(label)
        except UnknownNameError:
            pass
    return meant


def _in_words(query: StoredQuery, fields: tuple[Field, ...]) -> str:
    given = {one.name: one.value for one in fields if one.value}
    template = questions.plain(query.questions, given)
    if template is None:
        return query.summary
    words = questions.example(template)
    for name, value in given.items():
        words = words.replace(f"{{{name}}}", value)
    return words
