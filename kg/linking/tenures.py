"""Offices that an authority file says somebody held, and when: "president of Q212 2019-05-20/2024-05-19".

The body is a Wikidata item or the IRI of a concept, each day an ISO date; who still holds the office has no last day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from kg.linking.names import fold

FORM = "write it TITLE of BODY FROM/UNTIL, such as president of Q212 2019-05-20/2024-05-19"
_TENURE = re.compile(
    r"(?P<title>\S.*?) of (?P<body>Q[1-9][0-9]{0,11}|[a-z][a-z0-9+.-]*:\S+) (?P<start>\S+)/(?P<end>\S*)"
)
_ITEM = "http://www.wikidata.org/entity/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """`title` is a key, `body` the id of a concept; both days belong to it, and no `end` is open."""

    title: str
    body: str
    start: date
    end: date | None

    def covers(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)


def parse(text: str) -> Tenure:
    """Raises ValueError, saying what is wrong."""
    found = _TENURE.fullmatch(text)
    if found is None:
        raise ValueError(FORM)
    start, end = date.fromisoformat(found["start"]), date.fromisoformat(found["end"]) if found["end"] else None
    if end is not None and end < start:
        raise ValueError(f"its last day {end} is before its first {start}")
    body = found["body"].removeprefix(_ITEM)
    identifier = f"wikidata:{body}" if re.fullmatch(r"Q\d+", body) else body
    return Tenure(title=fold(found["title"]), body=identifier, start=start, end=end)


def faults(texts: Iterable[str]) -> Iterator[str]:
    """What is wrong with the offices of a concept."""
    for text in texts:
        try:
            parse(text)
        except ValueError as error:
            yield f"has the office {text[:80]!r}: {error}"
