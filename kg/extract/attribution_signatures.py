"""Quotations that are signed: "“…” — Ann Lee, leader of the group", on the same line or on the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from kg.extract.attribution_draft import Draft, Range
from kg.extract.attribution_speakers import Source
from kg.extract.attribution_tokens import Tokens
from kg.extract.cues import Cue
from kg.extract.reporting import reporting

_DASHES = frozenset(("-", "--", "–", "—", "―"))
_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
_LONGEST = 20  # tokens of a signature


def signed(table: Tokens, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """A draft for each signature behind a quotation that nobody has claimed."""
    claimed = _claimed(table, drafts)
    word = reporting().marks["—"]
    for dash, end in _signatures(table):
        ranges = tuple(r for r in _before(table, dash) if not claimed[r[0]])
        source = _signer(table, dash + 1, end)
        if ranges and source is not None:
            cue = Cue(token=dash, word=word, form="mark", first=dash, last=dash)
            yield Draft(cue=cue, sources=(source,), ranges=ranges)


def _claimed(table: Tokens, drafts: Sequence[Draft]) -> list[bool]:
    """Whether each token lies in the content of a draft."""
    steps = [0] * (len(table) + 1)
    for draft in drafts:
        for first, last in draft.ranges:
            steps[first] += 1
            steps[last + 1] -= 1
    return [depth > 0 for depth in accumulate(steps)]


def _signatures(table: Tokens) -> Iterator[Range]:
    """Dashes with a few words behind them that end their paragraph, and the end of these words, exclusive."""
    for begin, stop in table.paragraph_bounds:
        end = stop
        while end > begin and table.blank[end - 1]:
            end -= 1
        for i in range(end - 2, max(begin, end - _LONGEST) - 1, -1):
            if table.text[i] in _DASHES and table.quotation[i] < 0:
                yield i, end
                break


def _before(table: Tokens, dash: int) -> list[Range]:
    """What stands right before a signature: a quotation, or what the markup sets off as one."""
    last = dash - 1
    while last >= 0 and table.blank[last]:
        last -= 1
    if last < 0:
        return []
    apart = table.paragraph[dash] - table.paragraph[last]
    if (quote := table.quotation[last]) >= 0 and apart <= 1:
        return [table.within(span) for span in table.quotations[quote].spans]
    if apart != 1:
        return []
    for block in table.parsed.article.block_quotes:
        if block.start <= table.start[last] < block.end:
            return [(table.within(block)[0], last)]
    return []


def _signer(table: Tokens, first: int, end: int) -> Source | None:
    """The name that the signature begins with, its title along."""
    label = range(first, end)
    if table.pos[first] != "PROPN" or not table.text[first][:1].isupper():
        return None
    if any(table.tag[i] in _FINITE or table.quotation[i] >= 0 for i in label):
        return None
    head = next(i for i in label if i + 1 == end or table.pos[i + 1] != "PROPN")
    trimmed = table.trimmed(first, end - 1)
    return Source(first=first, last=trimmed[1], head=head) if trimmed else None
