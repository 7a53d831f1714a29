"""Which statements are words of their speaker's own: neither copied, word for word or nearly so, nor passed on.

The rule is that of the stored query "independent-sources", here for the statements of one event.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Final

from kg.views.claims import values

if TYPE_CHECKING:
    from kg.store import Reader


def own_words(reader: Reader, statements: Iterable[str]) -> frozenset[str]:
    """Of statements that assert one event, those whose speaker is a source of its own."""
    given = frozenset(statements)
    passing_on = {one for one, inner in _inner(reader, given).items() if inner & given}
    first: dict[str, str] = {}
    rows = reader.select(_WORDINGS.replace("$given", values("statement", given))).rows
    for statement, wording in sorted((str(statement), str(wording)) for statement, wording in rows):
        first.setdefault(wording, statement)
    copied = {str(statement) for statement, _ in rows} - set(first.values())
    copied |= told_before(reader, given).keys()
    return given - passing_on - copied


def told_before(reader: Reader, statements: Collection[str]) -> Mapping[str, set[str]]:
    """For statements of articles that are nearly the same text as an earlier one, those of them that are of the same
    voice there: of a speaker of that name, or of the outlet, whichever it is."""
    found: dict[str, set[str]] = defaultdict(set)
    asked = _TOLD_BEFORE.replace("$given", values("statement", statements)).replace("$told", values("told", statements))
    for one, told in reader.select(asked).rows:
        found[str(one)].add(str(told))
    return found


def _inner(reader: Reader, statements: frozenset[str]) -> Mapping[str, set[str]]:
    """All statements that stand inside each, at any depth."""
    edges: dict[str, set[str]] = defaultdict(set)
    at = statements
    while at:
        rows = reader.select(_EMBEDDED.replace("$given", values("statement", at))).rows
        for outer, inner in rows:
            edges[str(outer)].add(str(inner))
        at = frozenset(str(inner) for _, inner in rows) - edges.keys()
    return {one: _reached(one, edges) for one in statements}


def _reached(one: str, edges: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(edges.get(one, ()))
    while waiting:
        inner = waiting.pop()
        if inner not in found:
            found.add(inner)
            waiting.extend(edges.get(inner, ()))
    return found


_WORDINGS: Final = "SELECT ?statement ?wording WHERE { $given ?statement cg:wording ?wording }"
_TOLD_BEFORE: Final = """SELECT ?statement ?told WHERE {
  $given ?statement cg:in/prov:wasDerivedFrom ?earlier . $told ?told cg:in ?earlier .
  FILTER(EXISTS { ?statement cg:speaker/skos:prefLabel ?name . ?told cg:speaker/skos:prefLabel ?name }
    || EXISTS { ?statement a cg:Narration . ?told a cg:Narration })
}"""
_EMBEDDED: Final = "SELECT ?statement ?inner WHERE { $given ?statement cg:embeds ?inner }"
