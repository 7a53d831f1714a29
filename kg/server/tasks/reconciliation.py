"""What the reconciliation service is asked: entities for names, names for what somebody types, values of properties."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from kg import pages
from kg.errors import MessageError, UnknownNameError, UsageError
from kg.reconciliation import extending, matching, suggesting
from kg.reconciliation.entities import Entities
from kg.reconciliation.extension import ExtensionQuery
from kg.reconciliation.messages import QueryBatch, ResultBatch
from kg.reconciliation.suggestions import Flyout
from kg.reconciliation.wire import parse, serialise
from kg.server.tasks.replies import reply
from kg.store import Reader
from kg.workers import Reply

QUERIES: Final = 50
"""Of one batch."""

_FACTS: Final = ("country", "within", "affiliation", "alias", "wikidata", "geonames", "articles", "statements")


def reconciliation(reader: Reader, arguments: Mapping[str, Any]) -> Reply:
    """`service` is what is asked, and `given` its argument, text. Raises UsageError for a message that is none."""
    try:
        answered = _SERVICES[arguments["service"]](Entities(reader), arguments)
    except MessageError as error:
        raise UsageError(str(error)) from error
    return reply(answered, arguments)


def _queries(entities: Entities, arguments: Mapping[str, Any]) -> bytes:
    batch = parse(QueryBatch, arguments["given"], what="queries")
    if len(batch) > QUERIES:
        raise UsageError(f"{len(batch)} queries at once: ask at most {QUERIES}")
    return serialise({key: matching.answer(entities, query) for key, query in batch.items()}, kind=ResultBatch)


def _extend(entities: Entities, arguments: Mapping[str, Any]) -> bytes:
    return serialise(extending.extend(entities, parse(ExtensionQuery, arguments["given"], what="extend")))


def _suggest(entities: Entities, arguments: Mapping[str, Any]) -> bytes:
    return serialise(suggesting.entities(entities, arguments["given"], type_=arguments["type"], skip=arguments["skip"]))


def _flyout(entities: Entities, arguments: Mapping[str, Any]) -> bytes:
    html = pages.render("flyout.html", {"view": _entity(entities, arguments["given"])}, base=arguments["base"])
    return serialise(Flyout(id=arguments["given"], html=" ".join(html.split())))


def _preview(entities: Entities, arguments: Mapping[str, Any]) -> bytes:
    view = _entity(entities, arguments["given"])
    return pages.render("preview.html", {"view": view}, base=arguments["base"]).encode("utf-8")


def _entity(entities: Entities, identifier: str) -> Mapping[str, Any]:
    """Raises UnknownNameError."""
    iri = entities.iri(identifier)
    known = entities.described([iri] if iri else []) if iri else {}
    if iri is None or iri not in known:
        raise UnknownNameError(f"the graph has no actor or place {identifier!r}")
    facts = suggesting.facts(entities, iri, _FACTS)
    return {"entity": known[iri], "description": matching.describe(known[iri]), "facts": facts}


_SERVICES: Final[Mapping[str, Callable[[Entities, Mapping[str, Any]], bytes]]] = {
    "queries": _queries,
    "extend": _extend,
    "suggest": _suggest,
    "flyout": _flyout,
    "preview": _preview,
}
