"""Events: which situation a clause speaks of, with who, whom, where, which part and when."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.extract import clauses
from kg.extract.cast import FORCES, PRONOUNS, Cast
from kg.extract.frames import Frame, frames
from kg.extract.nouns import class_of, nouns
from kg.model import Span, TimeValue
from kg.ontology import CONTROL_TYPES, PLACE_TYPES

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_WITHIN = ("of", "in", "inside", "within", "from", "across", "on", "at")
_NOMINAL = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "pcomp"})
_HOLDERS = frozenset({"ArmedForce", "ArmedGroup", "GovernmentBody"})
_LEAVES = frozenset({"Withdrawal", "Loss"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One event as one trigger tells of it. `presupposed` events are implied in passing ("the rebel-held town")."""

    type: str
    trigger: int
    agent: int | None = None
    patient: int | None = None
    place: int | None = None
    part: str | None = None
    time: TimeValue | None = None
    negated: bool = False
    presupposed: bool = False


def events(doc: Doc, cast: Cast, times: Sequence[TimeValue]) -> list[Found]:
    """The events that a document says to be so, or not so, in text order. Plans, questions and the like are none."""
    finder = _Finder(doc, cast, times)
    for token in doc:
        finder.look(token)
    return sorted(finder.found, key=lambda one: (one.trigger, one.type, one.place or -1))


class _Finder:
    def __init__(self, doc: Doc, cast: Cast, times: Sequence[TimeValue]) -> None:
        self.doc, self.cast = doc, cast
        self.found: list[Found] = []
        self.unplaced: list[Found] = []
        self.likewise = _likewise(doc)
        self.times = [
            (clauses.clause_verb(token).i, time) for time in times if (token := _token_at(doc, time)) is not None
        ]

    def look(self, token: Token) -> None:
        known, lemma = frames(), token.lemma_.lower()
        if token.i in self.likewise:
            self._likewise(token)
        if token.lower_ in known.compounds and token.i > 1 and self.doc[token.i - 1].text in "-–":
            self._compound(token)
        elif token.tag_ == "VBG" and token.dep_ in _NOMINAL and token.lower_ in known.nouns:
            self._noun(token, token.lower_)
        elif token.pos_ == "VERB":
            if lemma in known.flag_verbs and self._flag(token):
                return
            self._verb(token, lemma)
        elif token.pos_ == "NOUN" and lemma in known.nouns:
            self._noun(token, lemma)

    # ------------------------------------------------------------ verbs

    def _verb(self, verb: Token, lemma: str) -> None:
        candidates = self._with_particle(verb, lemma) or frames().verbs.get(lemma, ())
        if not candidates or clauses.is_irrealis(verb):
            return
        subject, target = clauses.subject(verb), clauses.object_of(verb)
        for frame in candidates:
            made = list(self._from_verb(frame, verb, lemma, subject, target))
            if made:
                self.found += made
                return

    def _with_particle(self, verb: Token, lemma: str) -> tuple[Frame, ...]:
        """ "pull out", "take over": the particle may be tagged as an adverb or, before "of", as a preposition."""
        known = frames().verbs
        words = (c.lower_ for c in verb.children if c.dep_ in ("prt", "advmod", "prep"))
        return next((known[f"{lemma} {word}"] for word in words if f"{lemma} {word}" in known), ())

    def _from_verb(
        self, frame: Frame, verb: Token, lemma: str, subject: Token | None, target: Token | None
    ) -> Iterator[Found]:
        if frame.patient_if_intransitive and target is None:
            subject, target = None, subject
        tokens = {"subject": subject, "object": target}
        agent_token = tokens.get(frame.agent) or self._after(verb, frame.agent_prep)
        patient_token = tokens.get(frame.patient) or self._after(verb, frame.patient_prep)
        if agent_token is None and target is not None and lemma in frames().restored:
            agent_token = clauses.child(target, "poss")
        roles = self._roles(frame, lemma, agent_token, patient_token)
        if roles is None:
            return
        base = self._base(frame.type, verb, *roles)
        if target is not None and frame.needs_place and self._is_part(target) and self.locate(target) is None:
            base = replace(base, part=self._part(target))
        yield from self._placed(frame, base, self._spots(frame, verb, subject, target))

    def _after(self, token: Token, prepositions: Sequence[str]) -> Token | None:
        for word in prepositions:
            found = clauses.prepositional(token, word)
            if found is not None and found.ent_type_ not in ("DATE", "TIME", "MONEY", "PERCENT"):
                return found
        return None

    def _roles(
        self, frame: Frame, lemma: str, agent: Token | None, patient: Token | None
    ) -> tuple[int | None, int | None] | None:
        """The participants as entities; None when one of them cannot take part in such an event."""
        keys: list[int | None] = []
        for token in (agent, patient):
            key = self.cast.actor(token) if token is not None else None
            if key is not None and not self._may(frame, lemma, key):
                return None
            if key is None and token is not None and frame.needs_place and token.lower_ not in PRONOUNS:
                return None
            keys.append(key)
        if sum(key is not None for key in keys) < frame.needs:
            return None
        return keys[0], keys[1]

    def _may(self, frame: Frame, lemma: str, key: int) -> bool:
        kind = self.cast.type(key)
        if kind in frame.actors:
            return True
        if kind == "Group":
            return self.cast.drafts[key].state is not None
        return kind == "Person" and lemma in frames().leaders_may

    def _base(self, kind: str, trigger: Token, agent: int | None, patient: int | None) -> Found:
        return Found(
            type=kind,
            trigger=trigger.i,
            agent=agent,
            patient=patient,
            time=self._time(trigger),
            negated=clauses.is_negated(trigger),
        )

    def _spots(self, frame: Frame, trigger: Token, subject: Token | None, target: Token | None) -> Iterator[Token]:
        """The noun phrases that may name the place, best first."""
        for where in frame.place:
            if where == "object":
                if target is not None:
                    yield target
                    if frame.needs_place and target.lemma_.lower() not in nouns().parts:
                        return
            elif where == "subject":
                if subject is not None:
                    yield subject
            else:
                for holder in (trigger, target):
                    found = clauses.prepositional(holder, where) if holder is not None else None
                    if found is not None:
                        yield found

    def _placed(self, frame: Frame, base: Found, spots: Iterator[Token]) -> Iterator[Found]:
        located = self._most_exact(base, spots)
        if located:
            for place, part in located:
                yield replace(base, place=place, part=part or base.part)
        elif not frame.needs_place:
            yield base
        else:
            implied = self._implied_place(base)
            if implied is not None:
                yield replace(base, place=implied, part=None)
            elif base.type in CONTROL_TYPES:
                self.unplaced.append(base)

    def _most_exact(self, base: Found, spots: Iterator[Token]) -> list[tuple[int, str | None]]:
        """The places of the first noun phrase that names any; a whole country gives way to a place named after it."""
        best: list[tuple[int, str | None]] = []
        for spot in spots:
            found = [where for one in clauses.conjuncts(spot) if (where := self.locate(one)) is not None]
            found = [where for where in found if where[0] not in (base.agent, base.patient)]
            if found and (not best or (self._is_state(best) and not self._is_state(found))):
                best = [(place, part or best[0][1]) for place, part in found] if best else found
        return best

    def _is_state(self, located: list[tuple[int, str | None]]) -> bool:
        return self.cast.type(located[0][0]) in ("State", "Country")

    def _implied_place(self, base: Found) -> int | None:
        """A force that withdraws or loses leaves the place that the same or the previous sentence speaks of."""
        trigger = self.doc[base.trigger]
        if base.type != "Withdrawal" or base.patient is None or clauses.child(trigger, "dobj", "prep") is not None:
            return None
        if self.cast.type(base.patient) not in FORCES:
            return None
        sentence = trigger.sent.start
        limit = self.doc[sentence - 1].sent.start if sentence > 0 else 0
        for position in range(trigger.i - 1, limit - 1, -1):
            key = self.cast.at.get(position)
            if (
                key is not None
                and self.cast.type(key) in PLACE_TYPES
                and self.doc[position].dep_ not in ("poss", "compound")
            ):
                return key
        return None

    # ------------------------------------------------------------ nouns

    def _noun(self, noun: Token, lemma: str) -> None:
        if clauses.is_irrealis(noun):
            return
        light = self._light(noun)
        for frame in frames().nouns[lemma]:
            made = list(self._from_noun(frame, noun, lemma, light))
            if made:
                self.found += made
                return

    def _light(self, noun: Token) -> Token | None:
        """The verb that lends its subject to a noun: "took control", "are in retreat"."""
        above = (
            noun.head
            if noun.dep_ in ("dobj", "attr", "nsubjpass", "conj")
            else noun.head.head
            if noun.head.dep_ == "prep"
            else noun.head
        )
        if noun.dep_ in ("dobj", "attr", "pobj", "nsubjpass") and above.lemma_.lower() in frames().light:
            return above
        if noun.dep_ == "pobj" and noun.head.lower_ in frames().state_prepositions and noun.head.dep_ == "prep":
            return above
        return None

    def _from_noun(self, frame: Frame, noun: Token, lemma: str, light: Token | None) -> Iterator[Found]:
        known = frames()
        subject = clauses.subject(light) if light is not None and light.pos_ in ("VERB", "AUX") else None
        owner = next(
            (c for c in noun.children if c.dep_ in ("poss", "amod", "compound", "nmod") and self._is_owner(c)), None
        )
        preposition = noun.head.lower_ if noun.dep_ == "pobj" else ""
        if (
            lemma in known.states
            and preposition in known.state_prepositions
            and not (preposition == "in" and lemma == "control")
        ):
            yield from self._state(frame, noun, light, subject, owner)
            return
        kind = (
            known.control.get(light.lemma_.lower(), frame.type)
            if lemma == "control" and light is not None
            else frame.type
        )
        doer = owner or subject
        leaves = kind in _LEAVES
        agent_token = self._after(noun, frame.agent_prep) or (doer if frame.agent == "poss" and not leaves else None)
        patient_token = self._after(noun, frame.patient_prep) or (
            doer if frame.patient == "poss" or (leaves and frame.agent == "poss") else None
        )
        roles = self._roles(frame, lemma, agent_token, patient_token)
        if roles is None:
            return
        base = self._base(kind, noun, *roles)
        if light is not None:
            base = replace(base, negated=base.negated or clauses.is_negated(light))
        yield from self._placed(frame, base, self._spots(frame, noun, None, None))

    def _state(
        self, frame: Frame, noun: Token, light: Token | None, subject: Token | None, owner: Token | None
    ) -> Iterator[Found]:
        """ "the city is under Russian control", "areas under the control of X", "in the hands of X"."""
        holder = owner or self._after(noun, ("of",))
        thing = light if light is not None and light.pos_ in ("NOUN", "PROPN") else subject
        if light is not None and light.pos_ in ("VERB", "AUX") and clauses.is_passive(light):
            thing = clauses.object_of(light)
        if holder is None or thing is None:
            return
        roles = self._roles(frame, noun.lemma_.lower(), holder, None)
        if roles is None or roles[0] is None:
            return
        verb = light.lemma_.lower() if light is not None else ""
        yield from self._placed(frame, self._base(frames().control.get(verb, frame.type), noun, *roles), iter([thing]))

    def _is_owner(self, token: Token) -> bool:
        if token.i in self.cast.at or token.lower_ in PRONOUNS or self.cast.knowledge.demonym(token.text) is not None:
            return True
        return token.pos_ in ("NOUN", "PROPN") and class_of(token, nouns().actors) in _HOLDERS

    # ------------------------------------------------------------ special forms

    def _compound(self, token: Token) -> None:
        """ "the Ukrainian-controlled town of Sudzha"."""
        holder, head = self.doc[token.i - 2], token.head
        where = self.locate(head)
        agent = self.cast.at.get(holder.i)
        sense = self.cast.knowledge.demonym(holder.text)
        if sense is not None:
            agent = self.cast.state(sense)
        kind = frames().compounds[token.lower_]
        if where is not None and where[0] != agent and (agent is not None or kind == "Contest"):
            self.found.append(
                Found(type=kind, trigger=token.i, agent=agent, place=where[0], part=where[1], presupposed=True)
            )

    def _flag(self, verb: Token) -> bool:
        flag = clauses.object_of(verb)
        if flag is None or flag.lemma_.lower() not in frames().flags or clauses.is_irrealis(verb):
            return False
        agent = self._flag_owner(verb, flag)
        if agent is None:
            return True
        base = self._base(frames().flag_type, verb, agent, None)
        for word in ("over", "above", "in", "on", "at", "atop"):
            spot = clauses.prepositional(verb, word) or clauses.prepositional(flag, word)
            where = self.locate(spot) if spot is not None else None
            if where is not None:
                self.found.append(replace(base, place=where[0], part=where[1]))
                return True
        self._flag_somewhere(verb, base)
        return True

    def _flag_owner(self, verb: Token, flag: Token) -> int | None:
        subject = clauses.subject(verb)
        agent = self.cast.actor(subject, unnamed=False) if subject is not None else None
        if agent is not None and self.cast.type(agent) in (*FORCES, "State"):
            return agent
        for word in flag.children:
            sense = self.cast.knowledge.demonym(word.text)
            if sense is not None:
                return self.cast.state(sense)
        return None

    def _flag_somewhere(self, verb: Token, base: Found) -> None:
        """The flag flies at the place that the sentence began with."""
        for token in self.doc[verb.sent.start : verb.i]:
            where = self.locate(token) if token.pos_ in ("NOUN", "PROPN") and token.dep_ != "compound" else None
            if where is not None and self.cast.type(where[0]) == "Settlement":
                self.found.append(replace(base, place=where[0], part=where[1]))
                return

    def _likewise(self, token: Token) -> None:
        """ "The same goes for X": what the sentence before said of other places."""
        spot = next((t for t in token.doc[token.i : token.sent.end] if t.dep_ == "pobj"), None)
        where = self.locate(spot) if spot is not None else None
        earlier = [
            one for one in (*self.found, *self.unplaced) if one.type in CONTROL_TYPES and 0 < token.i - one.trigger < 40
        ]
        if where is None or not earlier:
            return
        model = max(earlier, key=lambda one: one.trigger)
        agent = (
            model.agent
            if model.agent is not None
            else next((one.agent for one in earlier if one.agent is not None), None)
        )
        self.found.append(replace(model, trigger=token.i, agent=agent, place=where[0], part=where[1]))

    # ------------------------------------------------------------ places and times

    def locate(self, token: Token, *, depth: int = 0) -> tuple[int, str | None] | None:
        """The place that a noun phrase speaks of, and the words for the part of it, if it is only a part."""
        lemma = token.lemma_.lower()
        is_part = self._is_part(token)
        if not is_part or (lemma in nouns().descriptions and token.tag_ == "NN"):
            key = self.cast.place(token)
            if key is not None:
                return key, self._extent(token)
        if depth > 2 or not (is_part or lemma == "control"):
            return None
        inner = self._whole(token, depth)
        if inner is None:
            return None
        return inner, self._part(token) if is_part else None

    def _is_part(self, token: Token) -> bool:
        """Whether a noun is for a part of a place, or for a building in it: "the eastern part", "the city hall"."""
        if token.i in self.cast.at and self.cast.type(self.cast.at[token.i]) in PLACE_TYPES:
            return False
        return token.lemma_.lower() in nouns().parts or class_of(token, nouns().places) == "Facility"

    def _whole(self, token: Token, depth: int) -> int | None:
        """The place that a part is a part of."""
        for word in (*_WITHIN, "over"):
            spot = clauses.prepositional(token, word)
            where = self.locate(spot, depth=depth + 1) if spot is not None else None
            if where is not None:
                return where[0]
        for one in token.children:
            if one.dep_ in ("poss", "compound", "nmod"):
                if one.i in self.cast.at and self.cast.type(self.cast.at[one.i]) in (*PLACE_TYPES, "State"):
                    return self.cast.at[one.i]
                if one.lemma_.lower() in nouns().descriptions:
                    return self.cast.last(nouns().descriptions[one.lemma_.lower()], before=token.i)
            sense = (
                self.cast.knowledge.demonym(one.text) if one.dep_ == "amod" and token.lower_ in nouns().soil else None
            )
            if sense is not None:
                return self.cast.state(sense)
        definite = any(c.dep_ == "det" and c.lower_ == "the" for c in token.children)
        return self.cast.last(("Settlement",), before=token.i) if definite and token.tag_ == "NN" else None

    def _part(self, token: Token) -> str:
        start = min(
            (c.left_edge.i for c in token.lefts if c.dep_ not in ("det", "poss", "punct", "predet")), default=token.i
        )
        return " ".join(self.doc[start : token.i + 1].text.split())

    def _extent(self, token: Token) -> str | None:
        whole = next(
            (c for c in token.children if c.lower_ in nouns().extents and c.dep_ in ("amod", "predet", "det")), None
        )
        return " ".join(self.doc[whole.i : token.i + 1].text.split()) if whole is not None else None

    def _time(self, trigger: Token) -> TimeValue | None:
        """The date expression of the trigger's own clause; of several, the nearest."""
        verb = clauses.clause_verb(trigger).i
        own = [time for at, time in self.times if at == verb]
        if not own:
            return None
        offset = trigger.idx
        return min(own, key=lambda time: abs(time.span.start - offset) if time.span else 0)


def _token_at(doc: Doc, time: TimeValue) -> Token | None:
    if time.span is None:
        return None
    found = doc.char_span(*time.span, alignment_mode="expand")
    return found.root if found is not None else None


def _likewise(doc: Doc) -> frozenset[int]:
    """The tokens at which a phrase such as "the same goes for" begins."""
    lowered = doc.text.lower()
    starts = []
    offsets = [token.idx for token in doc]
    for phrase in frames().likewise:
        at = lowered.find(phrase)
        while at >= 0:
            starts.append(bisect_right(offsets, at) - 1)
            at = lowered.find(phrase, at + 1)
    return frozenset(starts)


def spans_of(doc: Doc, found: Found) -> tuple[Span, ...]:
    token = doc[found.trigger]
    return (Span(token.idx, token.idx + len(token)),)
