"""Words that point back: pronouns, "the town", "the rebels", "our forces"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.forces import government_of
from kg.extract.home import home_state, is_own_force, own_force
from kg.extract.nouns import armed_class, class_of, nouns
from kg.extract.roster import FORCES, ORGANISED, Roster, compatible
from kg.extract.surroundings import phrases
from kg.extract.topics import last_place
from kg.ontology import ACTOR_TYPES, PLACE_TYPES, STATE_TYPES

if TYPE_CHECKING:
    from kg.syntax import Token

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
_PERSON_REACH = 60
_LONGEST = 8


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
    found = called(roster, phrase, kind, before=token.i)
    if found is not None or kind == "Person":
        return found
    if phrase != token.lemma_.lower() and armed_class(token) is None and phrase not in nouns().descriptions:
        return None
    if kind in FORCES:
        found = roster.last((kind,), before=token.i) if kind in classes else None
        return found if found is None or roster[found].named or not _is_another(token) else None
    home = home_state(roster) if token.lemma_.lower() == "government" else None
    if home is not None:
        return government_of(roster, home)
    fitting = tuple(one for one in nouns().descriptions.get(token.lemma_.lower(), ()) if one in classes)
    return roster.last(fitting, before=token.i) if fitting else None


def _is_another(token: Token) -> bool:
    """Whether a noun is not for any group under arms: "the mutineers" are not "bandits"."""
    return token.tag_ in ("NNS", "NNPS") and token.lemma_.lower() not in nouns().members


def called(roster: Roster, phrase: str, kind: str, *, before: int) -> int | None:
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


def is_bare_force(token: Token) -> bool:
    """ "soldiers", said without a word of whose."""
    return (
        token.tag_ == "NNS"
        and class_of(token, nouns().actors) == "ArmedForce"
        and token.lemma_.lower() not in nouns().foreign
        and not any(c.dep_ in ("det", "amod", "compound", "poss", "nummod", "prep", "nmod") for c in token.children)
    )


def sender(roster: Roster, force: Token) -> int | None:
    """The state that sends or recalls "troops"."""
    who = next((c for c in force.head.children if c.dep_ == "nsubj"), None) if force.dep_ == "dobj" else None
    key = roster.at.get(who.i) if who is not None else None
    return key if key is not None and roster[key].type in STATE_TYPES else None


def actor_classes(token: Token, roster: Roster) -> tuple[str, ...]:
    return ACTOR_TYPES + PLACE_TYPES if token.i in roster.at else ACTOR_TYPES


def person_before(pronoun: Token) -> Token | None:
    """ "A spokesman called it a success. *He* said": who did or said something and has no name."""
    for word in reversed(pronoun.doc[max(pronoun.i - _PERSON_REACH, 0) : pronoun.i]):
        is_person = word.pos_ == "NOUN" and class_of(word, nouns().actors) == "Person" and word.tag_ == "NN"
        if word.dep_ == "nsubj" and is_person:
            return word
    return None
