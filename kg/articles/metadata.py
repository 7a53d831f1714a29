"""What a page says of itself: schema.org in JSON-LD first, then OpenGraph and the like.

Source: schema.org/NewsArticle; ogp.me; HTML Living Standard, section 4.2.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from html import unescape
from typing import TYPE_CHECKING, Any, Final

from kg.addresses import canonical
from kg.articles.dates import day_if_told
from kg.articles.told import one_line
from kg.capture import Given

if TYPE_CHECKING:
    from lxml.etree import _Element

LONGEST_TITLE: Final = 300
LONGEST_NAME: Final = 120
_MOST_SCRIPTS: Final = 20
_LARGEST_SCRIPT: Final = 500_000
_DEEPEST: Final = 4
_ARTICLES: Final = ("BlogPosting", "LiveBlogPosting", "Report")  # and all that ends in "Article"
_OUTLETS: Final = ("NewsMediaOrganization", "WebSite")
_PUBLISHED: Final = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "dc.date.issued",
    "dcterms.issued", "dcterms.created", "dc.date.created", "parsely-pub-date", "sailthru.date", "publish-date",
    "publishdate", "pubdate", "publication_date", "article.published", "date",
)  # fmt: skip
_CHANGED = re.compile(r"modif|updat|revis", re.IGNORECASE)
_PUBLISHER: Final = ("og:site_name", "dcterms.publisher", "dc.publisher", "citation_publisher", "application-name")
_TITLE: Final = ("og:title", "twitter:title", "dcterms.title", "dc.title")
_LANGUAGE: Final = ("og:locale", "dcterms.language", "dc.language", "language", "content-language")
_CODE = re.compile(r"\s*([a-z]{2,3})(?:$|[-_\s,])", re.IGNORECASE)
_CHANGED_IN_DATA = re.compile(r'"((?:date)?(?:Modified|Updated))"\s*:\s*"[^"]*"', re.IGNORECASE)
_CUT = re.compile(r"(?:\.\.\.|…)$")
_SEPARATOR = r"\s+[|–—·•:-]+\s+"
_XML_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"


def metadata(tree: _Element) -> Given:
    """As far as the head of the page tells it."""
    meta, nodes = _meta(tree), list(_nodes(tree))
    linked = _link(tree) or canonical(meta.get("og:url", ""))
    node = _article(nodes, linked)
    publisher = _name(node.get("publisher"), nodes) or _first(meta, _PUBLISHER) or _outlet(nodes)
    return Given(
        title=_title(node, meta, publisher),
        published=_published(node, meta),
        publisher=publisher,
        url=linked or _address(node),
        language=_code(node.get("inLanguage")) or _declared(tree) or _code(_first(meta, _LANGUAGE)),
    )


def forget_changes(tree: _Element) -> None:
    """Take away what tells when the page was changed, so that nobody takes that for the day of publication."""
    for element in tree.iter("meta"):
        if _CHANGED.search(" ".join(element.get(name) or "" for name in ("property", "name", "itemprop"))):
            element.attrib.pop("content", None)
    for element in _scripts(tree):
        element.text = _CHANGED_IN_DATA.sub('"\\1": null', element.text)


# ---------------------------------------------------------------- JSON-LD


def _scripts(tree: _Element) -> Iterator[_Element]:
    for element in tree.iter("script"):
        if element.text and "json" in (element.get("type") or "").lower():
            yield element


def _nodes(tree: _Element) -> Iterator[Mapping[str, Any]]:
    """What is described, without what is only spoken of inside (other articles, those in a list)."""
    for number, element in enumerate(_scripts(tree)):
        if number == _MOST_SCRIPTS or len(element.text) > _LARGEST_SCRIPT:
            return
        try:
            found = json.loads(element.text, strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _described(found)


def _described(value: object, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, list) and depth < _DEEPEST:
        for one in value:
            yield from _described(one, depth + 1)
    elif isinstance(value, dict):
        yield value
        for name in ("@graph", "mainEntity"):
            if name in value and depth < _DEEPEST:
                yield from _described(value[name], depth + 1)


def _types(node: Mapping[str, Any]) -> list[str]:
    return [str(one).rpartition("/")[2] for one in _listed(node.get("@type"))]


def _article(nodes: list[Mapping[str, Any]], linked: str | None) -> Mapping[str, Any]:
    """That of the page's own address, else the first."""
    found = [node for node in nodes if any(one in _ARTICLES or one.endswith("Article") for one in _types(node))]
    return next((node for node in found if linked and _address(node) == linked), found[0] if found else {})


def _address(node: Mapping[str, Any]) -> str | None:
    page = node.get("mainEntityOfPage")
    page = page.get("@id") or page.get("url") if isinstance(page, dict) else page
    told = (canonical(one) for one in (node.get("url"), page, node.get("@id")) if isinstance(one, str))
    return next(filter(None, told), None)


def _name(value: object, nodes: list[Mapping[str, Any]]) -> str | None:
    """Of who is described here, or elsewhere on the page under the same "@id"."""
    for one in _listed(value):
        if isinstance(one, str) and not one.startswith(("http:", "https:", "#")):
            return _words(one, LONGEST_NAME)
        there: list[Mapping[str, Any]] = [one] if isinstance(one, dict) else []
        there += [node for node in nodes if there and "@id" in there[0] and node.get("@id") == there[0]["@id"]]
        names = (_words(name, LONGEST_NAME) for node in there for name in _listed(node.get("name")))
        if found := next(filter(None, names), None):
            return found
    return None


def _outlet(nodes: list[Mapping[str, Any]]) -> str | None:
    told = (_name(node, []) for kind in _OUTLETS for node in nodes if kind in _types(node))
    return next(filter(None, told), None)


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


# ---------------------------------------------------------------- the head


def _meta(tree: _Element) -> dict[str, str]:
    """The first of each name counts, in lower case."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        for name in ("property", "name", "itemprop", "http-equiv"):
            if element.get(name) and element.get("content"):
                found.setdefault(element.get(name).strip().lower(), element.get("content"))
    return found


def _published(node: Mapping[str, Any], meta: Mapping[str, str]) -> date | None:
    told = [node.get("datePublished"), *_all(meta, _PUBLISHED)]
    return next(filter(None, map(day_if_told, told)), None)


def _link(tree: _Element) -> str | None:
    for element in tree.iter("link"):
        if "canonical" in (element.get("rel") or "").lower().split() and (
            found := canonical(element.get("href") or "")
        ):
            return found
    return None


def _declared(tree: _Element) -> str | None:
    root = next(tree.iter("html"), None)
    return None if root is None else _code(root.get("lang") or root.get(_XML_LANGUAGE))


def _title(node: Mapping[str, Any], meta: Mapping[str, str], publisher: str | None) -> str | None:
    """A headline that was cut to the length that search engines show is left to the others."""
    told = [node.get("headline"), *_all(meta, _TITLE)]
    titles = [title for one in told if (title := _words(one, LONGEST_TITLE))]
    title = next((one for one in titles if not _CUT.search(one)), titles[0] if titles else None)
    return re.sub(rf"{_SEPARATOR}{re.escape(publisher)}$", "", title) if title and publisher else title


def _first(meta: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next(filter(None, (_words(one, LONGEST_NAME) for one in _all(meta, names))), None)


def _all(meta: Mapping[str, str], names: tuple[str, ...]) -> Iterator[str]:
    return (meta[name] for name in names if name in meta)


def _words(value: object, longest: int) -> str | None:
    return one_line(unescape(value), longest=longest) if isinstance(value, str) else None


def _code(value: object) -> str | None:
    if isinstance(value, dict):  # {"@type": "Language", "alternateName": "uk"}
        value = value.get("alternateName")
    found = _CODE.match(value) if isinstance(value, str) else None
    return found[1].lower() if found else None
