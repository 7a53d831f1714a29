"""The article around an actor: its other entities, the countries that it speaks of, and the words beside a name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from kg.lexicon import table
from kg.linking.concepts import Concept
from kg.linking.gazetteer import Place
from kg.linking.knowledge import Knowledge
from kg.linking.names import fold
from kg.model import Article, Entity

_NAMES = ("name", "acronym", "surname")
_WINDOW = 90
_WORDS = 6
_STOPS = tuple(',;:)”"—–')
_END = re.compile(r"[.;:!?)\n]|\bwho(?:se)?\b|\bsaid\b|\btold\b|\bfor\b|\bto\b")
_APPOSITION = re.compile(r"\s?,\s+(?=the\b|a\b|an\b|[a-z])|\s?\(")
_BENCH = re.compile(r"\s?,?\s?\(?(?:R|D|I|Ind|Dem|Rep)\.?-\s?([A-Z][\w. ]{1,14}?)\.?\s?[),]")
_MOST = 0.5
_PART = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What stands beside the names of an entity: the words right before, as they stand and as titles, what is said
    right after, and the places that follow with a party ("D-Mass."). `titles` and `said` are folded, between spaces."""

    before: tuple[tuple[str, ...], ...]
    titles: tuple[str, ...]
    said: tuple[str, ...]
    benches: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """`known` are the places and states that are sure, `states` those among them by entity key, `told` the states that
    the names of bodies tell themselves, `actors` what the first round found."""

    article: Article
    entities: Sequence[Entity]
    known: Mapping[int, Concept | Place]
    states: Mapping[int, Concept]
    told: Mapping[int, Concept]
    actors: Mapping[int, Concept] = field(default_factory=dict)
    countries: Counter[str] = field(init=False)
    regions: frozenset[tuple[str, str | None]] = field(init=False)
    places: frozenset[str] = field(init=False)
    families: Mapping[str, Sequence[Entity]] = field(init=False)

    def __post_init__(self) -> None:
        counted: Counter[str] = Counter()
        for entity in self.entities:
            thing = self.known.get(entity.key) or self.actors.get(entity.key)
            if thing is not None and thing.country:
                counted[thing.country] += min(len(entity.mentions), _MENTIONS) or 1
        places = [known for known in self.known.values() if isinstance(known, Place)]
        object.__setattr__(self, "countries", counted)
        object.__setattr__(self, "regions", frozenset((place.country, place.admin1) for place in places))
        object.__setattr__(self, "places", frozenset(fold(place.name) for place in places))
        families: dict[str, list[Entity]] = defaultdict(list)
        for entity in self.entities:
            words = fold(entity.name).split() if entity.type == "Person" else []
            if len(words) > 1:
                families[words[-1]].append(entity)
        object.__setattr__(self, "families", families)

    def with_actors(self, actors: Mapping[int, Concept]) -> Scene:
        return replace(self, actors=actors)

    def state(self, entity: Entity) -> Concept | None:
        """The state that an armed force or a government body belongs to."""
        return self.states.get(entity.state) if entity.state is not None else self.told.get(entity.key)

    def namesakes(self, entity: Entity, name: str) -> list[Entity]:
        """The other persons whose full names end in a bare surname."""
        ending = f" {fold(name)}"
        family = self.families.get(ending.split(" ")[-1], ())
        return [other for other in family if other.key != entity.key and fold(other.name).endswith(ending)]

    def count(self, country: str, entity: Entity) -> int:
        """How often the article names that country, what is in it, or who is of it, besides the entity itself."""
        own = self.actors.get(entity.key)
        mine = (min(len(entity.mentions), _MENTIONS) or 1) if own and own.country == country else 0
        return self.countries[country] - mine

    def total(self, entity: Entity) -> int:
        own = self.actors.get(entity.key)
        return self.countries.total() - ((min(len(entity.mentions), _MENTIONS) or 1) if own and own.country else 0)

    def share(self, country: str | None, entity: Entity) -> float:
        total = self.total(entity)
        return self.count(country, entity) / total if country and total > 0 else 0.0

    def home(self, entity: Entity) -> str | None:
        """The country that the article is mostly about."""
        return next((one for one in self.homes(entity) if self.share(one, entity) > _MOST), None)

    def homes(self, entity: Entity) -> list[str]:
        """The countries that the article is about to a good part."""
        return [one for one in sorted(self.countries) if self.share(one, entity) >= _PART]


_MENTIONS = 3  # of one thing


def beside(entity: Entity, article: Article) -> Beside:
    """The words beside all names of an entity, and what the article calls it elsewhere ("the senator")."""
    before: list[tuple[str, ...]] = []
    titles: list[str] = []
    said: list[str] = []
    benches: list[str] = []
    for mention in entity.mentions:
        text, (start, end) = article.text, mention.span
        if mention.rule == "description":
            said.append(f" {fold(_until_end(text[start:end]))} ")
        if mention.rule not in _NAMES:
            continue
        words = _before(text[max(0, start - _WINDOW) : start])
        before.append(tuple(words))
        titles.append(f" {fold(' '.join(words))} ")
        following = text[end : end + _WINDOW]
        if apposition := _APPOSITION.match(following):
            said.append(f" {fold(_until_end(following[apposition.end() :]))} ")
        if bench := _BENCH.match(following):
            benches.append(bench[1])
    return Beside(
        before=tuple(dict.fromkeys(before)),
        titles=tuple(dict.fromkeys(titles)),
        said=tuple(dict.fromkeys(said)),
        benches=tuple(benches),
    )


def _before(text: str) -> list[str]:
    """The words that lead up to a name: names and titles, as far as no comma, no end of a sentence and no other word
    comes between ("criticized")."""
    words: list[str] = []
    for word in reversed(text.split()):
        bare = word.rstrip(",") if not words else word
        key = fold(bare)
        ends = bare.endswith(_STOPS) or (bare.endswith(".") and key not in _titles())
        if ends or not (bare[:1].isupper() or key in _titles()) or len(words) == _WORDS:
            break
        words.insert(0, bare)
    return words


@cache
def _titles() -> frozenset[str]:
    """The words of which titles consist: "foreign", "minister", "of"."""
    persons = table("persons")
    phrases = [word for office in persons["offices"].values() for kind in ("said", "held") for word in office[kind]]
    phrases += [*persons["others"]["words"], *persons["titles"]["words"]]
    return frozenset(word for phrase in phrases for word in fold(phrase).split())


def nations(around: Beside, knowledge: Knowledge) -> set[str]:
    """Of which countries the words before a name say that it is: "Iraqi", "Iraq's", with no more than a title between.
    "The Italian Grille Doe chose" does not."""
    found = set()
    told = (word for words in around.before for at, word in enumerate(words) if _are_titles(words[at + 1 :]))
    for word in told:
        bare = word.removesuffix("'s").removesuffix("’s").strip(",.")
        sense = knowledge.demonym(bare) or next((one for one in knowledge.senses(bare) if one.type == "State"), None)
        if bare[:1].isupper() and sense is not None and sense.country:
            found.add(sense.country)
    return found


def _are_titles(words: Sequence[str]) -> bool:
    return all(fold(word) in _titles() or word.islower() for word in words)


def _until_end(text: str) -> str:
    found = _END.search(text)
    return text[: found.start()] if found else text
