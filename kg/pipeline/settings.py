"""What holds for a whole batch."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg import articles
from kg.defaults import DEFAULT_MODEL, MAX_CHARACTERS, MEGABYTE, MEMORY, MIN_FREE, MOST_CHARACTERS, SECONDS
from kg.engines import Charge
from kg.errors import UsageError
from kg.iris import check_base
from kg.ontology import DEFAULT_BASE


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`model` is an installed spaCy pipeline or a folder; `authorities` are files of the user's own that win, and
    `curation` those of a curator, who says what is one thing and what is not. An article that takes more than
    `seconds` of processor time, or more than `memory` bytes, is set aside, where an engine can hold it to that. No
    article is accepted when fewer than `min_free` bytes of the store's disk are left; 0 turns that off.
    `input_format` is what the sources hold, whatever their names, and `columns` ("text=body,title=headline") what their
    tables call the text, the title and so on.

    Raises UsageError for a base of which no IRIs can be made, for a `max_characters` that the model cannot take, and
    for a format or columns that are not known.
    """

    base: str = DEFAULT_BASE
    model: str = DEFAULT_MODEL
    max_characters: int = MAX_CHARACTERS
    authorities: tuple[Path, ...] = ()
    curation: tuple[Path, ...] = ()
    seconds: float = SECONDS
    memory: int = MEMORY * MEGABYTE
    min_free: int = MIN_FREE
    input_format: str = ""
    columns: str = ""

    def __post_init__(self) -> None:
        check_base(self.base)
        if self.input_format and self.input_format not in tuple(articles.Form):
            known = ", ".join(articles.Form)
            raise UsageError(f"the input format {self.input_format!r} is not known: there are {known}")
        articles.Columns.parse(self.columns)
        if not 1 <= self.max_characters <= MOST_CHARACTERS:
            raise UsageError(
                f"max-characters cannot be {self.max_characters}: give 1 to {MOST_CHARACTERS}, for the language model "
                "takes no longer text; split a longer article"
            )

    def captures(
        self, paths: Sequence[str], passed: Counter[str] | None = None
    ) -> Iterator[articles.Capture | articles.Failure]:
        """What stands in files, folders and "-". `passed` counts by archive the records that are no articles."""
        return articles.captures(
            articles.sources(paths),
            max_characters=self.max_characters,
            form=articles.Form(self.input_format) if self.input_format else None,
            columns=articles.Columns.parse(self.columns),
            passed=passed,
        )

    def charge(self) -> Charge:
        """What an engine is to do."""
        from kg.linking import cache

        return Charge(
            factory="kg.pipeline.making:work",
            argument=self.to_json(),
            seconds=self.seconds,
            memory=self.memory,
            readable=(str(cache.folder()), *map(str, (*self.authorities, *self.curation))),
        )

    def to_json(self) -> str:
        told: dict[str, Any] = {name: getattr(self, name) for name in self.__slots__}
        told["authorities"] = [str(path.absolute()) for path in self.authorities]
        told["curation"] = [str(path.absolute()) for path in self.curation]
        return json.dumps(told)

    @classmethod
    def from_json(cls, text: str) -> Settings:
        told = json.loads(text)
        authorities, curation = (tuple(map(Path, told.pop(name))) for name in ("authorities", "curation"))
        return cls(**told, authorities=authorities, curation=curation)


def prepare(settings: Settings, *, tell: Any) -> None:
    """Build the index of places where it is missing (some fifteen seconds, once); `tell` hears how far it is."""
    from kg.linking.knowledge import open_knowledge

    open_knowledge(authority=settings.authorities, progress=lambda what, count: tell(f"{count} {what}"))
