"""Answers to stored queries as people read them: claims side by side, pairs that contradict each other, tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from kg.queries import Asked
from kg.store.answers import Table, Truth, Value
from kg.store.tokens import tokens
from kg.terms import iri
from kg.views.claims import Claim, Saying, claims_by_pair, sayings
from kg.views.grids import Grid, grid
from kg.views.questions import Question, question
from kg.views.sides import Sided, sided

if TYPE_CHECKING:
    from kg.store import Reader

MOST: Final = 2000
"""Rows of an answer; who wants more downloads it."""

PAGE: Final = 100
"""Rows on a page."""

_Side = tuple[str, str, str, str]
"""The kind of a conflict, a statement, an event, and the stance that is taken, "" for any."""

_CLAIM: Final = frozenset(("event", "stance", "quote", "article", "start", "end"))
_PAIR: Final = frozenset(("statement", "event", "otherStatement", "otherEvent"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Every claim on the left contradicts every one on the right. `kind` is "stance" or "holder", as the stored query
    says."""

    kind: str
    left: tuple[Claim, ...]
    right: tuple[Claim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One of `claims` (with `sayings`), `conflicts`, `table` and `truth` is there. `total` are the rows; `more` says
    that there are more than are counted."""

    question: Question
    total: int
    more: bool
    page: int
    pages: int
    claims: Sided = Sided()  # noqa: RUF009 - it is frozen
    sayings: tuple[Saying, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    table: Grid | None = None
    truth: bool | None = None

    @property
    def speakers(self) -> int:
        """On this page."""
        return len({one.speaker.iri for one in self.claims.claims})


def answer(reader: Reader, asked: Asked, *, page: int = 1) -> Answer:
    """A page of the answer. Raises QueryError for stored queries that make graphs."""
    understood = question(reader, asked.query, asked.values, asked.sparql)
    found = reader.query(_limited(asked.sparql))
    if isinstance(found, Truth):
        return Answer(question=understood, total=1, more=False, page=1, pages=1, truth=found.value)
    if not isinstance(found, Table):
        return Answer(question=understood, total=0, more=False, page=1, pages=1)
    total = min(len(found), MOST)
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    shown = found.dicts()[(page - 1) * PAGE : min(page * PAGE, total)]
    plain = Answer(question=understood, total=total, more=len(found) > MOST, page=page, pages=pages)
    columns = set(found.columns)
    if columns >= _PAIR:
        return replace(plain, conflicts=_conflicts(reader, shown))
    if columns >= _CLAIM and ("statement" in columns or all(row["event"] for row in shown)):
        told = [row for row in shown if row["event"]]
        others = {str(row["statement"]): _local(row["stance"]) for row in shown if not row["event"]}
        return replace(plain, claims=sided(reader, _claims(reader, told)), sayings=sayings(reader, others))
    return replace(plain, table=grid(reader, found, first=(page - 1) * PAGE, most=len(shown)))


def _limited(sparql: str) -> str:
    """One row more than is shown, unless the query has a limit of its own."""
    after: list[str] = []
    for token in tokens(sparql):
        after = [] if token == "}" else [*after, token.casefold()]
    return sparql if "limit" in after else f"{sparql}\nLIMIT {MOST + 1}"


def _claims(reader: Reader, rows: Sequence[Mapping[str, Value]]) -> list[Claim]:
    """In the order of the rows, each once."""
    keys = _keys(reader, rows)
    found = claims_by_pair(reader, keys)
    return [claim for key in keys for claim in found.get(key, ())]


def _keys(reader: Reader, rows: Sequence[Mapping[str, Value]]) -> list[tuple[str, str]]:
    """Statement and event of each row; where a query does not tell the statement, it is found by its words."""
    if all(row.get("statement") for row in rows):
        return list(dict.fromkeys((str(row["statement"]), str(row["event"])) for row in rows))
    spans = {(f"{row['article']}#char={row['start']},{row['end']}", str(row["event"])) for row in rows}
    given = " ".join(sorted(f"({iri(span)} {iri(event)})" for span, event in spans))
    found = {
        (str(span), str(event), str(speaker)): str(statement)
        for span, event, speaker, statement in reader.select(_STATEMENTS.replace("$given", given)).rows
    }
    keys = [
        (found.get((f"{row['article']}#char={row['start']},{row['end']}", str(row["event"]), str(row["speaker"])), ""),
         str(row["event"]))
        for row in rows
    ]  # fmt: skip
    return list(dict.fromkeys(key for key in keys if key[0]))


def _conflicts(reader: Reader, rows: Sequence[Mapping[str, Value]]) -> tuple[Conflict, ...]:
    pairs = [
        ((str(row["statement"]), str(row["event"])), (str(row["otherStatement"]), str(row["otherEvent"])))
        for row in rows
    ]
    found = claims_by_pair(reader, {key for pair in pairs for key in pair})
    against: dict[_Side, dict[_Side, None]] = defaultdict(dict)
    for row, pair in zip(rows, pairs, strict=True):
        kind = str(row.get("conflict") or "")
        one, other = ((kind, *key, _local(row.get(f))) for key, f in zip(pair, ("stance", "otherStance"), strict=True))
        against[one][other] = None
        against[other][one] = None
    return tuple(
        Conflict(kind=left[0][0], left=_told(found, left), right=_told(found, right))
        for left, right in _blocks(against)
    )


def _blocks(against: Mapping[_Side, Mapping[_Side, None]]) -> Iterator[tuple[list[_Side], list[_Side]]]:
    """Those that contradict the same others are put together, so that nobody's words are shown once for each of them.
    Every pair stands in one block."""
    alike: dict[frozenset[_Side], list[_Side]] = defaultdict(list)
    for one, others in against.items():
        alike[frozenset(others)].append(one)
    shown: set[tuple[_Side, _Side]] = set()
    for ones in alike.values():
        right = [other for other in against[ones[0]] if (ones[0], other) not in shown]
        if right:
            shown.update(pair for one in ones for other in right for pair in ((one, other), (other, one)))
            yield ones, right


def _told(found: Mapping[tuple[str, str], Sequence[Claim]], sides: Iterable[_Side]) -> tuple[Claim, ...]:
    """The claims of one side, each once."""
    told = [
        claim
        for _, statement, event, stance in sides
        for claim in found.get((statement, event), ())
        if stance in ("", claim.stance)
    ]
    return tuple(claim for position, claim in enumerate(told) if claim not in told[:position])


def _local(value: Value) -> str:
    return str(value or "").rpartition("#")[2]


_STATEMENTS: Final = """SELECT DISTINCT ?span ?event ?speaker ?statement WHERE {
  VALUES (?span ?event) { $given }
  ?statement cg:contentSpan ?span ; cg:asserts|cg:denies|cg:doubts|cg:leavesOpen ?event ; cg:speaker ?speaker .
} ORDER BY DESC(STR(?statement))"""
