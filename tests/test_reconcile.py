"""`kg reconcile`: proposals for a person to decide; the graph stays as it is, and nothing answered is lost."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from local_service import LocalService, Reply, serving
from stored_graphs import reader

from kg.cli import main
from kg.errors import UnknownNameError, UsageError
from kg.export import export
from kg.iris import Minter
from kg.reconciliation.answers import Answers
from kg.reconciliation.http import Caller, Manners
from kg.reconciliation.proposals import Question, Subject, decided, propose, queries, subjects
from kg.reconciliation.wikidata import Wikidata
from kg.store import Reader

UNLINKED = 8
INSTITUTE = "thing:actor/frontier-institute-1"


@pytest.fixture
def service() -> Iterator[LocalService]:
    with serving() as one:
        yield one


@pytest.fixture
def northfield(tmp_path: Path, own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    monkeypatch.setenv("KG_STORE", str(tmp_path / "store.db"))
    return reader(tmp_path)


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as leaving:
        main(["reconcile", *arguments])
    return int(leaving.value.code or 0)


def rows(text: str) -> list[dict[str, str]]:
    lines = [line for line in text.splitlines(keepends=True) if not line.startswith("#")]
    return list(csv.DictReader(io.StringIO("".join(lines)), delimiter="\t"))


def test_things_without_a_link_are_asked_about_and_what_may_be_meant_is_proposed(
    northfield: Reader, service: LocalService, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--service", service.url, "--interval", "0") == 0
    printed = capsys.readouterr()
    assert len(service.asked) == UNLINKED
    assert not {"Northfield", "Aldia Press"} & set(service.asked)  # they have links
    proposed = {(row["subject_id"], row["object_id"]): row for row in rows(printed.out)}
    assert set(proposed) == {
        (INSTITUTE, "entity:F1"),
        (INSTITUTE, "entity:F2"),
        ("thing:actor/river-watch-1", "entity:R1"),
    }
    best, second = proposed[INSTITUTE, "entity:F1"], proposed[INSTITUTE, "entity:F2"]
    assert (best["predicate_id"], best["predicate_modifier"], best["confidence"]) == ("skos:closeMatch", "", "1")
    assert best["mapping_justification"] == "semapv:LexicalMatching"
    assert best["comment"] == "a made-up institute; Organization; the service is sure"
    assert (best["subject_label"], best["subject_category"]) == ("Frontier Institute", "Organisation")
    assert (second["confidence"], second["mapping_justification"]) == ("0.25", "semapv:UnspecifiedMatching")
    assert "8 names to ask, 0 answered before" in printed.err


def test_the_graph_stays_as_it_is(northfield: Reader, service: LocalService, tmp_path: Path) -> None:
    def exported() -> bytes:
        out = io.BytesIO()
        export(Reader.open(tmp_path / "store.db"), format="nq", out=out, texts=True)
        return out.getvalue()

    before = exported()
    assert run("--service", service.url, "--interval", "0", "-o", str(tmp_path / "p.sssom.tsv"), "-q") == 0
    assert exported() == before


def test_the_same_answers_make_the_same_file_without_the_service(
    northfield: Reader, service: LocalService, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ("--service", service.url, "--interval", "0", "-o")
    assert run(*command, str(tmp_path / "one.tsv")) == 0
    service.next = [Reply(status=500)] * 9
    assert run(*command, str(tmp_path / "two.tsv")) == 0
    assert (tmp_path / "one.tsv").read_bytes() == (tmp_path / "two.tsv").read_bytes()
    assert "0 names to ask, 8 answered before" in capsys.readouterr().err
    service.next = []
    assert run(*command, str(tmp_path / "two.tsv"), "--refresh", "-q") == 0
    assert len(service.asked) == 2 * UNLINKED


def test_only_the_names_given_are_asked(northfield: Reader, service: LocalService) -> None:
    assert run("River Watch", "northfield", "--service", service.url, "--interval", "0", "-q") == 0
    assert service.asked == ["River Watch", "northfield"]


def test_only_things_of_a_class_are_asked_about(northfield: Reader, service: LocalService) -> None:
    assert run("--service", service.url, "--type", "ArmedForce", "--interval", "0", "-q") == 0
    assert service.asked == ["Aldian armed forces", "Borland forces"]


def test_the_first_things_are_those_mentioned_most(northfield: Reader) -> None:
    assert subjects(northfield)[0].label == "Frontier Institute"


def test_type_properties_and_limit_go_to_the_service(northfield: Reader, service: LocalService) -> None:
    options = ("--service-type", "Organization", "--property", "P17=Q1=2", "--limit", "3", "--things", "1")
    assert run("--service", service.url, "--interval", "0", "-q", *options) == 0
    assert [json.loads(one.fields["queries"]) for one in service.requests[1:]] == [
        {
            "q0": {
                "query": "Frontier Institute",
                "type": "Organization",
                "limit": 3,
                "properties": [{"pid": "P17", "v": "Q1=2"}],
            }
        }
    ]


def test_a_failure_in_between_loses_nothing(
    northfield: Reader, service: LocalService, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "proposals.sssom.tsv"
    assert run("River Watch", "--service", service.url, "--interval", "0", "-q") == 0
    capsys.readouterr()
    service.next = [Reply(status=500, body=b"down")]
    assert run("River Watch", "Aldia", "--service", service.url, "--interval", "0", "-o", str(out), "-q") == 3
    stopped, error = capsys.readouterr().err.splitlines()
    assert "1 of 2 names are answered and kept" in stopped
    assert "500 Internal Server Error: down" in error
    assert [row["object_id"] for row in rows(out.read_text())] == ["entity:R1"]


def test_a_service_that_fails_at_once_leaves_an_older_file_alone(
    northfield: Reader, service: LocalService, tmp_path: Path
) -> None:
    (tmp_path / "p.tsv").write_text("older")
    service.next = [Reply(status=500)]
    assert run("--service", service.url, "--interval", "0", "-o", str(tmp_path / "p.tsv"), "-q") == 3
    assert (tmp_path / "p.tsv").read_text() == "older"


def test_an_interrupted_run_writes_what_was_answered(
    northfield: Reader, service: LocalService, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("River Watch", "--service", service.url, "--interval", "0", "-q") == 0
    capsys.readouterr()

    def interrupt(*_: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(Caller, "post", interrupt)
    assert run("River Watch", "Aldia", "--service", service.url, "--interval", "0") == 130
    printed = capsys.readouterr()
    assert [row["object_id"] for row in rows(printed.out)] == ["entity:R1"]
    assert "interrupted: 1 of 2 names are answered and kept" in printed.err


@pytest.mark.parametrize(("old", "new"), [("skos:closeMatch\t\t", "owl:sameAs\t\t"), ("\t\t", "\tNot\t")])
def test_what_somebody_has_decided_is_not_written_over(
    old: str, new: str, northfield: Reader, service: LocalService, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "proposals.sssom.tsv"
    command = ("River Watch", "--service", service.url, "--interval", "0", "-q", "-o", str(out))
    assert run(*command) == 0
    assert run(*command) == 0
    text = out.read_text()
    assert old in text
    out.write_text(text.replace(old, new, 1))
    assert run(*command) == 2
    assert f"{out}: somebody has decided" in capsys.readouterr().err
    assert out.read_text() == text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["Nowhere at all"], "no thing named 'Nowhere at all'"),
        (["--type", "Persom"], "no class 'Persom': use one of Person, "),
        (["--property", "P17"], "'P17' is not ID=VALUE"),
        (["--contact", "me"], "the contact 'me'"),
        (["--full-score", "0"], "must be more than nothing"),
    ],
)
def test_wrong_usage_sends_nothing(
    arguments: list[str],
    words: str,
    northfield: Reader,
    service: LocalService,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("--service", service.url, *arguments) == 2
    assert words in capsys.readouterr().err
    assert service.requests == []


def test_no_service_is_asked_unless_it_is_named(northfield: Reader, capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 2
    assert "--service" in capsys.readouterr().err


def test_wikidata_is_told_whom_to_write_to(
    northfield: Reader, service: LocalService, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("kg.cli.reconciling.WIKIDATA_ADDRESS", service.url)
    assert run("--service", "wikidata", "--interval", "0") == 2
    assert "KG_CONTACT" in capsys.readouterr().err
    assert service.requests == []
    monkeypatch.setenv("KG_CONTACT", "https://press.example/us")
    assert run("Frontier Institute", "--service", "wikidata", "--interval", "0") == 0
    (row,) = rows(capsys.readouterr().out)
    assert (row["object_id"], row["confidence"], row["comment"]) == ("wd:Q905", "0.9", "think tank; Q155271")
    assert all("(https://press.example/us)" in one.headers["User-Agent"] for one in service.requests)


def proposed(kind: str, service: LocalService, tmp_path: Path) -> list[tuple[str, float | None]]:
    person = Subject(iri=Minter().actor("ada-merrow", "x"), name="Ada Merrow", label="Ada Merrow", type=kind)
    manners = Manners(contact="kg@example.org", interval=0)
    with Caller(manners) as caller, Answers(path=tmp_path / "answers.sqlite") as answers:
        linker = Wikidata(caller=caller, endpoint=service.url)
        found = list(propose(linker, queries([person], linker, Question()), answers))
    return [(one.object_id.rpartition("/")[2], one.confidence) for _, mappings in found for one in mappings]


def test_a_person_is_never_proposed_to_be_something_else(service: LocalService, tmp_path: Path) -> None:
    assert [item for item, _ in proposed("Person", service, tmp_path)] == ["Q901", "Q902"]
    assert [item for item, _ in proposed("Organisation", service, tmp_path)] == ["Q904"]


def test_namesakes_share_the_confidence(service: LocalService, tmp_path: Path) -> None:
    assert [confidence for _, confidence in proposed("Person", service, tmp_path)] == [0.45, 0.45]


def test_unknown_classes_and_names_list_the_way_out(northfield: Reader) -> None:
    with pytest.raises(UsageError, match="Organisation"):
        subjects(northfield, type="Organization")
    with pytest.raises(UnknownNameError, match="kg ask unlinked-entities"):
        subjects(northfield, ["Sudzha"])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
def test_a_decision_that_a_spreadsheet_has_saved_is_not_written_over(encoding: str, tmp_path: Path) -> None:
    file = tmp_path / "proposals.sssom.tsv"
    rows = "#curie_map: {}\nsubject_id\tsubject_label\tpredicate_id\nthing:a\tZürich\towl:sameAs\n"
    file.write_text(rows, encoding=encoding)
    assert decided(file)


def test_a_table_between_commas_may_hold_decisions(tmp_path: Path) -> None:
    file = tmp_path / "proposals.sssom.tsv"
    file.write_text("subject_id,predicate_id\nthing:a,owl:sameAs\n")
    assert decided(file)
