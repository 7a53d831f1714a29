"""The index of a user's files beside those that ship is the one that reading all of them together makes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import permutations
from pathlib import Path

import pytest

from kg.linking import index
from kg.linking.concepts import REGISTER, SHIPPED, SHIPPED_REGISTER, Source

TABLES = ("concept", "name", "derived", "part", "office", "domain")
PREFIXES = """@prefix : <https://example.org/{folder}/> .
@prefix ours: <https://example.org/ours/> .
@prefix cg: <https://w3id.org/claimgraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wd: <http://www.wikidata.org/entity/> .
"""
OURS = """:ferria a skos:Concept, cg:State ; skos:prefLabel "Ferria"@en ; cg:demonym "Ferrian"@en ;
    cg:capital "Quay"@en ;
    cg:countryCode "GB" ;
    skos:exactMatch wd:Q900000001 .
:strand a skos:Concept, cg:State ; skos:prefLabel "Strand"@en ; skos:altLabel "STR"@en ;
    skos:exactMatch wd:Q900000002 .
:ann a skos:Concept, cg:Person ; skos:prefLabel "Ann Oakley-Moss"@en ;
    skos:exactMatch wd:Q900000003 ;
    cg:office "president of Q900000001 2019-05-20/2024-05-19" .
"""
LATER = """:ferria a skos:Concept, cg:State ; skos:prefLabel "Republic of Ferria"@en ; cg:demonym "Ferrish"@en ;
    skos:exactMatch wd:Q900000001 .
:club a skos:Concept, cg:Organisation ; skos:prefLabel "Strand Club"@en .
"""
LISTED = """# register
id\tlabel\ttype\taliases\tdomain
Q900000004\tBea Oakley-Moss\tPerson\tBea Moss\t
Q900000005\tFerry News\tMediaOrganisation\tFN\twww.ferry.example
Q900000003\tAnn Oakley-Moss of the list\tPerson\tAnnie\t
"""
OWN = {
    "states.ttl": """:f a skos:Concept, cg:State ; skos:prefLabel "Land of Ferria"@en ;
    cg:demonym "ferrian"@en, "Ferro"@en ;
    skos:exactMatch wd:Q900000001 .
:guard a skos:Concept, cg:ArmedForce ; skos:prefLabel "Strand Guard"@en ; cg:ofState ours:strand .
""",
    "again.ttl": """:f a skos:Concept, cg:State ; skos:prefLabel "Ferria of mine"@en ;
    skos:exactMatch wd:Q900000001 .
:s a skos:Concept, cg:State ; skos:prefLabel "Strand of mine"@en ; cg:capital "Beach"@en ;
    skos:exactMatch wd:Q900000002 .
""",
    "people.ttl": """:ann a skos:Concept, cg:Person ; skos:prefLabel "Anna Barbara Oakley"@en ;
    skos:exactMatch wd:Q900000003 .
:bea a skos:Concept, cg:Person ; skos:prefLabel "Beatrice Moss"@en ;
    skos:exactMatch wd:Q900000004 .
""",
    "register.tsv": """# register
id\tlabel\ttype\taliases\tdemonyms\tdomain
Q900000002\tStrand listed\tState\tSTR\tStrander\t
Q900000005\tFerry News of mine\tMediaOrganisation\t\t\tferry-news.example
Q900000006\tCy Brook\tPerson\tBrook\t\t
""",
}


def source(name: str, text: str, rank: int) -> Source:
    folder = "ours" if SHIPPED <= rank < REGISTER else "mine"
    data = text if name.endswith(".tsv") else PREFIXES.format(folder=folder) + text
    return Source(Path(name), data.encode(), rank)


def content(connection: sqlite3.Connection, table: str) -> set[tuple[object, ...]]:
    return set(connection.execute(f"SELECT * FROM {table}"))


@pytest.mark.parametrize("names", [some for count in (1, 2, 4) for some in permutations(OWN, count)], ids=" ".join)
def test_it_is_the_same_as_of_all_files_together(
    names: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_CACHE", str(tmp_path))
    texts = (("ours.ttl", OURS, SHIPPED), ("later.ttl", LATER, SHIPPED + 1), ("listed.tsv", LISTED, SHIPPED_REGISTER))
    shipped = [source(*one) for one in texts]
    own = [
        source(name, OWN[name], rank + (REGISTER if name == "register.tsv" else 0)) for rank, name in enumerate(names)
    ]
    with closing(sqlite3.connect(":memory:")) as together, closing(index.opened(own, shipped)) as beside:
        index.fill(together, sorted([*own, *shipped], key=lambda one: one.rank))
        for table in TABLES:
            assert content(beside, table) == content(together, table), table
