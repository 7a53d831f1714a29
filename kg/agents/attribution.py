"""Who says what a row of an answer tells.

A row is somebody's claim when it names a statement, an event, a span or an article, or a thing that statements are
about; whatever else the query leaves out, its speakers and articles are looked up from there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.errors import DataError
from kg.store import Reader
from kg.terms import iri

MOST: Final = 5
"""Voices told of one row; how many more there are is told, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Somebody who takes a stance, "Asserting", in an article. `chain` has the outermost speaker first."""

    speaker: str
    speakerLabel: str  # noqa: N815 - the name that the stored queries give it
    stance: str
    chain: str
    statement: str
    article: str
    articleTitle: str  # noqa: N815
    published: str


def voices(reader: Reader, rows: Sequence[Sequence[str]]) -> list[list[Voice]]:
    """For the IRIs of each row, whose claims they are, by day: at most one more than MOST. A row of nobody's has none.

    The most exact IRI decides: a statement before a span, an event, an article, an actor, a place.
    """
    asked = {one for row in rows for one in row if one.startswith(reader.base) and _is_iri(one)}
    found: dict[str, list[Voice]] = defaultdict(list)
    ranks: dict[str, int] = {}
    for rank, pattern in enumerate(_PATTERNS):
        for some in _portions(sorted(asked - ranks.keys()), of=1 if rank in _MANY else _TOGETHER):
            for one, voice in _voices(reader, some, pattern):
                found[one].append(voice)
        ranks |= dict.fromkeys(found.keys() - ranks.keys(), rank)
    return [_of_row(row, found, ranks) for row in rows]


def _is_iri(text: str) -> bool:
    """Words may begin as an IRI does: several in one text, for example."""
    try:
        return bool(iri(text))
    except DataError:
        return False


def _portions(iris: Sequence[str], *, of: int) -> Iterator[Sequence[str]]:
    return (iris[start : start + of] for start in range(0, len(iris), of))


def _of_row(row: Sequence[str], found: Mapping[str, list[Voice]], ranks: Mapping[str, int]) -> list[Voice]:
    """Of the voices of the most exact IRIs those that agree best with what else the row names."""
    known = [one for one in row if one in ranks]
    best = min((ranks[one] for one in known), default=0)
    some = list(dict.fromkeys(voice for one in known if ranks[one] == best for voice in found[one]))
    agreeing = [sum(name in row for name in (one.statement, one.speaker, one.article)) for one in some]
    return [voice for voice, count in zip(some, agreeing, strict=True) if count == max(agreeing)][: MOST + 1]


def _voices(reader: Reader, iris: Sequence[str], pattern: str) -> Iterator[tuple[str, Voice]]:
    given = " ".join(iri(one) for one in iris)
    query = _VOICES.replace("$given", given).replace("$pattern", pattern)
    for one, *values in reader.select(query.replace("$most", str(_ENOUGH * len(iris)))).rows:
        texts = [str(value or "") for value in values]
        yield str(one), Voice(**dict(zip(Voice.__dataclass_fields__, texts, strict=True)))


_TOGETHER: Final = 100
_ENOUGH: Final = 20
_TAKES: Final = """VALUES (?takes ?stance) {
    (cg:asserts "Asserting") (cg:denies "Denying") (cg:doubts "Doubting") (cg:leavesOpen "LeavingOpen") }"""
_CUE: Final = "?statement cg:stance ?cue . BIND(STRAFTER(STR(?cue), '#') AS ?stance)"
_PATTERNS: Final = (
    f"?one cg:speaker ?any . BIND(?one AS ?statement) {_CUE}",
    f"?statement cg:contentSpan|cg:sourceSpan|cg:cueSpan ?one . {_CUE}",
    f"?one cg:mentions ?event ; cg:statement ?statement . {_TAKES} ?statement ?takes ?event .",
    f"{_TAKES} ?statement ?takes ?one .",
    f"?statement cg:in ?one . {_CUE}",
    f"?statement cg:speaker ?one . {_CUE}",
    f"?event cg:agent|cg:patient|cg:place|cg:placePart ?one . {_TAKES} ?statement ?takes ?event .",
)
_MANY: Final = (4, 5, 6)
"""Of an article, an actor or a place there may be thousands of statements: each is asked for a few of its own."""
_VOICES: Final = """SELECT DISTINCT ?one ?speaker ?speakerLabel ?stance ?chain ?statement ?article ?articleTitle
  ?published WHERE {
  VALUES ?one { $given }
  $pattern
  ?statement cg:speaker ?speaker ; cg:in ?article .
  OPTIONAL { ?speaker skos:prefLabel ?speakerLabel }
  OPTIONAL { ?statement cg:via ?chain }
  OPTIONAL { ?article dcterms:title ?articleTitle }
  OPTIONAL { ?article dcterms:issued ?published }
} ORDER BY ?one ?published ?statement LIMIT $most"""
