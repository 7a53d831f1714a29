"""An answer → what it is: a list of articles, or the capture of one."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape
from typing import Final

from kg.capture import Capture
from kg.fetching import feeds, sitemaps
from kg.fetching.addresses import shown
from kg.fetching.client import Answer
from kg.fetching.entries import Entry, Listing
from kg.fetching.kinds import Kind, kind
from kg.fetching.refusals import FetchError, UnfitError

LEAST_CONTENT: Final = 500
"""Characters from which on the content of a feed is taken for the article, where its page cannot be had."""
_LONGEST_MEDIA_TYPE: Final = 200
_BEGINNING: Final = 4_096
_NO_WORDS = re.compile(r"[^ -~]")
_XML_TYPES: Final = ("text/xml", "application/xml")
_PAGE_TYPES: Final = frozenset(
    ("", "text/html", "text/plain", "text/markdown", "application/xhtml+xml", "application/octet-stream", *_XML_TYPES)
)
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age=\"?(\d{1,8})", re.IGNORECASE)


def listing(answer: Answer) -> Listing | None:
    """What a feed or a sitemap lists; None for a page. Raises FetchError for a list that cannot be read."""
    data, what, where = answer.body, kind(answer.body), shown(answer.address)
    if what is Kind.PACKED:
        data = sitemaps.unpack(data, where)
        what = kind(data)
        if what is Kind.PAGE:
            raise FetchError(f"{where}: packed, and no sitemap: download it, unpack it, and give the file")
    if what is Kind.SITEMAP:
        return sitemaps.read(data, where)
    if what is Kind.JSON_FEED:
        return feeds.read_json(data, answer.address)
    return feeds.read(data, answer.address, media_type(answer)) if what is Kind.FEED else None


def page(entry: Entry, answer: Answer) -> Capture:
    """Raises UnfitError for a document that its server calls neither text nor HTML."""
    said = media_type(answer)
    name = said.partition(";")[0].strip().lower()
    if name not in _PAGE_TYPES or (name in _XML_TYPES and b"<html" not in answer.body[:_BEGINNING].lower()):
        where = shown(answer.address)
        raise UnfitError(f"{where}: no article, feed or sitemap but {name[:60]}: save its text, and give the file")
    given = replace(entry.given, url=answer.address)
    return Capture(source=entry.address, data=answer.body, media_type=said, given=given)


def content(entry: Entry) -> Capture | None:
    """The article as its feed has it, if that is the whole of it by its length."""
    if len(re.sub(r"<[^<>]*>", "", entry.content)) < LEAST_CONTENT:
        return None
    title = f"<title>{escape(entry.given.title)}</title>" if entry.given.title else ""
    head = f'<!doctype html><html><head><meta charset="utf-8">{title}</head>'
    html = f"{head}<body><article>{entry.content}</article></body></html>"
    data = html.encode("utf-8", "replace")
    return Capture(source=entry.address, data=data, media_type="text/html; charset=utf-8", given=entry.given)


def media_type(answer: Answer) -> str:
    return _NO_WORDS.sub("", answer.headers.get("content-type", ""))[:_LONGEST_MEDIA_TYPE]


def max_age(answer: Answer) -> float:
    """Seconds for which the answer stays as it is (RFC 9111, section 5.2.2.1)."""
    found = _MAX_AGE.search(answer.headers.get("cache-control", ""))
    return float(found[1]) if found else 0.0
