"""`kg check`: whatever is wrong with a store is found, and a whole store has nothing wrong."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store
from store_faults import environment
from stored_graphs import MINT, made_article

from kg import keeping
from kg.article_graph import ArticleGraph
from kg.capture import Capture
from kg.errors import StoreError
from kg.journal import Journal
from kg.ontology import term
from kg.quarantine import Held, Quarantine
from kg.store import Reader, Writer
from kg.store.additions import AddedGraph
from kg.terms import Triple

FAULTS = 60


def article(key: str, *, place: str = "northfield", statements: int = 2) -> ArticleGraph:
    words = f"Words of {key}: é\t“x”\x7f {place}."
    made = made_article(key, place=place, statements=statements, words=words)
    return replace(made, sha256=sha256(words.encode()).hexdigest())


def make(path: Path) -> Path:
    """A store with all that belongs to one, some of it replaced and retracted."""
    own = AddedGraph(
        name=MINT.graph("own"), triples=(Triple("<https://a.example/x>", "<https://a.example/y>", '"01"'),)
    )
    with Writer.create(path) as writer:
        captures = [Capture(source=f"{n}.txt", data=f"Words {n}.".encode()) for n in range(12)]
        for number, end in enumerate(Journal(path).append(captures)):
            made = article(f"k{number}", place=f"p{number % 5}", statements=30)
            writer.replace(made, position=str(end), sync=number % 4 == 3)
        writer.publish()
        writer.replace(article("k3", place="elsewhere"))
        writer.retract(MINT.article("k4"))
        writer.add(own)
    held = Held(key="q", source="q.txt", origin="q.txt", kind="nonconforming", report="Because.")
    Quarantine(path).put(held, article("q").packed())
    return path


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("whole") / "store.db")


@pytest.fixture
def store(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "store.db"))


def found(store: Path) -> list[str]:
    return [f"{one.where}: {one.what}" for one in keeping.check(store).findings]


def test_a_whole_store_has_nothing_wrong(whole: Path) -> None:
    checked = keeping.check(whole)
    assert (checked.findings, checked.skipped) == ([], [])
    assert (checked.articles, checked.set_aside) == (11, 1)
    assert checked.copies == 3


A, TEXT, THINGS, OWN = (f"<{one}>" for one in (MINT.article("k1"), MINT.text("k1"), MINT.things, MINT.graph("own")))
LABEL = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
PLACE = f"<{MINT.place('p1', '1')}>"
WRONG = {
    "lost": (f"DROP GRAPH {A} ; DROP GRAPH {TEXT}", "k1: is lost"),
    "half": (f"DELETE DATA {{ GRAPH {A} {{ {A} a <{term('cg:Article')}> }} }}", "k1: has 31 triples, not 32"),
    "text": (f"DROP GRAPH {TEXT}", "k1: its text is not what was read"),
    "more": (f"INSERT DATA {{ GRAPH {A} {{ {A} {LABEL} 1 }} }}", "k1: has 33 triples, not 32"),
    "changed": (
        f"DELETE DATA {{ GRAPH {A} {{ {A} a <{term('cg:Article')}> }} }} ; "
        f"INSERT DATA {{ GRAPH {A} {{ {A} {LABEL} 1 }} }}",
        "k1: is not as it was stored",
    ),
    "misplaced": (
        f"INSERT DATA {{ GRAPH {A} {{ {PLACE} {LABEL} 1 }} }}",
        "k1: its graph holds triples of another graph",
    ),
    "a graph more": (f"INSERT DATA {{ GRAPH <{MINT.article('z')}> {{ {A} {LABEL} 1 }} }}", "z: is a graph that no row"),
    "no graph": (f"INSERT DATA {{ {A} {LABEL} 1 }}", "the default graph: holds triples"),
    "a thing changed": (
        f"DELETE WHERE {{ GRAPH {THINGS} {{ {PLACE} {LABEL} ?o }} }}",
        "things: is not as it was stored",
    ),
    "a thing less": (f"DELETE WHERE {{ GRAPH {THINGS} {{ {PLACE} ?p ?o }} }}", "is spoken of, but not described"),
    "a thing more": (f"INSERT DATA {{ GRAPH {THINGS} {{ {PLACE[:-1]}x> {LABEL} 1 }} }}", "though nothing speaks of it"),
    "own graph lost": (f"DROP GRAPH {OWN}", "graph/own: is lost"),
    "row lost": (f"DELETE WHERE {{ GRAPH <{MINT.manifest}> {{ {A} ?p ?o }} }}", "k1: is a graph that no row"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_what_is_lost_extra_half_or_changed_is_named(kind: str, store: Path) -> None:
    update, said = WRONG[kind]
    master = Store(str(store / "master"))
    master.update(update)
    del master
    assert any(said in one for one in found(store)), found(store)


def test_sixty_faults_of_a_disk_are_all_noticed(whole: Path, tmp_path: Path) -> None:
    """A bit, the rest of a file, or a whole file: the check tells of it, opening does, or nothing is different."""
    chance, before = random.Random(20250312), contents(whole)
    files = [file.relative_to(whole) for file in sorted(whole.rglob("*")) if file.is_file()]
    kinds = sorted({kind(file) for file in files})
    unnoticed = []
    for number in range(FAULTS):
        store = Path(shutil.copytree(whole, tmp_path / "store.db"))
        file = chance.choice([one for one in files if kind(one) == kinds[number % len(kinds)]])
        done = harm(store / file, ("bit", "cut", "gone")[number // len(kinds) % 3], chance)
        try:
            noticed = bool(found(store)) or contents(store) == before
        except StoreError:
            noticed = True
        if not noticed:
            unnoticed.append(f"{file}: {done}")
        shutil.rmtree(store)
    assert unnoticed == []
    assert len(kinds) >= 12


def kind(file: Path) -> str:
    folder = file.parts[0] if len(file.parts) > 1 else ""
    return f"{folder} {file.suffix or file.name.partition('-')[0]}"


def harm(file: Path, how: str, chance: random.Random) -> str:
    content = bytearray(file.read_bytes())
    if how == "gone" or not content:
        file.unlink()
        return "gone"
    place = chance.randrange(len(content))
    if how == "bit":
        content[place] ^= 1 << chance.randrange(8)
    else:
        del content[place:]
    file.unlink()
    file.write_bytes(content)
    return f"{how} {place}"


def contents(store: Path) -> tuple[bytes, list[object]]:
    """What readers and the next builder would see; StoreError when one of them is told that it is damaged."""
    copy = Path(shutil.copytree(store, store.with_name("opened.db")))
    try:
        published = b"".join(sorted(Reader.open(copy).store.dump(format=RdfFormat.N_QUADS).splitlines(keepends=True)))  # type: ignore[union-attr]
        with Writer.open(copy) as writer:
            rows: list[object] = [*writer.articles(), *writer.added()]
        quarantine = [file.read_bytes() for file in sorted((store / "quarantine").iterdir())]
        return published, [*rows, *quarantine, *(entry for _, entry in Journal(store).entries())]
    except (OSError, RuntimeError, ValueError) as error:
        raise StoreError("cannot be read") from error
    finally:
        shutil.rmtree(copy)


def test_a_store_that_is_being_built_is_checked_as_far_as_it_can_be(store: Path) -> None:
    code = (
        "import sys\nfrom kg.store import Writer\nw = Writer.open(sys.argv[1])\nprint(1, flush=True)\nsys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(store)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as builder:
        assert builder.stdout
        assert builder.stdin
        builder.stdout.readline()
        checked = keeping.check(store)
        builder.stdin.close()
    assert (checked.findings, checked.articles) == ([], 0)
    assert checked.skipped == ["the master, for a kg build is at work on it"]


def test_a_check_leaves_everything_as_it_is(store: Path) -> None:
    before = {file: (file.stat().st_mtime_ns, file.read_bytes()) for file in store.rglob("*") if file.is_file()}
    keeping.check(store)
    assert {file: (file.stat().st_mtime_ns, file.read_bytes()) for file in store.rglob("*") if file.is_file()} == before


def kg(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "kg", *arguments], capture_output=True, text=True)


def test_the_command_tells_each_finding_and_how_many(store: Path) -> None:
    (store / "quarantine" / "q.nt").write_text("")
    run = kg("check", "--store", str(store))
    assert (run.returncode, run.stdout.count("\n")) == (1, 1)
    assert run.stderr == f"kg: 11 articles, 3 copies, 1 set aside: 1 thing is wrong ({store})\n"
    told = json.loads(kg("check", "--store", str(store), "--format", "json").stdout)
    assert [one["where"] for one in told["findings"]] == ["quarantine/q.json"]
    assert kg("check", "--store", str(store / "nowhere")).returncode == 4


def test_a_backup_is_a_store_and_is_restored_as_it_was(store: Path, tmp_path: Path) -> None:
    keeping.backup(store, tmp_path / "copy")
    shutil.rmtree(store)
    assert found(tmp_path / "copy") == []
    keeping.restore(tmp_path / "copy", store)
    assert contents(store)[0] == contents(tmp_path / "copy")[0]
    assert found(store) == []
    with Writer.open(store) as writer:
        assert writer.position
        assert not writer.replace(article("k7", place="p2", statements=30))


def test_a_backup_never_takes_the_place_of_anything(store: Path, tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "notes.txt").write_text("mine")
    with pytest.raises(StoreError, match=r"there is something at .*copy already"):
        keeping.backup(store, tmp_path / "copy")
    with pytest.raises(StoreError, match="is within store"):
        keeping.backup(store, store / "copy")
    keeping.backup(store, tmp_path / "other")
    with pytest.raises(StoreError, match=r"there is something at .*store.db already"):
        keeping.restore(tmp_path / "other", store)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["copy", "other", "store.db"]


def test_a_damaged_backup_is_not_restored(store: Path, tmp_path: Path) -> None:
    next((store / "generations").glob("*/*.sst")).unlink()
    for table in (store / "generations").glob("*/*.sst"):
        table.write_bytes(table.read_bytes()[:-1])
    with pytest.raises(StoreError, match=r"backup .* is damaged: .*restore another"):
        keeping.restore(store, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_backup_is_made_while_a_builder_publishes(store: Path, tmp_path: Path) -> None:
    code = """
import sys
from stored_graphs import made_article
from kg.store import Writer, publishing
publishing.INTERVAL, publishing.SHARE = 0.1, 0
with Writer.open(sys.argv[1]) as writer:
    for number in range(100_000):
        writer.replace(made_article(f"n{number % 50}", statements=3, words=str(number)))
        if number % 50 == 0:
            print(number, flush=True)
"""
    command = [sys.executable, "-c", code, str(store)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment()) as builder:
        assert builder.stdout
        for number in range(3):
            builder.stdout.readline()
            keeping.backup(store, tmp_path / f"copy{number}")
        builder.kill()
    for number in range(3):
        with Writer.open(tmp_path / f"copy{number}") as writer:
            assert len(list(writer.articles())) >= 11
        assert found(tmp_path / f"copy{number}") == []
