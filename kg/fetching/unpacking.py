"""Compressed bytes, unpacked a piece at a time, so that a small answer cannot fill the memory."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Final

from kg.fetching.refusals import FetchError, UnfitError

MAGIC: Final = b"\x1f\x8b"
_PIECE: Final = 65_536
_GZIP: Final = 16 + zlib.MAX_WBITS


def decoded(pieces: Iterable[bytes], coding: str, source: str) -> Iterator[bytes]:
    """The pieces of a body whose Content-Encoding is `coding`. Raises FetchError for one that was not asked for."""
    known = coding.strip().lower()
    if known in ("", "identity"):
        return iter(pieces)
    if known in ("gzip", "x-gzip"):
        return unpacked(pieces, source)
    raise FetchError(f"{source}: sent as {known[:40]!r}, which was not asked for: save it, and give the file")


def unpacked(pieces: Iterable[bytes], source: str) -> Iterator[bytes]:
    """What gzip has packed, in pieces of 64 KB at most. Raises FetchError where it is damaged or cut off."""
    decoder = zlib.decompressobj(_GZIP)
    try:
        for piece in pieces:
            while piece:
                if decoder.eof:  # one packed file may follow another (RFC 1952, section 2.2)
                    decoder = zlib.decompressobj(_GZIP)
                yield decoder.decompress(piece, _PIECE)
                piece = decoder.unused_data if decoder.eof else decoder.unconsumed_tail
        while not decoder.eof and (rest := decoder.decompress(b"", _PIECE)):
            yield rest
    except zlib.error as error:
        raise FetchError(f"{source}: packed, and damaged ({error}): try again later") from error
    if not decoder.eof:
        raise FetchError(f"{source}: packed, and cut off before its end: try again later")


def collected(pieces: Iterable[bytes], most: int, source: str) -> bytes:
    """All of it. Raises UnfitError for more than `most` bytes."""
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) > most:
            raise UnfitError(f"{source}: larger than {most} bytes: download it, and give the file")
    return bytes(body)
