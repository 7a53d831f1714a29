"""HTML → its text, with the spans of block quotations, and its metadata. The one door to trafilatura."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from kg.articles.dates import day_if_told
from kg.articles.markup import tidy
from kg.articles.metadata import LONGEST_TITLE, forget_changes, metadata
from kg.articles.told import one_line
from kg.capture import Given
from kg.errors import InputError
from kg.model import Span

if TYPE_CHECKING:
    from configparser import ConfigParser

    from lxml.etree import _Element

MAX_BYTES: Final = 2_000_000
MAX_TAGS: Final = 50_000
MAX_ATTRIBUTES: Final = 1_000  # in one tag; libxml2 takes time quadratic in them
_BEGINS_HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_DECLARED = re.compile(rb"<(?:meta\b[^>]{0,200}?charset|\?xml[^>]{0,200}?encoding)\s*=\s*[\"']?([\w.:-]{1,40})", re.I)
_ATTRIBUTE = re.compile(r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"']*+))?+""")
_TAG = re.compile(rf"<!--.*?(?:-->|\Z)|<[a-z][^\s/>]*+(?:{_ATTRIBUTE.pattern})*+", re.IGNORECASE | re.DOTALL)
_PARAGRAPHS: Final = frozenset(("body", "cell", "div", "head", "item", "list", "p", "quote", "row", "table"))
_SPACES = re.compile(r"\s+")
_DATES: Final = {  # dates in the prose are not the page's, and today's date must not change what is read
    "original_date": True,
    "extensive_search": False,
    "min_date": "1900-01-01",
    "max_date": "2200-01-01",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """`told` is what the page says of itself, `guessed` what its layout and its words show."""

    text: str
    told: Given
    guessed: Given
    block_quotes: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Paragraph:
    text: str
    quote: int  # the number of the block quotation that it stands in, or 0


def is_page(text: str) -> bool:
    """Whether the text begins like an HTML document."""
    return _BEGINS_HTML.match(text) is not None


def declared_encoding(data: bytes) -> str | None:
    match = _DECLARED.search(data, 0, 4096)
    return match[1].decode("ascii", "replace") if match else None


def page(html: str, source: str) -> Page:
    """The article of an HTML page. Raises InputError when the page has none, or more markup than any article has."""
    if html.count("<") > MAX_TAGS:
        raise InputError(f"{source}: more than {MAX_TAGS} tags: save the article alone, as text or HTML")
    if any(len(tag[0]) > MAX_ATTRIBUTES and _attributes(tag[0]) > MAX_ATTRIBUTES for tag in _TAG.finditer(html)):
        raise InputError(f"{source}: a tag with more than {MAX_ATTRIBUTES} attributes: save the article as .txt")
    tree = _parsed(html if is_page(html) else f"<html><body>{html}</body></html>", source)
    told = metadata(tree)
    forget_changes(tree)
    document = _extracted(tree, source)
    text, quotes = _laid_out(_paragraphs(document.body))
    guessed = Given(title=one_line(document.title, longest=LONGEST_TITLE), published=day_if_told(document.date))
    return Page(text=text, told=told, guessed=guessed, block_quotes=quotes)


def _attributes(tag: str) -> int:
    return 0 if tag.startswith("<!--") else sum(1 for _ in _ATTRIBUTE.finditer(tag))


def _extracted(tree: _Element, source: str) -> Any:
    from lxml.etree import LxmlError
    from trafilatura import bare_extraction

    tidy(tree)
    _strip_quotations(tree)
    options: dict[str, Any] = {"date_extraction_params": dict(_DATES), "config": _config()}
    try:
        document: Any = bare_extraction(tree, with_metadata=True, include_comments=False, **options)
    except (LxmlError, RecursionError, ValueError) as error:
        raise _no_article(source) from error
    if document is None or document.body is None:
        raise _no_article(source)
    return document


def _strip_quotations(tree: _Element) -> None:
    """trafilatura takes time quadratic in elements that it does not know, and lxml in pieces of one text."""
    from lxml.etree import strip_tags

    around = {parent for quotation in tree.iter("q") if (parent := quotation.getparent()) is not None}
    strip_tags(tree, "q")
    for element in around:
        for one in (element, *element):
            one.text, one.tail = one.text, one.tail


def _parsed(html: str, source: str) -> _Element:
    from lxml.etree import LxmlError
    from trafilatura import load_html

    try:
        tree = load_html(html)
    except (LxmlError, ValueError) as error:
        raise _no_article(source) from error
    if tree is None:
        raise _no_article(source)
    return tree


@cache
def _config() -> ConfigParser:
    from trafilatura.settings import use_config

    for name in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(name).addHandler(logging.NullHandler())  # else they write to standard error by themselves
    config: ConfigParser = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "1")  # short articles keep their structure
    return config


def _no_article(source: str) -> InputError:
    return InputError(f"{source}: no article found in this HTML: save its text as .txt")


def _paragraphs(body: _Element) -> Iterator[_Paragraph]:
    from lxml.etree import iterwalk

    if len(body) == 1 and len(body[0]) == 0:  # trafilatura found no structure: each line is a paragraph
        yield from (_Paragraph(line, 0) for line in map(_plain, (body[0].text or "").split("\n")) if line)
        return
    words: list[str] = []
    quotes: list[int] = []
    count = 0
    for event, element in iterwalk(body, events=("start", "end")):
        if element.tag in _PARAGRAPHS:
            if text := _joined(words):
                yield _Paragraph(text, quotes[-1] if quotes else 0)
            words.clear()
        if event == "start":
            if element.tag == "quote":
                count += 1
                quotes.append(quotes[0] if quotes else count)
            words += ["- "] if element.tag == "item" else ["\n"] if element.tag == "lb" else []
            words.append(_plain(element.text))
        else:
            if element.tag == "quote":
                quotes.pop()
            words.append(_plain(element.tail))


def _plain(text: str | None) -> str:
    return _SPACES.sub(" ", text or "")


def _joined(words: list[str]) -> str:
    lines = (_plain(line).strip() for line in "".join(words).split("\n"))
    text = "\n".join(line for line in lines if line)
    return "" if text == "-" else text


def _laid_out(paragraphs: Iterator[_Paragraph]) -> tuple[str, tuple[Span, ...]]:
    text = ""
    quotes: dict[int, Span] = {}
    for paragraph in paragraphs:
        text += "\n\n" if text else ""
        begin = len(text)
        text += paragraph.text
        if paragraph.quote:
            first = quotes.get(paragraph.quote, Span(begin, begin))
            quotes[paragraph.quote] = Span(first.start, len(text))
    return text, tuple(quotes.values())
