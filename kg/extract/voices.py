"""Who spoke so far, and in whose words a token stands."""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence

from kg.extract.roster import Roster
from kg.model import Span

_REACH = 200  # words


class Voices:
    """Entity keys. `issuer` is who put out the article, if a side did: whoever speaks where nobody else does."""

    def __init__(self, roster: Roster, issuer: int | None) -> None:
        self.issuer = issuer
        self._roster = roster
        self._spoke: list[tuple[int, int]] = []  # (token, entity), sorted
        self._contents: list[tuple[Sequence[Span], int]] = []

    def heard(self, key: int, *, cue: int, content: Sequence[Span]) -> None:
        insort(self._spoke, (cue, key))
        self._contents.append((content, key))

    def around(self, offset: int) -> int | None:
        """The innermost speaker in whose words a character stands; else the issuer."""
        voices = [(content, key) for content, key in self._contents if _at(content, offset)]
        if not voices:
            return self.issuer
        return min(voices, key=lambda one: sum(end - start for start, end in one[0]))[1]

    def start(self, key: int, offset: int) -> int:
        """Where the speaker's words begin in which a character stands; 0 for an issuer's."""
        contents = (content for content, speaker in self._contents if speaker == key)
        return max((span.start for content in contents for span in _at(content, offset)), default=0)

    def last(self, classes: tuple[str, ...], *, before: int) -> int | None:
        """Who of some classes spoke last before a token, within two hundred words."""
        for position, key in reversed(self._spoke):
            if position < before and before - position < _REACH and self._roster[key].type in classes:
                return key
        return None


def _at(spans: Sequence[Span], offset: int) -> list[Span]:
    return [span for span in spans if span.start <= offset < span.end]
