"""Wikidata's own search, as a linker: by the names and aliases of items.

Sources: https://www.wikidata.org/w/api.php?action=help&modules=wbsearchentities and &modules=wbgetentities.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Annotated, Final

from pydantic import Field

from kg import lexicon
from kg.errors import MessageError, ServiceError, UsageError
from kg.linking.concepts import WIKIDATA
from kg.linking.names import fold
from kg.reconciliation.fields import Given
from kg.reconciliation.http import Caller, Fields
from kg.reconciliation.messages import Candidate, Feature, Query, Result, TypeReference
from kg.reconciliation.wire import parse

LABEL_SCORE: Final = 90.0
ALIAS_SCORE: Final = 80.0
"""Of 100, for a name that is just the same: a name alone never makes certain."""
_LIMIT: Final = 7
_MOST_HITS: Final = 50  # of one call, both of the search and of the items
_ITEM = re.compile(r"Q[1-9][0-9]{0,11}")
_LANGUAGE = re.compile(r"[a-z]{2,12}(?:-[a-z0-9]{1,12})*")
_WHAT: Final = "the answer of Wikidata"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fault:
    code: str
    info: Given[str] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Match:
    type: str
    text: Given[str] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hit:
    id: Annotated[str, Field(pattern=r"^Q[1-9][0-9]{0,11}$")]
    match: _Match


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _EntityId:
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _DataValue:
    value: _EntityId


@dataclass(frozen=True, slots=True, kw_only=True)
class _Snak:
    datavalue: Given[_DataValue] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claim:
    mainsnak: _Snak
    rank: str = "normal"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claims:
    instance_of: Annotated[tuple[_Claim, ...], Field(alias="P31")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    """Without id's labels and claims when there is no such item. PHP writes an empty map as an empty list."""

    id: str
    missing: Given[str] = None
    labels: dict[str, _Text] | tuple[()] = ()
    descriptions: dict[str, _Text] | tuple[()] = ()
    claims: _Claims | tuple[()] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    error: Given[_Fault] = None
    search: Given[tuple[_Hit, ...]] = None
    entities: Given[dict[str, _Item]] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wikidata:
    """A linker (see `kg.reconciliation.asking`). The query's `type` is an item that candidates are instances of."""

    caller: Caller
    endpoint: str
    language: str = "en"
    most: int = 1
    lexical: bool = True
    space: str = WIKIDATA

    def __post_init__(self) -> None:
        if not _LANGUAGE.fullmatch(self.language):
            raise UsageError(f"{self.language!r} is no language code: give one such as en")

    @property
    def address(self) -> str:
        return f"{self.endpoint}?language={self.language}"

    def iri(self, identifier: str) -> str:
        if not _ITEM.fullmatch(identifier):
            raise MessageError(f"{_WHAT}: {identifier!r} is no item")
        return WIKIDATA + identifier

    def answer(self, queries: Sequence[Query]) -> list[Result]:
        return [self._result(query) for query in queries]

    def _result(self, query: Query) -> Result:
        if not query.query:
            raise UsageError("Wikidata's search takes names only: a query without one cannot be asked")
        limit = min(int(query.limit or _LIMIT), _MOST_HITS)
        hits = self._search(query.query, limit)
        items = self._items([hit.id for hit in hits])
        wanted = {query.type} if isinstance(query.type, str) else set(query.type or ())
        found = [
            _candidate(query.query, hit, items[hit.id], self.language)
            for hit in hits
            if hit.id in items and _fits(items[hit.id], wanted)
        ]
        return Result(result=tuple(sorted(found, key=lambda one: -one.score)))

    def _search(self, name: str, limit: int) -> tuple[_Hit, ...]:
        fields = {"action": "wbsearchentities", "search": name, "language": self.language, "uselang": self.language}
        found = self._call(fields | {"type": "item", "limit": str(limit)}).search
        if found is None:
            raise MessageError(f"{_WHAT}: search: missing")
        first: dict[str, _Hit] = {}
        for hit in found[:limit]:
            first.setdefault(hit.id, hit)
        return tuple(first.values())

    def _items(self, ids: Sequence[str]) -> dict[str, _Item]:
        if not ids:
            return {}
        fields = {"action": "wbgetentities", "ids": "|".join(ids), "props": "labels|descriptions|claims"}
        found = self._call(fields | {"languages": self.language, "languagefallback": "1"}).entities
        if found is None:
            raise MessageError(f"{_WHAT}: entities: missing")
        return {key: item for key, item in found.items() if item.missing is None}

    def _call(self, fields: Fields) -> _Answer:
        always = {"format": "json", "maxlag": "5"}
        answer = parse(_Answer, self.caller.get(self.endpoint, fields | always, busy=_lags), what=_WHAT)
        if answer.error:
            raise ServiceError(f"Wikidata: {answer.error.code}: {answer.error.info or 'no reason given'}")
        return answer


def _lags(body: bytes) -> bool:
    """Whether the servers are behind and asked to be left alone, which is said with status 200."""
    try:
        error = parse(_Answer, body, what=_WHAT).error
    except MessageError:
        return False
    return error is not None and error.code in ("maxlag", "ratelimited")


def _types(item: _Item) -> tuple[str, ...]:
    claims = item.claims.instance_of if isinstance(item.claims, _Claims) else ()
    return tuple(
        claim.mainsnak.datavalue.value.id for claim in claims if claim.mainsnak.datavalue and claim.rank != "deprecated"
    )


def _fits(item: _Item, wanted: set[str]) -> bool:
    types = set(_types(item))
    return not types.intersection(lexicon.table("reconciliation")["never"]) and (not wanted or bool(types & wanted))


def _candidate(name: str, hit: _Hit, item: _Item, language: str) -> Candidate:
    label = _text(item.labels, language)
    likeness = SequenceMatcher(None, fold(name), fold(hit.match.text or label or ""), autojunk=False).ratio()
    best = LABEL_SCORE if hit.match.type == "label" else ALIAS_SCORE
    return Candidate(
        id=hit.id,
        name=label or hit.match.text or hit.id,
        score=round(best * likeness, 1),
        description=_text(item.descriptions, language),
        match=False,
        features=(
            Feature(id="likeness", value=round(likeness, 3)),
            Feature(id="matches_label", value=hit.match.type == "label"),
        ),
        type=tuple(TypeReference(id=one) for one in _types(item)),
    )


def _text(texts: dict[str, _Text] | tuple[()], language: str) -> str | None:
    """The text in the language asked for, or in the one that stands in for it."""
    if not texts:
        return None
    return (texts.get(language) or next(iter(texts.values()))).value
