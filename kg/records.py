"""What was found in an article as one JSON record: the output of `kg extract`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kg.iris import Minter
from kg.model import Event, Link, Mode, Span, Statement
from kg.naming import Named

_COARSER = {"PoliticalParty": "Organisation"}
"""Classes that the graph tells apart and a record does not: readers of records know fourteen."""


def record(found: Named, minter: Minter) -> dict[str, Any]:
    """One article as plain JSON values, keys always in this order.

    Offsets are 0-based, end-exclusive, in code points of the article's text.
    """
    extraction = found.extraction
    return {
        "article": _article(found, minter),
        "entities": _entities(found),
        "statements": [_statement(s, found, minter) for s in extraction.statements],
        "events": _events(found),
    }


def _article(found: Named, minter: Minter) -> dict[str, Any]:
    article, narrator = found.extraction.article, found.extraction.narrator
    outlet = found.things[found.entity[narrator]].label if narrator is not None else None
    return {
        "id": minter.article(article.key),
        "input": article.source,
        "title": article.title,
        "published": article.published.isoformat() if article.published else None,
        "publisher": article.publisher or outlet,
        "language": article.language,
        "sha256": article.sha256,
    }


def _entities(found: Named) -> list[dict[str, Any]]:
    """One entry for each thing: entities that turned out to be the same thing are one."""
    mentions: dict[str, set[Span]] = {}
    for entity in found.extraction.entities:
        mentions.setdefault(found.entity[entity.key], set()).update(m.span for m in entity.mentions)
    entries = []
    for identifier, spans in mentions.items():
        thing = found.things[identifier]
        entry: dict[str, Any] = {
            "id": identifier,
            "type": _COARSER.get(thing.type, thing.type),
            "name": thing.label,
            "links": [target for _, target in thing.matches],
            "mentions": [list(span) for span in sorted(spans)],
            "decisions": _decisions(identifier, found),
        }
        if thing.lat is not None and thing.lon is not None:
            entry |= {"lat": thing.lat, "lon": thing.lon}
        entries.append(entry)
    return entries


def _decisions(identifier: str, found: Named) -> list[dict[str, Any]]:
    """How each link was decided; of several decisions on one link the surest."""
    best: dict[str, Link] = {}
    for key, links in found.identification.links.items():
        for link in links if found.entity[key] == identifier else ():
            if link.target not in best or link.confidence > best[link.target].confidence:
                best[link.target] = link
    return [
        {
            "target": link.target,
            "confidence": link.confidence,
            "method": link.method,
            "version": link.version,
            "evidence": list(link.evidence),
        }
        for _, link in sorted(best.items())
    ]


def _statement(statement: Statement, found: Named, minter: Minter) -> dict[str, Any]:
    key = found.extraction.article.key
    speaker = found.extraction.narrator if statement.mode is Mode.NARRATION else statement.speaker
    return {
        "id": minter.statement(key, statement.key),
        "speaker": found.entity[speaker] if speaker is not None else None,
        "source": _spans(statement.source),
        "cue": _spans(statement.cue),
        "content": _spans(statement.content),
        "mode": statement.mode.value,
        "stance": statement.stance.value,
        "certainty": statement.certainty.value,
        "date": statement.stated.isoformat() if statement.stated else None,
        "parent": minter.statement(key, statement.parent) if statement.parent is not None else None,
        "depth": statement.depth,
        "events": _unique({"id": found.event[t.event], "stance": t.stance.value} for t in statement.events),
        "via": found.via[statement.key],
    }


def _events(found: Named) -> list[dict[str, Any]]:
    """One entry for each event IRI: what two mentions tell alike is one event."""
    entries: dict[str, dict[str, Any]] = {}
    for event in found.extraction.events:
        identifier = found.event[event.key]
        if identifier in entries:
            entries[identifier]["trigger"]["spans"] += [list(span) for span in event.trigger]
        else:
            entries[identifier] = _event(event, identifier, found)
    return list(entries.values())


def _event(event: Event, identifier: str, found: Named) -> dict[str, Any]:
    roles = {role: found.entity[key] if key is not None else None for role, key in _roles(event)}
    return {
        "id": identifier,
        "type": event.type,
        **roles,
        "date": _date(event.time.value) if event.time else None,
        "trigger": _spans(event.trigger),
        "part": event.part,
        "time": event.time.value if event.time else None,
    }


def _roles(event: Event) -> tuple[tuple[str, int | None], ...]:
    return ("agent", event.agent), ("patient", event.patient), ("place", event.place)


def _date(value: str) -> str | None:
    """A TIMEX3 value as far as it is a date: "2025-03-12", "2025-03", "2025"; weeks and the like have no such form."""
    return value if value.replace("-", "").isdigit() else None


def _spans(spans: Iterable[Span]) -> dict[str, list[list[int]]]:
    return {"spans": [list(span) for span in spans]}


def _unique(entries: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    return list({tuple(entry.items()): entry for entry in entries}.values())
