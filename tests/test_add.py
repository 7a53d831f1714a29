"""RDF of the user's own stands beside the articles, whole, and never reaches into them."""

from pathlib import Path

import pytest
from stored_graphs import MINT, made_article, reader

from kg import additions
from kg.cli import main
from kg.errors import InputError, UsageError
from kg.export import export_description
from kg.store import Reader, Writer

TOWNS = "https://example.org/towns"
TURTLE = """@prefix ex: <https://example.org/> .
ex:northfield ex:population 1200 ; ex:describedAs <https://claimgraph.example/id/place/northfield-1> .
"""
TRIG = """@prefix ex: <https://example.org/> .
ex:one { ex:a ex:b "c"@en . }
ex:two { ex:a ex:b "d"@en . }
"""


@pytest.fixture
def store(tmp_path: Path) -> Path:
    reader(tmp_path)
    return tmp_path / "store.db"


def file(folder: Path, name: str, words: str) -> Path:
    (folder / name).write_text(words, encoding="utf-8")
    return folder / name


def graph(store: Path, name: str) -> set[tuple[str, ...]]:
    found = Reader.open(store).select(f"SELECT ?s ?p ?o {{ GRAPH <{name}> {{ ?s ?p ?o }} }}").terms
    return {tuple(str(term) for term in row) for row in found}


def test_a_file_of_triples_becomes_the_graph_that_is_named(store: Path, tmp_path: Path) -> None:
    outcome = additions.add([file(tmp_path, "towns.ttl", TURTLE)], store, graph=TOWNS)
    assert outcome.changed == [TOWNS]
    assert {row[1] for row in graph(store, TOWNS)} == {
        "<https://example.org/population>",
        "<https://example.org/describedAs>",
    }


def test_a_file_of_named_graphs_keeps_their_names(store: Path, tmp_path: Path) -> None:
    outcome = additions.add([file(tmp_path, "both.trig", TRIG)], store)
    assert outcome.changed == ["https://example.org/one", "https://example.org/two"]
    assert graph(store, "https://example.org/two") == {("<https://example.org/a>", "<https://example.org/b>", '"d"@en')}


def test_a_store_can_be_made_of_added_graphs_alone(tmp_path: Path) -> None:
    additions.add([file(tmp_path, "both.trig", TRIG)], tmp_path / "new.db")
    assert graph(tmp_path / "new.db", "https://example.org/one")


def test_adding_the_same_again_changes_nothing(store: Path, tmp_path: Path) -> None:
    blank = file(tmp_path, "blank.ttl", "[ <https://example.org/p> [ <https://example.org/q> 1 ] ] .")
    additions.add([blank], store, graph=TOWNS)
    revision = Reader.open(store).revision
    again = additions.add([blank], store, graph=TOWNS)
    assert (again.changed, again.unchanged) == ([], [TOWNS])
    assert Reader.open(store).revision == revision


def test_a_newer_file_replaces_the_whole_graph(store: Path, tmp_path: Path) -> None:
    additions.add([file(tmp_path, "towns.ttl", TURTLE)], store, graph=TOWNS)
    additions.add([file(tmp_path, "towns.ttl", "<https://x.example/a> <https://x.example/b> 1 .")], store, graph=TOWNS)
    assert len(graph(store, TOWNS)) == 1


def test_no_node_stays_without_an_iri(store: Path, tmp_path: Path) -> None:
    additions.add([file(tmp_path, "blank.ttl", "[] <https://example.org/p> [] .")], store, graph=TOWNS)
    ((subject, _, object_),) = graph(store, TOWNS)
    prefix = "<https://claimgraph.example/.well-known/genid/"
    assert subject.startswith(prefix)
    assert object_.startswith(prefix)
    assert subject != object_


@pytest.mark.parametrize(
    "name", [MINT.things, MINT.manifest, MINT.article("2024-05-03-a1"), MINT.text("x"), "relative", "a b:c"]
)
def test_no_graph_takes_the_name_of_one_of_ours(store: Path, tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError):
        additions.add([file(tmp_path, "towns.ttl", TURTLE)], store, graph=name)


def test_a_graph_without_a_home_may_have_a_name_here(store: Path, tmp_path: Path) -> None:
    additions.add([file(tmp_path, "towns.ttl", TURTLE)], store, graph=MINT.graph("towns"))
    assert graph(store, MINT.graph("towns"))


@pytest.mark.parametrize("subject", ["article/2024-05-03-a1#s1", "id/event/holding-1", "id/place/northfield-1"])
def test_only_articles_describe_what_articles_tell_of(store: Path, tmp_path: Path, subject: str) -> None:
    words = f"<{MINT.base}{subject}> <https://example.org/p> 1 ."
    with pytest.raises(UsageError, match="only articles may describe"):
        additions.add([file(tmp_path, "own.ttl", words)], store, graph=TOWNS)


def test_what_does_not_conform_is_not_added(store: Path, tmp_path: Path) -> None:
    words = "<https://example.org/e> a <https://w3id.org/claimgraph/ontology#Statement> ."
    bad, good = file(tmp_path, "bad.ttl", words), file(tmp_path, "good.trig", TRIG)
    outcome = additions.add([bad, good], store, graph=TOWNS)
    assert outcome.exit_status == 1
    assert [one.path for one in outcome.refused] == [bad]
    assert graph(store, TOWNS) == set()
    assert graph(store, "https://example.org/one")


@pytest.mark.parametrize("link", ["skos:exactMatch", "skos:closeMatch", "owl:sameAs"])
def test_a_graph_of_the_users_may_link_to_any_data_set(store: Path, tmp_path: Path, link: str) -> None:
    """Only what we link ourselves has the forms that we know."""
    words = f"""@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
    <https://example.org/northfield> a <https://w3id.org/claimgraph/ontology#Settlement> ;
        skos:prefLabel "Northfield"@en ; {link} <http://viaf.org/viaf/1> , <https://d-nb.info/gnd/4-5> ."""
    outcome = additions.add([file(tmp_path, "own.ttl", words)], store, graph=TOWNS)
    assert (outcome.changed, outcome.refused) == ([TOWNS], [])


@pytest.mark.parametrize(
    ("name", "words", "said"),
    [
        ("cut.ttl", "<https://example.org/a> <https://example.org/b>\n  1", "cut.ttl: line 2"),
        ("broken.ttl", "<https://example.org/\n> <a:b> 1 .", "Invalid IRI"),
        ("page.html", "<p>", "give a file named like"),
        ("quoted.ttl", "<a:a> <a:b> <<( <a:c> <a:d> <a:e> )>> .", "triple"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(store: Path, tmp_path: Path, name: str, words: str, said: str) -> None:
    revision = Reader.open(store).revision
    with pytest.raises(InputError, match=said) as error:
        additions.add([file(tmp_path, "good.trig", TRIG), file(tmp_path, name, words)], store, graph=TOWNS)
    assert "\n" not in str(error.value)
    assert Reader.open(store).revision == revision


def test_triples_without_a_graph_need_one(store: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--graph"):
        additions.add([file(tmp_path, "towns.ttl", TURTLE)], store)


def test_one_graph_is_not_given_twice(store: Path, tmp_path: Path) -> None:
    files = [file(tmp_path, "one.trig", TRIG), file(tmp_path, "two.trig", TRIG)]
    with pytest.raises(UsageError, match="both hold the graph"):
        additions.add(files, store)


def test_a_graph_that_was_added_is_removed_and_an_article_is_not(store: Path, tmp_path: Path) -> None:
    additions.add([file(tmp_path, "towns.ttl", TURTLE)], store, graph=TOWNS)
    additions.remove(TOWNS, store)
    assert graph(store, TOWNS) == set()
    with pytest.raises(UsageError, match="no graph that was added"):
        additions.remove(MINT.article("2024-05-03-a1"), store)


def test_a_thing_lives_as_long_as_an_added_graph_points_to_it(store: Path, tmp_path: Path) -> None:
    label = f"SELECT * {{ <{MINT.place('farm', '1')}> ?p ?o }}"
    words = f"<https://example.org/a> <https://example.org/b> <{MINT.place('farm', '1')}> ."
    with Writer.open(store) as writer:
        writer.replace(made_article("2025-01-01-farm", place="farm"))
    additions.add([file(tmp_path, "towns.ttl", words)], store, graph=TOWNS)
    with Writer.open(store) as writer:
        writer.retract(MINT.article("2025-01-01-farm"))
    assert Reader.open(store).select(label).rows
    additions.add(
        [file(tmp_path, "towns.ttl", words + "<https://x.example/a> <https://x.example/b> 1 .")], store, graph=TOWNS
    )
    assert Reader.open(store).select(label).rows
    additions.remove(TOWNS, store)
    assert not Reader.open(store).select(label).rows


def test_the_articles_stay_what_they_are(store: Path, tmp_path: Path) -> None:
    with Writer.open(store) as writer:
        before = list(writer.articles())
    additions.add([file(tmp_path, "towns.ttl", TURTLE)], store, graph=TOWNS)
    with Writer.open(store) as writer:
        assert list(writer.articles()) == before
        assert writer.added() == [TOWNS]


def test_the_command_says_what_it_did(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = file(tmp_path, "towns.ttl", TURTLE)
    monkeypatch.setattr("sys.argv", ["kg", "add", str(path), "--graph", TOWNS, "--store", str(store)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code in (0, None)
    assert "1 graph added" in capsys.readouterr().err


def test_the_description_of_the_store_counts_added_graphs(store: Path, tmp_path: Path) -> None:
    additions.add([file(tmp_path, "towns.ttl", TURTLE)], store, graph=TOWNS)
    with (tmp_path / "void.nt").open("wb") as out:
        export_description(Reader.open(store), format="nt", out=out)
    (count,) = Reader.open(store).select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows[0]
    assert f'"{count}"^^' in (tmp_path / "void.nt").read_text(encoding="utf-8")


def test_a_term_that_is_too_large_is_refused_with_the_file(store: Path, tmp_path: Path) -> None:
    large = file(tmp_path, "large.nt", f'<https://example.org/a> <https://example.org/b> "{"x" * 17_000_000}" .')
    with pytest.raises(InputError, match="a term in it is too large"):
        additions.add([large], store, graph=TOWNS)
