"""Made-up texts, parsed and attributed, with spans shown as words."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from kg import documents
from kg.extract.attribution import Attribution, attributions
from kg.model import Article, Span

if TYPE_CHECKING:
    from spacy.language import Language


@cache
def parser() -> Language:
    return documents.load()


def parse(text: str, block_quotes: tuple[Span, ...] = ()) -> documents.Parsed:
    article = Article(key="a", source="a", text=text, body=Span(0, len(text)), block_quotes=block_quotes)
    return next(documents.parse(parser(), [article]))


def found(text: str) -> list[Attribution]:
    return attributions(parse(text))


def words(text: str, spans: tuple[Span, ...]) -> str:
    return " | ".join(text[s.start : s.end] for s in spans)


def said(text: str) -> list[tuple[str, str, str]]:
    """Source, cue and content of each attribution, as words."""
    return [(words(text, a.source), words(text, a.cue), words(text, a.content)) for a in found(text)]
