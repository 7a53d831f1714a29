"""Quotations: what stands between quotation marks, over sentences and paragraphs.

Marks are read from the stored text, where typographic marks tell opening from closing; plain marks are told apart by
the spaces around them. Every quotation ends with its paragraph, unless the next paragraph opens with a mark again, as
newspapers set a quotation that goes on. So a mark that is missing costs a paragraph, never the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.documents import Parsed
from kg.model import Span

_MARK = re.compile(r"''|``|[\"“”„«»]")
_SINGLE = re.compile(r"['‘’]")
_ELISION = re.compile(r"(?:em|til|tis|twas|cause|round|n)\b")
_OPENING, _CLOSING = frozenset("“„«"), frozenset("”»")
_PLAIN = frozenset(('"', "''", "``"))
_BEFORE_OPENING = frozenset("([{-–—/:…")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """One quotation, marks included: a span for each paragraph. `closed` tells if its last mark is there."""

    spans: tuple[Span, ...]
    closed: bool = True

    @property
    def start(self) -> int:
        return self.spans[0].start

    @property
    def end(self) -> int:
        return self.spans[-1].end


def quotations(parsed: Parsed) -> list[Quotation]:
    """The outermost quotations in text order; they do not overlap."""
    text = parsed.article.text
    found: list[Quotation] = []
    for paragraph in parsed.paragraphs:
        for quotation in _with_single(text, paragraph, list(_in_paragraph(text, paragraph))):
            if found and _goes_on(found[-1], quotation, text):
                last = found.pop()
                quotation = Quotation(spans=(*last.spans, *quotation.spans), closed=quotation.closed)
            found.append(quotation)
    return found


def _with_single(text: str, paragraph: Span, double: list[Quotation]) -> list[Quotation]:
    """Quotations in single marks too, where they do not stand inside others."""
    if not any(mark in text[paragraph.start : paragraph.end] for mark in "'‘’"):
        return double
    edges = [paragraph.start, *(edge for q in double for edge in (q.start, q.end)), paragraph.end]
    gaps = zip(edges[::2], edges[1::2], strict=True)
    single = [Quotation(spans=(span,)) for begin, end in gaps for span in _single(text, begin, end)]
    return sorted([*double, *single], key=lambda q: q.start)


def _single(text: str, begin: int, end: int) -> Iterator[Span]:
    """What stands in single marks: an apostrophe stands behind a letter and in front of one, or behind an "s"."""
    opened: int | None = None
    for match in _SINGLE.finditer(text, begin, end):
        i = match.start()
        before, after = text[i - 1] if i > begin else " ", text[i + 1] if i + 1 < end else " "
        if opened is None:
            is_apart = not before.isalnum() and not _SINGLE.match(before) and (after.isalpha() or after in "([")
            if match[0] != "’" and is_apart and not _ELISION.match(text, i + 1):
                opened = i
        elif not after.isalnum() and (before in ".,?!…;" or not (before.isspace() or before in "sS")):
            yield Span(opened, i + 1)
            opened = None


def _goes_on(last: Quotation, new: Quotation, text: str) -> bool:
    """An unclosed quotation goes on when the next paragraph opens with a mark."""
    return not last.closed and not text[last.end : new.start].strip()


def _in_paragraph(text: str, paragraph: Span) -> Iterator[Quotation]:
    begin: int | None = None
    end = paragraph.start + len(text[paragraph.start : paragraph.end].rstrip())
    for start, stop, opens in _marks(text, paragraph):
        if begin is None and opens:
            begin = start
        elif begin is not None and not opens:
            yield Quotation(spans=(Span(begin, stop),))
            begin = None
    if begin is not None:
        yield Quotation(spans=(Span(begin, end),), closed=False)


def _marks(text: str, paragraph: Span) -> Iterator[tuple[int, int, bool]]:
    """Start, end and whether the mark opens. Marks of a quotation inside a quotation are left out."""
    opened: str | None = None
    inner = 0
    for match in _MARK.finditer(text, paragraph.start, paragraph.end):
        start, stop = match.span()
        opens = _opens(
            match[0], text[max(start - 1, paragraph.start) : start], text[stop : stop + 1], opened is not None
        )
        if opened in _PLAIN and match[0] not in _PLAIN and (opens or inner):
            inner += 1 if opens else -1
            continue
        yield start, stop, opens
        opened, inner = match[0] if opens else None, 0


def _opens(mark: str, before: str, after: str, is_open: bool) -> bool:
    if mark in _OPENING:
        return not (is_open and before and not before.isspace() and (not after or after.isspace()))
    if mark in _CLOSING:
        return False
    after_space = not before or before.isspace() or before in _BEFORE_OPENING
    before_space = not after or after.isspace()
    if after_space == before_space:
        return not is_open
    return after_space
