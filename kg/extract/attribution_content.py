"""Content: what is said by a cue, as ranges of tokens (first and last, both inclusive)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.extract.attribution_asides import around, around_phrase, clause_around, parenthetic, trailing
from kg.extract.attribution_clauses import before_answer, clause, fragment, that_after_aside, that_clause
from kg.extract.attribution_complements import (
    about,
    infinitive,
    judged,
    noun_phrase,
    of_adjective,
    predicate,
    prepositional,
    stand_in,
)
from kg.extract.attribution_draft import Draft, Range
from kg.extract.attribution_hearsay import of_noun
from kg.extract.attribution_resumption import without_resumed
from kg.extract.attribution_speakers import Source
from kg.extract.attribution_tokens import Tokens
from kg.extract.cues import Cue, shares
from kg.extract.reporting import reporting

_FAR = 100  # tokens
_TAIL = 2  # closing marks
_ARTICLES = frozenset(("a", "an", "the"))


def content(tokens: Tokens, cue: Cue, found: Sequence[Source]) -> list[Range]:
    """The content as the syntax gives it; empty when the word is no cue here."""
    if cue.form == "phrase":
        return _of_phrase(tokens, cue, around_phrase(tokens, cue))
    if cue.form == "telling":
        preposition = tokens.head[cue.token]
        return _of_phrase(tokens, cue, around(tokens, preposition, tokens.right[preposition]))
    if cue.form == "adverb":
        return clause_around(tokens, cue)
    if cue.form == "noun":
        return of_noun(tokens, cue)
    if cue.form == "adjective":
        return of_adjective(tokens, cue)
    return _of_verb(tokens, cue, found)


def _of_phrase(tokens: Tokens, cue: Cue, ranges: Sequence[Range]) -> list[Range]:
    """Up to a verdict on it, and within the quotation that the phrase stands in."""
    found = before_answer(tokens, cue, _in_sentence(tokens, cue, ranges))
    if (quote := tokens.quotation[cue.token]) < 0:
        return found
    begin, end = tokens.within(tokens.quotations[quote].spans[0])
    inside = [(max(first, begin + 1), min(last, end - 1)) for first, last in found]
    return [r for r in inside if r[0] <= r[1]] or found


def _of_verb(tokens: Tokens, cue: Cue, found: Sequence[Source]) -> list[Range]:
    if (verb := shares(tokens, cue.token)) is not None:
        cue = replace(cue, token=verb, last=verb, word=reporting().verbs.get(tokens.lemma[verb], cue.word))
    for way in (
        fragment,
        stand_in,
        clause,
        predicate,
        infinitive,
        parenthetic,
        judged,
        about,
        that_after_aside,
        noun_phrase,
        prepositional,
        trailing,
        that_clause,
    ):
        ranges = _in_sentence(tokens, cue, before_answer(tokens, cue, way(tokens, cue, found)))
        if ranges:
            return without_resumed(tokens, cue.token, ranges)
    return []


def _in_sentence(tokens: Tokens, cue: Cue, ranges: Sequence[Range]) -> list[Range]:
    """What stands before the cue, without what a semicolon parts from it: "It is lost; many, he said, had left"."""
    kept = []
    for first, last in ranges:
        marks = (i for i in range(min(last, cue.first - 1), first, -1) if tokens.text[i] == ";")
        parted = next((i for i in marks if tokens.quotation[i] < 0), first - 1) + 1
        if parted <= last and tokens.trimmed(parted, last) is not None:
            kept.append((parted, last))
    return kept


def before_others(tokens: Tokens, drafts: Sequence[Draft]) -> list[Draft]:
    """ "says it holds, and Kim, who was there, reports fighting": what is said ends before the next one who speaks."""
    ends: dict[int, int] = {}  # from each token of a source in front of its verb to where that source begins
    for draft in drafts:
        if draft.ranges and draft.cue.form == "verb":
            for s in (s for s in draft.sources if s.last < draft.cue.first):
                ends |= dict.fromkeys(range(s.first, s.last + 1), s.first)
    return [replace(draft, ranges=tuple(_ended(r, ends) for r in draft.ranges)) for draft in drafts]


def _ended(found: Range, ends: Mapping[int, int]) -> Range:
    first, last = found
    return (first, ends[last] - 1) if first < ends.get(last, first) else found


def before_asides(tokens: Tokens, drafts: Sequence[Draft]) -> list[Draft]:
    """ "said the film was lost, which, according to a clerk, meant …": the aside has a speaker of its own."""
    found = list(drafts)
    asides = [d for d in drafts if d.ranges and d.sources and _is_aside(tokens, d)]
    for aside in asides:
        first, last = aside.ranges[0][0], aside.ranges[-1][1]
        for place, draft in enumerate(found):
            if draft is not aside and draft.cue.last < first and first - draft.cue.last < _FAR:
                found[place] = replace(draft, ranges=tuple(_cut(tokens, r, first, last) for r in draft.ranges))
    return found


def _is_aside(tokens: Tokens, draft: Draft) -> bool:
    """Whether it begins with a relative behind a comma, and whose words it is stands inside."""
    first = draft.ranges[0][0]
    is_relative = tokens.tag[first] in ("WDT", "WP", "WP$") and tokens.text[first - 1] == ","
    return is_relative and draft.cue.form in ("verb", "phrase", "telling") and draft.cue.first > first


def _cut(tokens: Tokens, found: Range, first: int, last: int) -> Range:
    begin, end = found
    is_one_voice = tokens.quotation[begin] == tokens.quotation[first] >= 0
    return (begin, first - 2) if begin < first - 1 and first <= end <= last + _TAIL and not is_one_voice else found


def judged_part(tokens: Tokens, cue: Cue, ranges: Sequence[Range]) -> tuple[Range, ...]:
    """ "called it a lie", "described it as a lie": what is judged is "it"."""
    if cue.falsehood is None:
        return ()
    begin = tokens.left[cue.falsehood]
    if begin <= cue.last + 1 or tokens.dep[cue.falsehood] == "dobj":  # the parser took the object into the complement
        begin = cue.falsehood
        while tokens.lower[begin - 1] in _ARTICLES or tokens.dep[begin - 1] == "amod":
            begin -= 1
    elif tokens.lower[begin - 1] == "as":
        begin -= 1
    return tuple((first, min(last, begin - 1)) for first, last in ranges if first < begin)
