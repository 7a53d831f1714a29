"""WARC archives of web pages (ISO 28500), record by record. The one door to warcio."""

from __future__ import annotations

import io
import json
import logging
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from kg.addresses import canonical
from kg.articles.pages import is_page
from kg.capture import ARTICLE_KIND, GIVEN_FIELD, KIND_FIELD, NAME_FIELD, UNTOLD_TYPE, Capture, Failure, Given
from kg.errors import InputError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_PAGES: Final = ("text/html", "application/xhtml+xml", "text/plain")
_KINDS: Final = ("response", "resource", "revisit", "conversion")
"""Of records that hold what was found somewhere; the others speak of the archive itself, or of what was asked."""
_ROBOTS: Final = re.compile(r"\w+://[^/]*/robots\.txt(?:[?#]|$)")
_HEADERS: Final = 1_000_000
_INFLATED: Final = {"gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}


def captures(
    stream: io.BufferedReader, source: str, limit: int, passed: Counter[str] | None = None
) -> Iterator[Capture | Failure]:
    """Each page of text or HTML that was answered with 200, by its address; one that cannot be read is a `Failure`.

    `limit` is the largest page in bytes. What is no such page is counted in `passed`, by source. Raises InputError
    where the archive cannot be read any further.
    """
    if not stream.peek(5).startswith(b"WARC/"):
        raise InputError(f"{source}: not a WARC archive: it does not begin with WARC/")
    for number, record in enumerate(_records(stream, source), start=1):
        if record.rec_type not in _KINDS:
            continue
        try:
            found = _capture(record, source, limit)
        except _CutOffError as error:
            raise InputError(f"{source}: {error}") from error
        except InputError as error:
            place = f"{source}#{_identity(record) or number}"
            yield Failure(source=place, reason=f"{source}: record {number} ({_target(record)}): {error}")
            continue
        if found:
            yield found
        elif passed is not None:
            passed[source] += 1


def _records(stream: io.BufferedReader, source: str) -> Iterator[Any]:
    from warcio.exceptions import ArchiveLoadFailed

    measured = _Measured(stream, source)
    archive = _iterator()(measured)
    records, none = iter(archive), True
    while True:
        measured.left = _HEADERS
        try:
            record = next(records, None)
        except (ArchiveLoadFailed, ValueError, AttributeError, IndexError) as error:
            words = " ".join(str(error).split())[:100]
            raise InputError(f"{source}: damaged after byte {measured.count}: {words or 'no WARC record'}") from error
        if record is None:
            if none or archive.next_line:
                raise InputError(f"{source}: cut off in the header of a record")
            return
        none = False
        measured.left = None
        if not hasattr(record.raw_stream, "limit"):
            raise InputError(f"{source}: damaged before byte {measured.count}: a record without its Content-Length")
        yield record
        while record.raw_stream.read(65_536):  # the rest of it, however long, but never held
            pass
        if record.raw_stream.limit:
            raise InputError(f"{source}: {_cut_off(record)}")


@cache
def _iterator() -> Any:
    """That of warcio, which writes to standard error by itself."""
    from warcio.archiveiterator import WARCIterator

    logging.getLogger("warcio").addHandler(logging.NullHandler())
    return type("Quiet", (WARCIterator,), {"INC_RECORD": ""})


def _capture(record: Any, source: str, limit: int) -> Capture | None:
    """None for what is no page."""
    if kind := _header(record.rec_headers, KIND_FIELD):
        return _accepted(record, limit) if kind == ARTICLE_KIND else None
    if record.rec_type not in ("response", "resource"):
        return None
    http = record.http_headers if record.rec_type == "response" else None
    if record.rec_type == "response" and (http is None or http.get_statuscode() != "200"):
        return None
    media_type = _header(http or record.rec_headers, "Content-Type")
    kind = media_type.partition(";")[0].strip().lower()
    target = _target(record)
    if (kind and kind not in _PAGES) or _ROBOTS.match(target):
        return None
    data = _content(record, http, limit)
    if not data or (not kind and not is_page(data[:4096].decode("latin-1"))):
        return None
    url = canonical(target)
    return Capture(
        source=url or f"{source}#{_identity(record)}",
        data=data,
        media_type=media_type or "text/html",
        given=Given(url=url),
    )


def _accepted(record: Any, limit: int) -> Capture:
    """As a journal of ours keeps it."""
    media_type = _header(record.rec_headers, "Content-Type")
    try:
        name = json.loads(_header(record.rec_headers, NAME_FIELD))
        given = Given.from_json(_header(record.rec_headers, GIVEN_FIELD))
    except (ValueError, TypeError, AttributeError) as error:
        raise InputError(f"damaged: {NAME_FIELD} or {GIVEN_FIELD} cannot be read") from error
    data = _content(record, None, limit)
    return Capture(source=str(name), data=data, media_type="" if media_type == UNTOLD_TYPE else media_type, given=given)


def _content(record: Any, http: Any, limit: int) -> bytes:
    """What a browser would have been given. Raises InputError for what is too large, or packed in an unknown way."""
    stream = record.raw_stream
    if http is not None and _header(http, "Transfer-Encoding").lower() == "chunked":
        from warcio.bufferedreaders import ChunkedDataReader

        stream = ChunkedDataReader(io.BytesIO(stream.read(2 * limit)))
    data: bytes = stream.read(limit + 1)
    if len(data) > limit:
        raise InputError(f"larger than {limit} bytes: no article is")
    if record.raw_stream.limit:
        raise _CutOffError(_cut_off(record))
    packing = _header(http, "Content-Encoding").lower() if http is not None else ""
    for name in reversed([one.strip() for one in packing.split(",") if one.strip() not in ("", "identity")]):
        data = _inflated(data, name, limit)
    if len(data) > limit:
        raise InputError(f"unpacks to more than {limit} bytes: no article does")
    return data


class _CutOffError(InputError):
    """The end of all that can be read."""


def _cut_off(record: Any) -> str:
    return f"cut off in the record of {_target(record) or 'an unknown address'}"


def _inflated(data: bytes, packing: str, limit: int) -> bytes:
    if packing not in _INFLATED:
        raise InputError(f"packed as {packing!r}, which cannot be unpacked: known are {', '.join(_INFLATED)}")
    windows = [_INFLATED[packing]] + ([-zlib.MAX_WBITS] if packing == "deflate" else [])  # as some servers send it
    for window in windows:
        inflater = zlib.decompressobj(window)
        try:
            found = inflater.decompress(data, limit + 1)
        except zlib.error:
            continue
        if inflater.eof or len(found) > limit:
            return found
    if packing.endswith("gzip") and data[:2] != b"\x1f\x8b":
        return data  # unpacked by the crawler, which kept the header
    raise InputError(f"its {packing} content is damaged")


def _header(headers: Any, name: str) -> str:
    return str(headers.get_header(name) or "") if headers is not None else ""


def _target(record: Any) -> str:
    return _header(record.rec_headers, "WARC-Target-URI").strip("<>")


def _identity(record: Any) -> str:
    return _header(record.rec_headers, "WARC-Record-ID").strip("<>").removeprefix("urn:uuid:")


class _Measured(io.RawIOBase):
    """A stream of which no more than `left` bytes may be read at once: headers without an end stop it."""

    def __init__(self, stream: io.BufferedReader, source: str) -> None:
        self._stream, self._source = stream, source
        self.left: int | None = None
        self.count = 0

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.count

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        count = self._stream.readinto1(buffer)
        self.count += count
        if self.left is not None:
            self.left -= count
            if self.left < 0:
                raise InputError(f"{self._source}: damaged before byte {self.count}: a header without an end")
        return count
