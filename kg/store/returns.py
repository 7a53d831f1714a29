"""Carriage returns in XML. The engine writes them as they are, and whoever reads XML takes them for line feeds: a quote
would not be verbatim any more.

Source: Extensible Markup Language (XML) 1.0, section 2.11.
"""

from __future__ import annotations

from typing import IO, Final

XML: Final = ("xml", "rdf")
"""The formats that are XML, as they are called here. The engine itself ends no line with a carriage return."""


def kept(data: bytes) -> bytes:
    """XML in which each carriage return is named by its number."""
    return data.replace(b"\r", b"&#xD;")


class Returns:
    """A stream in front of another one, which keeps them."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out

    def write(self, data: bytes) -> int:
        self._out.write(kept(data))
        return len(data)

    def flush(self) -> None:
        self._out.flush()


def keeping(out: IO[bytes], format: str) -> IO[bytes]:  # noqa: A002
    """The stream, or one in front of it where the format is XML."""
    return Returns(out) if format in XML else out  # type: ignore[return-value]
