"""What was read of an article beside its text, as JSON: with it the article comes back from a store as it was read."""

from __future__ import annotations

import json
from datetime import date

from kg.model import ENGLISH, Article, Span


def reading_of(article: Article) -> str:
    """All of an article but its text, keys in a fixed order."""
    return json.dumps(
        {
            "key": article.key,
            "source": article.source,
            "body": article.body,
            "title": article.title,
            "published": article.published.isoformat() if article.published else None,
            "publisher": article.publisher,
            "url": article.url,
            "language": article.language,
            "block_quotes": article.block_quotes,
        },
        ensure_ascii=False,
    )


def stored(text: str, told: str) -> Article:
    """The article of a text and what `reading_of` told of it."""
    given = json.loads(told)
    return Article(
        key=given["key"],
        source=given["source"],
        text=text,
        body=Span(*given["body"]),
        title=given["title"],
        published=date.fromisoformat(given["published"]) if given["published"] else None,
        publisher=given["publisher"],
        url=given["url"],
        language=given.get("language", ENGLISH),
        block_quotes=tuple(Span(*span) for span in given["block_quotes"]),
    )
