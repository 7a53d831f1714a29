"""Quotations as content: those that a reporting clause touches, stands beside, or is followed by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.extract.attribution_asides import own_range
from kg.extract.attribution_draft import Draft, Range
from kg.extract.attribution_speakers import Source
from kg.extract.attribution_tokens import MARKS, Tokens
from kg.extract.cues import Cue
from kg.extract.reporting import Frame

_DASHES = frozenset(("-", "--", "–", "—", "―"))


def with_quotations(table: Tokens, cue: Cue, found: Sequence[Source], ranges: tuple[Range, ...]) -> tuple[Range, ...]:
    """Widen the content to the quotations that it touches and to those beside the reporting clause."""
    low, high = own_range(table, cue, found)
    beside = [_after(table, last) for _, last in ranges if last > high]
    if Frame.QUOTE in cue.word.takes:
        beside.append(_after(table, high))
        if any(low <= s.first <= high for s in found):
            beside.append(_before(table, low))
    numbers = {table.quotation[i] for first, last in ranges for i in (first, last)}
    numbers |= {table.quotation[i] for i in beside if i is not None}
    numbers -= {-1, table.quotation[cue.token]}
    quoted = [table.within(span) for number in numbers for span in table.quotations[number].spans]
    return _without(_merged([*ranges, *quoted]), [(cue.first, cue.last), *((s.first, s.last) for s in found)])


def _before(table: Tokens, low: int) -> int | None:
    """The last token of a quotation that ends right before the reporting clause and leads on to it."""
    i = low - 1
    while i >= 0 and (table.blank[i] or table.text[i] == ","):
        i -= 1
    if i < 1 or table.quotation[i] < 0 or table.paragraph[i] != table.paragraph[low]:
        return None
    ending = table.text[i - 1] if table.text[i] in MARKS else table.text[i]
    return i if ending[-1] in ",?!-–—…" or table.text[low][0].islower() else None


def _after(table: Tokens, last: int) -> int | None:
    """The first token of a quotation that the words before it lead on to, past a comma or a colon."""
    if table.text[last][-1] in ".?!":
        return None
    i = last + 1
    while i < len(table) and (table.blank[i] or table.text[i] in (",", ":", "-", "--", "–", "—")):
        i += 1
    return i if i < len(table) and table.quotation[i] >= 0 else None


def _merged(ranges: Iterable[Range]) -> list[Range]:
    merged: list[Range] = []
    for first, last in sorted(ranges):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def _without(ranges: Iterable[Range], holes: Iterable[Range]) -> tuple[Range, ...]:
    kept = list(ranges)
    for low, high in holes:
        cut = []
        for first, last in kept:
            cut += [(first, last)] if last < low or high < first else [(first, low - 1), (high + 1, last)]
        kept = [r for r in cut if r[0] <= r[1]]
    return tuple(kept)


def with_following(table: Tokens, drafts: list[Draft]) -> list[Draft]:
    """ "…," he said. "…": a quotation that follows the sentence and has no cue of its own goes on with the words of the
    one who spoke."""
    taken: set[int] = set()
    speaking: dict[int, int] = {}  # from the last token of a draft, or the sentence of its cue as a negative number
    for place, draft in enumerate(drafts):
        taken |= {table.quotation[i] for r in draft.ranges for i in r} - {-1, table.quotation[draft.cue.token]}
        if draft.cue.form == "verb" and Frame.QUOTE in draft.cue.word.takes and draft.sources and draft.ranges:
            if table.tag[draft.cue.token] != "VBG" or _quotes(table, draft):
                speaking[-1 - table.sentence[draft.cue.token]] = place
            speaking[max(s.last for s in draft.sources)] = place
    spoke = sorted((drafts[p].cue.token, p) for p in set(speaking.values()) if _quotes(table, drafts[p]))
    for number, quote in enumerate(table.quotations):
        spans = [table.within(span) for span in quote.spans]
        before = _previous(table, spans[0][0])
        if number in taken:
            continue
        if before is None:
            last = _last_speaker(table, spans, spoke)
            if last is not None:
                drafts[last] = replace(drafts[last], ranges=(*drafts[last].ranges, *spans))
                spoke = [*spoke, (spans[-1][0], last)]
            continue
        place_found = speaking.get(-1 - table.sentence[before], speaking.get(before, speaking.get(before - 1)))
        if place_found is None:
            continue
        drafts[place_found] = replace(drafts[place_found], ranges=(*drafts[place_found].ranges, *spans))
        speaking[-1 - table.sentence[spans[-1][1]]] = place_found
    return drafts


def _last_speaker(table: Tokens, spans: Sequence[Range], spoke: Sequence[tuple[int, int]]) -> int | None:
    """Whoever spoke last in the paragraph before one that is a quotation and nothing else."""
    first, end = table.paragraph_bounds[table.paragraph[spans[0][0]]]
    words = [i for i in range(first, end) if not table.blank[i]]
    if table.paragraph[spans[0][0]] < 1 or (words[0], words[-1]) != spans[0]:
        return None
    if end < len(table) and table.text[end] in _DASHES:  # the signature follows
        return None
    begin, stop = table.paragraph_bounds[table.paragraph[spans[0][0]] - 1]
    return next((place for token, place in reversed(spoke) if begin <= token < stop), None)


def _quotes(table: Tokens, draft: Draft) -> bool:
    return any(table.quotation[i] >= 0 for r in draft.ranges for i in r)


def _previous(table: Tokens, first: int) -> int | None:
    """The last token before a quotation, if it ends a sentence of the same paragraph."""
    i = first - 1
    while i >= 0 and table.blank[i]:
        i -= 1
    if i < 0 or table.paragraph[i] != table.paragraph[first] or table.text[i][-1] not in '.?!"':
        return None
    return i
