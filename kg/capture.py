"""What was found at a source, before anything is made of it."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from datetime import date
from typing import Final

STANDARD_INPUT: Final = "-"
KIND_FIELD, NAME_FIELD, GIVEN_FIELD = "Claimgraph-Kind", "Claimgraph-Name", "Claimgraph-Given"
"""What a record of a journal says of itself beside what every web archive does, the last two as JSON in ASCII."""
ARTICLE_KIND: Final = "article"
UNTOLD_TYPE: Final = "application/octet-stream"
"""Of what nobody told the media type of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What was told of an article beside its text: by a feed, an archive or the columns of a table.

    `language` is a tag of BCP 47, such as "en" or "uk".
    """

    title: str | None = None
    published: date | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None

    def to_json(self) -> str:
        """What is known, keys in a fixed order; "{}" when nothing is."""
        return json.dumps({k: str(v) for k, v in asdict(self).items() if v is not None}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Given:
        told = json.loads(text)
        published = told.pop("published", None)
        return cls(**told, published=date.fromisoformat(published) if published else None)


NOTHING = Given()


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """The bytes of one article, text or HTML, as they were found.

    `source` is where a newer version of them would be found: a path, a URL, "FILE#RECORD" for a record of an archive
    or a table, or "-". `media_type` is what its server or archive called it ("text/html; charset=utf-8"), or "".
    """

    source: str
    data: bytes
    media_type: str = ""
    given: Given = NOTHING

    @property
    def origin(self) -> str:
        """The source, whatever the working directory; "" for standard input, which is never the same twice."""
        return origin(self.source)

    @property
    def digest(self) -> str:
        """The same for the same content from the same origin."""
        head = f"{self.origin}\n{self.media_type}\n{self.given.to_json()}\n".encode("utf-8", "surrogatepass")
        return hashlib.sha256(head + self.data).hexdigest()


def origin(source: str) -> str:
    if source.partition("#")[0] == STANDARD_INPUT:
        return ""
    return source if source.startswith(("http://", "https://")) else os.path.abspath(source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A source that could not be read; `reason` is one line that names it."""

    source: str
    reason: str
