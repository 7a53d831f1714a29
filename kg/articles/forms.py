"""What a file or a stream holds: one article, or many in a table or an archive."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import Final


class Form(StrEnum):
    TEXT = "text"
    HTML = "html"
    JSONL = "jsonl"
    JSON = "json"
    CSV = "csv"
    TSV = "tsv"
    WARC = "warc"


ZIPPED: Final = ".gz"
_BY_SUFFIX: Final = {
    ".txt": Form.TEXT,
    ".text": Form.TEXT,
    ".html": Form.HTML,
    ".htm": Form.HTML,
    ".xhtml": Form.HTML,
    ".jsonl": Form.JSONL,
    ".ndjson": Form.JSONL,
    ".json": Form.JSON,
    ".csv": Form.CSV,
    ".tsv": Form.TSV,
    ".warc": Form.WARC,
}
SUFFIXES: Final = tuple(_BY_SUFFIX)
_OBJECT = re.compile(rb'\s*\{\s*(?:"|\}\s*$)')
_ARRAY = re.compile(rb"\s*\[\s*(?:\{|\]\s*$|$)")
_MARK: Final = b"\xef\xbb\xbf"


def by_name(name: str) -> Form | None:
    """By the suffix, also before ".gz"; None for one that says nothing."""
    path = Path(name.lower())
    return _BY_SUFFIX.get((path.with_suffix("") if path.suffix == ZIPPED else path).suffix)


def by_beginning(head: bytes) -> Form:
    """By the first bytes; text unless they are surely something else. A table of commas cannot be told from prose."""
    head = head.removeprefix(_MARK)
    if head.startswith(b"WARC/"):
        return Form.WARC
    if _OBJECT.match(head):
        return Form.JSONL
    return Form.JSON if _ARRAY.match(head) else Form.TEXT
