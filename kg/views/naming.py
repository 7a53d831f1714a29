"""The articles that name a thing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.terms import iri
from kg.views.claims import Article, values

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
    rows = reader.select(_NAMING.replace("$this", iri(thing))).rows
    found = sorted(((str(day or ""), str(article), int(str(times))) for article, times, day in rows), reverse=True)
    titles = _titles(reader, [article for _, article, _ in found[:SHOWN]])
    return Namings(
        shown=tuple(Naming(article=titles[article], times=times) for _, article, times in found[:SHOWN]),
        total=len(found),
    )


def _titles(reader: Reader, articles: Iterable[str]) -> dict[str, Article]:
    rows = reader.select(_TITLES.replace("$given", values("article", articles))).rows
    return {
        str(article): Article(
            iri=str(article), title=str(title or ""), published=str(day or ""), publisher=str(publisher or "")
        )
        for article, title, day, publisher in rows
    }


_NAMING: Final = """SELECT ?article ?times ?day WHERE {
  { SELECT ?article (COUNT(DISTINCT ?span) AS ?times) WHERE {
      ?span cg:refersTo $this . ?span nif:referenceContext ?article } GROUP BY ?article }
  OPTIONAL { ?article dcterms:issued ?day }
}"""
_TITLES: Final = """SELECT ?article (MIN(?title_) AS ?title) (MIN(?day_) AS ?day) (MIN(?publisher_) AS ?publisher)
WHERE {
  $given
  OPTIONAL { ?article dcterms:title ?title_ }
  OPTIONAL { ?article dcterms:issued ?day_ }
  OPTIONAL { ?article dcterms:publisher ?outlet OPTIONAL { ?outlet skos:prefLabel ?publisher_ } }
} GROUP BY ?article"""
