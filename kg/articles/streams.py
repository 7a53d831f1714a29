"""Files and standard input as streams, unpacked where they are gzip'd. What the system says becomes one clear line."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from kg.articles.forms import SUFFIXES
from kg.capture import STANDARD_INPUT
from kg.errors import InputError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

BLOCK: Final = 65_536
_GZIP: Final = b"\x1f\x8b"
_MOST_BLOWN: Final = 200
"""Times: prose is packed to a tenth at best, zeros to a thousandth."""
_FREE: Final = 16_000_000


@contextmanager
def opened(source: str) -> Iterator[io.BufferedReader]:
    """The content of a file, or of standard input for "-". Raises InputError, also while it is read."""
    name = "standard input" if source == STANDARD_INPUT else source
    with _file(source) as file:
        try:
            yield _unpacked(file, name) if file.peek(2)[:2] == _GZIP else file
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise InputError(f"{name}: damaged, it cannot be unpacked to its end ({error}): pack it again") from error
        except OSError as error:
            raise _unreadable(source, error) from error


def _file(source: str) -> io.BufferedReader:
    if source == STANDARD_INPUT:
        return io.BufferedReader(_Borrowed(sys.stdin.buffer), BLOCK)  # type: ignore[arg-type]
    try:
        return io.BufferedReader(io.FileIO(source), BLOCK)
    except FileNotFoundError as error:
        raise InputError(f"{source}: no such file or folder: check the path") from error
    except IsADirectoryError as error:
        known = " ".join(SUFFIXES)
        raise InputError(f"{source}: no article in this folder ({known}): name other files one by one") from error
    except PermissionError as error:
        raise InputError(f"{source}: may not be read: check its permissions") from error
    except (OSError, ValueError) as error:
        raise _unreadable(source, error) from error


def _unreadable(source: str, error: OSError | ValueError) -> InputError:
    return InputError(f"{source!r}: cannot be read: {getattr(error, 'strerror', None) or error}")


def _unpacked(file: io.BufferedReader, name: str) -> io.BufferedReader:
    return io.BufferedReader(_Unpacked(file, name), BLOCK)


class _Borrowed(io.RawIOBase):
    """Standard input, which stays open when a reader of it is closed."""

    def __init__(self, stream: io.BufferedIOBase) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        return self._stream.readinto1(buffer)


class _Unpacked(io.RawIOBase):
    """What a gzip'd stream holds, up to what an honest one can hold. Raises InputError beyond."""

    def __init__(self, packed: io.BufferedReader, name: str) -> None:
        self._packed = _Counted(packed)
        self._file = gzip.GzipFile(fileobj=self._packed, mode="rb")  # type: ignore[call-overload]
        self._name = name
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        count: int = self._file.readinto1(buffer)
        self._given += count
        if self._given > _FREE + self._packed.count * _MOST_BLOWN:
            raise InputError(
                f"{self._name}: unpacks to more than {_MOST_BLOWN} times its size: not read any further; "
                "unpack it first if it is meant to be so"
            )
        return count


class _Counted:
    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self.count = 0

    def read(self, size: int) -> bytes:
        data = self._stream.read(size)
        self.count += len(data)
        return data
