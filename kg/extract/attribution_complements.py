"""Other complements as content: objects, infinitives, predicates, prepositional phrases, and those of nouns."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.attribution_draft import Range
from kg.extract.attribution_speakers import Source
from kg.extract.attribution_tokens import SUBJECTS, Tokens
from kg.extract.cues import Cue
from kg.extract.reporting import Frame, Kind, reporting
from kg.model import Stance

_RELATIVE = frozenset(("which", "that"))
_COMPLEMENTS = frozenset(("oprd", "xcomp", "prep", "advmod", "acl", "relcl", "advcl"))


def predicate(tokens: Tokens, cue: Cue, found: Sequence[Source]) -> list[Range]:
    """ "called it a mistake", "seems lost", "is said to be lost"."""
    verb = cue.token
    if cue.passive:
        return _raised(tokens, cue)
    if Frame.PREDICATE not in cue.word.takes:
        return []
    deps = ["dobj", "oprd", "acomp", "attr", "ccomp"] + ["xcomp"] * (cue.word.takes != {Frame.PREDICATE})
    parts = [c for c in tokens.kids(verb, deps) if c > verb]
    if cue.word.kind in (Kind.APPEARANCE, Kind.ATTITUDE):
        parts += [c for c in tokens.kids(verb, ("prep",)) if c > verb and tokens.lower[c] in ("like", "as")]
    if not parts or (cue.word.kind == Kind.ATTITUDE and len(parts) < 2):
        return []
    span = (tokens.left[parts[0]], tokens.right[parts[-1]])
    before = next((c for c in tokens.kids(verb, ("dobj", "nsubj")) if tokens.lower[c] in _RELATIVE), cue.first)
    if before < cue.first and (tokens.dep[before] == "dobj" or has_object_in_front(tokens, verb)):
        return [(before, before), span]  # "which Kyiv called a lie"
    return [*_own_subject(tokens, verb), span] if cue.word.kind == Kind.APPEARANCE else [span]


def has_object_in_front(tokens: Tokens, verb: int) -> bool:
    """ "which a colonel branded fake news": two subjects, the first of which is what is judged."""
    subjects = [c for c in tokens.kids(verb, ("nsubj",)) if c < verb]
    return len(subjects) == 2 and tokens.lower[subjects[0]] == "which"


def _own_subject(tokens: Tokens, verb: int) -> list[Range]:
    subject = next((c for c in tokens.children[verb] if tokens.dep[c] in SUBJECTS), None)
    return [] if subject is None else [(tokens.left[subject], tokens.right[subject])]


def _raised(tokens: Tokens, cue: Cue) -> list[Range]:
    """The passive: its subject belongs to the content."""
    verb = cue.token
    clause = tokens.child(verb, "ccomp")
    if clause is None and (by := tokens.child(verb, "agent")) is not None:  # "was told by an expert that …"
        behind = [c for who in tokens.kids(by, ("pobj",)) for c in tokens.kids(who, ("relcl", "acl"))]
        clause = next((c for c in behind if _is_that(tokens, c)), None) if Frame.CLAUSE in cue.word.takes else None
    if clause is not None and clause > verb:
        return [(tokens.left[clause], tokens.right[clause])]
    rest = [c for c in tokens.kids(verb, ("xcomp", "oprd", "acomp")) if c > verb]
    if not rest and not cue.word.takes & {Frame.OBJECT}:
        return []
    spans = _own_subject(tokens, verb)
    if not spans and tokens.dep[verb] == "acl":
        noun = tokens.head[verb]
        spans = [(tokens.left[noun], verb - 1), *_complement_behind(tokens, noun, verb)] if noun < verb else []
    if rest:
        spans.append((tokens.left[rest[0]], tokens.right[rest[-1]]))
    is_open = cue.stance is not Stance.ASSERTS and _is_saying(tokens, verb)
    return spans if len(spans) > 1 or (spans and rest) or is_open or _has_agent(tokens, verb) else []


def _is_that(tokens: Tokens, clause: int) -> bool:
    first = tokens.left[clause]
    return tokens.lower[first] == "that" and tokens.dep[first] == "mark"


def _is_saying(tokens: Tokens, verb: int) -> bool:
    """ "the report could not be verified", not "the town is contested"."""
    subject = next((c for c in tokens.children[verb] if tokens.dep[c] in SUBJECTS), None)
    if subject is None:
        return False
    return (
        tokens.lemma[subject] in reporting().nouns
        or tokens.pos[subject] in ("PRON", "DET")
        or tokens.child(verb, "aux") is not None
    )


def _complement_behind(tokens: Tokens, noun: int, verb: int) -> list[Range]:
    """ "the claim, rejected by the army, that …"."""
    behind = [c for c in tokens.kids(noun, ("acl", "ccomp")) if c > verb and tokens.lower[tokens.left[c]] == "that"]
    return [(tokens.left[c], tokens.right[c]) for c in behind]


def _has_agent(tokens: Tokens, verb: int) -> bool:
    return tokens.child(verb, "agent") is not None


def stand_in(tokens: Tokens, cue: Cue, found: Sequence[Source]) -> list[Range]:
    """ "suggests otherwise", "said so", "said as much": a word that stands for a clause, and nothing behind it."""
    first = cue.last + 1
    if Frame.CLAUSE not in cue.word.takes or cue.second is not None or first + 1 >= len(tokens):
        return []
    last = first + 1 if tokens.lower[first : first + 2] == ["as", "much"] else first
    is_there = tokens.lower[last] in reporting().lists["stand_ins"] and (last > first or tokens.head[last] == cue.token)
    after = last + 1
    is_last = (
        after >= len(tokens) or tokens.pos[after] in ("PUNCT", "CCONJ", "SPACE", "ADP") or tokens.entity[after] != ""
    )
    return [(first, last)] if is_there and is_last else []


def infinitive(tokens: Tokens, cue: Cue, found: Sequence[Source]) -> list[Range]:
    verb = cue.token
    clause = next((c for c in tokens.kids(verb, ("xcomp", "ccomp", "pcomp")) if c > verb), None)
    if clause is None:
        return []
    if tokens.dep[clause] == "xcomp":
        is_gerund = tokens.tag[clause] == "VBG" or tokens.lower[tokens.left[clause]] == "having"
        if Frame.PERSON in cue.word.takes and (person := tokens.child(verb, "dobj")) is not None and person < clause:
            return [(tokens.left[person], tokens.right[clause])]
        if is_gerund and cue.word.kind in (Kind.SPEECH, Kind.WRITING) and tokens.child(clause, "ccomp") is not None:
            return [(tokens.left[clause], tokens.right[clause])]  # "said closing it could help"
        wanted = Frame.GERUND if is_gerund else Frame.INFINITIVE
        if wanted not in cue.word.takes:
            return []
        return [(tokens.left[clause], tokens.right[clause])]
    if Frame.PERSON in cue.word.takes:
        return [(tokens.left[clause], tokens.right[clause])]
    return []


def about(tokens: Tokens, cue: Cue, found: Sequence[Source]) -> list[Range]:
    """ "asked him about the war", "reminded her of the vote": not the hearer but what it is about."""
    if not cue.word.takes & {Frame.HEARER, Frame.PERSON} or tokens.child(cue.token, "dobj", "dative") is None:
        return []
    return prepositional(tokens, cue, found)


def noun_phrase(tokens: Tokens, cue: Cue, found: Sequence[Source]) -> list[Range]:
    if Frame.OBJECT not in cue.word.takes:
        return []
    thing = next((c for c in tokens.kids(cue.token, ("dobj",)) if c > cue.token and c != cue.second), None)
    if thing is None:
        return []
    if (
        Frame.QUOTE in cue.word.takes
        and tokens.quotation[tokens.left[thing]] < 0
        and tokens.tag[thing] in ("WP", "WDT")
    ):
        return []
    return [(tokens.left[thing], _end_of_object(tokens, cue, thing))]


def _end_of_object(tokens: Tokens, cue: Cue, thing: int) -> int:
    """The object with what complements it: "blamed them for the delay", "described it as over"."""
    last = tokens.right[thing]
    for child in tokens.children[cue.token]:
        if child <= thing or tokens.text[tokens.left[child] - 1] == "," or tokens.left[child] != last + 1:
            continue
        if tokens.dep[child] in _COMPLEMENTS or tokens.lower[child] in cue.word.prepositions:
            last = max(last, tokens.right[child])
    return last


def prepositional(tokens: Tokens, cue: Cue, found: Sequence[Source]) -> list[Range]:
    """ "called for restraint", "spoke about the war"."""
    verb = cue.token
    if cue.second is not None and tokens.dep[cue.second] == "prep":
        return _with_deed(tokens, cue, complement_of(tokens, cue.second))
    for clause in tokens.kids(verb, ("ccomp", "advcl")):
        if clause > verb and tokens.lower[tokens.left[clause]] in cue.word.prepositions:
            return [(tokens.left[clause] + 1, tokens.right[clause])]
    for child in tokens.children[cue.second if cue.second is not None else verb] + tokens.children[verb]:
        if child > verb and tokens.dep[child] == "prep" and tokens.lower[child] in cue.word.prepositions:
            return complement_of(tokens, child)
    return []


def _with_deed(tokens: Tokens, cue: Cue, ranges: list[Range]) -> list[Range]:
    """ "called on voters to stay at home", "referred to him as a friend": what they are to do or to be."""
    if not ranges:
        return ranges
    behind = [c for c in tokens.children[cue.token] if tokens.left[c] == ranges[-1][1] + 1]
    for child in behind:
        is_deed = tokens.dep[child] in ("xcomp", "advcl") and Frame.PERSON in cue.word.takes
        if is_deed or (tokens.dep[child] == "prep" and tokens.lower[child] == "as"):
            return [(ranges[0][0], tokens.right[child])]
    return ranges


def complement_of(tokens: Tokens, preposition: int) -> list[Range]:
    inner = tokens.child(preposition, "pobj", "pcomp", "prep")
    if inner is None:
        return []
    verdict = preposition + 1
    second = [c for c in tokens.kids(preposition, ("pobj",)) if c > inner]
    if tokens.lower[preposition] == "as" and second:  # "dismissed as nonsense a report that …"
        return [(preposition, tokens.right[preposition])]
    if tokens.lower[preposition] == "as" and tokens.head[verdict] == inner and _is_verdict(tokens, verdict):
        return [(verdict + 1, tokens.right[inner])]
    return [(tokens.left[inner], tokens.right[inner])]


def _is_verdict(tokens: Tokens, word: int) -> bool:
    """ "dismissed as false reports that …": what is dismissed are the reports."""
    return tokens.dep[word] == "amod" and tokens.lemma[word] in reporting().lists["falsehoods"]


def judged(tokens: Tokens, cue: Cue, found: Sequence[Source]) -> list[Range]:
    """ ", which Kyiv denied", "a claim that Kyiv denied": what stands in front is what is judged."""
    thing = tokens.child(cue.token, "dobj")
    if (answered := _answered(tokens, cue)) is not None:
        return [answered]
    if cue.stance is Stance.ASSERTS or thing is None or thing > cue.token or tokens.lower[thing] not in _RELATIVE:
        return []
    noun = tokens.head[cue.token]
    above = tokens.head[tokens.head[noun]]  # "a version of events that the army dismissed"
    if (
        tokens.dep[noun] == "pobj"
        and tokens.lower[tokens.head[noun]] == "of"
        and tokens.lemma[above] in reporting().nouns
    ):
        noun = above
    if tokens.dep[cue.token] in ("relcl", "acl") and tokens.lemma[noun] in reporting().nouns:
        return [(tokens.left[noun], thing - 1)]
    return [(thing, thing)] if tokens.lower[thing] == "which" else []


def _answered(tokens: Tokens, cue: Cue) -> Range | None:
    """ ", a claim the army denied": without a relative."""
    noun = tokens.head[cue.token]
    subject = tokens.child(cue.token, "nsubj")
    is_bare = tokens.dep[cue.token] == "relcl" and tokens.child(cue.token, "dobj", "ccomp", "xcomp") is None
    if cue.stance is Stance.ASSERTS or not is_bare or subject is None or tokens.lemma[noun] not in reporting().nouns:
        return None
    return (tokens.left[noun], tokens.left[subject] - 1) if tokens.left[subject] == noun + 1 else None


def of_adjective(tokens: Tokens, cue: Cue) -> list[Range]:
    if Frame.OBJECT in cue.word.takes:
        return _own_subject(tokens, tokens.head[cue.token])
    verb = tokens.head[cue.token]
    is_open = cue.stance is Stance.UNVERIFIED and any(tokens.lower[c] == "it" for c in tokens.kids(verb, SUBJECTS))
    impersonal = tokens.kids(verb, ("ccomp",)) if is_open else []
    for child in (*tokens.children[cue.token], *impersonal):  # "it is unclear whether …"
        if child < cue.token:
            continue
        infinitive = tokens.dep[child] == "xcomp" and Frame.INFINITIVE in cue.word.takes
        if infinitive or (tokens.dep[child] == "ccomp" and Frame.CLAUSE in cue.word.takes):
            return [(tokens.left[child], tokens.right[child])]
    return []
