"""What a store holds, counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.store import Reader, Table

_COUNTS = """SELECT ?what (COUNT(DISTINCT ?one) AS ?count) WHERE {
  VALUES (?what ?type) {
    ("articles" cg:Article) ("attributed statements" cg:Statement) ("narrated statements" cg:Narration)
    ("event mentions" cg:EventMention) ("link decisions" cg:LinkDecision) ("spans" nif:Phrase)
    ("people" cg:Person) ("organisations" cg:Organisation) ("media" cg:MediaOrganisation) ("parties" cg:PoliticalParty)
    ("government bodies" cg:GovernmentBody) ("armed forces" cg:ArmedForce) ("armed groups" cg:ArmedGroup)
    ("states" cg:State) ("groups" cg:Group) ("settlements" cg:Settlement) ("administrative areas" cg:AdministrativeArea)
  }
  OPTIONAL { ?one a ?type }
} GROUP BY ?what ORDER BY ?what"""


def counts(reader: Reader) -> Table:
    """Rows of `what` and `count`."""
    return reader.select(_COUNTS)
