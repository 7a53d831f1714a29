"""What a store holds, counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg import lexicon
from kg.model import ENGLISH

if TYPE_CHECKING:
    from kg.store import Reader, Table

_COUNTS = """SELECT ?what ?count WHERE {
  { SELECT ?what (COUNT(DISTINCT ?one) AS ?count) WHERE {
      VALUES (?what ?type) {
        ("articles" cg:Article) ("attributed statements" cg:Statement) ("narrated statements" cg:Narration)
        ("event mentions" cg:EventMention) ("link decisions" cg:LinkDecision) ("spans" nif:Phrase)
        ("people" cg:Person) ("organisations" cg:Organisation) ("media" cg:MediaOrganisation)
        ("parties" cg:PoliticalParty) ("government bodies" cg:GovernmentBody) ("armed forces" cg:ArmedForce)
        ("armed groups" cg:ArmedGroup) ("states" cg:State) ("groups" cg:Group) ("settlements" cg:Settlement)
        ("administrative areas" cg:AdministrativeArea)
      }
      OPTIONAL { ?one a ?type }
    } GROUP BY ?what
  } UNION {
    SELECT (CONCAT("articles in ", ?name) AS ?what) (COUNT(?article) AS ?count) WHERE {
      ?article a cg:Article ; dcterms:language ?language .
      OPTIONAL { VALUES (?code ?known) { $names } FILTER (?code = STR(?language)) }
      BIND (COALESCE(?known, STR(?language)) AS ?name)
    } GROUP BY ?name
  } UNION {
    SELECT ("articles not extracted" AS ?what) (COUNT(?article) AS ?count) WHERE {
      ?article a cg:Article ; dcterms:language ?language FILTER (STR(?language) != "$english")
    }
  }
} ORDER BY ?what"""


def counts(reader: Reader) -> Table:
    """Rows of `what` and `count`. Not extracted are the articles in other languages than English."""
    names = " ".join(f'("{code}" "{name}")' for code, name in lexicon.table("languages")["names"].items())
    return reader.select(_COUNTS.replace("$names", names).replace("$english", ENGLISH))
