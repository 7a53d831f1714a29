"""The roster of an article: its entities in the making, where each is mentioned, and which token stands for which."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extract.knowledge import Knowledge
from kg.model import Entity, Mention, Sense, Span
from kg.ontology import PLACE_TYPES, STATE_TYPES

if TYPE_CHECKING:
    from kg.documents import Parsed
    from kg.syntax import Doc, Token

FORCES = frozenset({"ArmedForce", "ArmedGroup"})
_DESCRIBED = ("description", "demonym")
ORGANISED = frozenset({"Organisation", "MediaOrganisation", "GovernmentBody", "ArmedGroup", "ArmedForce", "State"})


@dataclass(slots=True, kw_only=True)
class Draft:
    """An entity in the making. `side` is whom a person speaks for; `affiliation` is what a person holds an office or a
    post in; `roles` are the nouns that it is called by. Of a `vague` party the text does not tell on which side it is.
    """

    type: str
    name: str
    named: bool = True
    vague: bool = False
    state: int | None = None
    side: int | None = None
    affiliation: int | None = None
    roles: set[str] = field(default_factory=set)
    mentions: dict[Span, str] = field(default_factory=dict)


class Roster:
    """`at` says which entity a token stands for; an entity is known by its key, its place in `drafts`.

    `referring` are the tokens of pronouns and descriptions that were found to point back.
    """

    def __init__(self, parsed: Parsed, knowledge: Knowledge) -> None:
        self.doc: Doc = parsed.doc
        self.knowledge = knowledge
        self.drafts: list[Draft] = []
        self.at: dict[int, int] = {}
        self.by_name: dict[str, int] = {}
        self.referring: set[int] = set()
        self._order: list[tuple[int, int]] = []  # (head token, entity), sorted

    def __getitem__(self, key: int) -> Draft:
        return self.drafts[key]

    def entities(self) -> tuple[Entity, ...]:
        return tuple(
            Entity(
                key=key,
                type=draft.type,
                name=draft.name,
                named=draft.named,
                state=draft.state,
                affiliation=draft.affiliation,
                mentions=tuple(Mention(span=span, rule=rule) for span, rule in sorted(draft.mentions.items())),
            )
            for key, draft in enumerate(self.drafts)
        )

    def new(self, draft: Draft) -> int:
        self.drafts.append(draft)
        return len(self.drafts) - 1

    def named(self, name: str, draft: Draft) -> int:
        """The entity known by a name within the article, made from the draft when there is none."""
        known = self.by_name.get(name)
        if known is None:
            known = self.by_name[name] = self.new(draft)
        return known

    def mention(self, key: int, start: int, end: int, rule: str, *, head: int) -> None:
        """Tokens `start` to `end` stand for an entity, of a description only the head: others may be spoken of inside.
        Those that stand for another already keep to it."""
        self.drafts[key].mentions.setdefault(self.span(start, end), rule)
        for i in (head,) if rule in _DESCRIBED else range(start, end):
            self.at.setdefault(i, key)
        insort(self._order, (head, key))

    def refer(self, key: int, start: int, end: int, rule: str) -> None:
        """A mention that no later word looks back to: a pronoun, "the town"."""
        self.drafts[key].mentions.setdefault(self.span(start, end), rule)
        self.referring.update(range(start, end))

    def forget(self, key: int, start: int, end: int) -> None:
        """The capital in "Moscow's forces" is no mention of the city."""
        self.drafts[key].mentions.pop(self.span(start, end), None)
        self._order = [(i, k) for i, k in self._order if k != key or not start <= i < end]

    def reassign(self, token: Token, key: int, *, to: int, rule: str) -> None:
        """A mention is of another entity than its name says: "Moscow claimed" speaks of the state."""
        span = next((s for s in self.drafts[key].mentions if s.start <= token.idx < s.end), None)
        if span is not None:
            del self.drafts[key].mentions[span]
            self.drafts[to].mentions[span] = rule
        self.at[token.i] = to
        self._order = sorted((i, to if i == token.i else k) for i, k in self._order)

    def span(self, start: int, end: int) -> Span:
        last = self.doc[end - 1]
        return Span(self.doc[start].idx, last.idx + len(last))

    def words(self, start: int, end: int) -> str:
        return " ".join(self.doc[start:end].text.split())

    def type_at(self, token: Token) -> str | None:
        key = self.at.get(token.i)
        return self.drafts[key].type if key is not None else None

    def before(self, token: int, *, reach: int | None = None) -> Iterator[tuple[int, int]]:
        """The mentions before a token as (token, entity), the nearest first."""
        for i in range(bisect_left(self._order, (token, -1)) - 1, -1, -1):
            if reach is not None and token - self._order[i][0] > reach:
                return
            yield self._order[i]

    def last(self, classes: tuple[str, ...], *, before: int, reach: int | None = None) -> int | None:
        """The entity of one of the classes that was mentioned last before a token."""
        known = (key for _, key in self.before(before, reach=reach) if not self.drafts[key].vague)
        return next((key for key in known if self.drafts[key].type in classes), None)

    def state(self, sense: Sense) -> int:
        """The entity of a state, made if the article only implies it ("Russian troops")."""
        known = self.by_name.get(sense.id)
        if known is None:
            known = self.by_name.get(key_of(sense.label))
        if known is None or self.drafts[known].type not in STATE_TYPES:
            known = self.new(Draft(type="State", name=sense.label))
            self.by_name.setdefault(key_of(sense.label), known)
        self.by_name[sense.id] = known
        return known


def key_of(name: str) -> str:
    """What two spellings of one name share."""
    words = name.casefold().replace("’", "'").replace("defence", "defense").split()
    return " ".join(words[1:] if words and words[0] == "the" and len(words) > 1 else words)


def compatible(one: str, other: str) -> bool:
    """Whether two classes may be those of one thing: a tagger tells companies, parties and militias apart at random."""
    organised = ORGANISED - {"State"}
    return (
        one == other
        or {one, other} <= set(STATE_TYPES)
        or (one in organised and other in organised)
        or (one in PLACE_TYPES and other in PLACE_TYPES)
    )
