"""Nesting: an attribution whose cue and source lie in another's content is its child."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import Span

Spans = tuple[Span, ...]


def parents(said: Sequence[tuple[Spans, Spans]], paragraphs: Sequence[Span]) -> list[int | None]:
    """For each pair (cue and source spans, content spans) the place of the smallest content that holds the former.

    Candidates are looked up by paragraph, so the work stays linear in the length of the article.
    """
    size = [sum(end - start for start, end in content) for _, content in said]
    by_paragraph = _by_paragraph([content for _, content in said], paragraphs)
    found: list[int | None] = []
    for place, (words, _) in enumerate(said):
        paragraph = _paragraph_of(words[0].start, paragraphs)
        holders = [
            other
            for other in by_paragraph.get(paragraph, ())
            if (size[other], -other) > (size[place], -place) and all(_inside(w, said[other][1]) for w in words)
        ]
        found.append(min(holders, key=lambda other: (size[other], other), default=None))
    return found


def depths(parent: Sequence[int | None]) -> list[int]:
    found: list[int] = []
    for start in range(len(parent)):
        depth, above = 0, parent[start]
        while above is not None:
            depth, above = depth + 1, parent[above]
        found.append(depth)
    return found


def _inside(span: Span, content: Spans) -> bool:
    return any(start <= span.start and span.end <= end for start, end in content)


def _paragraph_of(offset: int, paragraphs: Sequence[Span]) -> int:
    low, high = 0, len(paragraphs)
    while low < high:
        middle = (low + high) // 2
        if paragraphs[middle].start <= offset:
            low = middle + 1
        else:
            high = middle
    return low - 1


def _by_paragraph(contents: Sequence[Spans], paragraphs: Sequence[Span]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for place, content in enumerate(contents):
        for span in content:
            first, last = _paragraph_of(span.start, paragraphs), _paragraph_of(span.end - 1, paragraphs)
            for number in range(first, last + 1):
                places = found.setdefault(number, [])
                if not places or places[-1] != place:
                    places.append(place)
    return found
