"""The cast of an article: one entity for one thing, whatever it is called.

Names are clustered first, then the forces and bodies that are called by whose they are. Descriptions and pronouns are
resolved where a statement or an event asks for them, to the nearest fitting thing before them, or not at all.
"""

from __future__ import annotations

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
from kg.extract.nouns import nouns
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
    person_before,
    saying_subject,
    sender,
)
from kg.extract.roster import FORCES, Draft, Roster
from kg.extract.topics import home_of_speaker, is_bare_settlement, is_one_of, is_topic, last_place
from kg.extract.unnamed import unnamed_actor
from kg.extract.voices import Voices
from kg.model import Entity, Sense, Span
from kg.ontology import ACTOR_TYPES, PLACE_TYPES, STATE_TYPES

if TYPE_CHECKING:
    from kg.documents import Parsed
    from kg.syntax import Token

_HERE = frozenset({"there", "here"})
_THINGS = ("Settlement", "AdministrativeArea", "Facility", "Place")


class Cast:
    """The entities of one document, asked for by token.

    `sources` are the tokens that head a source: a pronoun there takes up who spoke before.
    """

    def __init__(self, parsed: Parsed, knowledge: Knowledge, *, sources: Iterable[int] = ()) -> None:
        self.doc = parsed.doc
        self.knowledge = knowledge
        self.roster = Roster(parsed, knowledge)
        self._sources = frozenset(sources)
        self.spoken_of: int | None = None  # the place of the last event
        self.spoken_at = 0  # and its token
        self.wholes: dict[str, int] = {}  # where "the bridge" was said to be
        add_names(self.roster, names(self.doc, knowledge))
        add_forces(self.roster)
        adopt(self.roster)
        self._voices = Voices(self.roster, issuer(parsed, self.roster))
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
            self._voices.heard(found, cue=cue.i, content=content)
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
            speaker = self._voices.around(token.idx)
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
        is_source = token.i in self._sources
        classes = classes_of(word, speaks=is_source)
        found = self._voices.last(classes, before=token.i) if is_source else self._self(classes, token)
        if found is None:
            found = self._teller(classes, token)
        if found is None:
            found = last_subject(self.roster, classes, before=token.i)
        if found is None and word in PERSONAL:
            person = person_before(token)
            found = self.actor(person) if person is not None else None
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
        speaker = self._voices.around(token.idx)
        if speaker is None or speaker == self._voices.issuer:
            return None
        if self.type(speaker) not in classes or not self._is_side(speaker):
            return None
        start = self._voices.start(speaker, token.idx)
        others = (key for at, key in self.roster.before(token.i) if self.doc[at].idx >= start)
        return None if any(self.type(key) in classes for key in others) else speaker

    def _is_side(self, key: int) -> bool:
        draft = self.roster[key]
        return draft.type in FORCES or (draft.type == "Organisation" and not self.knowledge.senses(draft.name))

    def _ours(self, token: Token, *, noun: Token | None) -> int | None:
        """ "we", "our forces": of whoever is quoted with the word."""
        speaker = self._voices.around(token.idx)
        if speaker is None:
            return None
        found = speaker if token.lower_ in MINE else ours(self.roster, speaker, noun=noun)
        if found is not None and noun is None and (token.lower_ in MINE or self.type(found) != "Person"):
            self.roster.refer(found, token.i, token.i + 1, "pronoun")
        return found

    def side(self, token: Token) -> int | None:
        """Whose side speaks where a token stands: of "X is liberated", said by an army, who liberated it."""
        speaker = self._voices.around(token.idx)
        return ours(self.roster, speaker, noun=None) if speaker is not None else None

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
        if found is not None and self.type(found) == "Settlement" and is_bare_settlement(token):
            found = self.topic(("Settlement",), before=token.i) or found
        return found if found is not None and self.type(found) in (*PLACE_TYPES, *STATE_TYPES) else None

    def topic(self, classes: tuple[str, ...], *, before: int) -> int | None:
        """The place that is spoken of: that of the last event, or one that a sentence since has named."""
        home = home_of_speaker(self.roster, self.doc[before])
        if home is not None and is_one_of(self.roster, classes, home):
            return home
        if self.spoken_of is None or not is_one_of(self.roster, classes, self.spoken_of):
            return last_place(self.roster, classes, before=before)
        since = before - self.doc[self.spoken_at].sent.end
        named = (
            key
            for at, key in self.roster.before(before, reach=since if since > 0 else 0)
            if self.type(key) in classes and is_topic(self.doc[at])
        )
        return next(named, self.spoken_of)
