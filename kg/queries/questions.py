"""Questions in words, matched with the templates of the stored queries.

A template is words: `{place}` is a slot of one or more words, `(said that|said)` the first of several that fits, and
`[that]` may be left out. Articles may stand before every word, and count for nothing.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from kg.errors import DataError, QueryError
from kg.lexicon import table
from kg.queries.stored import StoredQuery

LONGEST = 500  # characters; matching takes time that grows with the square of it

_PIECE = re.compile(r"\{(\w+)\}|([(\[|)\]])|([^\s{}()\[\]|]+)")
_OPTIONAL = re.compile(r"\{\w+\}|\[[^\]]*\]")
_CHOICE = re.compile(r"\(([^)]*)\)")
_NEEDED = re.compile(r"\[[^\]]*\|")
_SYMBOLS = {"(": "(?:", ")": ")", "[": "(?:", "]": ")?", "|": "|"}
_PUNCTUATION = re.compile(r"[?!\"“”„«»]|[.,;:](?=\s|$)|(?<!\w)['‘’]|['‘’](?!\w)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    query: StoredQuery
    slots: Mapping[str, str]


def match(question: str, queries: Iterable[StoredQuery]) -> Match:
    """The stored query with the template that shares most words with the question, and the words in its slots.

    Raises QueryError, with the closest questions, when no template matches.
    """
    if len(question) > LONGEST:
        raise QueryError(f"the question has {len(question)} characters: ask one of at most {LONGEST}")
    words = " ".join(_PUNCTUATION.sub(" ", question).split()) + " "
    known = sorted(queries, key=lambda query: query.name)
    found = [
        (_slot_words(slots), query.name, Match(query=query, slots=slots))
        for query in known
        for template in query.questions
        if (slots := _slots(template, words)) is not None
    ]
    if not found:
        closest = _closest(words, known)
        raise QueryError(f"no stored query answers {question!r}; the closest: {'; '.join(closest)}", closest=closest)
    return min(found, key=lambda one: one[:2])[2]


def example(template: str) -> str:
    """A template as a question: the first of each choice, without what may be left out."""
    text = re.sub(r"\[[^\[\]]*\]", " ", template)
    text = re.sub(r"\(([^()|]*)[^()]*\)", r"\1", text)
    return " ".join(text.split())


def plain(templates: Iterable[str], wanted: Iterable[str]) -> str | None:
    """The first template with just these slots of which the example is good English: what may be left out in it is not
    one of several words, of which one is needed ("entry [to|into] {place}")."""
    names = set(wanted)
    fitting = (one for one in templates if set(slots(one)) == names and not _NEEDED.search(one))
    return next(fitting, None)


def slots(template: str) -> tuple[str, ...]:
    """The names of its slots, each once."""
    return tuple(dict.fromkeys(slot for slot, _, _ in _PIECE.findall(template) if slot))


def _slots(template: str, words: str) -> dict[str, str] | None:
    if not _may_match(template, set(words.casefold().split())):
        return None
    found = _pattern(template).fullmatch(words)
    return {name: text.strip() for name, text in found.groupdict().items() if text} if found else None


def _may_match(template: str, words: set[str]) -> bool:
    """Whether the words that the template cannot do without are there: most templates need not be compiled."""
    plain = _OPTIONAL.sub(" ", template)
    choices = (found[1].split("|") for found in _CHOICE.finditer(plain))
    return set(_CHOICE.sub(" ", plain).split()) <= words and all(
        any(set(choice.split()) <= words for choice in choice_of) for choice_of in choices
    )


def _slot_words(slots: Mapping[str, str]) -> int:
    return sum(len(text.split()) for text in slots.values())


def _closest(words: str, queries: Iterable[StoredQuery]) -> list[str]:
    examples = [example(template) for query in queries for template in query.questions]
    return difflib.get_close_matches(words, examples, n=3, cutoff=0.0)


@cache
def _pattern(template: str) -> re.Pattern[str]:
    articles = "(?:(?:" + "|".join(table("questions")["articles"]) + ") )?"
    pieces = []
    for slot, symbol, word in _PIECE.findall(template):
        if slot:
            pieces.append(rf"{articles}(?P<{slot}>(?:\S+ )+?)")
        else:
            pieces.append(_SYMBOLS[symbol] if symbol else f"{articles}{re.escape(word)} ")
    try:
        return re.compile("".join(pieces), re.IGNORECASE)
    except re.error as error:
        raise DataError(f"question template {template!r} is malformed: {error}") from error
