"""A question, by name or in words → an answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import QueryError
from kg.queries import binding, questions
from kg.queries.binding import Given, Parameter
from kg.queries.names import Gazetteer, resolve
from kg.queries.stored import StoredQuery, catalogue
from kg.store import Answer, Reader

_LIKE_A_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NO_UNICODE = re.compile("[\ud800-\udfff]")  # what Python makes of bytes that are no text
_ARGUMENT = re.compile(r"([A-Za-z0-9]+)=(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as it was understood: `values` are the parameters with every name resolved to its IRI."""

    query: StoredQuery
    values: Mapping[str, Given]

    @property
    def sparql(self) -> str:
        return binding.bind(self.query.text, self.values)


def ask(
    reader: Reader,
    words: str,
    parameters: Mapping[str, Given] | None = None,
    *,
    gazetteer: Gazetteer | None = None,
    folder: Path | None = None,
) -> Answer:
    """Answer a stored query, given by its name or as a question in words.

    Raises QueryError for an unknown query, parameter or type, and UnknownNameError for an unknown or ambiguous name.
    """
    return reader.query(understand(reader, words, parameters, gazetteer=gazetteer, folder=folder).sparql)


def understand(
    reader: Reader,
    words: str,
    parameters: Mapping[str, Given] | None = None,
    *,
    gazetteer: Gazetteer | None = None,
    folder: Path | None = None,
) -> Asked:
    """What `ask` would ask; it raises the same errors."""
    query, given = read(words, parameters, folder=folder)
    values = {
        name: meaning(reader, query.parameters[name], value, gazetteer=gazetteer) for name, value in given.items()
    }
    return Asked(query=query, values=values)


def read(
    words: str, parameters: Mapping[str, Given] | None = None, *, folder: Path | None = None
) -> tuple[StoredQuery, Mapping[str, Given]]:
    """The stored query that is meant, and its parameters as they were given: what names mean is not yet known.

    Raises QueryError as `ask` does.
    """
    _check_text(words, *(value for value in (parameters or {}).values() if isinstance(value, str)))
    queries = catalogue(folder)
    given: dict[str, Given] = dict(parameters or {})
    if words.strip() in queries:
        query = queries[words.strip()]
    elif _LIKE_A_NAME.fullmatch(words.strip()):
        raise QueryError(f"no stored query {words.strip()!r}; there are: {', '.join(queries)}")
    else:
        found = questions.match(words, queries.values())
        query, given = found.query, {**found.slots, **given}
    binding.check(query.parameters, given, query=query.name)
    return query, given


def meaning(reader: Reader, parameter: Parameter, value: Given, *, gazetteer: Gazetteer | None = None) -> Given:
    """What a value means as this parameter: of a name its IRI. Raises UnknownNameError and QueryError."""
    if parameter.type == "iri" and isinstance(value, str):
        return resolve(reader, value, kind=parameter.kind, gazetteer=gazetteer)
    binding.term(parameter, value)  # raises for a value of another type
    return value


def arguments(words: Sequence[str]) -> tuple[str, dict[str, str]]:
    """Words of a command line as a question or a name, and its parameters: those of the form key=value."""
    found = {word: _ARGUMENT.fullmatch(word) for word in words}
    question = " ".join(word for word in words if not found[word])
    return question, {match[1]: match[2] for match in found.values() if match}


def _check_text(*words: str) -> None:
    for one in words:
        if not one.isascii() and _NO_UNICODE.search(one):
            raise QueryError(f"not UTF-8: {one!a}: ask with a terminal that is set to UTF-8")
