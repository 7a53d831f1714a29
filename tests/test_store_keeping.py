"""What the master keeps: the form of what is stored, masters of an older format, groups, and room on the disk."""

from __future__ import annotations

import os
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, RdfFormat, Store
from stored_graphs import MINT, made_article

from kg import files, space
from kg.errors import StoreError
from kg.store import Reader, Writer, canonical, checking, master
from kg.store.directory import MARKER
from kg.terms import iri, string, text, typed

LITERALS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"])).map(string),
    st.text(st.characters(exclude_categories=["Cs"])).map(text),
    st.text().filter(lambda one: one.isprintable()).map(lambda one: text(one, language="en-GB")),
    st.tuples(
        st.one_of(
            st.integers().map(str),
            st.decimals(allow_nan=False, allow_infinity=False).map(lambda one: f"{one:f}"),
            st.sampled_from(["0.00", "0.50", "1.00", "007", "+1", "true", "1", "2025-03-12", "2025-02-30", "x", ""]),
        ),
        st.sampled_from(["nonNegativeInteger", "integer", "decimal", "date", "boolean", "double", "string", "token"]),
    ).map(lambda one: typed(one[0], f"xsd:{one[1]}")),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(LITERALS, max_size=4))
def test_what_is_stored_is_known_before_it_is_stored(literals: list[str]) -> None:
    """The store may keep another form of a term than it was given; that form is the one to compare with."""
    lines = [f"<https://a.example/{n}> <https://a.example/p> {one} ." for n, one in enumerate(literals)]
    store = Store()
    graph = NamedNode("https://a.example/g")
    store.load("\n".join(lines).encode(), RdfFormat.N_TRIPLES, to_graph=graph)
    assert canonical.as_stored("\n".join(lines)) == canonical.of_graph(store, graph)


def _old_layout(path: Path) -> None:
    """The manifest as format 1 had it: a triple for each field, and neither the digests of graphs nor a total."""
    with Writer.open(path) as writer:
        rows, revision, position = list(writer.articles()), writer._state.revision, writer.position
    manifest = MINT.manifest
    lines = [f"<{manifest}> <{manifest}#revision> {revision}", f"<{manifest}> <{manifest}#position> {string(position)}"]
    for row in rows:
        fields = [("sha256", row.sha256), ("digest", row.digest), ("text", row.text_graph), ("triples", row.triples)]
        fields += [("source", one) for one in row.sources]
        for name, value in fields:
            said = str(value) if isinstance(value, int) else string(value)
            lines.append(f"{iri(row.article)} <{manifest}#{name}> {said}")
    store = Store(str(path / "master"))
    store.update(f"DROP GRAPH <{manifest}> ; INSERT DATA {{ GRAPH <{manifest}> {{ {' . '.join(lines)} }} }}")
    store.flush()
    del store
    (path / MARKER).write_text((path / MARKER).read_text().replace("format = 2", "format = 1"))


def test_a_store_of_the_older_format_is_read_and_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "db"
    with Writer.create(path) as writer:
        for key in "abc":
            writer.replace(made_article(key), position="000001:7")
        writer.replace(made_article("c2", source="c.txt"))
    _old_layout(path)
    assert len(Reader.open(path).select("SELECT ?a { ?a a cg:Article }").rows) == 3
    with pytest.raises(StoreError, match="is of an older version"):
        checking.check(path)
    with Writer.open(path) as writer:
        assert [(row.article, row.sources) for row in writer.articles()] == [
            (MINT.article("a"), ("a.txt",)),
            (MINT.article("b"), ("b.txt",)),
            (MINT.article("c2"), ("c.txt",)),
        ]
        assert writer.position == "000001:7"
        writer.replace(made_article("a", place="southfield"))
        writer.retract(MINT.article("b"))
    assert checking.check(path).findings == []


def test_many_articles_are_synced_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[bytes] = []

    def sync_data(log: int) -> None:
        os.fsync(log)
        synced.append(os.pread(log, os.fstat(log).st_size, 0))

    with Writer.create(tmp_path / "db") as writer:
        monkeypatch.setattr(files, "_sync_data", sync_data)
        for number in range(5):
            writer.replace(made_article(f"a{number}", words=f"Words number {number}."), sync=False)
        assert synced == []
        writer.sync()
        assert all(f"Words number {number}.".encode() in synced[-1] for number in range(5))
        before = len(synced)
        writer.sync()
        assert len(synced) == before


def test_the_log_that_the_next_builder_has_to_read_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files of old logs are used again, so that their size does not tell: what is written is counted."""
    monkeypatch.setattr(master, "LARGEST_LOG", 1_000_000)
    written = []
    with Writer.create(tmp_path / "db") as writer:
        for number in range(60):
            writer.replace(made_article(f"a{number}", statements=100), sync=False)
            written.append(writer._master._written)
    assert max(written) < 1_000_000
    assert sum(one > two for one, two in pairwise(written)) > 3


def test_no_article_is_taken_when_the_disk_is_nearly_full(tmp_path: Path) -> None:
    with Writer.create(tmp_path / "db") as writer:
        writer.replace(made_article("a"))
    with Writer.open(tmp_path / "db", min_free=space.free(tmp_path) * 2) as writer:
        with pytest.raises(StoreError, match=r"MB left, of which \d+ are to stay free: make room .* --min-free MB"):
            writer.replace(made_article("b"))
        assert writer.retract(MINT.article("a"))
    with Writer.open(tmp_path / "db", min_free=0) as writer:
        assert writer.replace(made_article("b"))


def test_after_an_error_of_the_disk_nothing_more_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Writer.create(tmp_path / "db") as writer:
        writer.replace(made_article("a"))
        with monkeypatch.context() as broken:
            broken.setattr(files, "_sync_data", _fails)
            with pytest.raises(StoreError, match="No space left"):
                writer.replace(made_article("b"))
        for work in (lambda: writer.replace(made_article("c")), lambda: writer.sync(), lambda: writer.publish()):
            with pytest.raises(StoreError, match="No space left"):
                work()
    with Writer.open(tmp_path / "db") as writer:
        assert (
            {MINT.article("a")} <= {row.article for row in writer.articles()} <= {MINT.article("a"), MINT.article("b")}
        )


def test_a_store_whose_tables_cannot_be_read_is_told(tmp_path: Path) -> None:
    with Writer.create(tmp_path / "db") as writer:
        for number in range(5):
            writer.replace(made_article(f"a{number}", statements=300))
    for table in (tmp_path / "db" / "master").glob("*.sst"):
        data = table.read_bytes()
        if len(data) > 20_000:  # of small ones more is index, without which nothing opens
            table.write_bytes(bytes(255 - byte for byte in data[: len(data) // 2]) + data[len(data) // 2 :])
    with pytest.raises(StoreError, match="cannot be used"):
        Writer.open(tmp_path / "db")


@pytest.mark.parametrize("work", ["replace", "replace_all", "retract"])
def test_what_cannot_be_read_while_it_is_changed_is_told(
    work: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = [made_article(f"a{number}") for number in range(5)]
    with closing(Writer.create(tmp_path / "db")) as writer:
        monkeypatch.setattr("kg.store.manifest.Manifest.row", lambda *_: _fails(0))
        works = {
            "replace": lambda: writer.replace(new[0]),
            "replace_all": lambda: writer.replace_all([(one.packed(), "") for one in new]),
            "retract": lambda: writer.retract(new[0].article),
        }
        with pytest.raises(StoreError, match="cannot be used"):
            works[work]()


def _fails(_: int) -> None:
    raise OSError(28, "No space left on device")


def test_what_a_bulk_load_left_behind_is_removed(tmp_path: Path) -> None:
    with Writer.create(tmp_path / "db"):
        pass
    left = tmp_path / "db" / "master" / "bulk-7.sst"
    left.write_bytes(b"x")
    with Writer.open(tmp_path / "db"):
        assert not left.exists()
