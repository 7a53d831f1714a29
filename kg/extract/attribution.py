"""Who said what: sources, cues and contents of an article, nested as they stand in each other.

Spans follow PolNeAR's conventions (Newell, Margolin and Ruths 2018): the source takes its titles and appositions along,
the content its "that" and its quotation marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kg.documents import Parsed
from kg.extract import cues as _cues
from kg.extract.attribution_blocks import labelled, with_blocks
from kg.extract.attribution_content import content, own_range
from kg.extract.attribution_draft import Draft, Range
from kg.extract.attribution_source import Source, sources
from kg.extract.attribution_tokens import Tokens, tokens
from kg.extract.attribution_tree import depths, parents
from kg.extract.cues import Cue, cues
from kg.extract.reporting import Frame, Kind
from kg.model import Certainty, Mode, Span, Stance


_CLAIMS = frozenset((Kind.SPEECH, Kind.WRITING, Kind.SHOWING, Kind.BELIEF))
_SAME_SPEAKER = frozenset(("i", "we", "you"))


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


def attributions(parsed: Parsed) -> list[Attribution]:
    """All attributions in the order of their cues and sources."""
    table = tokens(parsed)
    drafts = _with_following_quotes(table, [_draft(table, cue) for cue in cues(table)])
    drafts = [*with_blocks(table, drafts), *labelled(table)]
    found = [a for draft in drafts for a in _finished(table, draft)]
    found.sort(key=lambda a: (a.cue[0].start, a.source[0].start if a.source else -1, a.cue_token))
    return _nested(table, found)


def _nested(table: Tokens, found: Sequence[Attribution]) -> list[Attribution]:
    """Put each under its parent, without those inside another that nobody else claims."""
    paragraphs = table.parsed.paragraphs
    parent = parents([((*a.cue, *a.source), a.content) for a in found], paragraphs)
    kept = [a for a, p in zip(found, parent, strict=True) if _adds_speaker(table, a, p)]
    parent = parents([((*a.cue, *a.source), a.content) for a in kept], paragraphs)
    return [replace(a, parent=p, depth=d) for a, p, d in zip(kept, parent, depths(parent), strict=True)]


def _adds_speaker(table: Tokens, a: Attribution, parent: int | None) -> bool:
    """Whether an attribution adds a claimant: "I think" adds none to the one who speaks, and inside another's words
    only claims count, not what somebody wants or praises."""
    if a.source_head is not None and table.lower[a.source_head] in _SAME_SPEAKER:
        return parent is None and a.kind in _CLAIMS and a.kind != Kind.BELIEF
    return parent is None or a.kind in _CLAIMS


def _draft(table: Tokens, cue: Cue) -> Draft:
    found = tuple(sources(table, cue))
    ranges = tuple(content(table, cue, found))
    if cue.form == "verb":
        ranges = _with_quotes(table, cue, found, ranges)
    return Draft(cue=cue, sources=found, ranges=ranges)


def _with_quotes(table: Tokens, cue: Cue, found: Sequence[Source], ranges: tuple[Range, ...]) -> tuple[Range, ...]:
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
    ending = table.text[i - 1] if table.text[i] == '"' else table.text[i]
    return i if ending[-1] in ",?!-–—…" or table.text[low][0].islower() else None


def _after(table: Tokens, high: int) -> int | None:
    """The first token of a quotation that the reporting clause leads on to, past a comma or a colon."""
    i = high + 1
    while i < len(table) and (table.blank[i] or table.text[i] in (",", ":", "-", "--", "–", "—")):
        i += 1
    return i if i < len(table) and table.quotation[i] >= 0 and i > high + 1 else None


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


def _with_following_quotes(table: Tokens, drafts: list[Draft]) -> list[Draft]:
    """ "…," he said. "…": a quotation that follows the sentence and has no cue of its own goes on with the words of the
    one who spoke."""
    taken: set[int] = set()
    speaking: dict[int, int] = {}  # from the last token of a draft, or the sentence of its cue as a negative number
    for place, draft in enumerate(drafts):
        taken |= {table.quotation[i] for r in draft.ranges for i in r} - {-1, table.quotation[draft.cue.token]}
        if draft.cue.form == "verb" and Frame.QUOTE in draft.cue.word.takes and draft.sources and draft.ranges:
            speaking[-1 - table.sentence[draft.cue.token]] = place
            speaking[max(s.last for s in draft.sources)] = place
    for number, quote in enumerate(table.quotations):
        spans = [table.within(span) for span in quote.spans]
        before = _previous(table, spans[0][0])
        if number in taken or before is None:
            continue
        place_found = speaking.get(-1 - table.sentence[before], speaking.get(before, speaking.get(before - 1)))
        if place_found is None:
            continue
        drafts[place_found] = replace(drafts[place_found], ranges=(*drafts[place_found].ranges, *spans))
        speaking[-1 - table.sentence[spans[-1][1]]] = place_found
    return drafts


def _previous(table: Tokens, first: int) -> int | None:
    """The last token before a quotation, if it ends a sentence of the same paragraph."""
    i = first - 1
    while i >= 0 and table.blank[i]:
        i -= 1
    if i < 0 or table.paragraph[i] != table.paragraph[first] or table.text[i][-1] not in '.?!"':
        return None
    return i


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
