"""One source → the captures in it; one capture → its `Article`, or the reason why not."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Final

from kg.addresses import canonical, same_site
from kg.articles import archives, pages, plain, tables
from kg.articles.columns import Columns
from kg.articles.decoding import decode
from kg.articles.forms import Form, by_beginning, by_name
from kg.articles.language import language
from kg.articles.metadata import LONGEST_NAME, LONGEST_TITLE
from kg.articles.streams import BLOCK, opened
from kg.articles.told import one_line
from kg.capture import STANDARD_INPUT, Capture, Failure, Given
from kg.defaults import MAX_CHARACTERS
from kg.errors import InputError
from kg.model import Article, Span

_BYTES_PER_CHARACTER = 4
_CHARACTERS_PER_WORD = 3  # of prose it is five; a model takes time and memory for words, and not for characters
_WORD_OR_SIGN = re.compile(r"\w+|[^\w\s]")
_PAGE_SUFFIXES: Final = (".html", ".htm", ".xhtml")
_PAGE_TYPES: Final = ("text/html", "application/xhtml+xml")
_PLAIN_TYPE: Final = "text/plain"
_TYPES: Final = {Form.TEXT: _PLAIN_TYPE, Form.HTML: _PAGE_TYPES[0]}
_NO_UNICODE = re.compile("[\ud800-\udfff]")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_USUAL: Final = Columns()


def captures(
    sources: Iterable[str],
    *,
    max_characters: int = MAX_CHARACTERS,
    form: Form | None = None,
    columns: Columns = _USUAL,
    passed: Counter[str] | None = None,
) -> Iterator[Capture | Failure]:
    """What stands in each source, which may be many articles; what cannot be read gives a `Failure`, the rest goes on.

    `form` is what every source holds; without it, its suffix tells, else its first bytes. `passed` counts by source the
    records of archives that are no articles.
    """
    for source in sources:
        try:
            yield from _captures(source, max_characters, form, columns, passed)
        except InputError as error:
            yield Failure(source=_readable(source), reason=str(error))


def _captures(
    source: str, max_characters: int, stated: Form | None, columns: Columns, passed: Counter[str] | None
) -> Iterator[Capture | Failure]:
    _check_name(source)
    limit = _limit(max_characters)
    with opened(source) as stream:
        form = stated or by_name(source) or by_beginning(stream.peek(BLOCK))
        if form is Form.WARC:
            yield from archives.captures(stream, source, limit, passed)
        elif form in _TYPES:
            data = _within(stream.read(limit + 1), limit, source)
            yield Capture(source=source, data=data, media_type=_TYPES[form] if stated else "")
        else:
            yield from tables.captures(stream, source, form, columns, 2 * limit)


def capture(source: str, *, max_characters: int = MAX_CHARACTERS) -> Capture:
    """What stands in a file of one article, or on standard input for "-". Raises InputError."""
    _check_name(source)
    limit = _limit(max_characters)
    with opened(source) as stream:
        return Capture(source=source, data=_within(stream.read(limit + 1), limit, source))


def article(found: Capture, *, max_characters: int = MAX_CHARACTERS) -> Article:
    """The article that was captured. HTML is known by its media type, else by its beginning or its source's suffix.

    What was told beside a text counts more than its first lines. What a page says of itself counts more than what was
    told beside it, but for an address on another site; and that counts more than how the page looks. Raises InputError.
    """
    data, source = found.data, found.source
    text = decode(data, source, declared=_charset(found.media_type) or pages.declared_encoding(data))
    if not text.strip():
        raise InputError(f"{source}: empty: give a file with the text of an article")
    if _is_page(found, text):
        return _from_page(text, found, max_characters)
    return _from_plain(text, found, max_characters)


def read(
    sources: Iterable[str],
    *,
    max_characters: int = MAX_CHARACTERS,
    form: Form | None = None,
    columns: Columns = _USUAL,
    passed: Counter[str] | None = None,
) -> Iterator[Article | Failure]:
    """The articles in each source, as `captures` finds them; one that cannot be read gives a `Failure`."""
    for found in captures(sources, max_characters=max_characters, form=form, columns=columns, passed=passed):
        if isinstance(found, Failure):
            yield found
            continue
        try:
            yield article(found, max_characters=max_characters)
        except InputError as error:
            yield Failure(source=found.source, reason=str(error))


def read_one(source: str, *, max_characters: int = MAX_CHARACTERS) -> Article:
    """The article in a file, or on standard input for "-". Raises InputError."""
    return article(capture(source, max_characters=max_characters), max_characters=max_characters)


def from_bytes(data: bytes, *, source: str, max_characters: int = MAX_CHARACTERS) -> Article:
    """The article in the content of a file. Raises InputError."""
    return article(Capture(source=source, data=data), max_characters=max_characters)


def _readable(source: str) -> str:
    r"""A path that can be written anywhere: a byte of it that is no text reads like \xe9."""
    return _NO_UNICODE.sub(lambda found: ascii(found[0])[1:-1].replace("\\udc", "\\x"), source)


def _check_name(source: str) -> None:
    if _NO_UNICODE.search(source):
        raise InputError(f"{_readable(source)}: its name is not UTF-8, so the graph could not tell it: rename it")


def _limit(max_characters: int) -> int:
    return max(pages.MAX_BYTES, max_characters * _BYTES_PER_CHARACTER)


def _within(data: bytes, limit: int, source: str) -> bytes:
    if len(data) > limit:
        name = "standard input" if source == STANDARD_INPUT else source
        raise InputError(f"{name}: larger than {limit} bytes: split it into its articles, or raise --max-characters")
    return data


def _charset(media_type: str) -> str | None:
    found = _CHARSET.search(media_type)
    return found[1] if found else None


def _is_page(found: Capture, text: str) -> bool:
    kind = found.media_type.partition(";")[0].strip().lower()
    if kind in _PAGE_TYPES or kind == _PLAIN_TYPE:
        return kind != _PLAIN_TYPE
    return pages.is_page(text) or Path(found.source).suffix.lower() in _PAGE_SUFFIXES


def _from_plain(text: str, found: Capture, max_characters: int) -> Article:
    source, given = found.source, found.given
    _check_length(text, source, max_characters)
    published, body = plain.header(text)
    prose = text[body.start : body.end]
    if not plain.has_letters(prose):
        raise InputError(f"{source}: no prose in it: give a file with the text of an article")
    published, url = given.published or published, _address(given.url)
    return Article(
        key=_key(published, url or text),
        source=source,
        text=text,
        body=body,
        title=_title(given) or plain.title(text, body),
        published=published,
        publisher=_publisher(given),
        url=url,
        language=language(prose, stated=given.language),
    )


def _from_page(html: str, found: Capture, max_characters: int) -> Article:
    source, given = found.source, found.given
    if len(found.data) > pages.MAX_BYTES:
        raise InputError(f"{source}: HTML larger than {pages.MAX_BYTES} bytes: save the article alone, or as .txt")
    page = pages.page(html, source)
    _check_length(page.text, source, max_characters)
    if not plain.has_letters(page.text):
        raise InputError(f"{source}: no article found in this HTML: save its text as .txt")
    said, url = page.told, _address(given.url)
    if url is None or (said.url and same_site(said.url, url)):
        url = said.url  # that of another site would take the place of an article there
    published = said.published or given.published or page.guessed.published
    return Article(
        key=_key(published, url or page.text),
        source=source,
        text=page.text,
        body=Span(0, len(page.text)),
        title=said.title or _title(given) or page.guessed.title,
        published=published,
        publisher=said.publisher or _publisher(given),
        url=url,
        language=language(page.text, stated=said.language or given.language),
        block_quotes=page.block_quotes,
    )


def _address(url: str | None) -> str | None:
    return canonical(url) if url else None


def _title(given: Given) -> str | None:
    return one_line(given.title, longest=LONGEST_TITLE)


def _publisher(given: Given) -> str | None:
    return one_line(given.publisher, longest=LONGEST_NAME)


def _check_length(text: str, source: str, max_characters: int) -> None:
    if len(text) > max_characters:
        raise InputError(
            f"{source}: {len(text)} characters, more than {max_characters}: split it into its articles, "
            "or raise --max-characters"
        )
    most = max_characters // _CHARACTERS_PER_WORD
    if len(text) > most and (count := sum(1 for _ in _WORD_OR_SIGN.finditer(text))) > most:
        raise InputError(
            f"{source}: {count} words and signs, more than {most}: split it into its articles, or raise "
            "--max-characters"
        )


def _key(published: date | None, identity: str) -> str:
    return f"{published or 'undated'}-{hashlib.sha256(identity.encode('utf-8')).hexdigest()[:16]}"
