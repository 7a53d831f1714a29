"""What a colon introduces: a sentence, a paragraph or several, and headlines such as "Pat Smith: No vote"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extract.attribution_draft import Draft, Range
from kg.extract.attribution_speakers import Source
from kg.extract.attribution_tokens import Tokens
from kg.extract.cues import Cue
from kg.extract.reporting import CLAIMS, Frame, reporting

_NEAREST = 16  # cues before a colon that are looked at
_GOES_ON = re.compile(r"\s*(?:\.\.\.|…)")
_ITEM = re.compile(r"\s*(?:[-*•–—]|\d{1,2}[.)])\s")


def with_blocks(table: Tokens, drafts: Sequence[Draft]) -> list[Draft]:
    """Give the text after a colon to the one whom the words before it introduce."""
    found = list(drafts)
    by_sentence: dict[int, list[int]] = {}
    for place, draft in enumerate(drafts):
        by_sentence.setdefault(table.sentence[draft.cue.token], []).append(place)
    for number, (first, end) in enumerate(table.paragraph_bounds):
        for colon in _introductions(table, number, first, end):
            places = by_sentence.get(table.sentence[colon], ())
            chosen = _introducer(table, found, places, colon)
            if chosen is None:
                continue
            block = _rest(table, found[chosen], colon, end) or _block(table, number, colon)
            kept = _before_colon(table, found[chosen].ranges, colon) if block else found[chosen].ranges
            found[chosen] = replace(found[chosen], ranges=(*kept, *block))
    return found


def _introductions(table: Tokens, number: int, first: int, end: int) -> list[int]:
    """The colons of a paragraph, and its last mark when the markup sets off the next paragraph as a quotation."""
    found = [i for i in range(first, end) if table.text[i] == ":"]
    last = next((i for i in range(end - 1, first - 1, -1) if not table.blank[i]), first)
    following = table.parsed.paragraphs[number + 1 : number + 2]
    is_set_off = any(b.start <= p.start < b.end for p in following for b in table.parsed.article.block_quotes)
    is_inside = any(b.start <= table.start[last] < b.end for b in table.parsed.article.block_quotes if is_set_off)
    return [*found, last] if is_set_off and not is_inside and last not in found and first < end else found


def _before_colon(table: Tokens, ranges: Sequence[Range], colon: int) -> list[Range]:
    """What stands before the colon, unless it says no more than "the following"."""
    empty = reporting().lists["placeholders"]
    before = [(first, min(last, colon - 1)) for first, last in ranges if first < colon]
    return [r for r in before if any(table.lower[i] not in empty for i in range(r[0], r[1] + 1))]


def _introducer(table: Tokens, drafts: Sequence[Draft], places: Sequence[int], colon: int) -> int | None:
    """The outermost cue whose clause reaches up to the colon."""
    before = bisect_left(places, colon, key=lambda p: drafts[p].cue.token)
    able = [p for p in places[max(0, before - _NEAREST) : before] if _introduces(table, drafts[p], colon)]
    return min(able, key=lambda p: (bool(drafts[p].ranges), _height(table, drafts[p].cue.token)), default=None)


def _introduces(table: Tokens, draft: Draft, colon: int) -> bool:
    cue = draft.cue
    if cue.word.kind not in CLAIMS or not draft.sources or cue.token > colon or cue.passive or cue.form == "noun":
        return False
    if cue.form == "verb" and not cue.word.takes & {Frame.QUOTE, Frame.CLAUSE}:
        return False
    if any(table.quotation[i] >= 0 and i > colon for r in draft.ranges for i in r):
        return False
    return table.right[cue.token] >= colon - 1 or cue.form == "phrase"


def _height(table: Tokens, token: int) -> int:
    height = 0
    while table.head[token] != token and height < 100:
        token, height = table.head[token], height + 1
    return height


def _rest(table: Tokens, draft: Draft, colon: int, end: int) -> list[Range]:
    """The rest of the sentence behind a colon inside a paragraph: "Leviev said: the town is lost"."""
    first = colon + 1
    while first < end and table.blank[first]:
        first += 1
    if first >= end or draft.ranges or table.quotation[first] >= 0:
        return []
    return [(first, table.bounds[table.sentence[first]][1] - 1)]


def _block(table: Tokens, number: int, colon: int) -> list[Range]:
    """The paragraph after a colon that ends its paragraph, and those after it that go on."""
    _, end = table.paragraph_bounds[number]
    if any(not table.blank[i] for i in range(colon + 1, end)) or number + 1 >= len(table.paragraph_bounds):
        return []
    blocks = [number + 1]
    while blocks[-1] + 1 < len(table.paragraph_bounds) and _continues(table, blocks[0], blocks[-1] + 1):
        blocks.append(blocks[-1] + 1)
    return [r for n in blocks for r in _said(table, n)]


def _said(table: Tokens, number: int) -> list[Range]:
    """A paragraph of a block: its quotation if it begins with one, all of it otherwise."""
    first, end = table.paragraph_bounds[number]
    if first >= end:
        return []
    if (quote := table.quotation[first]) >= 0:
        return [table.within(span) for span in table.quotations[quote].spans if span.start >= table.start[first]]
    return [(first, end - 1)]


def _continues(table: Tokens, first: int, number: int) -> bool:
    """Whether a paragraph goes on with a block: by quotation marks, markup, a list or an ellipsis."""
    begun, now = table.parsed.paragraphs[first], table.parsed.paragraphs[number]
    text = table.parsed.article.text
    for block in table.parsed.article.block_quotes:
        if block.start <= begun.start and now.end <= block.end:
            return True
    if _GOES_ON.match(text, now.start, now.end):
        return True
    if _ITEM.match(text, begun.start, begun.end):
        return _ITEM.match(text, now.start, now.end) is not None
    return _is_quotation(table, first) and _is_quotation(table, number)


def _is_quotation(table: Tokens, number: int) -> bool:
    """Whether a paragraph is one quotation and nothing else."""
    first, end = table.paragraph_bounds[number]
    words = [i for i in range(first, end) if not table.blank[i]]
    return bool(words) and table.quotation[words[0]] == table.quotation[words[-1]] >= 0


def named_before_quotation(table: Tokens, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """ "More from Ann Lee: “…”": a name and a colon in front of a quotation that no cue has claimed."""
    word = reporting().marks[":"]
    taken = {table.quotation[i] for d in drafts for r in d.ranges for i in r}
    for number, quote in enumerate(table.quotations):
        first = table.within(quote.spans[0])[0]
        colon = first - 1
        while colon > 0 and table.blank[colon]:
            colon -= 1
        if number in taken or colon < 1 or table.text[colon] != ":" or table.paragraph[colon] != table.paragraph[first]:
            continue
        begin = colon
        while begin > 0 and table.pos[begin - 1] == "PROPN" and table.quotation[begin - 1] < 0:
            begin -= 1
        if begin < colon and table.entity[colon - 1] in ("PERSON", "ORG"):
            cue = Cue(token=colon, word=word, form="mark", first=colon, last=colon)
            ranges = tuple(table.within(span) for span in quote.spans)
            yield Draft(cue=cue, sources=(Source(first=begin, last=colon - 1, head=colon - 1),), ranges=ranges)
