"""The other articles that are nearly the same text as one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.terms import iri

if TYPE_CHECKING:
    from kg.store import Reader

_SHOWN: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """`copied` is how much of the later text is in the earlier one, `kept` how much of the earlier in the later, in
    per cent; `order_inferred` says that no date tells which is earlier."""

    iri: str
    title: str
    published: str
    publisher: str
    copied: int
    kept: int
    order_inferred: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Editions:
    """`original` is the earliest article of nearly the same text; `later` are some of the `total` that have this one
    for it."""

    original: Edition | None = None
    later: tuple[Edition, ...] = ()
    total: int = 0


def editions(reader: Reader, article: str) -> Editions:
    this = iri(article)
    original = next(_found(reader, _ORIGINAL.replace("$this", this)), None)
    later = tuple(_found(reader, _LATER.replace("$this", this)))
    total = int(str(reader.select(_COUNT.replace("$this", this)).rows[0][0])) if later else 0
    return Editions(original=original, later=later, total=total)


def _found(reader: Reader, query: str) -> Iterator[Edition]:
    for row in reader.select(query):
        yield Edition(
            iri=str(row["article"]),
            title=str(row["title"] or ""),
            published=str(row["published"] or ""),
            publisher=str(row["outlet"] or ""),
            copied=round(100 * float(str(row["copied"]))),
            kept=round(100 * float(str(row["kept"]))),
            order_inferred=bool(row["inferred"]),
        )


_ABOUT: Final = """ ?derivation cg:copied ?copied ; cg:kept ?kept .
  OPTIONAL { ?derivation cg:orderInferred ?inferred }
  OPTIONAL { ?article dcterms:title ?title }
  OPTIONAL { ?article dcterms:issued ?published }
  OPTIONAL { ?article dcterms:publisher/skos:prefLabel ?publisher }
  OPTIONAL { ?article cg:narrator/skos:prefLabel ?narrator }
  BIND(COALESCE(?publisher, ?narrator) AS ?label)"""
_COLUMNS: Final = (
    "SELECT ?article ?title ?published ?copied ?kept ?inferred (MIN(?label) AS ?outlet) WHERE { $which" + _ABOUT + " } "
    "GROUP BY ?article ?title ?published ?copied ?kept ?inferred ORDER BY ?published STR(?article) "
)
_ORIGINAL: Final = _COLUMNS.replace(
    "$which", "$this prov:qualifiedDerivation ?derivation . ?derivation prov:entity ?article ."
)
_LATER: Final = (
    _COLUMNS.replace("$which", "?derivation prov:entity $this . ?article prov:qualifiedDerivation ?derivation .")
    + f"LIMIT {_SHOWN}"
)
_COUNT: Final = "SELECT (COUNT(*) AS ?total) WHERE { ?derivation prov:entity $this ; a prov:Derivation }"
