"""The elements of a JSON array, found by brackets alone, so that a file of any size is never held as a whole."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Final

from kg.articles.streams import BLOCK
from kg.errors import InputError

_SIGN: Final = re.compile(rb'["\[\]{}]')
_REST_OF_STRING: Final = re.compile(rb'(?:[^"\\]++|\\.)*+("|\\)?', re.DOTALL)
"""Up to the closing mark, or to a backslash whose letter is in the next block."""


def elements(stream: io.BufferedReader, source: str, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """The objects, arrays and strings in the array, with their places, from 1; None for one of more bytes than `limit`.

    Whether one is JSON shows when it is read. Raises InputError for an array that does not end.
    """
    number = depth = 0
    in_string = escaped = False
    element = _Element(limit)
    while block := stream.read(BLOCK):
        begin, at = 0, int(escaped)
        escaped = False
        while at < len(block):
            if in_string:
                found = _REST_OF_STRING.match(block, at)
                at = found.end() if found else at
                in_string, escaped = bool(found and found[1] != b'"'), bool(found and found[1] == b"\\")
                ends = not in_string
            elif found := _SIGN.search(block, at):
                at = found.end()
                begin = found.start() if depth == 1 else begin
                in_string = found[0] == b'"'
                depth += (found[0] in b"[{") - (found[0] in b"]}")
                ends = found[0] in b"]}"
                if depth == 0:
                    return
            else:
                break
            if ends and depth == 1:
                number += 1
                yield number, element.finished(block[begin:at])
        if depth > 1 or in_string:
            element.add(block[begin:])
    raise InputError(f"{source}: its array does not end: the file was cut, or is no JSON")


class _Element:
    """What there is so far of one that goes over several blocks."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._parts = bytearray()
        self._size = 0

    def add(self, part: bytes) -> None:
        self._size += len(part)
        if self._size <= self._limit:
            self._parts += part
        else:
            self._parts.clear()

    def finished(self, part: bytes) -> bytes | None:
        self.add(part)
        found = bytes(self._parts) if self._size <= self._limit else None
        self._parts.clear()
        self._size = 0
        return found
