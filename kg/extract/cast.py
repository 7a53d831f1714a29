"""The cast of an article: one entity for one thing, whatever it is called.

Names are clustered first, then the forces and bodies that are called by whose they are. Descriptions and pronouns are
resolved where a statement or an event asks for them, to the nearest fitting thing before them, or not at all.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kg.extract.allegiance import ours, side_of
from kg.extract.clusters import add_names
from kg.extract.communique import issuer
from kg.extract.dateline import places as datelines
from kg.extract.forces import add_forces, add_owned, force_of, owned_class, portion_of
from kg.extract.home import adopt, home_state, lone_force, other_side
from kg.extract.knowledge import Knowledge
from kg.extract.names import names
from kg.extract.nouns import class_of, nouns
from kg.extract.owners import possessor, subject_before
from kg.extract.reference import (
    MINE,
    OURS,
    PERSONAL,
    PRONOUNS,
    RELATIVE,
    actor_classes,
    classes_of,
    described,
    is_bare_force,
    last_subject,
    named_beside,
    saying_subject,
    sender,
)
from kg.extract.roster import FORCES, Draft, Roster
from kg.extract.topics import home_of_speaker, is_topic, last_place, may_be_settlement
from kg.extract.unnamed import unnamed_actor
from kg.model import Entity, Sense, Span
from kg.ontology import ACTOR_TYPES, PLACE_TYPES, STATE_TYPES

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.documents import Parsed

_HERE = frozenset({"there", "here"})
_THINGS = ("Settlement", "AdministrativeArea", "Facility", "Place")
_VOICE_REACH = 200
_PERSON_REACH = 60


class Cast:
    """The entities of one document, asked for by token.

    `sources` are the tokens that head a source: a pronoun there takes up who spoke before.
    """

    def __init__(self, parsed: Parsed, knowledge: Knowledge, *, sources: Iterable[int] = ()) -> None:
        self.doc = parsed.doc
        self.knowledge = knowledge
        self.roster = Roster(parsed, knowledge)
        self._sources = frozenset(sources)
        self._spoke: list[tuple[int, int]] = []  # (token, entity), sorted
        self.spoken_of: int | None = None  # the place of the last event
        self.spoken_at = 0  # and its token
        self.wholes: dict[str, int] = {}  # where "the bridge" was said to be
        self._voices: list[tuple[Sequence[Span], int]] = []
        add_names(self.roster, names(self.doc, knowledge))
        add_forces(self.roster)
        adopt(self.roster)
        self._issuer = issuer(parsed, self.roster)
        self._datelines = datelines(parsed)

    def entities(self) -> tuple[Entity, ...]:
        return self.roster.entities()

    def type(self, key: int) -> str:
        return self.roster[key].type

    def draft(self, key: int) -> Draft:
        return self.roster[key]

    def at(self, token: int) -> int | None:
        """The entity that a token is a name of."""
        return self.roster.at.get(token)

    def last(self, classes: tuple[str, ...], *, before: int, reach: int | None = None) -> int | None:
        return self.roster.last(classes, before=before, reach=reach)

    def state(self, sense: Sense) -> int:
        return self.roster.state(sense)

    def has_forces(self) -> bool:
        """Whether anybody in the article bears arms."""
        return any(draft.type in FORCES for draft in self.roster.drafts)

    # ---------------------------------------------------------------- actors

    def actor(self, token: Token, *, unnamed: bool = True) -> int | None:
        """The actor that a noun phrase's head stands for. A capital stands for its state.

        With `unnamed`, a noun for people that names nobody ("a senior official") becomes an actor of its own.
        """
        sense = self.knowledge.demonym(token.text) if token.i not in self.roster.at else None
        if sense is not None:
            return self.roster.state(sense)
        found = self.find(token, classes=actor_classes(token, self.roster))
        if found is not None and self.type(found) in PLACE_TYPES:
            return self._metonym(found, token)
        if found is None and unnamed:
            found = unnamed_actor(self.roster, token)
        return found

    def speaker(self, token: Token, cue: Token, *, content: Sequence[Span]) -> int | None:
        """The actor that a source's head stands for; remembered, for those who point back to who spoke."""
        found = self.actor(token)
        if found is not None:
            insort(self._spoke, (cue.i, found))
            self._voices.append((content, found))
            if self.type(found) == "Person" and self.roster[found].side is None:
                head = token if token.pos_ != "PRON" else self._head(found, token)
                self.roster[found].side = side_of(self.roster, head)
        return found

    def _head(self, key: int, pronoun: Token) -> Token:
        """The noun by which a pronoun's entity was spoken of last."""
        heads = (at for at, one in self.roster.before(pronoun.i) if one == key)
        return self.doc[next(heads, pronoun.i)]

    def find(self, token: Token, *, classes: tuple[str, ...]) -> int | None:
        """The entity of a token: by name, by the name beside it ("the town of X"), by pronoun or by description."""
        if token.i in self.roster.at:
            return self.roster.at[token.i]
        if token.lower_ in PRONOUNS:
            return self._pronoun(token)
        our = next((c for c in token.children if c.dep_ == "poss" and c.lower_ == "our"), None)
        if our is not None:
            return self._ours(our, noun=token) if owned_class(token) in FORCES else None
        whole = portion_of(self.roster, token)
        if whole is not None:
            return self._portion(token, whole)
        if token.lemma_.lower() in nouns().enemies:
            return self._enemy(token)
        if is_bare_force(token):
            return self._bare_force(token)
        found = self._theirs(token)
        if found is not None:
            return found
        beside = named_beside(self.roster, token)
        return beside if beside is not None else described(self.roster, token, classes)

    def _portion(self, token: Token, whole: Token) -> int | None:
        found = self.actor(whole)
        if found is not None:
            self.roster.refer(found, token.i, token.i + 1, "description")
        return found

    def _enemy(self, token: Token) -> int | None:
        """Whom those who call somebody so fight: the last under arms who is not of their side."""
        who = subject_before(token)
        side = self.actor(who, unnamed=False) if who is not None and who.lower_ not in PRONOUNS else None
        if side is None or self.type(side) not in (*FORCES, "State"):
            speaker = self._voice(token)
            side = ours(self.roster, speaker, noun=None) if speaker is not None else home_state(self.roster)
        found = other_side(self.roster, side, before=token.i) if side is not None else None
        if found is not None:
            self.roster.refer(found, token.left_edge.i, token.i + 1, "description")
        return found

    def _bare_force(self, token: Token) -> int | None:
        owner = sender(self.roster, token)
        found = force_of(self.roster, owner) if owner is not None else self._ours(token, noun=token)
        found = found if found is not None else lone_force(self.roster)
        if found is not None:
            self.roster.refer(found, token.i, token.i + 1, "description")
        return found

    def _theirs(self, token: Token) -> int | None:
        """ "its fighters", "the group's fighters", "his men": of whoever says so, is described so, or commands them."""
        word = next((c for c in token.children if c.dep_ == "poss"), None)
        if word is None or owned_class(token) is None:
            return None
        by = self.whose(word)
        if by is None or self.type(by) not in (*FORCES, *STATE_TYPES, "Organisation", "GovernmentBody", "Person"):
            return None
        return add_owned(self.roster, token, start=word.left_edge.i, by=by)

    def whose(self, word: Token) -> int | None:
        if word.lower_ in PERSONAL:
            who = subject_before(word)
            person = self.actor(who, unnamed=False) if who is not None else None
            if person is None or self.type(person) != "Person":
                person = last_subject(self.roster, ("Person",), before=word.i)
            side = self.roster[person].side if person is not None else None
            return person if side is None else side
        if word.tag_ == "PRP$":
            who = possessor(word)
            return self.actor(who) if who is not None else None
        return self.actor(word, unnamed=False)

    def _metonym(self, key: int, token: Token) -> int | None:
        """ "Moscow claimed": the capital stands for its state, at this mention."""
        sense = self.knowledge.metonym(self.roster[key].name)
        if sense is None or any(span.start <= token.idx < span.end for span in self._datelines):
            return None
        state = self.roster.state(sense)
        if state != key:
            self.roster.reassign(token, key, to=state, rule="metonym")
        return state

    # ---------------------------------------------------------------- pronouns

    def _pronoun(self, token: Token) -> int | None:
        word = token.lower_
        if word in RELATIVE and token.head.dep_ == "relcl":
            return self.find(token.head.head, classes=ACTOR_TYPES)
        if word in OURS:
            return self._ours(token, noun=None)
        classes = classes_of(word, speaks=token.i in self._sources)
        found = self._last_speaker(classes, token) if token.i in self._sources else self._self(classes, token)
        if found is None:
            found = self._teller(classes, token)
        if found is None:
            found = last_subject(self.roster, classes, before=token.i)
        if found is None and word in PERSONAL:
            found = self._described_before(token)
        if found is not None:
            self.roster.refer(found, token.i, token.i + 1, "pronoun")
        return found

    def _self(self, classes: tuple[str, ...], token: Token) -> int | None:
        """The one who says it: "the police said they had …"."""
        who = saying_subject(token)
        found = self.actor(who, unnamed=False) if who is not None and who.lower_ not in PRONOUNS else None
        plural = (*classes, "GovernmentBody") if "Group" in classes else classes
        return found if found is not None and self.type(found) in plural else None

    def _teller(self, classes: tuple[str, ...], token: Token) -> int | None:
        """The one in whose words a subject stands, where these speak of nobody else before it."""
        if token.dep_ not in ("nsubj", "nsubjpass") or token.i in self._sources:
            return None
        speaker = self._voice(token)
        if (
            speaker is None
            or speaker == self._issuer
            or self.type(speaker) not in classes
            or not self._is_side(speaker)
        ):
            return None
        spans = (span for content, key in self._voices if key == speaker for span in content)
        start = max((start for start, end in spans if start <= token.idx < end), default=0)
        others = (key for at, key in self.roster.before(token.i) if self.doc[at].idx >= start)
        return None if any(self.type(key) in classes for key in others) else speaker

    def _is_side(self, key: int) -> bool:
        draft = self.roster[key]
        return draft.type in FORCES or (draft.type == "Organisation" and not self.knowledge.senses(draft.name))

    def _described_before(self, token: Token) -> int | None:
        """ "A spokesman called it a success. *He* said": who did or said something and has no name."""
        for word in reversed(self.doc[max(token.i - _PERSON_REACH, 0) : token.i]):
            is_person = word.pos_ == "NOUN" and class_of(word, nouns().actors) == "Person" and word.tag_ == "NN"
            if word.dep_ == "nsubj" and is_person:
                return self.actor(word)
        return None

    def _ours(self, token: Token, *, noun: Token | None) -> int | None:
        """ "we", "our forces": of whoever is quoted with the word."""
        speaker = self._voice(token)
        if speaker is None:
            return None
        found = speaker if token.lower_ in MINE else ours(self.roster, speaker, noun=noun)
        if found is not None and noun is None and (token.lower_ in MINE or self.type(found) != "Person"):
            self.roster.refer(found, token.i, token.i + 1, "pronoun")
        return found

    def _voice(self, token: Token) -> int | None:
        """The innermost speaker in whose words a token stands; else who put out the article, if a side did."""
        voices = [(content, key) for content, key in self._voices if _holds(content, token.idx)]
        if not voices:
            return self._issuer
        return min(voices, key=lambda one: sum(end - start for start, end in one[0]))[1]

    def side(self, token: Token) -> int | None:
        """Whose side speaks where a token stands: of "X is liberated", said by an army, who liberated it."""
        speaker = self._voice(token)
        return ours(self.roster, speaker, noun=None) if speaker is not None else None

    def _last_speaker(self, classes: tuple[str, ...], token: Token) -> int | None:
        """Who spoke last, within two hundred words."""
        for position, key in reversed(self._spoke):
            if position < token.i and token.i - position < _VOICE_REACH and self.type(key) in classes:
                return key
        return None

    # ---------------------------------------------------------------- places

    def place(self, token: Token) -> int | None:
        """The place that a noun phrase's head stands for: a name, "there", "it", or a description of an earlier one."""
        if token.lower_ in _HERE:
            return self.topic(PLACE_TYPES, before=token.i)
        if token.lower_ in ("it", "them", "its"):
            return self.topic(_THINGS, before=token.i)
        if token.lower_ in PRONOUNS and token.lower_ not in RELATIVE:
            return None
        found = self.find(token, classes=(*PLACE_TYPES, "State"))
        if found is not None and self.type(found) == "Settlement" and _is_bare_settlement(token):
            found = self.topic(("Settlement",), before=token.i) or found
        return found if found is not None and self.type(found) in (*PLACE_TYPES, *STATE_TYPES) else None

    def topic(self, classes: tuple[str, ...], *, before: int) -> int | None:
        """The place that is spoken of: that of the last event, or one that a sentence since has named."""
        home = home_of_speaker(self.roster, self.doc[before])
        if home is not None and self._is_one_of(classes, home):
            return home
        if self.spoken_of is None or not self._is_one_of(classes, self.spoken_of):
            return last_place(self.roster, classes, before=before)
        since = before - self.doc[self.spoken_at].sent.end
        named = (
            key
            for at, key in self.roster.before(before, reach=since if since > 0 else 0)
            if self.type(key) in classes and is_topic(self.doc[at])
        )
        return next(named, self.spoken_of)

    def _is_one_of(self, classes: tuple[str, ...], key: int) -> bool:
        """A district may go by the name of its town, a province or a state does not."""
        if self.type(key) in classes or ("Settlement" in classes and may_be_settlement(self.roster, key)):
            return True
        word = self.roster[key].name.split()[-1].lower()
        district = self.type(key) == "AdministrativeArea" and (word not in nouns().regions or word == "district")
        return "Settlement" in classes and district


def _is_bare_settlement(token: Token) -> bool:
    """ "the town", with nothing that tells which."""
    return token.pos_ == "NOUN" and all(c.dep_ in ("det", "punct") for c in token.children)


def _holds(spans: Iterable[Span], offset: int) -> bool:
    return any(start <= offset < end for start, end in spans)
