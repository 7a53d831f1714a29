"""The dateline that news agencies put before their first sentence: "KYIV (Reuters) -"."""

from __future__ import annotations

import re

from kg.documents import Parsed
from kg.model import Span

_FIRST = 4  # paragraphs: headline, byline and summary may stand before it
_WORD = r"[A-Z0-9][\w.'’-]*"
_DATELINE = re.compile(
    rf"\s*(?:{_WORD}(?:[ ,/]+(?:{_WORD}|de|del|of|al)){{0,8}},?\s+)?"  # the place and the day
    rf"\((?P<agency>[A-Z][\w.'’-]*(?: (?:[A-Z][\w.'’-]*|of|and)){{0,4}})\)"
    r"\s*(?:--|[-–—])\s*(?=\S)"
)
_PLACE_ALONE = re.compile(  # "GOMA, Congo - ", "GOMA (agencies) - "
    rf"\s*[A-Z]{{3,}}(?:[ ,/]+{_WORD}){{0,6}},?\s+(?:\([a-z ]+\)\s*)?(?:--|[-–—])\s+(?=\S)"
)
_NO_AGENCY = frozenset(("GPE", "LOC", "DATE", "TIME", "CARDINAL", "FAC"))


def dateline(parsed: Parsed) -> Span | None:
    """The name of the agency in the dateline that the article begins with; it is the one that narrates."""
    found = _found(parsed)
    return None if found is None else Span(*found.span("agency"))


def lead(parsed: Parsed) -> Span | None:
    """The dateline with its mark, and the blanks around: no part of anybody's words."""
    found = _found(parsed) or _place_alone(parsed)
    return None if found is None else Span(*found.span())


def places(parsed: Parsed) -> list[Span]:
    """The datelines of all paragraphs: a collection of reports has several. What they name is where, and nobody."""
    text = parsed.article.text
    found = (_PLACE_ALONE.match(text, *p) or _DATELINE.match(text, *p) for p in parsed.paragraphs)
    return [Span(*match.span()) for match in found if match is not None]


def _place_alone(parsed: Parsed) -> re.Match[str] | None:
    """A place in capitals and a dash; whose words follow, nobody says."""
    text = parsed.article.text
    return next((m for p in parsed.paragraphs[:_FIRST] if (m := _PLACE_ALONE.match(text, *p)) is not None), None)


def _found(parsed: Parsed) -> re.Match[str] | None:
    for paragraph in parsed.paragraphs[:_FIRST]:
        found = _DATELINE.match(parsed.article.text, *paragraph)
        if found is not None and not _is_other(parsed, found):
            return found
    return None


def _is_other(parsed: Parsed, found: re.Match[str]) -> bool:
    """Whether a place or a day stands in the brackets: "Springfield (Ohio) - …". Agencies go by their capitals."""
    name = found["agency"]
    span = parsed.doc.char_span(*found.span("agency"), alignment_mode="expand")
    return not name.isupper() and span is not None and any(token.ent_type_ in _NO_AGENCY for token in span)
