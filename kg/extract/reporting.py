"""The words that report, as `kg/lexicon/reporting*.toml` lists them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from kg import lexicon
from kg.errors import DataError
from kg.model import Certainty, Stance

_E = TypeVar("_E", bound=StrEnum)


class Kind(StrEnum):
    """What somebody does who is reported: only speech, writing and showing make the content a claim."""

    SPEECH = "speech"
    WRITING = "writing"
    SHOWING = "showing"
    BELIEF = "belief"
    INTENTION = "intention"
    ATTITUDE = "attitude"
    APPEARANCE = "appearance"


CLAIMS = frozenset((Kind.SPEECH, Kind.WRITING, Kind.SHOWING))


class Frame(StrEnum):
    """What a cue takes as its content; see the head of reporting.toml."""

    QUOTE = "quote"
    CLAUSE = "clause"
    INFINITIVE = "infinitive"
    GERUND = "gerund"
    OBJECT = "object"
    PERSON = "person"
    HEARER = "hearer"
    PREDICATE = "predicate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A cue of the lexicon. `second` is the word that completes it: "out" of "point out"."""

    lemma: str
    kind: Kind
    stance: Stance
    negated: Stance
    certainty: Certainty
    takes: frozenset[Frame]
    prepositions: frozenset[str]
    second: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporting:
    """`phrasal` lists the words of two parts by their first; `source_phrases` maps the words, the last of which governs
    the source, such as ("according", "to")."""

    verbs: Mapping[str, Word]
    phrasal: Mapping[str, tuple[Word, ...]]
    nouns: Mapping[str, Word]
    adjectives: Mapping[str, Word]
    adverbs: Mapping[str, Word]
    citing: Mapping[str, Word]
    marks: Mapping[str, Word]
    source_phrases: Mapping[tuple[str, ...], Word]
    lists: Mapping[str, frozenset[str]]


@cache
def reporting() -> Reporting:
    """The lexicon, read once. Raises DataError that names the file and the entry."""
    verbs = _words("reporting", "verb")
    phrases = "reporting_phrases"
    phrasal: dict[str, list[Word]] = {}
    for lemma, word in verbs.items():
        if word.second:
            phrasal.setdefault(lemma.split()[0], []).append(word)
    return Reporting(
        verbs={lemma: word for lemma, word in verbs.items() if not word.second},
        phrasal={first: tuple(words) for first, words in phrasal.items()},
        nouns=_words(phrases, "noun"),
        adjectives=_words(phrases, "adjective"),
        adverbs=_words(phrases, "adverb", listed="words"),
        citing=_words(phrases, "citing"),
        marks=_words(phrases, "mark", listed="marks"),
        source_phrases={tuple(p.split()): w for p, w in _words(phrases, "source_phrase", listed="phrases").items()},
        lists={name: frozenset(words) for name, words in lexicon.table(phrases)["words"].items()},
    )


def _words(file: str, block: str, *, listed: str = "lemmas") -> dict[str, Word]:
    found: dict[str, Word] = {}
    for number, entry in enumerate(lexicon.table(file).get(block, ()), start=1):
        place = f"kg/lexicon/{file}.toml, [[{block}]] number {number}"
        for word in _entry(entry, listed, place):
            if word.lemma in found:
                raise DataError(f"{place}: {word.lemma!r} stands in two blocks; keep one")
            found[word.lemma] = word
    return found


def _entry(entry: Mapping[str, Any], listed: str, place: str) -> Iterable[Word]:
    known = {"kind", "stance", "negated", "certainty", "takes", "prepositions", listed}
    if unknown := entry.keys() - known:
        raise DataError(f"{place}: unknown key {min(unknown)!r}; known: {', '.join(sorted(known))}")
    for key in ("kind", listed):
        if key not in entry:
            raise DataError(f"{place}: the key {key!r} is missing")
    stance = _value(Stance, entry.get("stance", "asserts"), "stance", place)
    for lemma in entry[listed]:
        yield Word(
            lemma=lemma,
            kind=_value(Kind, entry["kind"], "kind", place),
            stance=stance,
            negated=_value(Stance, entry.get("negated", "unverified"), "negated", place),
            certainty=_value(Certainty, entry.get("certainty", "certain"), "certainty", place),
            takes=frozenset(_value(Frame, frame, "takes", place) for frame in entry.get("takes", ())),
            prepositions=frozenset(entry.get("prepositions", ())),
            second=lemma.split()[1] if " " in lemma else None,
        )


def _value(enum: type[_E], value: str, key: str, place: str) -> _E:
    try:
        return enum(value)
    except ValueError:
        raise DataError(f"{place}: {key} = {value!r}; known: {', '.join(enum)}") from None
