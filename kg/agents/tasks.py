"""What workers do for agents. Every reply is JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from kg import explanations, queries, views
from kg.agents.attribution import MOST, voices
from kg.errors import AmbiguousNameError, QueryError, UnknownNameError
from kg.queries.names import resolve
from kg.store import Graph, Reader, Table, Truth
from kg.terms import iri
from kg.workers import Reply, TaskTable

WHERE: Final = f"{__name__}:table"
NOBODY: Final = "no speaker can be named for this row: select a statement, event, article, actor or place beside it"
NOTHING: Final = "no row: no article of this graph tells of it, which says nothing about what happened"
_NEWEST: Final = 10


def table() -> TaskTable:
    return {"ask": ask, "sparql": sparql, "describe": describe, "evidence": evidence}


def ask(reader: Reader, arguments: Mapping[str, Any]) -> Reply:
    """`question` in words or the name of a stored query, its `parameters`, and how many `rows` are wanted at most."""
    asked = queries.understand(reader, arguments["question"], arguments["parameters"])
    found = _answer(reader, asked.sparql, arguments["rows"])
    values = {name: str(value) for name, value in asked.values.items()}
    return _json({"query": asked.query.name, "parameters": values, **found})


def sparql(reader: Reader, arguments: Mapping[str, Any]) -> Reply:
    """`query`, and how many `rows` are wanted at most."""
    return _json(_answer(reader, arguments["query"], arguments["rows"]))


def describe(reader: Reader, arguments: Mapping[str, Any]) -> Reply:
    """`thing`, by its IRI, or a place or actor by name: what it is, its links, and the newest claims about it."""
    this = _thing(reader, arguments["thing"])
    said = reader.select(_ABOUT.replace("$this", iri(this)))
    claims = views.claims(reader, _CLAIMS.replace("$this", iri(this)), limit=_NEWEST)
    return _json(
        {
            "iri": this,
            "properties": [{"property": row[0], "value": row[1]} for row in said.display()],
            "newestClaims": [_claim(one) for one in claims],
        }
    )


def evidence(reader: Reader, arguments: Mapping[str, Any]) -> Reply:
    """`statement`, by its IRI: the passage that it was read from, with source, cue and content at their characters."""
    found = explanations.explain(reader, arguments["statement"])
    spans = {
        role: [
            {"start": s.start, "end": s.end, "text": found.passage[s.start - found.offset : s.end - found.offset]}
            for s in some
        ]
        for role, some in found.spans.items()
    }
    return _json({**asdict(found), "spans": spans})


def _answer(reader: Reader, query: str, most: int) -> dict[str, Any]:
    answer = reader.query(query)
    if isinstance(answer, Truth):
        return {"answer": answer.value, "note": "true or false of the graph: of what is claimed, not of what is so"}
    if isinstance(answer, Graph):
        raise QueryError("an agent gets tables: ask with SELECT or ASK, and `describe` describes a thing")
    return _rows(reader, answer, most)


def _rows(reader: Reader, answer: Table, most: int) -> dict[str, Any]:
    shown = answer.rows[:most]
    said = voices(reader, [[str(value) for value in row if value is not None] for row in shown])
    rows = [
        {
            "values": {
                name: value for name, value in zip(answer.columns, map(_plain, row), strict=True) if value is not None
            },
            "claimedBy": [asdict(voice) for voice in some[:MOST]],
            **({"more": "others claim it, too"} if len(some) > MOST else {}),
            **({} if some else {"note": NOBODY}),
        }
        for row, some in zip(shown, said, strict=True)
    ]
    left = {"rowsLeftOut": len(answer) - most} if len(answer) > most else {}
    none = {} if rows else {"note": NOTHING}
    return {"columns": list(answer.columns), "rows": rows, **left, **none}


def _claim(one: views.Claim) -> dict[str, Any]:
    return {
        "speaker": one.speaker.label,
        "stance": one.stance,
        "certainty": one.certainty,
        "chain": " > ".join(one.chain),
        "event": one.event.label,
        "date": one.event.date,
        "statedOn": one.stated,
        "quote": one.quote,
        "article": one.article.iri,
        "articleTitle": one.article.title,
        "statement": one.statement,
    }


def _thing(reader: Reader, name: str) -> str:
    """Raises UnknownNameError for what is neither a place nor an actor, and AmbiguousNameError for more than one."""
    try:
        return resolve(reader, name, kind="place")
    except AmbiguousNameError:
        raise
    except UnknownNameError as no_place:
        try:
            return resolve(reader, name, kind="actor")
        except AmbiguousNameError:
            raise
        except UnknownNameError as error:
            hints = "; ".join(dict.fromkeys(str(one).partition("; ")[2] for one in (no_place, error)))
            choices = (*no_place.choices, *error.choices)
            raise UnknownNameError(
                f"the graph knows no place and no actor {name!r}; {hints}", choices=choices
            ) from error


def _plain(value: object) -> Any:
    """As JSON can carry it, which has no infinity and no NaN."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value if isinstance(value, bool | int | float) or value is None else str(value)


def _json(content: Mapping[str, Any]) -> Reply:
    return Reply(body=json.dumps(content, ensure_ascii=False, allow_nan=False).encode("utf-8"))


_ABOUT: Final = """SELECT DISTINCT ?p ?value WHERE {
  $this ?p ?o . OPTIONAL { ?o skos:prefLabel ?label } BIND(COALESCE(?label, ?o) AS ?value)
} ORDER BY ?p ?value LIMIT 200"""
_CLAIMS: Final = """{ ?event cg:agent|cg:patient|cg:place|cg:placePart $this } UNION
  { BIND($this AS ?event) ?event a ?class } UNION { ?statement cg:speaker $this . }"""
