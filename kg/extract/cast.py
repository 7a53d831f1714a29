"""The cast of an article: one entity for one thing, whatever it is called.

Names are clustered by rules (same name, surname, acronym in brackets, region and its bare name); a noun with the
adjective of a state is that state's force or people ("Russian troops"); descriptions and pronouns are resolved where a
statement or an event needs them, to the nearest fitting thing before them, or not at all.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extract.knowledge import Knowledge
from kg.extract.names import Name, names
from kg.extract.nouns import class_of, nouns
from kg.model import Entity, Mention, Sense, Span
from kg.ontology import ACTOR_TYPES, PLACE_TYPES

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kg.documents import Parsed

FORCES = frozenset({"ArmedForce", "ArmedGroup"})
ORGANISED = frozenset({"Organisation", "MediaOrganisation", "GovernmentBody", "ArmedGroup", "ArmedForce", "State"})
_INSIDE = ("compound", "nmod", "amod", "poss", "appos")
_CLASSES = {
    **dict.fromkeys(("he", "she", "him", "her", "his", "himself", "herself"), ("Person",)),
    **dict.fromkeys(("they", "them", "their", "themselves", "both"), ("Group", "ArmedForce", "ArmedGroup")),
    **dict.fromkeys(
        ("it", "its", "itself"), ("Organisation", "MediaOrganisation", "GovernmentBody", "ArmedGroup", "State")
    ),
}
_HERE = frozenset({"there", "here"})
PRONOUNS = frozenset({*_CLASSES, "i", "we", "my", "our", "me", "us", "who", "which", "that", "you"})
_ACRONYM = re.compile(r"[A-Z][A-Z0-9.&-]{1,9}$")


@dataclass(slots=True)
class _Draft:
    type: str
    name: str
    named: bool = True
    state: int | None = None
    mentions: dict[Span, str] = field(default_factory=dict)
    tokens: list[int] = field(default_factory=list)


class Cast:
    """The entities of one document. `at` says which entity a token stands for; `find` also resolves descriptions.

    `sources` are the tokens that head a source: a pronoun there takes up who spoke before.
    """

    def __init__(self, parsed: Parsed, knowledge: Knowledge, *, sources: Iterable[int] = ()) -> None:
        self.doc: Doc = parsed.doc
        self.text = parsed.article.text
        self.knowledge = knowledge
        self.drafts: list[_Draft] = []
        self.at: dict[int, int] = {}
        self._by_name: dict[str, int] = {}
        self.sources = frozenset(sources)
        self._speakers: list[tuple[int, int]] = []  # (token, entity), in text order
        self._order: list[tuple[int, int]] = []
        self._add_names(names(self.doc, knowledge))
        self._add_forces()
        self._sort()

    # ------------------------------------------------------------ what the other stages ask

    def entities(self) -> tuple[Entity, ...]:
        return tuple(
            Entity(
                key=key,
                type=draft.type,
                name=draft.name,
                named=draft.named,
                state=draft.state,
                mentions=tuple(Mention(span=span, rule=rule) for span, rule in sorted(draft.mentions.items())),
            )
            for key, draft in enumerate(self.drafts)
        )

    def type(self, key: int) -> str:
        return self.drafts[key].type

    def actor(self, token: Token, *, unnamed: bool = True) -> int | None:
        """The actor that a noun phrase's head stands for. A capital stands for its state.

        With `unnamed`, a noun for people that names nobody ("a senior official") becomes an actor of its own.
        """
        sense = self.knowledge.demonym(token.text) if token.i not in self.at else None
        if sense is not None:
            return self.state(sense)
        found = self.find(token, classes=ACTOR_TYPES + PLACE_TYPES if token.i in self.at else ACTOR_TYPES)
        if found is not None and self.type(found) in PLACE_TYPES:
            return self._metonym(found, token)
        if found is None and unnamed:
            found = self._unnamed(token)
        return found

    def place(self, token: Token) -> int | None:
        """The place that a noun phrase's head stands for: a name, or a description of an earlier place."""
        if token.lower_ in _HERE:
            return self.last(PLACE_TYPES, before=token.i)
        found = self.find(token, classes=(*PLACE_TYPES, "State"))
        if found is not None and self.type(found) not in (*PLACE_TYPES, "State"):
            return None
        return found

    def find(self, token: Token, *, classes: tuple[str, ...]) -> int | None:
        """The entity of a token: by name, by the name beside it ("the town of X"), by pronoun or by description."""
        if token.i in self.at:
            return self.at[token.i]
        inside = self._named_inside(token)
        if inside is not None:
            return inside
        if token.lower_ in PRONOUNS:
            return self._pronoun(token)
        return self._description(token, classes)

    def last(self, classes: tuple[str, ...], *, before: int) -> int | None:
        """The entity of one of the classes that was mentioned last before a token."""
        for i in range(bisect_left(self._order, (before, -1)) - 1, -1, -1):
            if self.drafts[self._order[i][1]].type in classes:
                return self._order[i][1]
        return None

    def outlet(self, token: Token) -> int:
        """A publication that the tagger did not take for a name."""
        key = self._new(_Draft(type="MediaOrganisation", name=token.text))
        self._mention(key, token.i, token.i + 1, "name", head=token.i)
        self._sort()
        return key

    def spoke(self, token: Token, key: int) -> None:
        """Remember that an entity spoke here: pronouns look for speakers first."""
        self._speakers.append((token.i, key))
        self._speakers.sort()

    def state(self, sense: Sense) -> int:
        """The entity of a state, made if the article only implies it ("Russian troops")."""
        known = self._by_name.get(sense.id)
        if known is None:
            known = self._by_name.get(_key(sense.label))
        if known is None or self.drafts[known].type not in ("State", "Country"):
            known = self._new(_Draft(type="State", name=sense.label))
            self._by_name.setdefault(_key(sense.label), known)
        self._by_name[sense.id] = known
        return known

    # ------------------------------------------------------------ names

    def _add_names(self, found: list[Name]) -> None:
        for name in sorted(found, key=lambda one: (-len(one.text.split()), one.start)):
            key = self._cluster(name)
            rule = "name" if _key(name.text) == _key(self.drafts[key].name) else _variant(name.text, self.drafts[key])
            self._mention(key, name.start, name.end, rule, head=name.head)

    def _cluster(self, name: Name) -> int:
        """Longer names come first, so a surname or a bare "Kursk" finds the full name that it is short for."""
        key = _key(name.text)
        known = self._by_name.get(key)
        if known is not None and _compatible(self.drafts[known].type, name.type):
            return known
        if name.type == "Person" and " " not in name.text:
            full = [k for k, d in enumerate(self.drafts) if d.type == "Person" and d.name.split()[-1] == name.text]
            if len(full) == 1:
                return full[0]
        outer = self._introduced_by_brackets(name)
        if outer is not None:
            self._by_name[key] = outer
            return outer
        if name.type in ("State", "Country"):
            sense = next((s for s in self.knowledge.senses(name.text) if s.type in ("State", "Country")), None)
            if sense is not None:
                state = self.state(sense)
                self._by_name[key] = state
                return state
        new = self._new(_Draft(type=name.type, name=name.text))
        self._by_name[key] = new
        bare = _bare_region(name)
        if bare:
            self._by_name.setdefault(_key(bare), new)
        return new

    def _introduced_by_brackets(self, name: Name) -> int | None:
        """ "the Institute for the Study of War (ISW)"."""
        if not _ACRONYM.match(name.text):
            return None
        initials = name.text.replace(".", "")
        for key, draft in enumerate(self.drafts):
            if draft.type not in PLACE_TYPES and draft.type != "Person" and _initials(draft.name) == initials:
                return key
        before = name.start - 1
        if before > 0 and self.doc[before].text == "(" and self.doc[before - 1].i in self.at:
            key = self.at[before - 1]
            if self.drafts[key].name.startswith(initials[0]) and self.drafts[key].type in ORGANISED:
                return key
        return None

    def _new(self, draft: _Draft) -> int:
        self.drafts.append(draft)
        return len(self.drafts) - 1

    def _mention(self, key: int, start: int, end: int, rule: str, *, head: int) -> None:
        draft = self.drafts[key]
        draft.mentions.setdefault(self._span(start, end), rule)
        draft.tokens.append(head)
        for i in range(start, end):
            self.at.setdefault(i, key)
        self._order.append((head, key))

    def _span(self, start: int, end: int) -> Span:
        last = self.doc[end - 1]
        return Span(self.doc[start].idx, last.idx + len(last))

    def _sort(self) -> None:
        self._order.sort()

    # ------------------------------------------------------------ forces of a state or a group

    def _add_forces(self) -> None:
        """ "Russian troops", "Kyiv's forces", "Hamas fighters"; in text order, so that "its forces" finds its state."""
        self._sort()
        for token in self.doc:
            if token.pos_ in ("NOUN", "PROPN") and token.i not in self.at:
                kind = class_of(token, nouns().actors)
                people = token.ent_type_ == "NORP" and token.tag_ in ("NNPS", "NNS")
                if kind in FORCES or people:
                    self._add_force(token, kind or "Group")

    def _add_force(self, token: Token, kind: str) -> None:
        owner = self._owner(token)
        start = owner.start if owner else token.i
        if kind == "Group":
            sense = self.knowledge.demonym(token.text)
            if sense is not None:
                self._mention(
                    self._of_state(self.state(sense), token.text, "Group"),
                    token.i,
                    token.i + 1,
                    "demonym",
                    head=token.i,
                )
                self._sort()
            return
        if owner is None:
            return
        if owner.state is not None:
            word = owner.word if kind == "ArmedForce" else self._words(start, token.i + 1)
            key = self._of_state(owner.state, word, kind)
        elif owner.entity is not None:
            key = owner.entity
            if self.drafts[key].type in ("Organisation", "Place"):
                self.drafts[key].type = "ArmedGroup"
        else:
            return
        self._mention(key, start, token.i + 1, "demonym" if owner.state is not None else "description", head=token.i)
        self._sort()

    def _owner(self, token: Token) -> _Owner | None:
        """Whose force a noun speaks of: the modifier that names a state, its capital, or a group."""
        for child in sorted(token.children, key=lambda c: c.i):
            if child.i >= token.i or child.dep_ not in _INSIDE:
                continue
            if child.lower_ == "its":
                key = self.last(("State",), before=child.i)
                if key is not None:
                    return _Owner(start=child.i, word=self.drafts[key].name, state=key)
            if self._backed(child):
                continue
            sense = self.knowledge.demonym(child.text)
            if sense is not None:
                return _Owner(
                    start=child.left_edge.i if child.dep_ == "poss" else child.i,
                    word=child.text,
                    state=self.state(sense),
                )
            if child.i in self.at:
                return self._owned_by(child)
        return None

    def _owned_by(self, child: Token) -> _Owner | None:
        key = self.at[child.i]
        start = min(
            i
            for i in range(child.i, -1, -1)
            if self.at.get(i) == key and all(self.at.get(j) == key for j in range(i, child.i + 1))
        )
        kind = self.drafts[key].type
        if kind in ("State", "Country"):
            return _Owner(start=start, word=self.drafts[key].name, state=key)
        sense = self.knowledge.metonym(self.drafts[key].name) if kind in PLACE_TYPES else None
        if sense is not None:
            self._forget(key, start, child.i + 1)
            return _Owner(start=start, word=sense.label, state=self.state(sense))
        if kind in ORGANISED or kind in PLACE_TYPES:
            return _Owner(start=start, word=self.drafts[key].name, entity=key) if kind in ORGANISED else None
        return None

    def _forget(self, key: int, start: int, end: int) -> None:
        """The capital in "Moscow's forces" is no mention of the city."""
        self.drafts[key].mentions.pop(self._span(start, end), None)
        self._order = [(i, k) for i, k in self._order if k != key or not start <= i < end]

    def _backed(self, child: Token) -> bool:
        """ "Russian-backed forces" are not Russian."""
        after = self.doc[child.i + 1] if child.i + 1 < len(self.doc) else None
        return after is not None and after.text in _DASH and not child.whitespace_

    def _of_state(self, state: int, word: str, kind: str) -> int:
        label = word if kind != "ArmedForce" else f"{self._adjective(state, word)} forces"
        key = f"{kind}:{state}" if kind == "ArmedForce" else f"{kind}:{state}:{_key(label)}"
        known = self._by_name.get(key)
        if known is None:
            known = self._by_name[key] = self._new(_Draft(type=kind, name=label, state=state))
        return known

    def _adjective(self, state: int, word: str) -> str:
        """The adjective of a state as this article writes it, else the state's name."""
        if self.knowledge.demonym(word) is not None:
            return word.rstrip("s") if word.endswith("ns") else word
        for token in self.doc:
            if token.pos_ == "ADJ" and token.is_title:
                sense = self.knowledge.demonym(token.text)
                if sense is not None and self._by_name.get(sense.id) == state:
                    return token.text
        return self.drafts[state].name

    def _words(self, start: int, end: int) -> str:
        return " ".join(self.doc[start:end].text.split())

    # ------------------------------------------------------------ descriptions and pronouns

    def _named_inside(self, token: Token) -> int | None:
        """ "the DeepState monitoring group", "the town of Sudzha", "a spokesman, John Smith"."""
        kind = class_of(token, nouns().actors)
        place = class_of(token, nouns().places)
        for child in token.children:
            if child.i in self.at and child.dep_ in ("compound", "nmod", "appos"):
                inner = self.drafts[self.at[child.i]].type
                if (
                    (kind and _compatible(kind, inner))
                    or (kind is None and inner in ORGANISED)
                    or (place and inner in PLACE_TYPES and child.dep_ != "compound")
                ):
                    return self.at[child.i]
        if place and not (token.lower_ in nouns().parts and token.lower_ not in nouns().descriptions):
            of = next((c for c in token.children if c.lower_ == "of"), None)
            named = next((c for c in of.children if c.dep_ == "pobj"), None) if of is not None else None
            if named is not None and named.i in self.at and self.drafts[self.at[named.i]].type in PLACE_TYPES:
                return self.at[named.i]
        return None

    def _pronoun(self, token: Token) -> int | None:
        word = token.lower_
        if word in ("who", "which", "that") and token.head.dep_ == "relcl":
            return self.find(token.head.head, classes=ACTOR_TYPES)
        classes = _CLASSES.get(word)
        if classes is None:
            return None
        found = self._last_speaker(classes, token) if self._speaks(token) else None
        if found is None:
            found = self._last_subject(classes, before=token.i)
        if found is not None:
            self.drafts[found].mentions.setdefault(self._span(token.i, token.i + 1), "pronoun")
        return found

    def _speaks(self, token: Token) -> bool:
        return token.i in self.sources

    def _last_speaker(self, classes: tuple[str, ...], token: Token) -> int | None:
        """Who spoke last, within two hundred words."""
        for position, key in reversed(self._speakers):
            if position < token.i and token.i - position < 200 and self.drafts[key].type in classes:
                return key
        return None

    def _last_subject(self, classes: tuple[str, ...], *, before: int) -> int | None:
        for i in range(bisect_left(self._order, (before, -1)) - 1, -1, -1):
            position, key = self._order[i]
            if before - position > 150:
                break
            if self.drafts[key].type in classes and self.doc[position].dep_ in ("nsubj", "nsubjpass"):
                return key
        return self.last(classes, before=before)

    def _description(self, token: Token, classes: tuple[str, ...]) -> int | None:
        """ "the town", "that region", "the group": the last thing that fits, unless the noun is further described."""
        known, lemma = nouns().descriptions, token.lemma_.lower()
        compound = next((c for c in token.children if c.dep_ == "compound"), None)
        phrase = f"{compound.lower_} {lemma}" if compound is not None else lemma
        allowed = known.get(phrase)
        definite = any(c.dep_ == "det" and c.lower_ in ("the", "this", "that") for c in token.children)
        own = any(
            c.dep_ in ("poss", "nummod", "relcl") or (c.dep_ == "prep" and c.lower_ == "of") for c in token.children
        )
        if not allowed or not definite or own or token.tag_ in ("NNS", "NNPS"):
            return None
        fitting = tuple(kind for kind in allowed if kind in classes)
        found = self.last(fitting, before=token.i) if fitting else None
        if found is not None:
            self.drafts[found].mentions.setdefault(
                self._span(token.left_edge.i if token.i - token.left_edge.i < 4 else token.i, token.i + 1),
                "description",
            )
        return found

    def _metonym(self, key: int, token: Token) -> int | None:
        """ "Moscow claimed": the capital stands for its state, at this mention."""
        sense = self.knowledge.metonym(self.drafts[key].name)
        if sense is None:
            return None
        state = self.state(sense)
        if state != key:
            span = next((s for s in self.drafts[key].mentions if s.start <= token.idx < s.end), None)
            if span is not None:
                del self.drafts[key].mentions[span]
                self.drafts[state].mentions[span] = "metonym"
            self.at[token.i] = state
            self._order = [(i, state if i == token.i else k) for i, k in self._order]
        return state

    def _unnamed(self, token: Token) -> int | None:
        """An actor that the text does not name; the same words are the same actor within an article."""
        if token.pos_ not in ("NOUN", "PROPN", "ADJ", "NUM") or token.lower_ in PRONOUNS:
            return None
        kind = class_of(token, nouns().actors)
        if kind is None:
            kind = "Group" if token.tag_ == "NNS" and _is_animate(token) else None
        if kind is None:
            return None
        start, end = self._phrase(token)
        if kind == "Person" and token.tag_ in ("NNS", "NNPS"):
            kind = "Group"
        name = self._words(start, end)
        has_name = any(t.pos_ == "PROPN" for t in self.doc[start : token.i + 1]) and kind not in ("Person", "Group")
        key = f"unnamed:{_key(name)}"
        known = self._by_name.get(key)
        if known is None:
            known = self._by_name[key] = self._new(_Draft(type=kind, name=name, named=has_name))
        self._mention(known, start, end, "name" if has_name else "description", head=token.i)
        self._sort()
        return known

    def _phrase(self, token: Token) -> tuple[int, int]:
        """The noun phrase without relative clauses: what stands left of the head, and "for", "of", "at" phrases."""
        start = token.left_edge.i
        if token.i - start > 12:
            start = max(start, token.i - 4)
        end = token.i + 1
        for child in token.rights:
            if child.dep_ == "prep" and child.left_edge.i == end and child.right_edge.i - token.i <= 8:
                end = child.right_edge.i + 1
            else:
                break
        while start < token.i and (self.doc[start].is_space or self.doc[start].is_punct):
            start += 1
        while end > token.i + 1 and (self.doc[end - 1].is_space or self.doc[end - 1].is_punct):
            end -= 1
        return start, end


_DASH = frozenset({"-", "–", "—"})


def _is_animate(token: Token) -> bool:
    """Whether a plural noun is for people by its ending: "bloggers", "analysts", "politicians"."""
    return token.lemma_.lower().endswith(("er", "or", "ist", "ian", "ant", "ee", "eer", "man", "woman"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Owner:
    start: int
    word: str
    state: int | None = None
    entity: int | None = None


def _key(name: str) -> str:
    words = name.casefold().replace("’", "'").split()
    return " ".join(words[1:] if words and words[0] == "the" and len(words) > 1 else words)


def _compatible(one: str, other: str) -> bool:
    if one == other:
        return True
    if {one, other} <= {"State", "Country"}:
        return True
    organised = ORGANISED - {"State"}
    return (one in organised and other in organised) or (one in PLACE_TYPES and other in PLACE_TYPES)


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.replace("-", " ").split() if word[0].isupper())


def _bare_region(name: Name) -> str | None:
    words = name.text.split()
    return (
        " ".join(words[:-1])
        if name.type == "AdministrativeArea" and len(words) > 1 and words[-1].lower() in nouns().places
        else None
    )


def _variant(text: str, draft: _Draft) -> str:
    if _ACRONYM.match(text):
        return "acronym"
    return "surname" if draft.type == "Person" else "name"
