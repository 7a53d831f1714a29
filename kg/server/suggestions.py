"""How a question may go on, from the templates of the stored queries and the names that the graph has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from typing import Final
from urllib.parse import quote

from kg.queries import questions
from kg.queries.names import normal
from kg.views import Name, ordered

_MOST: Final = 8
_NAMES: Final = 4  # for one question, so that other questions have room
_LONGEST_NAME: Final = 50  # characters; what is longer describes somebody in the words of one article
_WORD: Final = re.compile(r"[\w'’.\-]+")
_LONGEST: Final = 200  # characters; nobody needs to be helped on from there


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """`kind` is "question", "place" or "actor"; `path` is the page of a thing, or the answer to a question."""

    text: str
    kind: str
    path: str

    def to_json(self) -> Mapping[str, str]:
        return {"text": self.text, "kind": self.kind, "path": self.path}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opening:
    """A template with one slot: the words before and after it, and the kind of thing that is named there; without a
    slot the kind is "" and all words stand before."""

    before: str
    after: str
    kind: str


def suggest(written: str, names: Sequence[Name], *, base: str) -> tuple[Suggestion, ...]:
    words = " ".join(written.split()) + (" " if written[-1:].isspace() else "")
    if not words.strip() or len(words) > _LONGEST:
        return ()
    found: dict[str, Suggestion] = {}
    for one in (*_things(words, names, base), *_questions(words, names)):
        found.setdefault(one.text.casefold() + one.kind, one)
    return tuple(islice(found.values(), _MOST))


def named_in(words: str, names: Sequence[Name]) -> Iterator[tuple[str, str]]:
    """For each kind the longest name that stands in the words, as a pair of both."""
    told = f" {normal(' '.join(_WORD.findall(words[:_LONGEST])))} "
    for kind in ("place", "actor"):
        found = [name.label for name in names if name.kind == kind and f" {_plain(name.label)} " in told]
        if found:
            yield kind, max(found, key=len)


def _things(words: str, names: Sequence[Name], base: str) -> Iterator[Suggestion]:
    """The pages of things with that name."""
    for name in islice(_named(words, names, ""), _NAMES):
        path = f"/{quote(name.iri.removeprefix(base))}" if name.iri.startswith(base) else _path(name.label)
        yield Suggestion(text=name.label, kind=name.kind, path=path)


def _questions(words: str, names: Sequence[Name]) -> Iterator[Suggestion]:
    lower = words.casefold()
    for opening in _openings():
        before = opening.before.casefold()
        if not opening.kind:
            if before.startswith(lower):
                yield _question(opening.before)
        elif lower.startswith(before):
            for name in islice(_named(words[len(before) :], names, opening.kind), _NAMES):
                yield _question(f"{opening.before}{name.label}{opening.after}")
        elif before.startswith(lower):
            for name in islice(_named("", names, opening.kind), 1):
                yield _question(f"{opening.before}{name.label}{opening.after}")


def _named(beginning: str, names: Sequence[Name], kind: str) -> Iterator[Name]:
    """Names that begin so, then those of which a later word does; the most spoken of first, each spelling once."""
    wanted, seen = normal(beginning) if beginning.strip() else "", set()
    fitting = [name for name in names if len(name.label) <= _LONGEST_NAME and wanted in _plain(name.label)]
    for name in sorted(fitting, key=lambda one: not _plain(one.label).startswith(wanted)):
        plain = _plain(name.label)
        if (not kind or name.kind == kind) and (name.kind, plain) not in seen and f" {wanted}" in f" {plain}":
            seen.add((name.kind, plain))
            yield name


@lru_cache(maxsize=10_000)
def _plain(label: str) -> str:
    return normal(label)


def _question(text: str) -> Suggestion:
    return Suggestion(text=text, kind="question", path=_path(text))


def _path(question: str) -> str:
    return f"/ask?q={quote(question)}"


@cache
def _openings() -> tuple[_Opening, ...]:
    """In the order of the first page."""
    found = []
    for query in ordered():
        for template in query.questions:
            slots = questions.slots(template)
            if len(slots) > 1:
                continue
            before, _, after = questions.example(template).partition(f"{{{slots[0]}}}" if slots else "\n")
            kind = query.parameters[slots[0]].kind or "" if slots else ""
            if kind in ("place", "actor") or not slots:
                found.append(_Opening(before=before, after=after, kind=kind))
    return tuple(found)
