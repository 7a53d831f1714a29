"""Articles into a store on the network, from the command line and from Python: the same graph as in a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from faulty_proxy import before
from oxigraph_server import serving
from stored_graphs import made_article

import kg
from kg import resources
from kg.cli import main
from kg.store import Writer

ARTICLES = {
    "harbour.txt": " date 2024-05-06\nTurkish troops have entered Aleppo, Reuters reported on Monday.\n",
    "bridge.txt": (
        " date 2024-05-07\nRebels said on Tuesday that they had captured Aleppo. The army denied the claim.\n"
        "Ann Oak of Ferry Watch told Reuters that troops had left the town of Azaz.\n"
    ),
}


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as leaving:
        main(list(arguments))
    return int(leaving.value.code or 0)


COMMANDS = (
    ["export", "--format", "trig", "--texts", "--examples"],
    ["export", "--format", "sssom"],
    ["export", "--void"],
    ["stats", "--format", "csv"],
    ["link", "--format", "csv"],
    ["ask", "who claimed control of Aleppo", "--format", "csv"],
    ["query", "SELECT ?a ?t WHERE { GRAPH ?a { ?a a cg:Article ; dcterms:title ?t } } ORDER BY ?a"],
    ["query", "DESCRIBE ?s WHERE { ?s a cg:Statement } ORDER BY ?s LIMIT 1"],
)


def test_what_is_built_is_the_same_as_in_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    given = [str(resources.folder("seeds"))]
    for name, text in ARTICLES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        given.append(str(tmp_path / name))
    monkeypatch.setenv("KG_STORE_FOLDER", str(tmp_path / "beside"))
    with serving(tmp_path / "data") as server:
        stores = (server.url, str(tmp_path / "near.db"))
        assert run("build", *given, "--store", stores[0]) == 0
        assert run("build", *reversed(given), "--store", stores[1]) == 0
        assert b"3 stored, 0 unchanged" in capsysbinary.readouterr().err
        assert (tmp_path / "beside" / "journal").is_dir()
        found = kg.open_store(stores[0]).query(
            "SELECT ?s ?a WHERE { ?s a cg:Statement ; cg:in ?a } ORDER BY ?s LIMIT 1"
        )
        ((statement, article),) = found.rows  # type: ignore[union-attr]
        for command in (*COMMANDS, ["explain", str(statement)], ["export", "--article", str(article)]):
            said = []
            for store in stores:
                assert run(*command, "--store", store) == 0
                said.append(capsysbinary.readouterr().out)
            assert said[0], command
            assert said[0] == said[1], command


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a store with made-up articles."""
    folder = tmp_path_factory.mktemp("served")
    with pytest.MonkeyPatch.context() as patch, serving(folder / "data") as server:
        patch.setenv("KG_STORE_FOLDER", str(folder / "beside"))
        with Writer.create(server.url) as writer:
            for key in "abc":
                writer.replace(made_article(key, place=key))
        yield server.url


def test_an_export_takes_one_request_for_each_graph(store: str) -> None:
    with before(store) as proxy:
        graph = kg.open_store(proxy.url)
        begun = len(proxy.requests)
        names = list(graph.reader.store.named_graphs())
        listed = len(proxy.requests) - begun
        with Path("/dev/null").open("wb") as out:
            graph.export(out, format="trig", texts=True, examples=True)
        assert len(proxy.requests) - begun - listed <= len(names) + 2


def test_what_needs_files_of_its_own_says_so(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("serve", "mcp"):
        assert run(command, "--store", store) == 2
        assert f"needs a store in a folder, and {store} is on the network" in capsys.readouterr().err


def test_a_store_that_nobody_builds_is_free(store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("unlock", "--store", store) == 0
    assert f"{store} was free" in capsys.readouterr().err
    assert run("unlock", "--store", str(tmp_path)) == 2


def test_files_of_the_users_own_go_there_too(store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "towns.nt").write_text("<urn:made-up:a> <urn:made-up:b> <urn:made-up:c> .\n", encoding="utf-8")
    own = "https://example.org/towns"
    asked = ["query", f"ASK {{ GRAPH <{own}> {{ ?s ?p ?o }} }}", "--format", "csv", "--store", store]
    assert run("add", str(tmp_path / "towns.nt"), "--graph", own, "--store", store) == 0
    assert run(*asked) == 0
    assert run("remove", own, "--store", store) == 0
    assert run(*asked) == 0
    assert capsys.readouterr().out.split() == ["true", "false"]


def test_a_store_that_cannot_be_reached_ends_with_status_4(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ask", "articles", "--store", "http://127.0.0.1:9/query") == 4
    assert run("ask", "articles", "--store", "http://ann:secret@127.0.0.1:9/query") == 2
    said = capsys.readouterr().err
    assert "cannot be reached" in said
    assert "holds no password" in said
    assert "secret" not in said
