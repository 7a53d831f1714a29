"""A statement in its sentence: which words are the source, the cue and the content, and through whom it came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import DataError, QueryError, UnknownNameError
from kg.model import Span
from kg.terms import iri

if TYPE_CHECKING:
    from kg.store import Reader
    from kg.store.answers import Value

ROLES = ("source", "cue", "content")


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """`passage` is the text around the statement, and begins at `offset`; `spans` are the marked words by role, in
    offsets of the article. `events` are pairs of a stance and an event's label. `inside` is the embedding statement.
    """

    statement: str
    article: str
    speaker: str
    via: str
    stance: str
    certainty: str
    mode: str
    stated: str
    passage: str
    offset: int
    spans: dict[str, tuple[Span, ...]]
    events: tuple[tuple[str, str], ...]
    inside: str | None

    def marked(self, marks: dict[str, tuple[str, str]]) -> str:
        """The passage with a mark before and after each source, cue and content."""
        text, last = "", self.offset
        for position, mark in self._marks(marks):
            text += self.passage[last - self.offset : position - self.offset] + mark
            last = position
        return text + self.passage[last - self.offset :]

    def _marks(self, marks: dict[str, tuple[str, str]]) -> Iterator[tuple[int, str]]:
        """Each mark with its place, in order: what ends somewhere is closed before what begins there is opened; of
        nested spans the outer opens first and closes last."""
        outer_first = sorted(
            ((span, *marks[role]) for role in ROLES for span in self.spans[role]),
            key=lambda one: (one[0].start, -one[0].end),
        )
        open_: list[tuple[int, str]] = []
        for span, before, after in outer_first:
            while open_ and open_[-1][0] <= span.start:
                yield open_.pop()
            yield span.start, before
            open_.append((span.end, after))
            open_.sort(
                key=lambda one: -one[0]
            )  # spans may overlap, too; the sort keeps the order of those with one end
        yield from reversed(open_)


def explain(reader: Reader, statement: str) -> Explanation:
    """The evidence of a statement, given by its IRI, or by the part of it after the base.

    Raises UnknownNameError when the store has no such statement.
    """
    this = statement if ":" in statement.split("/")[0] else reader.base + statement
    row = _about(reader, this)
    if row is None:
        raise UnknownNameError(
            f"no statement {statement!r} in this store: the stored query what-did-say names statements"
        )
    spans = {role: _spans(reader, this, role) for role in ROLES}
    text = str(reader.select(_TEXT.replace("$this", iri(str(row["article"])))).rows[0][0])
    passage = _passage(text, [span for role in ROLES for span in spans[role]])
    outer = reader.select(_INSIDE.replace("$this", iri(this))).rows
    return Explanation(
        statement=this,
        article=str(row["article"]),
        speaker=str(row["speaker"]),
        via=str(row["via"]),
        stance=_local(row["stance"]),
        certainty=_local(row["certainty"]),
        mode=_local(row["mode"]),
        stated=str(row["stated"] or ""),
        passage=text[passage.start : passage.end],
        offset=passage.start,
        spans=spans,
        events=tuple(
            (_local(stance), str(label)) for stance, label in reader.select(_EVENTS.replace("$this", iri(this))).rows
        ),
        inside=str(outer[0][0]) if outer else None,
    )


def _about(reader: Reader, this: str) -> dict[str, Value] | None:
    try:
        found = reader.select(_ABOUT.replace("$this", iri(this)))
    except (DataError, QueryError):  # what is no IRI names no statement
        return None
    return next(iter(found), None)


def _spans(reader: Reader, statement: str, role: str) -> tuple[Span, ...]:
    found = reader.select(_SPANS.replace("$this", iri(statement)).replace("$role", f"cg:{role}Span"))
    return tuple(Span(int(str(start)), int(str(end))) for start, end in found.rows)


def _passage(text: str, spans: Iterable[Span]) -> Span:
    """The lines that hold the spans."""
    first = min((span.start for span in spans), default=0)
    last = max((span.end for span in spans), default=0)
    start = text.rfind("\n", 0, first) + 1
    end = text.find("\n", last)
    return Span(start, end if end >= 0 else len(text))


def _local(value: object) -> str:
    return str(value).rpartition("#")[2]


_ABOUT = """SELECT ?article ?speaker ?via ?stance ?certainty ?mode ?stated WHERE {
  $this cg:in ?article ; cg:speaker/skos:prefLabel ?speaker ; cg:via ?via ; cg:stance ?stance ;
        cg:certainty ?certainty ; cg:mode ?mode .
  OPTIONAL { $this cg:statedOn ?stated } }"""
_SPANS = """SELECT DISTINCT ?start ?end WHERE { $this $role ?span . ?span nif:beginIndex ?start ; nif:endIndex ?end }
ORDER BY ?start ?end"""
_TEXT = "SELECT ?text WHERE { $this nif:isString ?text }"
_INSIDE = "SELECT ?outer WHERE { ?outer cg:embeds $this }"
_EVENTS = """SELECT DISTINCT ?stance ?label WHERE {
  VALUES ?stance { cg:asserts cg:denies cg:doubts cg:leavesOpen } $this ?stance ?event . ?event rdfs:label ?label }
ORDER BY ?stance ?label"""
