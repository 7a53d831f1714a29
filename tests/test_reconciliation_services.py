"""Clients of services that know entities, against a real server on loopback that also fails in every way."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from local_service import LocalService, Reply, serving

from kg.errors import DataError, MessageError, ServiceError, UsageError
from kg.reconciliation.answers import Answers
from kg.reconciliation.asking import Linker, ask
from kg.reconciliation.http import Caller, Manners, check_address
from kg.reconciliation.messages import PropertyConstraint, Query
from kg.reconciliation.service import Service, open_service
from kg.reconciliation.wikidata import Wikidata

QUICK = Manners(contact="kg@example.org", interval=0)


@pytest.fixture
def service() -> Iterator[LocalService]:
    with serving() as one:
        yield one


@pytest.fixture
def answers(tmp_path: Path) -> Iterator[Answers]:
    with Answers(path=tmp_path / "answers.sqlite") as one:
        yield one


@pytest.fixture
def pauses() -> list[float]:
    """How long the client wanted to wait; it does not really."""
    return []


@pytest.fixture
def opened(service: LocalService, answers: Answers, pauses: list[float]) -> Iterator[Callable[..., Service]]:
    callers: list[Caller] = []

    def make(manners: Manners = QUICK) -> Service:
        callers.append(Caller(manners, pause=pauses.append))
        return open_service(service.url, callers[-1], answers)

    yield make
    for caller in callers:
        caller.__exit__(None, None, None)


@pytest.fixture
def wikidata(service: LocalService, pauses: list[float]) -> Iterator[Wikidata]:
    with Caller(QUICK, pause=pauses.append) as caller:
        yield Wikidata(caller=caller, endpoint=service.url)


def names(linker: Linker, *asked: str, answers: Answers) -> list[list[str]]:
    return [[c.id for c in one.result.result] for one in ask(linker, [Query(query=name) for name in asked], answers)]


def test_a_query_is_one_form_field_with_type_properties_and_limit(
    service: LocalService, opened: Callable[..., Service]
) -> None:
    query = Query(query="River Watch", type="Organization", limit=2, properties=(PropertyConstraint(pid="P17", v="B"),))
    (result,) = opened().answer([query])
    assert [(one.id, one.score, one.match) for one in result.result] == [("R1", 100, True)]
    manifest, sent = service.requests
    assert (manifest.method, manifest.fields) == ("GET", {})
    assert (sent.method, list(sent.fields)) == ("POST", ["queries"])
    properties = [{"pid": "P17", "v": "B"}]
    assert json.loads(sent.fields["queries"]) == {
        "q0": {"query": "River Watch", "type": "Organization", "limit": 2, "properties": properties}
    }


def test_nothing_else_is_sent_than_the_names_and_who_asks(
    service: LocalService, opened: Callable[..., Service]
) -> None:
    opened().answer([Query(query="River Watch")])
    assert service.requests[1].fields == {"queries": '{"q0":{"query":"River Watch"}}'}
    headers = service.requests[1].headers
    assert headers["User-Agent"].startswith("Claimgraph/")
    assert "(kg@example.org)" in headers["User-Agent"]
    ordinary = {"Host", "Accept", "Accept-Encoding", "Connection", "User-Agent", "Content-Length", "Content-Type"}
    assert set(headers) <= ordinary


def test_many_names_are_asked_in_batches_each_name_once(
    service: LocalService, opened: Callable[..., Service], answers: Answers
) -> None:
    asked = [f"Nobody {number}" for number in range(23)]
    assert names(opened(), *asked, *asked, answers=answers) == [[]] * 23
    assert [len(json.loads(one.fields["queries"])) for one in service.requests[1:]] == [10, 10, 3]


def test_what_was_answered_needs_no_service(opened: Callable[..., Service], service: LocalService, answers: Answers):
    assert names(opened(), "River Watch", "Nobody", answers=answers) == [["R1"], []]
    service.next += [Reply(status=500)] * 5
    assert names(opened(), "Nobody", "River Watch", answers=answers) == [[], ["R1"]]
    assert len(service.requests) == 2


def test_other_questions_about_a_name_are_other_questions(
    opened: Callable[..., Service], service: LocalService, answers: Answers
) -> None:
    linker = opened()
    for query in (
        Query(query="River Watch"),
        Query(query="River Watch", limit=1),
        Query(query="River Watch", type="X"),
    ):
        list(ask(linker, [query], answers))
    assert len(service.requests) == 4


def test_what_was_answered_before_a_failure_is_kept(
    opened: Callable[..., Service], service: LocalService, answers: Answers
) -> None:
    asked = [f"Nobody {number}" for number in range(15)]
    service.next = [None, None, Reply(status=500)]
    with pytest.raises(ServiceError):
        names(opened(), *asked, answers=answers)
    assert len(names(opened(), *asked, answers=answers)) == 15
    assert service.asked == [*asked, *asked[10:]]


def test_a_bad_identifier_is_an_error_each_time_and_never_kept(
    opened: Callable[..., Service], service: LocalService, answers: Answers
) -> None:
    bad = {"id": "https://c.example/ <b>", "name": "River Watch", "score": 1}
    service.next = [None, Reply(body={"q0": {"result": [bad]}})]
    with pytest.raises(MessageError, match=r"'https://c\.example/ <b>' makes no IRI"):
        names(opened(), "River Watch", answers=answers)
    assert names(opened(), "River Watch", answers=answers) == [["R1"]]


def test_old_answers_and_those_from_the_future_are_asked_again(
    opened: Callable[..., Service], service: LocalService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    linker = opened()
    for clock in (1_000_000.0, 1_000_000.0 + 100, 1_000_000.0 + 86_401, 999_999.0):
        monkeypatch.setattr("time.time", lambda clock=clock: clock)
        with Answers(longest=86_400, path=tmp_path / "kept.sqlite") as answers:
            names(linker, "River Watch", answers=answers)
    assert len(service.asked) == 3


def test_a_broken_cache_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "answers.sqlite").write_bytes(b"this is no database, but long enough to look like one" * 40)
    with pytest.raises(DataError, match=r"answers\.sqlite.*delete it"):
        Answers(path=tmp_path / "answers.sqlite")


def test_a_service_of_another_version_is_told_before_a_name_is_sent(
    opened: Callable[..., Service], service: LocalService
) -> None:
    service.manifest["versions"] = ["0.1", "1.0-draft"]
    with pytest.raises(MessageError, match=r"the manifest of http://127.*speaks 0\.1, 1\.0-draft .* this is 0\.2"):
        opened()
    assert service.asked == []


def test_a_service_that_wants_a_key_is_not_asked(opened: Callable[..., Service], service: LocalService) -> None:
    service.manifest["authentication"] = {"type": "apiKey", "name": "key", "in": "query"}
    with pytest.raises(ServiceError, match=r"wants authentication \(apiKey\)"):
        opened()
    assert service.asked == []


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_service_is_left_alone_for_as_long_as_it_says(
    status: int, opened: Callable[..., Service], service: LocalService, pauses: list[float]
) -> None:
    service.next = [None, Reply(status=status, headers={"Retry-After": "7"})]
    assert len(opened().answer([Query(query="River Watch")])[0].result) == 1
    assert pauses == [7]


def test_a_date_to_come_back_at_is_waited_for(
    opened: Callable[..., Service], service: LocalService, pauses: list[float]
) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    service.next = [None, Reply(status=503, headers={"Retry-After": later})]
    opened().answer([Query(query="River Watch")])
    assert [55 < one <= 60 for one in pauses] == [True]


def test_a_busy_service_that_does_not_say_is_left_alone_longer_each_time_and_then_given_up(
    opened: Callable[..., Service], service: LocalService, pauses: list[float]
) -> None:
    service.next = [None, *[Reply(status=503)] * 9]
    with pytest.raises(ServiceError, match="still busy after 5 tries"):
        opened().answer([Query(query="River Watch")])
    assert pauses == [1, 2, 4, 8]


def test_who_asks_to_be_left_alone_for_long_is(
    opened: Callable[..., Service], service: LocalService, pauses: list[float]
) -> None:
    service.next = [None, Reply(status=429, headers={"Retry-After": "86400"})]
    with pytest.raises(ServiceError, match="left alone for 86400 seconds"):
        opened().answer([Query(query="River Watch")])
    assert pauses == []


def test_an_interval_lies_between_two_requests(opened: Callable[..., Service], pauses: list[float]) -> None:
    opened(Manners(interval=30)).answer([Query(query="River Watch")])
    assert [29 < one <= 30 for one in pauses] == [True]


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(status=500, body=b"the database\nis down"), "500 Internal Server Error: the database is down"),
        (Reply(status=404, body=b"\x00\x01"), "404 Not Found$"),
        (Reply(status=500, body=b"x" * 1_000_000), "500 Internal Server Error: x{120}$"),
        (Reply(status=204), "204 No Content"),
        (Reply(body=b'{"q0": {"result": ['), "the answer of http://127.*Invalid JSON"),
        (Reply(body=b'{"q0": {"result": []}}', promised=1000), "without sending complete message body"),
        (Reply(body=b"<html>Welcome</html>"), "Invalid JSON"),
        (Reply(body={"q1": {"result": []}}), "nothing for q0 of 1 queries"),
        (Reply(body={"q0": {"result": [{"id": "a"}]}}), r"q0\.result\[0\]\.name: missing"),
        (Reply(body={"status": "error", "message": "no"}), "status: Input should be an object"),
        (Reply(body=b"no gzip", headers={"Content-Encoding": "gzip"}), "http://127"),
        (
            Reply(body=gzip.compress(b" " * 2_000_000), headers={"Content-Encoding": "gzip"}),
            "larger than 1000000 bytes",
        ),
        (Reply(body=b" " * 1_000_001), "larger than 1000000 bytes"),
        (
            Reply(status=302, headers={"Location": "https://127.0.0.1/reconcile"}),
            "sends on to another server, https://",
        ),
        (Reply(status=307, headers={"Location": "http://elsewhere.example/r?k=1"}), "another server, http://elsewhere"),
        (Reply(status=308, headers={"Location": "file:///etc/passwd"}), "another server, file:///etc/passwd"),
        (Reply(status=302, headers={"Location": "http://[oops/r"}), "sends on to what is no address"),
        (Reply(status=301, headers={"Location": "/other"}), "sends on to http://127.*/other: give that"),
    ],
)
def test_a_bad_answer_is_an_error_that_names_the_service(
    reply: Reply, words: str, opened: Callable[..., Service], service: LocalService
) -> None:
    service.next = [None, reply]
    with pytest.raises(ServiceError, match=words) as error:
        opened(Manners(interval=0, largest=1_000_000)).answer([Query(query="River Watch")])
    assert service.url in str(error.value) or "the answer of" in str(error.value)
    assert error.value.exit_status == 3
    assert len(service.requests) == 2


def test_a_redirect_on_the_same_server_is_followed(opened: Callable[..., Service], service: LocalService) -> None:
    service.next = [Reply(status=302, headers={"Location": "/moved"}), None]
    service.next += [Reply(status=308, headers={"Location": "/moved"}), None]
    assert len(opened().answer([Query(query="River Watch")])[0].result) == 1
    assert [(one.method, one.path) for one in service.requests[1:]] == [
        ("GET", "/moved"),
        ("POST", "/reconcile"),
        ("POST", "/moved"),
    ]


def test_a_circle_of_redirects_ends(opened: Callable[..., Service], service: LocalService) -> None:
    service.next = [Reply(status=302, headers={"Location": "/reconcile"})] * 9
    with pytest.raises(ServiceError, match="again and again"):
        opened()


def test_a_silent_service_is_given_up(opened: Callable[..., Service], service: LocalService) -> None:
    linker = opened(Manners(interval=0, timeout=0.1))
    service.silent.set()
    with pytest.raises(ServiceError, match=r"no answer within 0\.1 seconds"):
        linker.answer([Query(query="River Watch")])


def test_a_service_that_is_not_there_is_an_error(answers: Answers) -> None:
    with serving() as gone:
        pass
    with Caller(QUICK) as caller, pytest.raises(ServiceError, match=gone.url):
        open_service(gone.url, caller, answers)


@pytest.mark.parametrize(
    "address",
    ["wikidata.org", "file:///etc/passwd", "ftp://a.example", "https://", "http://a b/", "http://[", "http://é/"],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match="no address"):
        check_address(address)


def test_an_address_with_a_password_is_refused_and_not_repeated() -> None:
    with pytest.raises(UsageError) as error:
        check_address("https://me:secret@a.example/")
    assert "secret" not in str(error.value)


@pytest.mark.parametrize("contact", ["me", "a@b\nX-Key: 1", "ä@b.example", "@"])
def test_a_contact_that_nobody_can_write_to_is_refused(contact: str) -> None:
    with pytest.raises(UsageError, match="contact"):
        Manners(contact=contact)


@pytest.mark.parametrize(
    ("space", "view", "identifier", "expected"),
    [
        ("http://www.wikidata.org/entity/", None, "Q42", "http://www.wikidata.org/entity/Q42"),
        ("https://a.example/", None, "x y/<b>", "https://a.example/x%20y/%3Cb%3E"),
        ("https://a.example/type", "https://b.example/?i={{id}}", "x&y", "https://b.example/?i=x%26y"),
        ("urn:s", None, "https://c.example/1", "https://c.example/1"),
    ],
)
def test_identifiers_become_iris(
    space: str, view: str | None, identifier: str, expected: str, opened: Callable[..., Service], service: LocalService
) -> None:
    service.manifest["identifierSpace"] = space
    service.manifest |= {"view": {"url": view}} if view else {}
    assert opened().iri(identifier) == expected


def test_identifiers_that_make_no_iri_are_an_error(opened: Callable[..., Service]) -> None:
    with pytest.raises(MessageError, match="makes no IRI"):
        opened().iri('https://c.example/"><script>')


def test_a_manifest_that_tells_no_iris_is_an_error(opened: Callable[..., Service], service: LocalService) -> None:
    service.manifest["identifierSpace"] = "urn:s"
    with pytest.raises(MessageError, match="does not tell how its identifiers become IRIs"):
        opened().iri("x")


def found(wikidata: Wikidata, name: str, item: str | None = None) -> Sequence[tuple[str, float]]:
    return [(one.id, one.score) for one in wikidata.answer([Query(query=name, type=item)])[0].result]


def test_wikidata_is_searched_and_then_asked_for_the_items(service: LocalService, wikidata: Wikidata) -> None:
    (result,) = wikidata.answer([Query(query="Frontier Institute", limit=3)])
    (candidate,) = result.result
    assert (candidate.id, candidate.name, candidate.description) == ("Q905", "Frontier Institute", "think tank")
    assert [one.id for one in candidate.types] == ["Q155271"]
    search, items = (dict(one.fields) for one in service.requests)
    assert search == {
        "action": "wbsearchentities",
        "search": "Frontier Institute",
        "language": "en",
        "uselang": "en",
        "type": "item",
        "limit": "3",
        "format": "json",
        "maxlag": "5",
    }
    assert (items["action"], items["ids"], items["maxlag"]) == ("wbgetentities", "Q905", "5")
    assert wikidata.iri("Q905") == "http://www.wikidata.org/entity/Q905"


def test_pages_of_wikimedia_are_no_candidates(wikidata: Wikidata) -> None:
    assert [one for one, _ in found(wikidata, "Ada Merrow")] == ["Q901", "Q902", "Q904"]


def test_only_instances_of_the_type_are_candidates(wikidata: Wikidata) -> None:
    assert [one for one, _ in found(wikidata, "Ada Merrow", "Q5")] == ["Q901", "Q902"]


def test_an_alias_counts_less_than_a_label_and_neither_makes_certain(wikidata: Wikidata) -> None:
    assert found(wikidata, "Frontier Institute") == [("Q905", 90)]
    assert found(wikidata, "Institute of the Frontier") == [("Q905", 80)]


def test_a_name_without_hits_takes_one_request(service: LocalService, wikidata: Wikidata) -> None:
    assert found(wikidata, "Nobody") == []
    assert len(service.requests) == 1


def test_servers_that_lag_behind_are_waited_for(service: LocalService, wikidata: Wikidata, pauses: list[float]) -> None:
    lag = {"error": {"code": "maxlag", "info": "Waiting for all: 6.2 seconds lagged."}, "servedby": "mw1"}
    service.next = [Reply(body=lag, headers={"Retry-After": "5"}), Reply(body=lag)]
    assert found(wikidata, "Frontier Institute") == [("Q905", 90)]
    assert pauses == [5, 2]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"error": {"code": "badvalue", "info": 'Unrecognized value "xx".'}}, "Wikidata: badvalue: Unrecognized value"),
        ({"success": 1}, "the answer of Wikidata: search: missing"),
        ({"search": [{"id": "Q1/../../x", "match": {"type": "label"}}]}, r"search\[0\]\.id: "),
        ({"search": [{"id": "Q1"}]}, r"search\[0\]\.match: missing"),
        ({"search": {}}, "search: Input should be a valid array"),
    ],
)
def test_a_bad_answer_of_wikidata_is_an_error(
    body: object, words: str, service: LocalService, wikidata: Wikidata
) -> None:
    service.next = [Reply(body=body)]
    with pytest.raises(ServiceError, match=words):
        found(wikidata, "Ada Merrow")


def test_items_that_are_gone_or_empty_are_no_trouble(service: LocalService, wikidata: Wikidata) -> None:
    hits = [{"id": one, "match": {"type": "label", "text": "Ada Merrow"}} for one in ("Q901", "Q902")]
    empty = {"type": "item", "id": "Q902", "labels": [], "descriptions": [], "claims": []}
    items = {"Q901": {"id": "Q901", "missing": ""}, "Q902": empty}
    service.next = [Reply(body={"search": hits}), Reply(body={"entities": items})]
    (candidate,) = wikidata.answer([Query(query="Ada Merrow")])[0].result
    assert (candidate.id, candidate.name, candidate.description) == ("Q902", "Ada Merrow", None)


def test_a_language_that_is_none_is_refused(wikidata: Wikidata) -> None:
    with pytest.raises(UsageError, match="no language code"):
        Wikidata(caller=wikidata.caller, endpoint=wikidata.endpoint, language="en&action=edit")
