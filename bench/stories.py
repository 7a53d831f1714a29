"""The stories in `tests/stories` with what a reader found in them: see the guide beside them for the form."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

STORIES = Path(__file__).parent.parent / "tests" / "stories"
HALVES = ("dev", "test")
PRACTICE = "practice"
SECOND = "second"
KINDS = frozenset({"conflict", "other", "distractor"})
STANCES = frozenset({"asserts", "denies", "doubts", "unverified"})
HELD = frozenset({"controls", "captured", "entered"})
LEFT = frozenset({"withdrew", "lost"})
RELATIONS = HELD | LEFT | {"contested"}

_ELISION = " … "
_SMALL = frozenset({"the", "a", "an", "of", "in", "at", "s"})
_COMMON = """force forces troop troops army military soldier soldiers fighter fighters unit units militia rebel rebels
group government ministry minister defence defense official officials spokesman spokeswoman officer
commander media town city village region province district area state national armed local north south
east west northern southern eastern western one two three some several"""
_SHARED = frozenset(_COMMON.split())
_OCCURRENCE = re.compile(r"#(\d+)$")
_STORY = frozenset({"kind", "subject", "style", "statement", "narration"})
_STATEMENT = frozenset({"id", "in", "speaker", "source", "cue", "content", "stance", "hedged", "optional", "claims"})
_CLAIM = frozenset({"relation", "holder", "loser", "place", "part", "stance", "hedged", "date", "optional"})


class Span(NamedTuple):
    start: int
    end: int


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """`party` is who holds, took or entered, or who left or lost; `speaker` is None for the outlet's own voice."""

    speaker: frozenset[str] | None
    relation: str
    party: frozenset[str]
    place: frozenset[str]
    stance: str
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """`parent` is the place in the story's statements of the one around it."""

    source: Spans
    cue: Spans
    content: Spans
    stance: str
    hedged: bool
    parent: int | None
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    name: str
    path: Path
    text: str
    kind: str
    subject: str
    style: str
    statements: tuple[Statement, ...]
    claims: tuple[Claim, ...]


def load(half: str) -> list[Story]:
    """The stories of one half, by name; "second" are those of the test half that somebody else read as well.

    Raises ValueError that names the story and the words that are wrong.
    """
    texts = STORIES / ("test" if half == SECOND else half)
    return [_story(path, texts / f"{path.stem}.txt") for path in sorted((STORIES / half).glob("*.toml"))]


def plain_name(name: str) -> str:
    """No case, no determiner or possessive in front, no genitive at the end."""
    plain = " ".join(name.replace("’", "'").casefold().split())
    plain = re.sub(r"^(the|a|an|its|their|his|her|our)\s+", "", plain)
    return re.sub(r"'s?$", "", plain)


def alike(names: Collection[str], others: Collection[str]) -> bool:
    """Whether one of these plain names and one of those name the same: nobody on both sides, the same words, or all
    the words of the one in the other, unless they are words that many share ("forces")."""
    if not names or not others:
        return not names and not others
    return any(_same_name(one, other) for one in names for other in others)


@cache
def _same_name(one: str, other: str) -> bool:
    if one == other:
        return True
    words, others = (frozenset(re.findall(r"\w+", name)) - _SMALL for name in (one, other))
    return (words <= others or others <= words) and bool((words & others) - _SHARED)


def _story(path: Path, article: Path) -> Story:
    text = article.read_bytes().decode("utf-8")
    given = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        _check(given, _STORY)
        statements = given.get("statement", [])
        ids = {one["id"]: i for i, one in enumerate(statements) if "id" in one}
        claims = [
            *(_claim(claim, one) for one in statements for claim in one.get("claims", ())),
            *(_claim(claim, None) for one in given.get("narration", ()) for claim in one["claims"]),
        ]
        for one in given.get("narration", ()):
            _content(text, one["content"])
        return Story(
            name=path.stem,
            path=article,
            text=text,
            kind=_one_of(given["kind"], KINDS),
            subject=given["subject"],
            style=given["style"],
            statements=tuple(_statement(text, one, ids) for one in statements),
            claims=tuple(claims),
        )
    except (KeyError, ValueError) as error:
        raise ValueError(f"{path.name}: {error}") from error


def _check(given: dict[str, Any], known: frozenset[str]) -> None:
    if unknown := given.keys() - known:
        raise ValueError(f"unknown: {', '.join(sorted(unknown))}; known are {', '.join(sorted(known))}")


def _one_of(value: str, values: frozenset[str]) -> str:
    if value not in values:
        raise ValueError(f"{value!r} is none of {', '.join(sorted(values))}")
    return value


def _statement(text: str, given: dict[str, Any], ids: dict[str, int]) -> Statement:
    _check(given, _STATEMENT)
    content = _content(text, given["content"])
    cue = _near(text, given["cue"], content, outside=content)
    return Statement(
        source=_near(text, given["source"], cue or content, outside=(*content, *cue)),
        cue=cue,
        content=content,
        stance=_one_of(given.get("stance", "asserts"), STANCES),
        hedged=given.get("hedged", False),
        parent=ids[given["in"]] if "in" in given else None,
        optional=given.get("optional", False),
    )


def _claim(given: dict[str, Any], statement: dict[str, Any] | None) -> Claim:
    _check(given, _CLAIM)
    relation = _one_of(given["relation"], RELATIONS)
    party = given.get("holder", ()) if relation in HELD else given.get("loser", ()) if relation in LEFT else ()
    stance = _one_of(given.get("stance", "asserts"), STANCES)
    hedged = given.get("hedged", False) or (statement or {}).get("hedged", False)
    return Claim(
        speaker=None if statement is None else _names(statement["speaker"]),
        relation=relation,
        party=_names(party),
        place=_names(given["place"]),
        stance="hedged" if hedged and stance == "asserts" else stance,
        optional=given.get("optional", False) or (statement or {}).get("optional", False),
    )


def _names(names: Sequence[str]) -> frozenset[str]:
    if isinstance(names, str):
        raise ValueError(f"{names!r}: give a list of names")
    return frozenset(map(plain_name, names))


def _content(text: str, given: str | Sequence[str]) -> Spans:
    """Each piece is looked for after the one before."""
    found: list[Span] = []
    for words in _pieces(given):
        spans = _occurrences(text, words)
        after = [span for span in spans if not found or span.start >= found[-1].end]
        found.append((after or spans)[0])
    return tuple(found)


def _near(text: str, given: str | Sequence[str], anchor: Spans, *, outside: Spans) -> Spans:
    """Of each piece the occurrence nearest to `anchor`, rather one that is no part of what is `outside`."""

    def badness(span: Span) -> tuple[bool, int]:
        within = any(span.start < other.end and other.start < span.end for other in outside)
        return within, min((_distance(span, other) for other in anchor), default=0)

    return tuple(min(_occurrences(text, words), key=badness) for words in _pieces(given))


def _distance(one: Span, other: Span) -> int:
    return max(0, one.start - other.end, other.start - one.end)


def _pieces(given: str | Sequence[str]) -> list[str]:
    return [words for words in ([given] if isinstance(given, str) else given) if words]


def _occurrences(text: str, given: str) -> list[Span]:
    """Where these words stand in the text as whole words; "said#2" is the second one alone."""
    number = _OCCURRENCE.search(given)
    first, *rest = _OCCURRENCE.sub("", given).split(_ELISION)
    found = [span for start in _starts(text, first) if (span := _run(text, start, first, rest)) is not None]
    if number:
        found = found[int(number[1]) - 1 : int(number[1])]
    if not found:
        raise ValueError(f"not in the article: {given!r}")
    return found


def _starts(text: str, words: str) -> list[int]:
    before = r"(?<!\w)" if words[0].isalnum() else ""
    after = r"(?!\w)" if words[-1].isalnum() else ""
    return [match.start() for match in re.finditer(before + re.escape(words) + after, text)]


def _run(text: str, start: int, first: str, rest: Sequence[str]) -> Span | None:
    end = start + len(first)
    for words in rest:
        end_of = [at + len(words) for at in _starts(text, words) if at >= end]
        if not end_of:
            return None
        end = end_of[0]
    return Span(start, end)
