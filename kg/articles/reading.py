"""One source → one `Article`, or the reason why not."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from kg.articles import pages, plain
from kg.articles.decoding import decode
from kg.articles.sources import STANDARD_INPUT, SUFFIXES
from kg.capture import Capture
from kg.defaults import MAX_CHARACTERS
from kg.errors import InputError
from kg.model import Article, Span

_BYTES_PER_CHARACTER = 4
_CHARACTERS_PER_WORD = 3  # of prose it is five; a model takes time and memory for words, and not for characters
_WORD_OR_SIGN = re.compile(r"\w+|[^\w\s]")
_PAGE_SUFFIXES: Final = (".html", ".htm", ".xhtml")
_NO_UNICODE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A source that could not be read; `reason` is one line that names it."""

    source: str
    reason: str


def captures(sources: Iterable[str], *, max_characters: int = MAX_CHARACTERS) -> Iterator[Capture | Failure]:
    """What stands in each source; one that cannot be read gives a `Failure`, and the others go on."""
    for source in sources:
        try:
            yield capture(source, max_characters=max_characters)
        except InputError as error:
            yield Failure(source=_readable(source), reason=str(error))


def capture(source: str, *, max_characters: int = MAX_CHARACTERS) -> Capture:
    """What stands in a file, or on standard input for "-". Raises InputError."""
    if _NO_UNICODE.search(source):
        raise InputError(f"{_readable(source)}: its name is not UTF-8, so the graph could not tell it: rename it")
    limit = max(pages.MAX_BYTES, max_characters * _BYTES_PER_CHARACTER)
    return Capture(source=source, data=_bytes(source, limit))


def article(found: Capture, *, max_characters: int = MAX_CHARACTERS) -> Article:
    """The article that was captured. HTML is known by its beginning, or by the suffix of its source.

    Raises InputError.
    """
    data, source = found.data, found.source
    text = decode(data, source, declared=pages.declared_encoding(data))
    if not text.strip():
        raise InputError(f"{source}: empty: give a file with the text of an article")
    if pages.is_page(text) or Path(source).suffix.lower() in _PAGE_SUFFIXES:
        return _from_page(text, len(data), source, max_characters)
    return _from_plain(text, source, max_characters)


def read(sources: Iterable[str], *, max_characters: int = MAX_CHARACTERS) -> Iterator[Article | Failure]:
    """Read each source; one that cannot be read gives a `Failure`, and the others go on."""
    for found in captures(sources, max_characters=max_characters):
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


def _bytes(source: str, limit: int) -> bytes:
    """The content of a source, one byte beyond the limit at most."""
    if source == STANDARD_INPUT:
        return _within(sys.stdin.buffer.read(limit + 1), limit, "standard input")
    try:
        with open(source, "rb") as file:
            return _within(file.read(limit + 1), limit, source)
    except FileNotFoundError as error:
        raise InputError(f"{source}: no such file or folder: check the path") from error
    except IsADirectoryError as error:
        known = " ".join(SUFFIXES)
        raise InputError(f"{source}: no article in this folder ({known}): name other files one by one") from error
    except PermissionError as error:
        raise InputError(f"{source}: may not be read: check its permissions") from error
    except (OSError, ValueError) as error:
        raise InputError(f"{source!r}: cannot be read: {getattr(error, 'strerror', None) or error}") from error


def _within(data: bytes, limit: int, source: str) -> bytes:
    if len(data) > limit:
        raise InputError(f"{source}: larger than {limit} bytes: split it into its articles, or raise --max-characters")
    return data


def _from_plain(text: str, source: str, max_characters: int) -> Article:
    _check_length(text, source, max_characters)
    published, body = plain.header(text)
    if not plain.has_letters(text[body.start : body.end]):
        raise InputError(f"{source}: no prose in it: give a file with the text of an article")
    return Article(
        key=_key(published, text),
        source=source,
        text=text,
        body=body,
        title=plain.title(text, body),
        published=published,
    )


def _from_page(html: str, size: int, source: str, max_characters: int) -> Article:
    if size > pages.MAX_BYTES:
        raise InputError(f"{source}: HTML larger than {pages.MAX_BYTES} bytes: save the article alone, or as .txt")
    page = pages.page(html, source)
    _check_length(page.text, source, max_characters)
    if not plain.has_letters(page.text):
        raise InputError(f"{source}: no article found in this HTML: save its text as .txt")
    return Article(
        key=_key(page.published, page.url or page.text),
        source=source,
        text=page.text,
        body=Span(0, len(page.text)),
        title=page.title,
        published=page.published,
        publisher=page.publisher,
        url=page.url,
        block_quotes=page.block_quotes,
    )


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
