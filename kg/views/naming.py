"""The articles that name a thing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.terms import iri
from kg.views.claims import Article

if TYPE_CHECKING:
    from kg.store import Reader

SHOWN: Final = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """An article, and how often it names the thing."""

    article: Article
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Namings:
    """The newest of `total`."""

    shown: tuple[Naming, ...]
    total: int


def naming(reader: Reader, thing: str) -> Namings:
    this = iri(thing)
    rows = reader.select(_COUNTED.replace("$this", this)).rows
    shown = tuple(
        Naming(
            article=Article(
                iri=str(article), title=str(title or ""), published=str(day or ""), publisher=str(publisher or "")
            ),
            times=int(str(times)),
        )
        for article, day, times, title, publisher in reader.select(
            _NAMING.replace("$this", this).replace("$limit", str(SHOWN))
        ).rows
    )
    return Namings(shown=shown, total=int(str(rows[0][0])))


_NAMED: Final = "?span cg:refersTo $this . ?span nif:referenceContext ?article"
_COUNTED: Final = f"SELECT (COUNT(DISTINCT ?article) AS ?count) WHERE {{ {_NAMED} }}"
_NAMING: Final = f"""SELECT ?article ?day ?times (MIN(?title_) AS ?title) (MIN(?publisher_) AS ?publisher) WHERE {{
  {{ SELECT ?article (MIN(?issued) AS ?day) (COUNT(DISTINCT ?span) AS ?times) WHERE {{
      {_NAMED} OPTIONAL {{ ?article dcterms:issued ?issued }} }}
    GROUP BY ?article ORDER BY DESC(?day) STR(?article) LIMIT $limit }}
  OPTIONAL {{ ?article dcterms:title ?title_ }}
  OPTIONAL {{ ?article dcterms:publisher ?outlet OPTIONAL {{ ?outlet skos:prefLabel ?publisher_ }} }}
}} GROUP BY ?article ?day ?times ORDER BY DESC(?day) STR(?article)"""
