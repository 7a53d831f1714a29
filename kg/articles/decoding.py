"""Bytes → text, only when the encoding is certain: a wrong guess would put words into somebody's mouth."""

from __future__ import annotations

import codecs
import re
from typing import Final

from kg.errors import InputError

_MARKS: Final = (  # the longest first: the mark of UTF-32 begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NOT_TEXT: Final = (  # how the files that are most often mistaken for text begin
    (b"%PDF-", "a PDF: convert it to text first, for example with pdftotext"),
    (b"PK\x03\x04", "a ZIP archive or an office document: save its text as .txt first"),
    (b"\x1f\x8b", "compressed: unpack it first with gunzip"),
    (b"{\\rtf", "rich text: save it as plain text first"),
)
_MEANT: Final = {  # what browsers read under a name. Source: the Encoding Standard of WHATWG, section 4.2
    **dict.fromkeys(("ascii", "us-ascii", "latin1", "iso-8859-1", "iso8859-1", "iso_8859-1"), "windows-1252"),
    **dict.fromkeys(("gb2312", "gb_2312-80", "gbk", "x-gbk"), "gb18030"),
    **dict.fromkeys(("latin5", "iso-8859-9"), "windows-1254"),
    **dict.fromkeys(("ks_c_5601-1987", "euc-kr"), "cp949"),
    **dict.fromkeys(("shift_jis", "x-sjis"), "cp932"),
    "tis-620": "cp874",
}
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_OLD = re.compile(r"mac_.*|cp[4-8]\d\d|cp1125|cp10\d\d")  # of the Mac, of DOS and of mainframes
_MOST_CHAOS = 0.1
_LEAST_COHERENCE = 0.5


def decode(data: bytes, source: str, *, declared: str | None = None) -> str:
    """The text without its byte order mark. `declared` is the encoding that the document itself names.

    Raises InputError for what is not text, and for text whose encoding cannot be told.
    """
    for beginning, words in _NOT_TEXT:
        if data.startswith(beginning):
            raise InputError(f"{source}: not a text file but {words}")
    text = _marked(data, source)
    if text is None:
        if b"\0" in data:
            raise InputError(f"{source}: a binary file (byte {data.index(0)} is NUL): give a text or HTML file")
        text = _unmarked(data, source, declared=declared)
    if len(_CONTROL.findall(text)) * 100 > len(text):
        raise InputError(f"{source}: a binary file (mostly control characters): give a text or HTML file")
    return text


def _marked(data: bytes, source: str) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise _undecodable(data, source, encoding, error.start + len(mark)) from error
    return None


def _unmarked(data: bytes, source: str, *, declared: str | None) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        whole = len(_MULTIBYTE.findall(data))
        damaged = whole > len(_HIGH.findall(_MULTIBYTE.sub(b"", data)))
        text = None if damaged else _decoded_as(data, declared) or _detected(data)
        if text is None:
            raise _undecodable(data, source, "utf-8", error.start) from error
        return text


def _decoded_as(data: bytes, encoding: str | None) -> str | None:
    if encoding is None:
        return None
    try:
        return data.decode(_MEANT.get(encoding.lower(), encoding))
    except (UnicodeDecodeError, LookupError):
        return None


def _detected(data: bytes) -> str | None:
    """What charset-normalizer reads, if that reads like a language, and nothing else does: "déjà" in one encoding is
    "déjŕ" in another. What only old systems wrote is neither read nor counted against the others."""
    from charset_normalizer import from_bytes

    found = list(from_bytes(data))
    if not found or _OLD.fullmatch(found[0].encoding):
        return None
    fitting = (one for one in found if one.chaos <= _MOST_CHAOS and one.coherence >= _LEAST_COHERENCE)
    readings = {str(one) for one in fitting if not _OLD.fullmatch(one.encoding)}
    return readings.pop() if len(readings) == 1 else None


def _undecodable(data: bytes, source: str, encoding: str, at: int) -> InputError:
    found = f"byte {at} is 0x{data[at]:02x}" if at < len(data) else f"it ends in the middle of a character at byte {at}"
    return InputError(
        f"{source}: not {encoding.upper()} text ({found}): convert it to UTF-8, for example with "
        "`iconv -f WINDOWS-1252 -t UTF-8`"
    )
