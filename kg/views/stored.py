"""The stored queries: what there is to be asked, and one that is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from kg.errors import AmbiguousNameError, UnknownNameError, UsageError
from kg.queries import StoredQuery, catalogue, examples, questions, understand
from kg.store.answers import Table
from kg.terms import iri
from kg.views.grids import Grid, grid
from kg.views.invitations import ordered

if TYPE_CHECKING:
    from kg.queries import Gazetteer, Parameter
    from kg.store import Reader

ROWS: Final = 200
LONGEST: Final = 1_000  # characters of a parameter
NO_PARAMETERS: Final = frozenset({"format"})
"""What may stand beside the parameters of a query."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A parameter in a form. `meaning` says in words what it takes; `example` is a value to try, or ""."""

    name: str
    type: str
    kind: str
    required: bool
    meaning: str
    example: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A stored query as it can be asked. `questions` are some that it answers, in words."""

    name: str
    summary: str
    description: str
    tags: tuple[str, ...]
    questions: tuple[str, ...]
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredQueries:
    """Those in which all `words` are, and that have the `tag`; all, where both are ""."""

    forms: tuple[Form, ...]
    count: int
    words: str
    tag: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAnswer:
    """`answer` has the first rows, of `count`; it is None when not all is given, or when there is a `problem`, whose
    HTTP status is `status`. `given` is what was asked with, as a query string; `sparql` is what was asked, or would be
    with the examples.
    """

    form: Form
    answer: Grid | None
    sparql: str
    given: str
    problem: str
    count: int = 0
    status: int = 200


def stored_queries(reader: Reader, values: Mapping[str, str]) -> StoredQueries:
    """`q` are words, `tag` a tag."""
    words, tag = values.get("q", "").strip(), values.get("tag", "").strip()
    found = [query for query in ordered() if _holds(query, words) and (not tag or tag in query.tags)]
    labels = _labels(reader, found)
    return StoredQueries(
        forms=tuple(_form(query, {}, labels) for query in found),
        count=len(catalogue()),
        words=words,
        tag=tag,
        tags=tuple(sorted({one for query in catalogue().values() for one in query.tags})),
    )


def stored_answer(reader: Reader, values: Mapping[str, str], *, gazetteer: Gazetteer | None = None) -> StoredAnswer:
    """`query` is the name of a stored query; all else are its parameters."""
    query = catalogue()[values["query"]]
    given = given_parameters({name: value for name, value in values.items() if name != "query"})
    form = _form(query, given, _labels(reader, [query]))
    if not given and any(field.required for field in form.fields):
        return StoredAnswer(form=form, answer=None, sparql=examples.runnable(query, reader.base), given="", problem="")
    try:
        asked = understand(reader, query.name, given, gazetteer=gazetteer)
    except UsageError as error:
        return StoredAnswer(
            form=form,
            answer=None,
            sparql=examples.runnable(query, reader.base),
            given="",
            problem=str(error),
            status=404 if isinstance(error, UnknownNameError) and not isinstance(error, AmbiguousNameError) else 400,
        )
    found = reader.query(asked.sparql)
    return StoredAnswer(
        form=form,
        answer=grid(reader, found, first=0, most=ROWS) if isinstance(found, Table) else None,
        count=len(found) if isinstance(found, Table) else 0,
        sparql=examples.without_header(asked.sparql),
        given=urlencode(given),
        problem="",
    )


def given_parameters(values: Mapping[str, str]) -> dict[str, str]:
    """Those that are not empty, as fields of a form are that nobody has filled in. Raises UsageError for one that is
    too long."""
    given = {name: value.strip() for name, value in values.items() if name not in NO_PARAMETERS and value.strip()}
    for name, value in given.items():
        if len(value) > LONGEST:
            raise UsageError(f"{name} has {len(value)} characters: give at most {LONGEST}")
    return given


def meaning(parameter: Parameter) -> str:
    """What a parameter takes, in words."""
    if parameter.kind in ("place", "actor"):
        return f"the name of {'a place' if parameter.kind == 'place' else 'an actor'}, or an IRI"
    if parameter.kind == "event":
        return "a type of event, such as Capture"
    if parameter.type == "iri":
        return "an IRI of this graph"
    known = {"xsd:date": "a day, such as 2025-03-12", "xsd:gYear": "a year", "xsd:gYearMonth": "a month"}
    return known.get(parameter.type, "a number" if parameter.type in ("number", "integer") else "text")


def _holds(query: StoredQuery, words: str) -> bool:
    text = " ".join((query.name, query.summary, query.description, *query.tags, *query.questions)).casefold()
    return all(word in text for word in words.casefold().split())


def _form(query: StoredQuery, given: Mapping[str, str], labels: Mapping[str, str]) -> Form:
    return Form(
        name=query.name,
        summary=query.summary,
        description=query.description,
        tags=query.tags,
        questions=tuple(questions.example(template) for template in query.questions),
        fields=tuple(
            Field(
                name=one.name,
                type=one.type,
                kind=one.kind or "",
                required=one.required,
                meaning=meaning(one),
                example=labels.get(query.defaults.get(one.name, ""), ""),
                value=given.get(one.name, ""),
            )
            for one in query.parameters.values()
        ),
    )


def _labels(reader: Reader, queries: Iterable[StoredQuery]) -> dict[str, str]:
    """What the graph calls the things with which queries can be tried: those that it has."""
    tried = {query.defaults[name]: value for query in queries for name, value in _defaults(reader, query)}
    given = " ".join(iri(value) for value in tried.values())
    found = reader.select(f"SELECT ?thing ?label {{ VALUES ?thing {{ {given} }} ?thing skos:prefLabel ?label }}")
    known = {str(thing): str(label) for thing, label in found.rows}
    return {default: known[value] for default, value in tried.items() if value in known}


def _defaults(reader: Reader, query: StoredQuery) -> Iterable[tuple[str, str]]:
    return examples.defaults(query, reader.base).items()
