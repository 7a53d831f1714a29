"""The graph says how much of what is stored each run made, whatever comes and goes."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg import keeping, pipeline
from kg.pipeline import Settings
from kg.store import Reader, Writer
from kg.store.manifest import Manifest

TEXTS = {
    "aleppo": "date 2024-05-06\nTurkish troops have entered Aleppo, Reuters reported on Monday. Damascus denied it.\n",
    "shusha": "date 2024-05-07\nArmenian forces hold Shusha, Yerevan said.\n",
}
COUNTED = "SELECT ?run ?articles ?statements WHERE { ?run cg:articleCount ?articles ; cg:statementCount ?statements }"
STORED = """SELECT ?run (COUNT(DISTINCT ?article) AS ?articles) (COUNT(DISTINCT ?statement) AS ?statements) WHERE {
    ?article prov:wasGeneratedBy ?run .
    OPTIONAL { ?statement cg:in ?article ; a ?kind . VALUES ?kind { cg:Statement cg:Narration } }
} GROUP BY ?run"""


@pytest.fixture
def store(tmp_path: Path) -> Path:
    for name, text in TEXTS.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    pipeline.build([str(tmp_path / f"{name}.txt") for name in TEXTS], tmp_path / "store", Settings())
    return tmp_path / "store"


def counted(store: Path) -> tuple[int, int]:
    """Of the one run, as the graph says it and as it is."""
    reader = Reader.open(store)
    (said,), (stored,) = reader.select(COUNTED).rows, reader.select(STORED).rows
    assert said == stored
    assert keeping.check(store).findings == []
    return int(str(said[1])), int(str(said[2]))


def test_what_comes_and_goes_is_counted(store: Path, tmp_path: Path) -> None:
    articles, statements = counted(store)
    assert (articles, statements) == (2, 3)
    (tmp_path / "shusha.txt").write_text(TEXTS["shusha"] + "Baku denied it.\n", encoding="utf-8")
    pipeline.build([str(tmp_path / "shusha.txt")], store, Settings())
    assert counted(store) == (2, 4)
    pipeline.retract([str(tmp_path / "shusha.txt")], store)
    assert counted(store) == (1, 2)
    pipeline.rebuild(store, Settings(), anew=True)
    assert counted(store) == (1, 2)
    pipeline.retract([str(tmp_path / "aleppo.txt")], store)
    assert Reader.open(store).select(COUNTED).rows == ()
    assert keeping.check(store).findings == []


def test_a_store_that_did_not_count_is_counted_when_it_is_opened(store: Path) -> None:
    before = counted(store)
    _rewrite(store, runs=None)
    with Writer.open(store) as writer:
        writer.supply(writer.runs)
    assert counted(store) == before


def test_a_wrong_count_is_found(store: Path) -> None:
    _rewrite(store, runs={"https://claimgraph.example/id/run/other": (2, 3)})
    (found,) = keeping.check(store).findings
    assert "counts what the runs have made" in str(found)


def _rewrite(store: Path, **fields: object) -> None:
    """Change what the master says of its state."""
    with Writer.open(store) as writer:
        graph = NamedNode(f"{writer.base}manifest")
    master = Store(str(store / "master"))
    state = asdict(Manifest(master, graph).state())
    field = NamedNode(f"{graph.value}#state")
    (old,) = master.quads_for_pattern(graph, field, None, graph)
    master.remove(old)
    master.add(Quad(graph, field, Literal(json.dumps(state | fields)), graph))
