"""`kg authority`: what is known by name, and users' own files."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from kg.cli import main

WIKIDATA = Path(__file__).parent / "wikidata"
GOOD = "id\tlabel\ttype\taliases\nQ900000001\tFerry Watch\tOrganisation\tFWX\n"


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as leaving:
        main(["authority", *arguments])
    return int(leaving.value.code or 0)


def listed(capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(capsys.readouterr().out)))


def test_concepts_are_counted_by_file_and_type(capsys: pytest.CaptureFixture[str]):
    assert run("list", "--format", "csv", "--type", "State", "--type", "PoliticalParty") == 0
    counts = {(row["file"], row["type"]): int(row["count"]) for row in listed(capsys)}
    assert counts["authority.ttl", "State"] > 190
    assert counts["actors.tsv", "PoliticalParty"] > 4000
    assert {kind for _, kind in counts} == {"State", "PoliticalParty"}


def test_every_concept_of_a_name_is_listed_with_what_is_known(capsys: pytest.CaptureFixture[str]):
    assert run("list", "Labour Party", "--type", "PoliticalParty", "-f", "json") == 0
    found = json.loads(capsys.readouterr().out)["results"]["bindings"]
    british = next(one for one in found if one["id"]["value"] == "wikidata:Q9630")
    assert british["country"]["value"] == "GB"
    assert british["file"]["value"] == "actors.tsv"
    assert len(found) > 1


@pytest.mark.parametrize(("name", "kind"), [("Ukraine", "label"), ("Ukrainian", "demonym"), ("Q212", "id")])
def test_the_kind_of_name_is_told(name: str, kind: str, capsys: pytest.CaptureFixture[str]):
    assert run("list", name, "-f", "csv") == 0
    assert ("wikidata:Q212", kind) in {(row["id"], row["name"]) for row in listed(capsys)}


def test_a_name_that_nobody_has_is_told(capsys: pytest.CaptureFixture[str]):
    assert run("list", "Ferry Watch", "-f", "csv") == 0
    printed = capsys.readouterr()
    assert len(printed.out.splitlines()) == 1
    assert "no file of the authority has the name 'Ferry Watch'" in printed.err


@pytest.mark.usefixtures("own_cache")
def test_a_file_of_ones_own_is_listed_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "mine.tsv").write_text(GOOD, encoding="utf-8")
    assert run("list", "FWX", "--authority", str(tmp_path / "mine.tsv"), "-f", "csv") == 0
    (row,) = listed(capsys)
    assert (row["label"], row["name"], row["file"]) == ("Ferry Watch", "alias", str(tmp_path / "mine.tsv"))


@pytest.mark.parametrize("command", [["list"], ["build", "--from", str(WIKIDATA / "dump.json")]])
def test_an_unknown_type_is_told_with_those_there_are(command: list[str], capsys: pytest.CaptureFixture[str]):
    assert run(*command, "--type", "Unicorn") == 2
    assert "no type 'Unicorn': the types are Person" in capsys.readouterr().err


def test_a_file_without_faults_is_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "mine.tsv").write_text(GOOD, encoding="utf-8")
    assert run("check", str(tmp_path / "mine.tsv")) == 0
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == f"kg: {tmp_path / 'mine.tsv'}: fine: 1 concept, 2 names; 0 faults\n"


def test_all_faults_of_all_files_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "one.tsv").write_text(GOOD + "Q0\tA\tPerson\t\nQ1\tUniverse\tUnicorn\t\n", encoding="utf-8")
    (tmp_path / "two.ttl").write_text("<a> <b>", encoding="utf-8")
    assert run("check", str(tmp_path / "one.tsv"), str(tmp_path / "two.ttl")) == 1
    printed = capsys.readouterr()
    starts = ("one.tsv:3: ", "one.tsv:4: ", "two.ttl:")
    assert [start in line for start, line in zip(starts, printed.out.splitlines(), strict=True)] == [True] * 3
    assert "fine: 1 concept, 2 names; 2 faults" in printed.err


def test_a_file_that_is_not_there_is_told_and_the_others_are_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "bad.tsv").write_text("id\n", encoding="utf-8")
    assert run("check", str(tmp_path / "none.tsv"), str(tmp_path / "bad.tsv")) == 3
    printed = capsys.readouterr()
    assert "none.tsv: No such file" in printed.err
    assert "no column 'label'" in printed.out


@pytest.mark.usefixtures("own_cache")
def test_a_table_that_was_built_is_fine_and_can_be_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    made = tmp_path / "made.tsv"
    assert run("build", "--from", str(WIKIDATA / "dump.json"), "-o", str(made)) == 0
    assert "5 items written (1 ArmedForce, 1 MediaOrganisation, 1 Person" in capsys.readouterr().err
    assert run("check", str(made)) == 0
    assert run("list", "Douglas Noel Adams", "--authority", str(made), "-f", "csv") == 0
    (row,) = listed(capsys)
    assert (row["label"], row["description"]) == ("Douglas Adams", "English author and humourist (1952–2001)")


def test_a_broken_line_is_told_and_shows_in_the_exit_status(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "dump.json").write_text((WIKIDATA / "dump.json").read_text() + '{"id":', encoding="utf-8")
    assert run("build", "--from", str(tmp_path / "dump.json"), "--type", "Person") == 1
    printed = capsys.readouterr()
    assert f"{tmp_path / 'dump.json'}:10: skipped: no JSON" in printed.err
    assert printed.out.splitlines()[-1].startswith("Q42\tDouglas Adams\tPerson\t")


def test_a_build_that_finds_nothing_says_so(capsys: pytest.CaptureFixture[str]):
    assert run("build", "--from", str(WIKIDATA / "dump.json"), "--type", "ArmedGroup") == 1
    assert "no item for the table: see --type, --class and --language" in capsys.readouterr().err


def test_a_table_is_written_to_a_file_that_is_known_as_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert run("build", "--from", str(WIKIDATA / "dump.json"), "-o", str(tmp_path / "made.ttl")) == 2
    assert "let it end in .tsv" in capsys.readouterr().err


def test_a_table_stays_as_it_is_when_its_source_cannot_be_read(tmp_path: Path):
    made = tmp_path / "made.tsv"
    made.write_text(GOOD, encoding="utf-8")
    assert run("build", "--from", str(tmp_path / "none.json"), "-o", str(made)) == 3
    assert made.read_text() == GOOD


def test_a_concept_is_listed_once_though_two_of_its_names_are_one(capsys: pytest.CaptureFixture[str]):
    assert run("list", "Al Jazeera", "-f", "csv") == 0
    assert [row["name"] for row in listed(capsys)] == ["label"]
