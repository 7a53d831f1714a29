"""Authority tables from what Wikidata gives out: its JSON dump, or the answer to a SPARQL query."""

from kg.linking.wikidata.making import Made, make

__all__ = ["Made", "make"]
