"""What was accepted, in order, in files of the web archives' own format (WARC 1.1, ISO 28500:2017).

An entry is accepted when `append` returns: it is on the disk then. The store may be made again from the journal at any
time; and since each article in it is a record like those of any web archive, so may another tool read it.

journal/000001.warc.gz   one member of gzip for each entry, so that the last one may be cut without harm to the others
"""

from __future__ import annotations

import io
import json
import os
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal
from urllib.parse import quote

from kg import files
from kg.capture import ARTICLE_KIND, GIVEN_FIELD, KIND_FIELD, NAME_FIELD, UNTOLD_TYPE, Capture, Given
from kg.errors import DamagedError, StoreError
from kg.places import Place, beside

FOLDER: Final = "journal"
LARGEST_SEGMENT: Final = 64_000_000  # bytes, after which the next file is begun
_SUFFIX: Final = ".warc.gz"
_READ: Final = 1 << 16

Kind = Literal["retracted", "added", "removed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Anything else that changes a store: an article is retracted (`data` is JSON, of its sources and contents), or a
    graph added (`data` is its N-Triples) or removed; `name` is the IRI of the article or the graph."""

    kind: Kind
    name: str
    data: bytes = b""

    @property
    def media_type(self) -> str:
        return "application/json" if self.kind == "retracted" else "application/n-triples"


Entry = Capture | Told


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """The end of an entry: the number of its file, and the bytes up to there."""

    segment: int = 0
    offset: int = 0

    def __str__(self) -> str:
        return f"{self.segment:06d}:{self.offset}"

    @classmethod
    def read(cls, text: str) -> Position:
        segment, _, offset = text.partition(":")
        return cls(int(segment), int(offset)) if text else cls()


class Journal:
    """Of one store. Only the holder of the store's lock appends. Raises StoreError when the disk fails."""

    def __init__(self, store: Place) -> None:
        self.folder = beside(store) / FOLDER

    def append(self, entries: Sequence[Entry]) -> list[Position]:
        """Accept entries: all of them are on the disk when this returns. Their ends, in order."""
        number = max(self.segments(), default=1)
        path = self._path(number)
        with self._disk_errors():
            self.folder.mkdir(parents=True, exist_ok=True)
            size = path.stat().st_size if path.exists() else 0
            if size >= LARGEST_SEGMENT:
                number, path, size = number + 1, self._path(number + 1), 0
            members = [_member(entry) for entry in entries]
            _write(path, b"".join(members), size)
            if not size:
                files.sync(self.folder)
        ends = []
        for member in members:
            size += len(member)
            ends.append(Position(number, size))
        return ends

    def note(self, told: Told, worked: Position) -> str:
        """Accept what is done at once, after what was worked through already. The position that this brings the store
        to: "" when something else still waits before it, for then it is done again, after that."""
        waits = self.end() > worked
        (end,) = self.append([told])
        return "" if waits else str(end)

    def entries(self, after: Position = Position()) -> Iterator[tuple[Position, Entry]]:
        """What was accepted after a position, with the end of each. Raises DamagedError for what cannot be read."""
        for number in self.segments():
            if number >= after.segment:
                start = after.offset if number == after.segment else 0
                for end, content in self._members(number, start):
                    yield Position(number, end), self._entry(content, number, end)

    def end(self) -> Position:
        """Of the last entry, or of what stands behind it by half."""
        number = max(self.segments(), default=0)
        return Position(number, self._path(number).stat().st_size) if number else Position()

    def mend(self, after: Position) -> Path | None:
        """Put aside what was being written when the builder died: it was never accepted. Where that is now.

        Only for the holder of the store's lock. Raises DamagedError when anything else is wrong behind the position.
        """
        number = max(self.segments(), default=0)
        if not number:
            return None
        whole = after.offset if number == after.segment else 0
        with self._disk_errors():
            size = self._path(number).stat().st_size
            if size < whole:
                raise self._damaged(number, size)
            try:
                for end, _ in self._members(number, whole):
                    whole = end
            except DamagedError:
                if self._goes_on(number, whole):
                    raise
            return self._cut(number, whole) if size > whole else None

    def segments(self) -> list[int]:
        """The numbers of the files, in order."""
        if not self.folder.is_dir():
            return []
        names = (path.name.removesuffix(_SUFFIX) for path in self.folder.iterdir() if path.name.endswith(_SUFFIX))
        return sorted(int(name) for name in names if name.isdigit())

    def _path(self, number: int) -> Path:
        return self.folder / f"{number:06d}{_SUFFIX}"

    def _members(self, number: int, start: int) -> Iterator[tuple[int, bytes]]:
        """The members of a file behind an offset: where each ends, and what it says."""
        with self._disk_errors(), self._path(number).open("rb") as file:
            file.seek(start)
            end, piece = start, file.read(_READ)
            while piece:
                engine = zlib.decompressobj(wbits=31)
                said = bytearray()
                try:
                    while not engine.eof and piece:
                        said += engine.decompress(piece)
                        end += len(piece)
                        piece = b"" if engine.eof else file.read(_READ)
                except zlib.error as error:
                    raise self._damaged(number, end) from error
                if not engine.eof:
                    raise self._damaged(number, end)
                end -= len(engine.unused_data)
                yield end, bytes(said)
                piece = engine.unused_data or file.read(_READ)

    def _goes_on(self, number: int, offset: int) -> bool:
        """Whether any whole entry stands behind what cannot be read at the offset."""
        content = self._path(number).read_bytes()[offset + 1 :]
        at = content.find(b"\x1f\x8b\x08")
        while at >= 0:
            engine = zlib.decompressobj(wbits=31)
            with suppress(zlib.error):
                engine.decompress(content[at:])
                if engine.eof:
                    return True
            at = content.find(b"\x1f\x8b\x08", at + 1)
        return False

    def _cut(self, number: int, size: int) -> Path:
        path = self._path(number)
        torn = path.with_name(f"torn-{number:06d}-{size}")
        with path.open("rb+") as file:
            file.seek(size)
            torn.write_bytes(file.read())
            file.truncate(size)
            os.fsync(file.fileno())
        return torn

    def _entry(self, content: bytes, number: int, end: int) -> Entry:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed

        try:
            record = next(iter(ArchiveIterator(io.BytesIO(content))))
            told = record.rec_headers
            kind, name = told.get_header(KIND_FIELD), json.loads(told.get_header(NAME_FIELD))
            data = record.content_stream().read()
            if kind != ARTICLE_KIND:
                return Told(kind=kind, name=name, data=data)
            media_type = told.get_header("Content-Type")
            return Capture(
                source=name,
                data=data,
                media_type="" if media_type == UNTOLD_TYPE else media_type,
                given=Given.from_json(told.get_header(GIVEN_FIELD)),
            )
        except (ArchiveLoadFailed, StopIteration, ValueError, TypeError) as error:
            raise self._damaged(number, end) from error

    def _damaged(self, number: int, at: int) -> DamagedError:
        return DamagedError(
            f"{self._path(number)} is damaged before byte {at}: restore it from a backup, or see `kg check`"
        )

    @contextmanager
    def _disk_errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StoreError(
                f"{self.folder} cannot be used ({error.strerror or error}): look to its disk and permissions"
            ) from error


def _member(entry: Entry) -> bytes:
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    if isinstance(entry, Capture):
        kind, name, data, media_type = ARTICLE_KIND, entry.source, entry.data, entry.media_type or UNTOLD_TYPE
        told = {GIVEN_FIELD: _ascii(json.loads(entry.given.to_json()))}
    else:
        kind, name, data, media_type = entry.kind, entry.name, entry.data, entry.media_type
        told = {}
    headers = {KIND_FIELD: kind, NAME_FIELD: _ascii(name), **told}
    record = writer.create_warc_record(
        _uri(name), "resource", io.BytesIO(data), len(data), warc_content_type=media_type, warc_headers_dict=headers
    )
    writer.write_record(record)
    return out.getvalue()


def _ascii(value: object) -> str:
    return json.dumps(value)


def _uri(name: str) -> str:
    """Of a source, as a web archive needs one."""
    if name.startswith(("http://", "https://")):
        return quote(name, safe="%/:=&?~#+!$,;'@()*[]")
    return "file://" + quote(str(Path(name).absolute()), safe="/#") if name != "-" else "urn:claimgraph:standard-input"


def _write(path: Path, data: bytes, size: int) -> None:
    """Append wholly, or leave the file as it was."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    except OSError:
        os.ftruncate(descriptor, size)
        raise
    finally:
        os.close(descriptor)
