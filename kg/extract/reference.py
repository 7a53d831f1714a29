"""Words that point back: pronouns, "the town", "the rebels", "our forces"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.forces import force_of, government_of
from kg.extract.home import home_state, is_own_force, own_force
from kg.extract.locality import begins_paragraph, is_heading
from kg.extract.nouns import armed_class, class_of, nouns
from kg.extract.reporting import reporting
from kg.extract.roster import FORCES, ORGANISED, STATES, Roster, compatible
from kg.extract.surroundings import acts, phrases
from kg.ontology import ACTOR_TYPES, PLACE_TYPES

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

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
_TOPICAL = frozenset({"nsubj", "nsubjpass", "dobj", "ROOT", "dep"})
_REACH = 150
_LONGEST = 8
_HEADING = 6
_DASHES = frozenset({"-", "–", "—", "--"})
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


def last_place(roster: Roster, classes: tuple[str, ...], *, before: int) -> int | None:
    """The last place of one of the classes that is not named in passing, else the last of all."""
    places = [(at, key) for at, key in roster.before(before) if _fits(roster, at, key, classes)]
    if not places and "Settlement" in classes:
        places = [(at, key) for at, key in roster.before(before) if _may_be_town(roster, key)]
    main = next((key for at, key in places if not _is_aside(roster.doc[at]) and not _acts(roster, at, key)), None)
    return main if main is not None else next((key for _, key in places), None)


def _fits(roster: Roster, at: int, key: int, classes: tuple[str, ...]) -> bool:
    if roster[key].type in classes:
        return True
    return "Settlement" in classes and roster.doc[at].dep_ != "compound" and may_be_settlement(roster, key)


def is_topic(name: Token) -> bool:
    """Whether what comes after is likely about a place: "X is calm", "the town of X", "as for X"."""
    above = name.head
    return name.dep_ in _TOPICAL or above.lower_ == "of" or _is_as_for(name) or sets_scene(name)


def sets_scene(name: Token) -> bool:
    """Whether a paragraph or a sentence begins with where all of it is: "X: no change", "X front.", "In X, …"."""
    start = name.left_edge.i
    if is_heading(name.doc, start, name.i + 1) or (begins_paragraph(name.doc, start) and _is_bare(name.sent)):
        return True
    if name.dep_ == "compound" and name.head.dep_ == "pobj":
        name = name.head
    return name.dep_ == "pobj" and name.head.is_sent_start and name.head.lower_ in ("in", "at", "inside", "around")


def _is_bare(sentence: Span) -> bool:
    """A few words without a verb."""
    return len(sentence) <= _HEADING and not any(t.pos_ in ("VERB", "AUX") for t in sentence)


def _is_as_for(name: Token) -> bool:
    """ "as for X", "as to X"."""
    before = name.doc[max(name.left_edge.i - 2, 0) : name.left_edge.i].text.lower()
    return before in ("as for", "as to")


def _is_aside(name: Token) -> bool:
    """Whether a place is named only to say where somebody or something is: "a friend in X", "west of X", "who fled
    to X"."""
    if _is_dateline(name):
        return True
    while name.dep_ in ("conj", "appos", "compound", "nmod") and name.head.pos_ in ("PROPN", "NOUN"):
        name = name.head
    above = name.head
    if name.dep_ != "pobj" or above.dep_ not in ("prep", "agent", "dative") or _is_as_for(name) or sets_scene(name):
        return False
    governor = above.head
    if above.lower_ == "of":
        return governor.lower_ in nouns().compass
    if governor.pos_ == "VERB":
        return governor.dep_ in ("relcl", "acl") or governor.lemma_ in reporting().verbs
    return governor.pos_ in ("NOUN", "PROPN", "ADV") and governor.dep_ != "ROOT"


def home_of_speaker(roster: Roster, token: Token) -> int | None:
    """ "a priest in X said that they had left *the town*", unless another place is named in between."""
    for verb in token.ancestors:
        who = next((c for c in verb.children if c.dep_ == "nsubj"), None)
        if who is None or verb.lemma_.lower() not in reporting().verbs or token.is_ancestor(verb) or token in who.subtree:
            continue
        near = next(((at, key) for at, key in roster.before(token.i) if roster[key].type in PLACE_TYPES), None)
        if near is None or not who.left_edge.i <= near[0] <= who.right_edge.i:
            return None
        return near[1] if roster.doc[near[0]].dep_ == "pobj" else None
    return None


def _is_dateline(name: Token) -> bool:
    """ "KYIV (Reuters) - …": where it was written."""
    if not name.is_upper or not begins_paragraph(name.doc, name.left_edge.i):
        return False
    return any(t.text in _DASHES for t in name.doc[name.i + 1 : name.i + _LONGEST])


def _acts(roster: Roster, at: int, key: int) -> bool:
    """ "Moscow said": a capital that stands for its state."""
    return acts(roster.doc[at]) and roster.knowledge.metonym(roster[key].name) is not None


def may_be_settlement(roster: Roster, key: int) -> bool:
    return roster[key].type == "Place" and roster[key].name.split()[-1].lower() not in nouns().places


def _may_be_town(roster: Roster, key: int) -> bool:
    """A district that goes by a plain name goes by that of its town."""
    word = roster[key].name.split()[-1].lower()
    return roster[key].type == "AdministrativeArea" and word not in nouns().regions and word not in nouns().places


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
