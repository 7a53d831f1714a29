"""What the rows of a curator's file make one: sets of IRIs, and the rows that join them. Contradictions are errors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.errors import DataError
from kg.linking.curation import Row

_Edges = Mapping[str, Sequence[tuple[str, Row]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """IRIs that are one thing, sorted, and the rows that say so."""

    members: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def where(self) -> str:
        return places(self.rows)


def clusters(rows: Iterable[Row]) -> list[Cluster]:
    """Raises DataError for a row that closes a cycle of "same", and for one that says "different" of what is the same,
    also through others."""
    given = list(rows)
    edges: defaultdict[str, list[tuple[str, Row]]] = defaultdict(list)
    together: dict[str, set[str]] = {}
    for row in (row for row in given if row.same):
        if _joined(together, row.subject, row.object):
            path = _path(edges, row.subject, row.object)
            raise DataError(f"{row.where}: closes a cycle: {places(path)} already says that both are one: remove a row")
        edges[row.subject].append((row.object, row))
        edges[row.object].append((row.subject, row))
    for row in (row for row in given if not row.same):
        if row.object in together.get(row.subject, ()):
            path = _path(edges, row.subject, row.object)
            raise DataError(
                f"{row.where}: says that what {places(path)} makes one is different: remove one of the rows"
            )
    return _components(edges)


def places(rows: Iterable[Row]) -> str:
    """Where rows stand: "file.tsv:3 and file.tsv:7"."""
    return " and ".join(dict.fromkeys(row.where for row in rows))


def _joined(together: dict[str, set[str]], one: str, other: str) -> bool:
    """Makes two IRIs one; whether they were already. The smaller set joins the greater: a long file costs little."""
    sets = sorted((together.setdefault(name, {name}) for name in (one, other)), key=len)
    if sets[0] is sets[1]:
        return True
    sets[1].update(sets[0])
    together.update(dict.fromkeys(sets[0], sets[1]))
    return False


def _components(edges: _Edges) -> list[Cluster]:
    found, seen = [], set[str]()
    for start in sorted(edges):
        if start in seen:
            continue
        members = _reached(edges, start)
        seen |= members
        joined = {row.where: row for member in members for _, row in edges[member]}
        found.append(Cluster(members=tuple(sorted(members)), rows=tuple(joined[where] for where in sorted(joined))))
    return found


def _reached(edges: _Edges, start: str) -> set[str]:
    reached, pending = {start}, [start]
    while pending:
        for other, _ in edges[pending.pop()]:
            if other not in reached:
                reached.add(other)
                pending.append(other)
    return reached


def _path(edges: _Edges, start: str, end: str) -> list[Row]:
    """The rows that lead from one IRI to another."""
    came: dict[str, tuple[str, Row] | None] = {start: None}
    pending = [start]
    for here in pending:
        for other, row in edges.get(here, ()):
            if other not in came:
                came[other] = (here, row)
                pending.append(other)
    rows = []
    step = came.get(end)
    while step is not None:
        rows.append(step[1])
        step = came[step[0]]
    return rows[::-1]
