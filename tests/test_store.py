"""The store: what one article does to it, and what readers see."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode
from stored_graphs import MINT, made_article

from kg import files
from kg.errors import DataError, QueryError, StoreError, UsageError
from kg.iris import Minter
from kg.store import Reader, Writer
from kg.store.directory import KEPT_GENERATIONS, Directory
from kg.terms import Triple, iri, named, text

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
LABELS = "SELECT ?label WHERE { ?thing skos:prefLabel ?label } ORDER BY ?label"


def labels(path: Path) -> list[str]:
    return [str(row[0]) for row in Reader.open(path).select(LABELS).rows]


def quads(path: Path) -> set[str]:
    return {str(quad) for quad in Reader.open(path).store}


def test_a_stored_article_is_seen_once_published(tmp_path: Path) -> None:
    article = made_article("a")
    with Writer.create(tmp_path / "db") as writer:
        assert writer.replace(article)
    assert len(quads(tmp_path / "db")) == len(article.graph) + len(article.things) + len(article.text)


def test_an_unchanged_article_writes_nothing(tmp_path: Path) -> None:
    with Writer.create(tmp_path / "db") as writer:
        writer.replace(made_article("a"))
    before = sorted(p.name for p in (tmp_path / "db" / "generations").iterdir())
    with Writer.open(tmp_path / "db") as writer:
        assert not writer.replace(made_article("a"))
    assert sorted(p.name for p in (tmp_path / "db" / "generations").iterdir()) == before


def test_an_article_is_replaced_whole(tmp_path: Path) -> None:
    with Writer.create(tmp_path / "db") as writer:
        writer.replace(made_article("a", statements=5, place="northfield"))
        writer.replace(made_article("a", statements=2, place="southfield"))
    found = Reader.open(tmp_path / "db").select("SELECT ?s WHERE { ?s cg:asserts ?event } ORDER BY ?s")
    assert [row[0] for row in found.rows] == [MINT.statement("a", 0), MINT.statement("a", 1)]
    assert labels(tmp_path / "db") == ["region", "southfield"]


def test_an_edited_file_replaces_its_older_version(tmp_path: Path) -> None:
    with Writer.create(tmp_path / "db") as writer:
        writer.replace(made_article("old", source="news.txt"))
        assert writer.replace(made_article("new", source="news.txt"))
        assert [row.article for row in writer.articles()] == [MINT.article("new")]
    assert not Reader.open(tmp_path / "db").query(f"ASK {{ GRAPH <{MINT.text('old')}> {{ ?s ?p ?o }} }}")


def test_a_copied_file_keeps_its_article_when_the_other_copy_is_edited(tmp_path: Path) -> None:
    with Writer.create(tmp_path / "db") as writer:
        writer.replace(made_article("a", source="one.txt"))
        assert not writer.replace(made_article("a", source="two.txt"))
        writer.replace(made_article("b", source="one.txt"))
        assert [(row.article, row.sources) for row in writer.articles()] == [
            (MINT.article("a"), ("two.txt",)),
            (MINT.article("b"), ("one.txt",)),
        ]


def test_articles_without_a_lasting_source_do_not_replace_each_other(tmp_path: Path) -> None:
    with Writer.create(tmp_path / "db") as writer:
        writer.replace(made_article("a", source=""))
        writer.replace(made_article("b", source=""))
        assert len(list(writer.articles())) == 2


def test_a_retracted_article_takes_along_what_only_it_mentioned(tmp_path: Path) -> None:
    with Writer.create(tmp_path / "db") as writer:
        writer.replace(made_article("a", place="northfield"))
        writer.replace(made_article("b", place="southfield"))
        assert writer.retract(MINT.article("a"))
        assert not writer.retract(MINT.article("a"))
    assert labels(tmp_path / "db") == ["region", "southfield"]


def test_retracting_everything_leaves_nothing(tmp_path: Path) -> None:
    with Writer.create(tmp_path / "db") as writer:
        for key in "abc":
            writer.replace(made_article(key))
        for key in "abc":
            writer.retract(MINT.article(key))
    assert quads(tmp_path / "db") == set()


def test_things_that_refer_to_each_other_are_swept_too(tmp_path: Path) -> None:
    one, two = iri(MINT.actor("one")), iri(MINT.actor("two"))
    ring = (Triple(one, named("cg:ofState"), two), Triple(two, named("cg:ofState"), one))
    article = made_article("a")
    speaker = Triple(iri(MINT.statement("a", 0)), named("cg:speaker"), one)
    with Writer.create(tmp_path / "db") as writer:
        writer.replace(replace(article, graph=(*article.graph, speaker), things=(*article.things, *ring)))
        writer.retract(article.article)
    assert quads(tmp_path / "db") == set()


def test_a_newer_description_of_a_thing_takes_the_place_of_the_older(tmp_path: Path) -> None:
    first, second = made_article("a"), made_article("b")
    newer = tuple(t._replace(object=text("Northfield")) if t.object == text("northfield") else t for t in second.things)
    with Writer.create(tmp_path / "db") as writer:
        writer.replace(first)
        writer.replace(replace(second, things=newer))
    assert labels(tmp_path / "db") == ["Northfield", "region"]


def test_no_triple_stands_in_two_graphs(tmp_path: Path) -> None:
    with Writer.create(tmp_path / "db") as writer:
        for key in "abc":
            writer.replace(made_article(key, statements=3))
    twice = "SELECT * WHERE { GRAPH ?g { ?s ?p ?o } GRAPH ?h { ?s ?p ?o } FILTER(STR(?g) < STR(?h)) }"
    assert len(Reader.open(tmp_path / "db").select(twice)) == 0


@pytest.mark.parametrize("part", ["graph", "things", "text"])
def test_a_triple_that_belongs_in_another_graph_is_refused(tmp_path: Path, part: str) -> None:
    article = made_article("a")
    misplaced = {"graph": article.things[0], "things": article.graph[0], "text": article.graph[0]}[part]
    wrong = replace(article, **{part: (*getattr(article, part), misplaced)})
    with Writer.create(tmp_path / "db") as writer, pytest.raises(DataError, match=MINT.article("a")):
        writer.replace(wrong)


def test_the_manifest_is_in_no_answer(tmp_path: Path) -> None:
    with Writer.create(tmp_path / "db") as writer:
        writer.replace(made_article("a"))
    reader = Reader.open(tmp_path / "db")
    assert MINT.manifest not in {str(row[0]) for row in reader.select("SELECT ?g WHERE { GRAPH ?g { ?s ?p ?o } }").rows}
    assert reader.select(COUNT).rows[0][0] == len(reader.dataset())


def test_a_reader_keeps_its_generation_while_others_are_published(tmp_path: Path) -> None:
    with Writer.create(tmp_path / "db") as writer:
        writer.replace(made_article("a"))
        writer.publish()
        reader = Reader.open(tmp_path / "db")
        before = reader.select(COUNT).rows
        for key in "bcdef":
            writer.replace(made_article(key))
            writer.publish()
        assert reader.select(COUNT).rows == before
    assert len(list((tmp_path / "db" / "generations").iterdir())) == KEPT_GENERATIONS


def test_an_empty_store_is_not_published(tmp_path: Path) -> None:
    with Writer.create(tmp_path / "db"):
        pass
    with pytest.raises(StoreError, match="nothing published yet"):
        Reader.open(tmp_path / "db")


@pytest.mark.parametrize(
    "base",
    [
        "nonsense",
        "ftp://a.example/",
        "https://a.example",
        "https://a.example/%zz/",
        "https://a b.example/",
        "https://a.example/#",
        "https://a.example/\ue000/",
        'https://a.example/"/',
    ],
)
def test_a_base_of_which_no_iris_can_be_made_is_refused_before_anything_is_written(tmp_path: Path, base: str) -> None:
    with pytest.raises(UsageError, match="base IRI"):
        Writer.create(tmp_path / "db", base=base)
    assert not (tmp_path / "db").exists()


@pytest.mark.parametrize("base", ["http://localhost:8000/", "https://é.example/~a/b-c/%20/"])
def test_a_base_makes_valid_iris(tmp_path: Path, base: str) -> None:
    with Writer.create(tmp_path / "db", base=base):
        assert NamedNode(Minter(base).statement("a", 1))


@pytest.mark.parametrize(("raised", "ours"), [(RuntimeError("no\nway"), StoreError), (ValueError("no IRI"), DataError)])
def test_every_error_of_the_engine_is_one_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, raised: Exception, ours: type[Exception]
) -> None:
    def fails(*_: object) -> None:
        raise raised

    with Writer.create(tmp_path / "db") as writer:
        monkeypatch.setattr(Directory, "sync_logs", fails)
        with pytest.raises(ours, match=str(tmp_path)) as caught:
            writer.replace(made_article("a"))
        assert caught.value.__cause__ is raised
        assert "\n" not in str(caught.value)


def test_a_stored_article_is_on_the_disk_when_storing_returns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[bytes] = []

    def sync_data(log: int) -> None:
        os.fsync(log)
        synced.append(os.pread(log, os.fstat(log).st_size, 0))

    monkeypatch.setattr(files, "_sync_data", sync_data)
    with Writer.create(tmp_path / "db") as writer:
        for number in range(3):
            writer.replace(made_article(f"a{number}", words=f"Words number {number}."))
            assert f"Words number {number}.".encode() in synced[-1]
        synced.clear()
        writer.retract(MINT.article("a1"))
        assert synced


def test_what_was_stored_is_published_by_the_next_build(tmp_path: Path) -> None:
    writer = Writer.create(tmp_path / "db")
    writer.replace(made_article("a"))
    writer.close()
    with pytest.raises(StoreError, match="nothing published yet"):
        Reader.open(tmp_path / "db")
    with Writer.open(tmp_path / "db"):
        pass
    assert labels(tmp_path / "db") == ["northfield", "region"]


def test_leftovers_of_a_killed_builder_are_removed(tmp_path: Path) -> None:
    with Writer.create(tmp_path / "db") as writer:
        writer.replace(made_article("a"))
    (tmp_path / "db" / "generations" / "tmp-9" / "x").mkdir(parents=True)
    with Writer.open(tmp_path / "db"):
        assert not list((tmp_path / "db" / "generations").glob("tmp-*"))


def test_a_second_builder_is_told_to_wait(tmp_path: Path) -> None:
    with Writer.create(tmp_path / "db"), pytest.raises(StoreError, match="locked by another kg build: wait for it"):
        Writer.open(tmp_path / "db")


@pytest.mark.parametrize("opening", [Reader.open, Writer.open])
def test_a_mistyped_path_never_becomes_an_empty_store(tmp_path: Path, opening: type) -> None:
    with pytest.raises(StoreError, match="no store at"):
        opening(tmp_path / "typo.db")
    assert not (tmp_path / "typo.db").exists()


@pytest.mark.parametrize("opening", [Reader.open, Writer.open, Writer.create])
def test_a_folder_with_something_else_is_left_alone(tmp_path: Path, opening: type) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(StoreError, match="not a claimgraph store"):
        opening(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["notes.txt"]


def test_a_store_of_another_base_is_refused(tmp_path: Path) -> None:
    with Writer.create(tmp_path / "db"):
        pass
    with pytest.raises(StoreError, match="has the base IRI"):
        Writer.create(tmp_path / "db", base="https://other.example/")


@pytest.mark.parametrize(
    ("marker", "said"),
    [
        ('format = 99\nbase = "https://claimgraph.example/"\n', "format 99, of a newer Claimgraph .*: upgrade"),
        ('format = 0\nbase = "https://claimgraph.example/"\n', "format 0, not 2: build it again"),
        ('format = "x"\nbase = "https://claimgraph.example/"\n', r"claimgraph\.toml cannot be read .* build it again"),
        ("format = 1\n", r"claimgraph\.toml says no base: .* build it again"),
        ("format 1", r"claimgraph\.toml cannot be read .* build it again"),
    ],
)
def test_a_store_that_another_version_made_or_whose_marker_is_damaged_is_refused(
    tmp_path: Path, marker: str, said: str
) -> None:
    with Writer.create(tmp_path / "db"):
        pass
    (tmp_path / "db" / "claimgraph.toml").write_text(marker)
    for opened in (Reader.open, Writer.open):
        with pytest.raises(StoreError, match=said):
            opened(tmp_path / "db")


@pytest.mark.parametrize("opened", [Reader.open, Writer.open, Writer.create])
def test_a_store_that_may_not_be_looked_at_is_named_with_the_reason(
    opened: Callable[[Path], object], tmp_path: Path
) -> None:
    """A path that the system refuses stands for one without permission, of which the tests' user may have all."""
    with pytest.raises(StoreError, match=r"store .*xx cannot be read \(File name too long\): look to"):
        opened(tmp_path / ("x" * 300))


def test_a_store_whose_generations_may_not_be_listed_is_named_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Writer.create(tmp_path / "db") as writer:
        writer.replace(made_article("a"))

    def refused(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "iterdir", refused)
    with pytest.raises(StoreError, match=r"db cannot be read \(Permission denied\): look to"):
        Reader.open(tmp_path / "db")


def test_a_master_that_lost_changes_is_noticed(tmp_path: Path) -> None:
    with Writer.create(tmp_path / "db") as writer:
        writer.replace(made_article("a"))
    (tmp_path / "db" / "master").rename(tmp_path / "elsewhere")
    with pytest.raises(StoreError, match="is damaged"):
        Writer.open(tmp_path / "db")


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT ?x WHERE {\n  ?x ?y \n}", r"malformed query at 3:\d"),
        ("SELECT ?x {", "unexpected end"),
        ("SELECT ?x { ?x nope:y ?z }", "unknown prefix"),
        ("PREFIX a: <b:c> # words\nINSERT DATA { <a:b> <a:b> 1 }", "a query only reads"),
        ("DROP ALL", "a query only reads"),
    ],
)
def test_a_query_that_cannot_be_asked_is_explained_in_one_line(tmp_path: Path, query: str, message: str) -> None:
    with Writer.create(tmp_path / "db") as writer:
        writer.replace(made_article("a"))
    with pytest.raises(QueryError, match=message) as raised:
        Reader.open(tmp_path / "db").query(query)
    assert "\n" not in str(raised.value)


def test_the_store_needs_neither_rdflib_nor_spacy_nor_pandas() -> None:
    code = (
        "import sys, kg.store, kg.queries, kg.export; print(sorted({'rdflib', 'spacy', 'pandas'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["north", "south"]), words), min_size=1, max_size=5))
def test_storing_twice_equals_storing_once(
    tmp_path_factory: pytest.TempPathFactory, made: list[tuple[str, str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("twice")
    last = {key: made_article(key, place=place, words=said) for key, place, said in made}
    with Writer.create(folder / "once") as writer:
        for article in last.values():
            writer.replace(article)
    with Writer.create(folder / "twice") as writer:
        for key, place, said in made + made:
            writer.replace(made_article(key, place=place, words=said))
    assert quads(folder / "once") == quads(folder / "twice")


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(words, min_size=5, max_size=20))
def test_any_words_come_back_as_they_went_in(tmp_path_factory: pytest.TempPathFactory, said: list[str]) -> None:
    folder = tmp_path_factory.mktemp("words")
    with Writer.create(folder / "db") as writer:
        for number, one in enumerate(said):
            writer.replace(made_article(f"a{number}", words=one))
    found = Reader.open(folder / "db").select("SELECT ?article ?text WHERE { ?article nif:isString ?text }")
    assert dict(found.rows) == {MINT.article(f"a{number}"): one for number, one in enumerate(said)}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib uses what rdflib deprecates
def test_rdflib_reads_the_same_state_and_cannot_change_it(tmp_path: Path) -> None:
    with Writer.create(tmp_path / "db") as writer:
        writer.replace(made_article("a"))
    dataset = Reader.open(tmp_path / "db").dataset()
    place = rdflib.URIRef(MINT.place("northfield", "1"))
    assert dataset.value(place, rdflib.SKOS.prefLabel) == rdflib.Literal("northfield", lang="en")
    assert [str(row[0]) for row in dataset.query(f"PREFIX skos: <{rdflib.SKOS}> {LABELS}")] == ["northfield", "region"]
    with pytest.raises(RuntimeError, match="read-write"):
        dataset.add((place, rdflib.SKOS.prefLabel, rdflib.Literal("southfield", lang="en")))
