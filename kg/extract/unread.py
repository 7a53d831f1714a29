"""An article in a language that is not understood: who published it is known, and nothing that it says."""

from __future__ import annotations

from kg.model import Article, Entity, Extraction


def unread(article: Article) -> Extraction:
    """Without statements. Whose voice it has is not known, for the text may name another outlet than its publisher."""
    if article.publisher is None:
        return Extraction(article=article, entities=(), statements=(), events=())
    publisher = Entity(key=0, type="MediaOrganisation", name=article.publisher)
    return Extraction(article=article, entities=(publisher,), statements=(), events=(), publisher=publisher.key)
