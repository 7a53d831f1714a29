"""A document's tokens as plain lists: spaCy's token objects are slow to ask twice."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from kg.documents import Parsed
from kg.extract.quotes import Quotation, quotations
from kg.model import Span

SUBJECTS = frozenset(("nsubj", "nsubjpass", "csubj", "csubjpass"))
MARKS = frozenset(('"', "'"))
"""Quotation marks, as the parser sees them."""
_TWO = ("''", "``")
_TRIMMED = frozenset((",", ".", ";", ":", "-", "--", "–", "—", "...", "…", "*", "•"))


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """Lists with one entry for each token; `left` and `right` are the edges of its subtree, both inclusive.

    `sentence` and `paragraph` number them; `quotation` is the number of the quotation that the token stands in, or -1.
    """

    parsed: Parsed
    text: list[str]
    lower: list[str]
    lemma: list[str]
    pos: list[str]
    tag: list[str]
    dep: list[str]
    entity: list[str]
    head: list[int]
    children: list[list[int]]
    left: list[int]
    right: list[int]
    start: list[int]
    end: list[int]
    sentence: list[int]
    bounds: list[tuple[int, int]]
    paragraph: list[int]
    paragraph_bounds: list[tuple[int, int]]
    quotation: list[int]
    quotations: list[Quotation]

    def __len__(self) -> int:
        return len(self.text)

    @cached_property
    def blank(self) -> list[bool]:
        return [not text.strip() for text in self.text]

    @cached_property
    def words_before(self) -> list[int]:
        """How many words stand before each token."""
        return [0, *accumulate(self._is_word(i) for i in range(len(self)))]

    @cached_property
    def quoted_before(self) -> list[int]:
        """How many words in quotations stand before each token."""
        return [0, *accumulate(self._is_word(i) and self.quotation[i] >= 0 for i in range(len(self)))]

    def _is_word(self, i: int) -> bool:
        return self.pos[i] != "PUNCT" and not self.blank[i]

    def child(self, token: int, *deps: str) -> int | None:
        return next((c for c in self.children[token] if self.dep[c] in deps), None)

    def kids(self, token: int, deps: Iterable[str]) -> list[int]:
        return [c for c in self.children[token] if self.dep[c] in deps]

    def trimmed(self, first: int, last: int) -> tuple[int, int] | None:
        """The token range without blanks and separating marks at its edges; None if nothing is left."""
        while first <= last and (self.blank[first] or self.text[first] in _TRIMMED):
            first += 1
        while last >= first and (self.blank[last] or (self.quotation[last] < 0 and self._separates(last))):
            last -= 1
        return (first, last) if first <= last else None

    def _separates(self, i: int) -> bool:
        return self.text[i] in _TRIMMED or self.dep[i] == "cc"

    def span(self, first: int, last: int) -> Span:
        return Span(self.start[first], self.end[last])

    def within(self, span: Span) -> tuple[int, int]:
        """The first and the last token of a span."""
        first = bisect_left(self.start, span.start)
        return first, max(first, bisect_left(self.start, span.end) - 1)


def tokens(parsed: Parsed) -> Tokens:
    doc = parsed.doc
    found = list(doc)
    head = [t.head.i for t in found]
    children: list[list[int]] = [[] for _ in found]
    for i, h in enumerate(head):
        if h != i:
            children[h].append(i)
    left, right = list(range(len(found))), list(range(len(found)))
    start, end = _offsets(parsed)
    quotes = quotations(parsed)
    bounds = [(s.start, s.end) for s in doc.sents]
    for begin, stop in bounds:
        _edges(head, left, right, begin, stop)
    return Tokens(
        parsed=parsed,
        text=[t.text for t in found],
        lower=[t.lower_ for t in found],
        lemma=[t.lemma_.lower() for t in found],
        pos=[t.pos_ for t in found],
        tag=[t.tag_ for t in found],
        dep=[t.dep_ for t in found],
        entity=[t.ent_type_ for t in found],
        head=head,
        children=children,
        left=left,
        right=right,
        start=start,
        end=end,
        sentence=[number for number, (begin, stop) in enumerate(bounds) for _ in range(begin, stop)],
        bounds=bounds,
        paragraph=_numbered(start, parsed.paragraphs),
        paragraph_bounds=_token_bounds(start, parsed.paragraphs),
        quotation=_numbered_many(start, quotes),
        quotations=quotes,
    )


def _offsets(parsed: Parsed) -> tuple[list[int], list[int]]:
    """Start and end in the stored text; the parser sees a mark of two characters (''…'') as one and a space."""
    text = parsed.article.text
    start, end = [], []
    for token in parsed.doc:
        first, last = token.idx, token.idx + len(token)
        if token.lower_ == '"' and text[first] != '"':
            first -= text[max(first - 1, 0) : first + 1] in _TWO
            last += text[first : last + 1] in _TWO
        start.append(first)
        end.append(last)
    return start, end


def _edges(head: list[int], left: list[int], right: list[int], first: int, end: int) -> None:
    """Widen every head to its dependents, from the leaves up: a token's depth orders the work."""
    depth: dict[int, int] = {}

    def depth_of(i: int) -> int:
        path = []
        while i not in depth and head[i] != i:
            path.append(i)
            i = head[i]
        level = depth.setdefault(i, 0)
        for j in reversed(path):
            level += 1
            depth[j] = level
        return level

    for i in sorted(range(first, end), key=depth_of, reverse=True):
        h = head[i]
        left[h] = min(left[h], left[i])
        right[h] = max(right[h], right[i])


def _numbered(starts: list[int], spans: Iterable[Span]) -> list[int]:
    """For each offset the number of the span that covers it, or -1. Both are sorted."""
    numbers = [-1] * len(starts)
    i = 0
    for number, span in enumerate(spans):
        while i < len(starts) and starts[i] < span.start:
            i += 1
        while i < len(starts) and starts[i] < span.end:
            numbers[i] = number
            i += 1
    return numbers


def _token_bounds(starts: list[int], spans: Iterable[Span]) -> list[tuple[int, int]]:
    """The first token of each span and the first one after it."""
    return [(bisect_left(starts, span.start), bisect_left(starts, span.end)) for span in spans]


def _numbered_many(starts: list[int], quotes: list[Quotation]) -> list[int]:
    flat = [(span, number) for number, quote in enumerate(quotes) for span in quote.spans]
    numbers = _numbered(starts, [span for span, _ in flat])
    return [flat[n][1] if n >= 0 else -1 for n in numbers]
