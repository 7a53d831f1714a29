"""HTML as trafilatura understands it best: prose in paragraphs, inline quotations with the marks a browser draws."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml.etree import _Element

_CONTAINERS: Final = ("body", "article", "blockquote", "center", "div", "font", "main", "section", "td")
# fmt: off
_INLINE: Final = frozenset((
    "a", "abbr", "b", "bdi", "bdo", "big", "br", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd",
    "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
))
# fmt: on
_QUOTATION_MARKS: Final = tuple("\"'“”„«»‘’")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def tidy(tree: _Element) -> None:
    """Change the tree in place. What stood in a <q> has its marks; the element itself is left to be stripped."""
    for element in tree.iter():
        _clean(element)
    for element in list(tree.iter("q")):
        _spell_out(element)
    for element in list(tree.iter("pre")):
        element.tag = "div"  # else trafilatura takes it for a quotation
    for element in list(tree.iter(*_CONTAINERS)):
        if _has_bare_text(element):
            _wrap(element)


def _clean(element: _Element) -> None:
    """A page may name characters by number, such as &#1;, that lxml reads and then refuses to write."""
    if element.text and _NOT_XML.search(element.text):
        element.text = _NOT_XML.sub("", element.text)
    if element.tail and _NOT_XML.search(element.tail):
        element.tail = _NOT_XML.sub("", element.tail)


def _spell_out(quotation: _Element) -> None:
    before = quotation.getprevious()
    words = (quotation.getparent().text if before is None else before.tail) or ""
    if not words.rstrip().endswith(_QUOTATION_MARKS):
        quotation.text = "“" + (quotation.text or "")
        quotation.tail = "”" + (quotation.tail or "")


def _has_bare_text(element: _Element) -> bool:
    texts = [element.text, *(child.tail for child in element)]
    return any(text and not text.isspace() for text in texts)


def _wrap(element: _Element) -> None:
    """Put each run of text and inline elements into a paragraph; two line breaks end one, as a block does."""
    paragraph: _Element | None = None
    for node in list(_taken_out(element)):
        if isinstance(node, str):
            if paragraph is None and not node.isspace():
                paragraph = element.makeelement("p")
                element.append(paragraph)
            if paragraph is not None:
                _add_text(paragraph, node)
        elif _is_break(node) and paragraph is not None and _ends_with_break(paragraph):
            paragraph = None
        elif _is_inline(node):
            if paragraph is None and not _is_break(node):
                paragraph = element.makeelement("p")
                element.append(paragraph)
            if paragraph is not None:
                paragraph.append(node)
        else:
            paragraph = None
            element.append(node)


def _taken_out(element: _Element) -> Iterator[_Element | str]:
    """The texts and the children of an element, in order, each by itself; the element is left empty."""
    text, element.text = element.text, None
    if text:
        yield text
    for child in list(element):
        tail, child.tail = child.tail, None
        element.remove(child)
        if isinstance(child.tag, str):  # a comment has none
            yield child
        if tail:
            yield tail


def _add_text(paragraph: _Element, text: str) -> None:
    last = _last(paragraph)
    if last is None:
        paragraph.text = (paragraph.text or "") + text
    else:
        last.tail = (last.tail or "") + text


def _last(element: _Element) -> _Element | None:
    """The last child; len() would count them all."""
    return next(element.iterchildren(reversed=True), None)


def _is_inline(element: _Element) -> bool:
    return all(inner.tag in _INLINE for inner in element.iter("*"))


def _is_break(element: _Element) -> bool:
    return bool(element.tag == "br")


def _ends_with_break(paragraph: _Element) -> bool:
    last = _last(paragraph)
    return last is not None and _is_break(last) and not (last.tail or "").strip()
