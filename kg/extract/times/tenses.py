"""Whether the clause of a date lies ahead, by its parse: "will meet on Friday", "the talks begin on Monday"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from kg import lexicon
from kg.extract.frames import frames
from kg.extract.times.expressions import dates_a_saying

if TYPE_CHECKING:
    from kg.extract.times.expressions import Ahead
    from kg.model import Span
    from kg.syntax import Doc, Token
    from kg.syntax import Span as Words

_MODIFIERS: Final = frozenset({"poss", "compound", "nmod", "amod", "appos"})
_SUBJECTS: Final = frozenset({"nsubj", "nsubjpass", "csubj"})
_VERBS: Final = ("VERB", "AUX")
_CERTAIN: Final = frozenset({"will", "wo", "'ll", "shall", "sha"})
_BOUNDS: Final = frozenset({"until", "till", "by", "through"})
_ENDS: Final = frozenset('.?!"”)')
_DEPTH: Final = 5
_PAST: Final = "past"
_PRESENT: Final = "present"
_FUTURE: Final = "future"


def ahead(doc: Doc) -> Ahead:
    """Whether the words of a document at a span speak of the future."""
    text = doc.text
    return lambda span: not dates_a_saying(text, span) and _lies_ahead(doc, span)


def _lies_ahead(doc: Doc, span: Span) -> bool:
    phrase = doc.char_span(*span, alignment_mode="expand")
    if phrase is None:
        return False
    words = lexicon.table("times")["words"]
    before = [token.lower_ for token in doc[max(0, phrase.start - 2) : phrase.start]]
    if before[-1:] == ["since"] or before == ["as", "of"]:
        return False
    path = list(_path(phrase))
    if any(token.lower_ == "ahead" or _is_scheduled(token) for token in path):
        return True
    nouns = [token for token in path if token.pos_ in ("NOUN", "PROPN")]
    scheduled = all(token.lemma_.lower() in words["scheduled"] for token in nouns)
    if not scheduled and (_is_of_what_was(phrase.root) or any(map(_is_of_what_was, path))):
        return False
    verb, bounded = path[-1] if path else phrase.root, bool(_BOUNDS & {*before[-1:]})
    tense = _tense(verb, bounded=bounded)
    if any(token.lower_ in ("after", "following") for token in path):  # "agreed after a meeting on Friday"
        return any(child.tag_ == "MD" for child in verb.children)
    on_schedule = scheduled and phrase.root.i > verb.i and not _is_report(verb)
    return tense is _FUTURE or (tense is _PRESENT and on_schedule and (bounded or _is_of_a_timetable(verb)))


def _is_scheduled(word: Token) -> bool:
    """ "Due on Friday", "was planned for Friday", "they set it for Friday", but not "they set fire to it on Friday"."""
    if word.lemma_.lower() not in lexicon.table("times")["words"]["scheduling"]:
        return False
    is_state = word.tag_ in ("VBN", "JJ", "IN") and word.lemma_ != "set"
    return is_state or any(child.lower_ == "for" for child in word.children)


def _is_of_a_timetable(verb: Token) -> bool:
    """ "The talks begin on Monday", "if she wins in May", but not "polls show a lead in May"."""
    words = lexicon.table("times")["words"]
    of_a_plan = any(child.dep_ in _SUBJECTS and child.lemma_.lower() in words["scheduled"] for child in verb.children)
    return of_a_plan or verb.lemma_ in words["timetable"] or any(child.dep_ == "mark" for child in verb.children)


def _is_of_what_was(word: Token) -> bool:
    """ "Friday's attack will …", "the attack on Friday will …": the tense of the clause is not the attack's."""
    return word.dep_ in _MODIFIERS or word.dep_ in _SUBJECTS


def _path(phrase: Words) -> Iterator[Token]:
    """The words that the date depends on, up to the verb of its clause."""
    here = phrase.root
    while here.pos_ not in _VERBS and here.head != here:
        here = here.head
        yield here


def _tense(verb: Token, *, bounded: bool, depth: int = 0) -> str:
    """`bounded` by "until" or "by", which in a perfect clause point to an end that is not yet."""
    if verb.pos_ not in _VERBS or depth > _DEPTH:
        return _PAST
    auxiliaries = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    finite = auxiliaries[0] if auxiliaries else verb
    perfect = any(one.lemma_ == "have" for one in auxiliaries)
    if finite.tag_ == "MD":
        return _FUTURE if finite.lower_ in _CERTAIN or not perfect else _PAST
    if finite.tag_ == "TO" and not perfect:
        return _tense_of_infinitive(verb, bounded=bounded, depth=depth)
    if finite.tag_ in ("VB", "VBG") and verb.dep_ in ("conj", "advcl", "pcomp", "xcomp"):
        above = _tense(_governor(verb), bounded=bounded, depth=depth + 1)
        return above if above is _FUTURE or verb.dep_ == "conj" else _PAST
    if finite.tag_ not in ("VBZ", "VBP"):
        return _PAST
    return _PRESENT if bounded or not perfect else _PAST


def _tense_of_infinitive(verb: Token, *, bounded: bool, depth: int) -> str:
    """ "Agreed to leave", "wants to leave" lie ahead, but not "managed to leave", nor a purpose: "came to help"."""
    committed = lexicon.table("times")["words"]["committing"]
    if verb.head == verb or verb.head.lemma_.lower() in committed:
        return _FUTURE
    above = _tense(_governor(verb), bounded=bounded, depth=depth + 1)
    wanted = verb.head.lemma_.lower() not in frames().irrealis["so_it_is"]
    return _FUTURE if above is _PRESENT and wanted else above


def _governor(verb: Token) -> Token:
    here = verb.head
    while here.pos_ not in _VERBS and here.head != here:
        here = here.head
    return here


def _is_report(verb: Token) -> bool:
    """Whether a present tells of the past: "he says on Friday", or a headline, "Rebels take town on Friday"."""
    if verb.lower_ in lexicon.table("times")["words"]["said"]:
        return True
    last = next((token for token in reversed(list(verb.sent)) if not token.is_space), verb)
    return last.text[-1] not in _ENDS
