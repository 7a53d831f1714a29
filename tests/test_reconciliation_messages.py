"""Messages of the Reconciliation Service API 0.2: what is no message is rejected, and it is said where."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import MessageError
from kg.reconciliation.extension import Cell, ExtensionQuery, ExtensionResponse, PropertyProposal
from kg.reconciliation.manifest import Manifest, SecurityScheme
from kg.reconciliation.messages import (
    Candidate,
    EntityValue,
    Feature,
    PropertyConstraint,
    Query,
    QueryBatch,
    Result,
    ResultBatch,
    TypeReference,
)
from kg.reconciliation.suggestions import Flyout, SuggestedEntities, SuggestedProperties, SuggestedTypes
from kg.reconciliation.wire import parse, serialise

MANIFEST = {"versions": ["0.2"], "name": "N", "identifierSpace": "https://a.example/", "schemaSpace": "urn:s"}
CELLS = {"meta": [{"id": "p", "name": "P"}], "rows": {"e": {"p": []}}}


def rejected(kind: Any, message: object) -> str:
    data = message if isinstance(message, str) else json.dumps(message)
    with pytest.raises(MessageError) as error:
        parse(kind, data, what="it")
    return str(error.value)


@pytest.mark.parametrize(
    ("kind", "message", "words"),
    [
        (QueryBatch, [], "it: Input should be an object"),
        (QueryBatch, {"q0": {}}, "q0: a query needs a query string or at least one property"),
        (QueryBatch, {"q0": {"properties": []}}, "q0: a query needs"),
        (QueryBatch, {"q0": {"query": 7}}, "q0.query: Input should be a valid string"),
        (QueryBatch, {"q0": {"query": None, "properties": [{"pid": "p", "v": 1}]}}, "q0.query: Input should be"),
        (QueryBatch, {"q0": {"query": "x", "type": [1]}}, "q0.type[0]: Input should be a valid string"),
        (QueryBatch, {"q0": {"query": "x", "limit": "5"}}, "q0.limit: "),
        (QueryBatch, {"q0": {"query": "x", "props": []}}, "q0.props: not a field of this message"),
        (QueryBatch, {"q0": {"query": "x", "properties": [{"v": 1}]}}, "q0.properties[0].pid: missing"),
        (QueryBatch, {"q0": {"query": "x", "properties": [{"pid": "p", "v": {}}]}}, "q0.properties[0].v.id: missing"),
        (QueryBatch, {"q0": {"query": "x", "type_strict": "none"}}, "q0.type_strict: "),
        (ResultBatch, {"q0": []}, "q0: Input should be an object"),
        (ResultBatch, {"q0": {}}, "q0.result: missing"),
        (ResultBatch, {"q0": {"result": [{"id": "a", "name": "A"}]}}, "q0.result[0].score: missing"),
        (ResultBatch, {"q0": {"result": [{"id": 1, "name": "A", "score": 1}]}}, "q0.result[0].id: "),
        (ResultBatch, '{"q0": {"result": [{"id": "a", "name": "A", "score": NaN}]}}', "q0.result[0].score: "),
        (ResultBatch, {"q0": {"result": []}, "q1": {}, "q2": {}}, "q1.result: missing (and 1 more)"),
        (Candidate, {"id": "a", "name": "A", "score": 1, "type": [{"name": "T"}]}, "type[0].id: missing"),
        (Candidate, {"id": "a", "name": "A", "score": 1, "features": [{"value": "x"}]}, "features[0].value: "),
        (SuggestedEntities, {}, "result: missing"),
        (SuggestedTypes, {"result": [{"id": "t"}]}, "result[0].name: missing"),
        (SuggestedProperties, {"result": [{"name": "P"}]}, "result[0].id: missing"),
        (Flyout, {"id": "a"}, "html: missing"),
        (ExtensionQuery, {"ids": ["a"]}, "properties: missing"),
        (PropertyProposal, {"properties": [{"id": "p"}]}, "properties[0].name: missing"),
        (ExtensionResponse, CELLS | {"rows": {"e": {"p": [{"label": "x"}]}}}, "rows.e.p[0].label: not a field"),
        (ExtensionResponse, CELLS | {"rows": {"e": {"p": [{"str": "x", "int": 1}]}}}, "rows.e.p[0]: a value is"),
        (ExtensionResponse, CELLS | {"rows": {"e": {"p": [{"date": "yesterday"}]}}}, "rows.e.p[0].date: "),
        (ExtensionResponse, CELLS | {"rows": {"e": {"p": [{"id": "x"}]}}}, "rows.e.p[0]: a value is"),
        (ExtensionResponse, CELLS | {"meta": [{"id": "p", "name": "P", "service": "ftp:x"}]}, "meta[0].service: "),
        (SecurityScheme, {"foo": "bar"}, "the type of authentication is one of"),
        (SecurityScheme, {"type": ["apiKey"]}, "the type of authentication is one of"),
        (SecurityScheme, {"type": "apiKey", "name": "k"}, "apiKey authentication needs in"),
    ],
)
def test_what_is_no_message_is_rejected_with_its_place(kind: Any, message: object, words: str) -> None:
    assert words in rejected(kind, message)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"versions": ["0.1"]}, "the service speaks 0.1 of the protocol, and this is 0.2"),
        ({"versions": []}, "the service speaks no version"),
        ({"documentation": 1}, "documentation: "),
        ({"view": {"url": "https://a.example/"}}, "view.url: "),
        ({"feature_view": {"url": "https://a.example/"}}, "feature_view.url: "),
        ({"preview": {"url": "https://a.example/{{id}}", "width": 4}}, "preview.height: missing"),
        ({"suggest": {"entity": {"flyout_service_path": "/fly"}}}, "suggest.entity.flyout_service_path: "),
        ({"defaultTypes": [{"id": "t"}]}, "defaultTypes[0].name: missing"),
        ({"defaultTypes": [{"id": "t", "name": "T"}] * 2}, "defaultTypes has a type twice"),
        ({"authentication": {"type": "magic"}}, "authentication: the type of authentication"),
        (
            {"extend": {"property_settings": [{"type": "string", "name": "n", "label": "l"}]}},
            "extend.property_settings[0]: ",
        ),
        (
            {"extend": {"property_settings": [{"type": "select", "name": "n", "label": "l"}]}},
            "extend.property_settings[0].choices: missing",
        ),
    ],
)
def test_a_manifest_with_one_fault_is_rejected_with_its_place(change: dict[str, object], words: str) -> None:
    parse(Manifest, json.dumps(MANIFEST), what="it")
    assert words in rejected(Manifest, MANIFEST | change)


@pytest.mark.parametrize("missing", list(MANIFEST))
def test_a_manifest_needs_versions_a_name_and_its_spaces(missing: str) -> None:
    assert rejected(Manifest, {k: v for k, v in MANIFEST.items() if k != missing}) == f"it: {missing}: missing"


@pytest.mark.parametrize("data", ["", "{", '{"q0": {"query": "x"}', "nonsense", '{"q0": \x00}', "[" * 5000])
def test_what_is_no_json_is_rejected(data: str) -> None:
    assert "Invalid JSON" in rejected(QueryBatch, data)


def test_bytes_that_are_no_utf8_are_rejected() -> None:
    with pytest.raises(MessageError, match="Invalid JSON"):
        parse(QueryBatch, b'{"q0": {"query": "\xff"}}', what="it")


def test_what_was_left_out_stays_out() -> None:
    assert serialise(Query(query="x")) == b'{"query":"x"}'
    assert serialise(Cell(), kind=Cell) == b"{}"
    assert json.loads(serialise(parse(Manifest, json.dumps(MANIFEST), what="it"))) == MANIFEST


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
numbers = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
values = words | st.booleans() | numbers | st.builds(EntityValue, id=words, name=st.none() | words)
constraints = st.builds(PropertyConstraint, pid=words, v=values | st.lists(values, max_size=3).map(tuple))
given_queries = st.builds(
    Query,
    query=words,
    type=st.none() | words | st.lists(words, max_size=2).map(tuple),
    limit=st.none() | numbers,
    properties=st.none() | st.lists(constraints, max_size=2).map(tuple),
    type_strict=st.sampled_from([None, "any", "should", "all"]),
)
types = st.builds(TypeReference, id=words, name=st.none() | words)
candidates = st.builds(
    Candidate,
    id=words,
    name=words,
    score=numbers,
    description=st.none() | words,
    match=st.none() | st.booleans(),
    features=st.none() | st.lists(st.builds(Feature, id=words, value=st.booleans() | numbers), max_size=2).map(tuple),
    type=st.none() | st.lists(words | types, max_size=2).map(tuple),
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(words, given_queries, max_size=3))
def test_written_then_read_queries_are_the_same(batch: dict[str, Query]) -> None:
    assert parse(QueryBatch, serialise(batch, kind=QueryBatch), what="it") == batch


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(words, st.builds(Result, result=st.lists(candidates, max_size=2).map(tuple)), max_size=3))
def test_written_then_read_results_are_the_same(batch: dict[str, Result]) -> None:
    assert parse(ResultBatch, serialise(batch, kind=ResultBatch), what="it") == batch
