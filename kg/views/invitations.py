"""Questions that a reader is invited to ask, those first that show best what the graph is for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kg import queries
from kg.queries import StoredQuery, questions

_FIRST: Final = (
    "who-claimed-control",
    "contradictions",
    "what-did-say",
    "claims-about-place",
    "denied-claims",
    "who-relays-whom",
    "who-claimed-capture",
    "unverified-claims",
)
_ASKING: Final = ("who ", "what ", "which ", "where ", "how ", "when ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A question of the stored `query`; `slot` is what a name is needed for, `kind` what kind of thing it names, and
    both are "" where it needs none."""

    query: str
    words: str
    slot: str = ""
    kind: str = ""

    def with_name(self, name: str) -> str:
        return self.words.replace(f"{{{self.slot}}}", name) if self.slot else self.words


def invitations() -> Iterator[Invitation]:
    """One for each stored query that can be asked in words, with one name at the most."""
    for query in ordered():
        if found := _invitation(query):
            yield found


def ordered() -> list[StoredQuery]:
    """The stored queries, the most telling first."""
    return sorted(queries.catalogue().values(), key=_rank)


def example_questions(names: Mapping[str, str]) -> tuple[str, ...]:
    """In words, with a name for each kind; those are left out for which there is none."""
    return tuple(one.with_name(names.get(one.kind, "")) for one in invitations() if not one.slot or names.get(one.kind))


def _invitation(query: StoredQuery) -> Invitation | None:
    """About a place, else about everything, which for a large graph may be much, else about an actor."""
    return _about(query, "place") or _about_all(query) or _about(query, "actor")


def _about(query: StoredQuery, kind: str) -> Invitation | None:
    for name, parameter in query.parameters.items():
        if parameter.kind == kind and (template := questions.plain(query.questions, (name,))):
            return Invitation(query=query.name, words=questions.example(template), slot=name, kind=kind)
    return None


def _about_all(query: StoredQuery) -> Invitation | None:
    plain = [questions.example(one) for one in query.questions if not questions.slots(one)]
    asking = next((one for one in plain if one.startswith(_ASKING)), plain[0] if plain else "")
    return Invitation(query=query.name, words=asking) if asking else None


def _rank(query: StoredQuery) -> tuple[int, bool, str]:
    """Then claims about who holds what: they are what the graph knows best."""
    position = _FIRST.index(query.name) if query.name in _FIRST else len(_FIRST)
    return (position, "control" not in query.tags, query.name)
