"""Words that point back: pronouns, "the town", "the rebels", "our forces"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.forces import force_of, government_of
from kg.extract.home import home_state, is_own_force, own_force
from kg.extract.nouns import armed_class, class_of, nouns
from kg.extract.roster import FORCES, ORGANISED, STATES, Roster, compatible
from kg.extract.surroundings import phrases
from kg.extract.topics import last_place
from kg.ontology import ACTOR_TYPES, PLACE_TYPES

if TYPE_CHECKING:
    from spacy.tokens import Token

_SPEAKING = ("Organisation", "MediaOrganisation", "GovernmentBody", "ArmedGroup", "State")
_IT = (*_SPEAKING, "ArmedForce")  # an army speaks too, but seldom as "it"
PERSONAL = frozenset({"he", "she", "him", "her", "his", "himself", "herself"})
MINE = frozenset({"i", "my", "me", "mine", "myself"})
OURS = frozenset({*MINE, "we", "our", "us", "ours"})
_CLASSES = {
    **dict.fromkeys(PERSONAL, ("Person",)),
    **dict.fromkeys(("they", "them", "their", "themselves", "both"), ("Group", "ArmedForce", "ArmedGroup")),
    **dict.fromkeys(("it", "its", "itself"), _IT),
}
RELATIVE = frozenset({"who", "which", "that"})
PRONOUNS = frozenset({*_CLASSES, *OURS, *RELATIVE, "you"})
_REACH = 150
_LONGEST = 8
_OWN_FORCE = frozenset({"army", "military"})


def named_beside(roster: Roster, token: Token) -> int | None:
    """The name that stands by a noun: "the DeepState monitoring group", "the town of Sudzha", "a spokesman, X"."""
    kind = class_of(token, nouns().actors)
    place = class_of(token, nouns().places)
    for child in token.children:
        if child.i in roster.at and child.dep_ in ("compound", "nmod", "appos"):
            inner = roster[roster.at[child.i]].type
            if (
                (kind and compatible(kind, inner))
                or (kind is None and inner in ORGANISED)
                or (place and inner in PLACE_TYPES and child.dep_ != "compound")
            ):
                return roster.at[child.i]
    if not place or (token.lower_ in nouns().parts and token.lower_ not in nouns().descriptions):
        return None
    of = next((c for c in token.children if c.lower_ == "of"), None)
    named = next((c for c in of.children if c.dep_ == "pobj"), None) if of is not None else None
    if named is not None and roster.type_at(named) in PLACE_TYPES:
        return roster.at[named.i]
    return None


def last_subject(roster: Roster, classes: tuple[str, ...], *, before: int) -> int | None:
    """The last subject of a clause, else the last mention, of one of the classes."""
    for position, key in roster.before(before, reach=_REACH):
        if roster[key].type in classes and roster.doc[position].dep_ in ("nsubj", "nsubjpass"):
            return key
    return roster.last(classes, before=before, reach=_REACH)


def classes_of(pronoun: str, *, speaks: bool) -> tuple[str, ...]:
    """The classes of what a pronoun can stand for."""
    return _SPEAKING if speaks and pronoun == "it" else _CLASSES.get(pronoun, ())


def saying_subject(token: Token) -> Token | None:
    """Who says or does that of which a pronoun is the subject: "X said it had …"."""
    verb = token.head
    if token.dep_ not in ("nsubj", "nsubjpass"):
        return None
    if verb.dep_ in ("acl", "ccomp", "relcl") and verb.head.pos_ == "NOUN":  # "X's claim that it had …"
        return next((c for c in verb.head.children if c.dep_ == "poss"), None)
    if verb.dep_ not in ("ccomp", "advcl"):
        return None
    return next((c for c in verb.head.children if c.dep_ == "nsubj" and c.i < token.i), None)


def described(roster: Roster, token: Token, classes: tuple[str, ...]) -> int | None:
    """ "the town", "that region", "the rebels", "the army": the last thing that fits, unless further described."""
    if is_own_force(token) and "ArmedForce" in classes:
        found = own_force(roster, token)
    elif not _points_back(token):
        return None
    elif class_of(token, nouns().places) is not None and not set(classes).isdisjoint(PLACE_TYPES):
        found = _last_place(roster, token, classes)
    else:
        found = _last_fitting(roster, token, classes) if not _is_told_apart(token) else None
    if found is not None:
        start = token.left_edge.i if token.i - token.left_edge.i < _LONGEST else token.i
        roster.refer(found, start, token.i + 1, "description")
    return found


def _points_back(token: Token) -> bool:
    definite = any(c.dep_ == "det" and c.lower_ in ("the", "this", "that", "those", "these") for c in token.children)
    return definite and not any(
        c.dep_ in ("poss", "nummod")
        or (c.dep_ == "prep" and c.lower_ in ("of", "for", "from") and any(o.dep_ == "pobj" for o in c.children))
        or (c.dep_ in ("relcl", "acl") and token.doc[token.i + 1 : token.i + 2].text != ",")
        or c.lower_ in nouns().other
        for c in token.children
    )


def _is_told_apart(token: Token) -> bool:
    """Whether an adjective says which of several is meant: "the Norwegian spokesman"."""
    return any(c.dep_ in ("amod", "nmod") and c.lower_ not in nouns().armed for c in token.children) or any(
        c.dep_ == "prep" and c.lower_ == "in" for c in token.children
    )


def _last_place(roster: Roster, token: Token, classes: tuple[str, ...]) -> int | None:
    """ "the town", "the lakeside town"; of a gorge or an airport, the last that is called one."""
    lemma = token.lemma_.lower()
    compound = next((c.lower_ for c in token.children if c.dep_ == "compound"), "")
    kinds = nouns().descriptions.get(f"{compound} {lemma}") or nouns().descriptions.get(lemma)
    if token.tag_ in ("NNS", "NNPS"):
        return None
    if kinds is None:
        return _same_noun(roster, lemma, before=token.i)
    fitting = tuple(kind for kind in kinds if kind in classes)
    if "Country" in fitting and home_state(roster) is not None:
        return home_state(roster)
    found = last_place(roster, fitting, before=token.i) if fitting else None
    if found is not None and roster[found].type == "Place" and "Settlement" in fitting:
        roster[found].type = "Settlement"  # a place of which no more was known
    return found


def _last_fitting(roster: Roster, token: Token, classes: tuple[str, ...]) -> int | None:
    """Who was called so before, or has the noun in the name; else the last of a class that the noun can pick up."""
    kind = armed_class(token) or class_of(token, nouns().actors)
    plural = token.tag_ in ("NNS", "NNPS")
    if kind is None or (plural and kind not in FORCES):
        return None
    *_, phrase = phrases(token)
    found = _called(roster, phrase, kind, before=token.i)
    if found is not None or kind == "Person":
        return found
    if phrase != token.lemma_.lower() and armed_class(token) is None and phrase not in nouns().descriptions:
        return None
    if kind in FORCES:
        return roster.last((kind,), before=token.i) if kind in classes else None
    home = home_state(roster) if token.lemma_.lower() == "government" else None
    if home is not None:
        return government_of(roster, home)
    fitting = tuple(one for one in nouns().descriptions.get(token.lemma_.lower(), ()) if one in classes)
    return roster.last(fitting, before=token.i) if fitting else None


def _called(roster: Roster, phrase: str, kind: str, *, before: int) -> int | None:
    """ "the president", "the rebel group", "the commission": the last that the article has called so."""
    for _, key in roster.before(before):
        draft = roster[key]
        if not compatible(kind, draft.type):
            continue
        last = draft.name.lower()
        if phrase in draft.roles or (kind != "Person" and last.endswith((f" {phrase}", f" {phrase}s"))):
            return key
    return None


def _same_noun(roster: Roster, lemma: str, *, before: int) -> int | None:
    """ "the gorge": the one that was named before."""
    places = (k for _, k in roster.before(before) if roster[k].type in (*PLACE_TYPES, *ORGANISED))
    return next((k for k in places if roster[k].name.lower().endswith(lemma)), None)


# ---------------------------------------------------------------- the side that a speaker is on


def side_of(roster: Roster, head: Token) -> int | None:
    """Whom the words around a speaker put them with: "Taliban spokesman X", "a spokesman for the Y", "an Israeli
    general"; an officer of whom nothing is said is of the army of the state that the article is about."""
    nearby = [head, *(c for c in head.children if c.dep_ in ("compound", "appos", "nmod", "amod", "poss"))]
    if head.dep_ == "appos":
        nearby.append(head.head)
    nearby.extend(verb for verb in head.children if verb.dep_ == "relcl" and verb.lemma_ in ("speak", "work"))
    for token in nearby:
        for word in (token, *token.children):
            found = _side(roster, word, head)
            if found is not None:
                army = roster[found].type in STATES and any(t.lemma_.lower() in _OWN_FORCE for t in nearby)
                return force_of(roster, found) if army else found
    key = roster.at.get(head.i)
    home = home_state(roster) if key is not None and roster[key].roles & nouns().ranks else None
    return force_of(roster, home) if home is not None else None


def _side(roster: Roster, word: Token, head: Token) -> int | None:
    if word.dep_ == "prep" and word.lower_ in ("for", "of", "from"):
        word = next((c for c in word.children if c.dep_ == "pobj"), word)
    sense = roster.knowledge.demonym(word.text)
    if sense is not None:
        return roster.state(sense)
    key = roster.at.get(word.i)
    if key is None and (is_own_force(word) or word.lemma_.lower() in _OWN_FORCE):
        return own_force(roster, word)  # "army spokesman X"
    if key is None and class_of(word, nouns().actors) == "GovernmentBody":
        *_, phrase = phrases(word)
        key = _called(roster, phrase, "GovernmentBody", before=word.i)  # "ministry spokesman X"
    if key is None or key == roster.at.get(head.i) or roster[key].type not in (*ORGANISED, "Country"):
        return None
    return None if roster[key].type == "MediaOrganisation" else key


def ours(roster: Roster, speaker: int, *, noun: Token | None) -> int | None:
    """Who "we" are when an entity speaks, or, with a noun, whose "our forces" are."""
    draft = roster[speaker]
    side = speaker if draft.type != "Person" and draft.named else draft.side
    if side is None:
        return speaker if noun is None else None
    state = side if roster[side].type in STATES else roster[side].state
    if state is not None and (noun is not None or roster[side].type == "GovernmentBody"):
        return force_of(roster, state)
    if noun is not None and roster[side].type == "Organisation":
        roster[side].type = "ArmedGroup"  # it has forces
    return side


def is_bare_force(token: Token) -> bool:
    """ "soldiers", said without a word of whose."""
    return (
        token.tag_ == "NNS"
        and class_of(token, nouns().actors) == "ArmedForce"
        and not any(c.dep_ in ("det", "amod", "compound", "poss", "nummod", "prep", "nmod") for c in token.children)
    )


def sender(roster: Roster, force: Token) -> int | None:
    """The state that sends or recalls "troops"."""
    who = next((c for c in force.head.children if c.dep_ == "nsubj"), None) if force.dep_ == "dobj" else None
    key = roster.at.get(who.i) if who is not None else None
    return key if key is not None and roster[key].type in STATES else None


def actor_classes(token: Token, roster: Roster) -> tuple[str, ...]:
    return ACTOR_TYPES + PLACE_TYPES if token.i in roster.at else ACTOR_TYPES
