"""The index of places: what it holds, how it is built and kept."""

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from linking_articles import knowledge

from kg.errors import DataError
from kg.linking import cache, geonames
from kg.linking.gazetteer import open_gazetteer
from kg.linking.names import area_variants, fold, is_acronym


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("J. D. Vance", "jd vance"),
        ("J.D. Vance", "jd vance"),
        ("the United States", "united states"),
        ("U.S.", "us"),
        ("Donets'k", "donetsk"),
        ("São Paulo", "sao paulo"),
        ("Deir ez-Zor", "deir ez zor"),
        ("Киев", "киев"),
    ],
)
def test_spellings_of_one_name_have_one_key(name: str, key: str):
    assert fold(name) == key


@pytest.mark.parametrize("name", ["", " ", "the ", ".", "\x00", "\ud800", "東", "🇺🇦", "-", "a" * 10_000, "A " * 5_000])
def test_whatever_is_no_name_is_nothing(name: str):
    assert not knowledge().plausible_place(name)
    assert knowledge().demonym(name) is knowledge().metonym(name) is None
    assert all(sense.id for sense in knowledge().senses(name))


def test_a_region_goes_by_its_bare_name_and_by_other_designators():
    assert {"kursk", "kursk region", "kursk province"} <= set(area_variants("kursk oblast", kind="Oblast"))


@pytest.mark.parametrize(("name", "expected"), [("WHO", True), ("U.S.", True), ("Who", False), ("UNESCO", False)])
def test_an_acronym_is_short_and_all_capitals(name: str, expected: bool):
    assert is_acronym(name) is expected


@pytest.mark.parametrize("name", ["Sudzha", "Суджа", "Sudża"])
def test_a_place_is_found_by_its_names_in_any_script(name: str):
    assert [named.place.id for named in knowledge().places(name)] == [486816]


def test_a_place_knows_where_it_is():
    place = knowledge().gazetteer.place(486816)
    assert (place.country, place.admin1, place.lat, place.lon) == ("RU", "41", 51.191, 35.271)
    assert knowledge().gazetteer.region("RU", "41").id == 538555


def test_every_item_stands_for_one_place():
    rows = [row[1] for row in geonames._table("wikidata.tsv")]
    assert len(rows) == len(set(rows))
    assert all(row.startswith("Q") and row[1:].isdigit() for row in rows)


def test_an_index_that_is_there_is_not_built_again(monkeypatch, tmp_path):
    monkeypatch.setenv("KG_CACHE", str(tmp_path))
    cache.open_index("x", lambda connection: connection.execute("CREATE TABLE t (a)"))
    again = cache.open_index("x", lambda connection: pytest.fail("built twice"))
    assert again.execute("SELECT count(*) FROM t").fetchone() == (0,)


def test_a_build_that_fails_leaves_nothing_behind(monkeypatch, tmp_path):
    monkeypatch.setenv("KG_CACHE", str(tmp_path))
    with pytest.raises(sqlite3.OperationalError):
        cache.open_index("x", lambda connection: connection.execute("CREATE NONSENSE"))
    assert list(tmp_path.iterdir()) == []


def test_indexes_of_old_versions_are_removed_after_a_month(monkeypatch, tmp_path):
    monkeypatch.setenv("KG_CACHE", str(tmp_path))
    for name, age in (("x-1", 40), ("x-2", 1), ("y-1", 40)):
        (tmp_path / f"{name}.sqlite").touch()
        os.utime(tmp_path / f"{name}.sqlite", (time.time() - age * 86400,) * 2)
    cache.open_index("x-3", lambda connection: connection.execute("CREATE TABLE t (a)"))
    assert {path.stem for path in tmp_path.iterdir()} == {"x-2", "x-3", "y-1"}


def test_what_a_killed_builder_left_is_removed_after_a_day(monkeypatch, tmp_path):
    monkeypatch.setenv("KG_CACHE", str(tmp_path))
    for name, hours in ((".x-1-abc", 30), (".x-2-def", 1)):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (time.time() - hours * 3600,) * 2)
    cache.open_index("x-3", lambda connection: connection.execute("CREATE TABLE t (a)"))
    assert {path.name for path in tmp_path.iterdir()} == {".x-2-def", "x-3.sqlite"}


def test_other_users_of_a_cache_may_read_an_index(monkeypatch, tmp_path):
    monkeypatch.setenv("KG_CACHE", str(tmp_path))
    cache.open_index("x", lambda connection: connection.execute("CREATE TABLE t (a)"))
    assert (tmp_path / "x.sqlite").stat().st_mode & 0o444 == 0o444


def test_two_processes_may_build_at_once(tmp_path):
    code = (
        "from kg.linking.cache import open_index\n"
        "c = open_index('x', lambda c: c.executescript('CREATE TABLE t (a); INSERT INTO t VALUES (7)'))\n"
        "assert c.execute('SELECT a FROM t').fetchone() == (7,)"
    )
    environment = {"KG_CACHE": str(tmp_path), "PATH": ""}
    running = [subprocess.Popen([sys.executable, "-c", code], env=environment) for _ in range(4)]
    assert [process.wait(60) for process in running] == [0] * 4
    assert [path.name for path in tmp_path.iterdir()] == ["x.sqlite"]


def test_the_cache_folder_is_where_the_user_says(monkeypatch):
    monkeypatch.delenv("KG_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere")
    assert cache.folder() == Path("/somewhere/claimgraph")
    monkeypatch.setenv("KG_CACHE", "/elsewhere")
    assert cache.folder() == Path("/elsewhere")


@pytest.mark.parametrize("variable", ["KG_CACHE", "XDG_CACHE_HOME"])
def test_the_cache_folder_may_be_relative(monkeypatch, tmp_path, variable: str):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_CACHE", raising=False)
    monkeypatch.setenv(variable, "below/../cache")
    cache.open_index("x", lambda connection: connection.execute("CREATE TABLE t (a)"))
    assert [path.name for path in (tmp_path / "cache").rglob("*.sqlite")] == ["x.sqlite"]


def test_a_home_in_the_cache_folder_is_the_users(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("KG_CACHE", "~/c")
    assert cache.folder() == tmp_path / "c"


def test_a_disk_that_is_full_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setenv("KG_CACHE", str(tmp_path))

    def fill(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA max_page_count=2")
        connection.execute("CREATE TABLE t (a)")
        connection.execute("INSERT INTO t VALUES (zeroblob(100000))")

    with pytest.raises(DataError, match=r"cannot write to the cache folder .* full; set KG_CACHE"):
        cache.open_index("x", fill)


def test_a_damaged_index_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setenv("KG_CACHE", str(tmp_path))
    (tmp_path / "x.sqlite").write_bytes(b"no index at all" * 100)
    with pytest.raises(DataError, match=r"cannot read the index .*x\.sqlite.*delete it"):
        cache.open_index("x", lambda connection: pytest.fail("built"))


def test_a_cache_that_cannot_be_written_says_what_to_do(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "file"))
    with pytest.raises(DataError, match="set KG_CACHE"):
        open_gazetteer()


def test_the_build_of_the_gazetteer_reports_its_progress(monkeypatch, tmp_path):
    monkeypatch.setenv("KG_CACHE", str(tmp_path))
    rows = [geonames.Row(id=i, kind="settlement", name=f"Town {i}", aliases=(), country="UA") for i in range(1, 20_001)]
    monkeypatch.setattr(geonames, "rows", lambda: iter(rows))
    seen: list[tuple[str, int]] = []
    gazetteer = open_gazetteer(lambda what, number: seen.append((what, number)))
    assert seen == [("places", 10_000), ("places", 20_000)]
    assert gazetteer.named("town 7")[0].place.id == 7
