"""What an actor claims: by stance, over time, for whom it speaks and who passes on its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from kg.terms import iri
from kg.views.asked import choice, number
from kg.views.bars import Bar, bars
from kg.views.ledger import Counted, Line, Listing, Summary, by_stance, counted, listing, summary

if TYPE_CHECKING:
    from kg.store import Reader

_RELAYS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """`statements` are all that it makes, also those that take a stance to no event. `stance` is the one that `claims`
    is limited to, or ""; `relays` are those whose words it passes on, `relayed` those who pass on its own."""

    statements: int
    summary: Summary
    stances: Mapping[str, int]
    stance: str
    claims: Listing
    over_time: tuple[Bar, ...]
    relays: tuple[Counted, ...]
    relayed: tuple[Counted, ...]


def own(actor: str) -> str:
    """The pattern of what an actor claims itself."""
    return f"?statement cg:speaker {iri(actor)} ."


def voice(reader: Reader, actor: str, lines: Sequence[Line], values: Mapping[str, str]) -> Voice:
    """`lines` are the claims of `own`. `values`: as filters stance, and said for the page."""
    this, stances = iri(actor), by_stance(lines)
    stance = choice(values, "stance", stances)
    days = _days(reader, this)
    return Voice(
        statements=int(str(reader.select(_STATEMENTS.replace("$this", this)).rows[0][0])),
        summary=summary(lines),
        stances=stances,
        stance=stance,
        claims=listing(reader, [line for line in lines if stance in ("", line.stance)], page=number(values, "said")),
        over_time=bars(days),
        relays=_counted(reader, this, _RELAYS_WHOM, _OUTLET_RELAYS_WHOM),
        relayed=_counted(reader, this, _RELAYED_BY, _RELAYED_BY_OUTLET),
    )


def _days(reader: Reader, this: str) -> Mapping[date, int]:
    rows = reader.select(_DAYS.replace("$this", this)).rows
    return {day: int(str(count)) for day, count in rows if isinstance(day, date)}


def _counted(reader: Reader, this: str, *queries: str) -> tuple[Counted, ...]:
    counts: Counter[str] = Counter()
    for query in queries:
        for other, count in reader.select(query.replace("$this", this)).rows:
            if other is not None:
                counts[str(other)] += int(str(count))
    return counted(reader, counts, limit=_RELAYS)


_STATEMENTS: Final = "SELECT (COUNT(DISTINCT ?statement) AS ?count) WHERE { ?statement cg:speaker $this }"
_DAYS: Final = """SELECT ?day (COUNT(DISTINCT ?statement) AS ?count) WHERE {
  ?statement cg:speaker $this ; cg:statedOn ?day
} GROUP BY ?day"""
_COUNTS: Final = """SELECT ?other (COUNT(DISTINCT ?statement) AS ?count) WHERE {
  $pattern FILTER(?other != $this)
} GROUP BY ?other"""
# An outlet passes on what it attributes to others, unless another speaker stands between.
_ITS_OWN_ATTRIBUTION: Final = """FILTER NOT EXISTS { ?between cg:embeds ?statement }
  FILTER NOT EXISTS { ?statement cg:mode cg:OwnVoice }"""
_RELAYS_WHOM: Final = _COUNTS.replace(
    "$pattern", "?outer cg:speaker $this . ?outer cg:embeds ?statement . ?statement cg:speaker ?other ."
)
_RELAYED_BY: Final = _COUNTS.replace(
    "$pattern", "?statement cg:speaker $this . ?outer cg:embeds ?statement . ?outer cg:speaker ?other ."
)
_OUTLET_RELAYS_WHOM: Final = _COUNTS.replace(
    "$pattern",
    f"?article cg:narrator $this . ?statement cg:in ?article . ?statement cg:speaker ?other . {_ITS_OWN_ATTRIBUTION}",
)
_RELAYED_BY_OUTLET: Final = _COUNTS.replace(
    "$pattern",
    f"?statement cg:speaker $this . ?statement cg:in ?article . ?article cg:narrator ?other . {_ITS_OWN_ATTRIBUTION}",
)
