"""Who said what: sources, cues and contents of an article, nested as they stand in each other.

Spans follow PolNeAR's conventions (Newell, Margolin and Ruths 2018): the source takes its titles and appositions along,
the content its "that" and its quotation marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kg.documents import Parsed
from kg.extract import cues as _cues
from kg.extract.attribution_content import Range, content, own_range
from kg.extract.attribution_source import Source, sources
from kg.extract.attribution_tokens import Tokens, tokens
from kg.extract.attribution_tree import depths, parents
from kg.extract.cues import Cue, cues
from kg.extract.reporting import Frame, Kind
from kg.model import Certainty, Mode, Span, Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """One source's words. Spans are offsets into the article's text.

    `kind` tells claims (speech, writing, showing) from what is believed, wanted or felt. `source_head` is the token
    that coreference asks for: for "who" the noun that it stands for. `parent` is the place in the list of the
    attribution whose content holds this one; `depth` counts those around it.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    mode: Mode
    stance: Stance
    certainty: Certainty
    kind: Kind
    source_head: int | None
    cue_token: int
    parent: int | None = None
    depth: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An attribution in the making: ranges of tokens."""

    cue: Cue
    sources: tuple[Source, ...]
    ranges: tuple[Range, ...]


def attributions(parsed: Parsed) -> list[Attribution]:
    """All attributions in the order of their cues and sources."""
    table = tokens(parsed)
    drafts = [draft for cue in cues(table) if (draft := _draft(table, cue)) is not None]
    drafts = _with_following_quotes(table, drafts)
    found = [a for draft in drafts for a in _finished(table, draft)]
    found.sort(key=lambda a: (a.cue[0].start, a.source[0].start if a.source else -1, a.cue_token))
    return _nested(found, parsed.paragraphs)


def _nested(found: Sequence[Attribution], paragraphs: Sequence[Span]) -> list[Attribution]:
    parent = parents([((*a.cue, *a.source), a.content) for a in found], paragraphs)
    return [replace(a, parent=p, depth=d) for a, p, d in zip(found, parent, depths(parent), strict=True)]


def _draft(table: Tokens, cue: Cue) -> Draft | None:
    found = tuple(sources(table, cue))
    ranges = tuple(content(table, cue, found))
    if cue.form == "verb" and Frame.QUOTE in cue.word.takes:
        ranges = _with_quotes(table, cue, found, ranges)
    if not ranges:
        return None
    return Draft(cue=cue, sources=found, ranges=ranges)


def _with_quotes(table: Tokens, cue: Cue, found: Sequence[Source], ranges: tuple[Range, ...]) -> tuple[Range, ...]:
    """Widen the content to the quotations that it touches and to those beside the reporting clause."""
    low, high = own_range(table, cue, found)
    own = table.quotation[cue.token]
    numbers = {table.quotation[i] for first, last in ranges for i in (first, last)}
    numbers |= {table.quotation[i] for i in (_before(table, low), _after(table, high)) if i is not None}
    numbers -= {-1, own}
    wide = [table.quotations[n].spans for n in numbers]
    spans = [(table.at(s.start), table.at(s.end - 1)) for spans in wide for s in spans]
    return _merged([*ranges, *spans], low, high)


def _before(table: Tokens, low: int) -> int | None:
    """The last token of a quotation that ends right before the reporting clause and leads on to it."""
    i = low - 1
    while i >= 0 and (table.blank[i] or table.text[i] == ","):
        i -= 1
    if i < 1 or table.quotation[i] < 0 or table.paragraph[i] != table.paragraph[low]:
        return None
    ending = table.text[i - 1] if table.text[i] == '"' else table.text[i]
    return i if ending[-1] in ",?!-–—…" or table.text[low][0].islower() else None


def _after(table: Tokens, high: int) -> int | None:
    i = high + 1
    while i < len(table) and (table.blank[i] or table.text[i] in (",", ":", "-", "--", "–", "—")):
        i += 1
    return i if i < len(table) and table.quotation[i] >= 0 and i > high + 1 else None


def _merged(ranges: Iterable[Range], low: int, high: int) -> tuple[Range, ...]:
    """Sorted ranges without overlap; the reporting clause is cut out unless it lies inside one of them by right."""
    merged: list[Range] = []
    for first, last in sorted(ranges):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    cut: list[Range] = []
    for first, last in merged:
        if first <= high and low <= last:
            cut += [r for r in ((first, low - 1), (high + 1, last)) if r[0] <= r[1]]
        else:
            cut.append((first, last))
    return tuple(cut)


def _with_following_quotes(table: Tokens, drafts: list[Draft]) -> list[Draft]:
    """ "…," he said. "…": a quotation that follows the sentence and has no cue of its own goes on with the words of the
    one who spoke."""
    taken = {table.quotation[i] for d in drafts for r in d.ranges for i in r}
    at_end: dict[int, int] = {}
    for place, draft in enumerate(drafts):
        if draft.cue.form == "verb" and any(table.quotation[i] >= 0 for r in draft.ranges for i in r):
            at_end[table.sentence[draft.cue.token]] = place
    for number, quote in enumerate(table.quotations):
        first = table.at(quote.start)
        if number in taken or first == 0:
            continue
        place = at_end.get(table.sentence[first - 1])
        if place is None or table.sentence[first - 1] == table.sentence[first]:
            continue
        if table.paragraph[first - 1] == table.paragraph[first] or table.blank[first - 1]:
            spans = tuple((table.at(s.start), table.at(s.end - 1)) for s in quote.spans)
            drafts[place] = replace(drafts[place], ranges=(*drafts[place].ranges, *spans))
            at_end[table.sentence[spans[-1][1]]] = place
    return drafts


def _finished(table: Tokens, draft: Draft) -> list[Attribution]:
    spans = tuple(table.span(*t) for r in draft.ranges if (t := table.trimmed(*r)) is not None)
    if not spans:
        return []
    cue = draft.cue
    one = Attribution(
        source=(),
        cue=tuple(table.span(*r) for r in _cues.spans_of(cue)),
        content=spans,
        mode=_mode(table, draft.ranges),
        stance=cue.stance,
        certainty=_cues.certainty(table, cue),
        kind=cue.word.kind,
        source_head=None,
        cue_token=cue.token,
    )
    if not draft.sources:
        return [one]
    return [replace(one, source=(table.span(s.first, s.last),), source_head=s.head) for s in draft.sources]


def _mode(table: Tokens, ranges: Sequence[Range]) -> Mode:
    quoted = [
        table.quotation[i] >= 0 for first, last in ranges for i in range(first, last + 1) if table.pos[i] != "PUNCT"
    ]
    if quoted and all(quoted):
        return Mode.DIRECT
    return Mode.MIXED if any(quoted) else Mode.INDIRECT
