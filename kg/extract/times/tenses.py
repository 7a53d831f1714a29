"""Whether the clause of a date lies ahead, by its parse: "will meet on Friday", "the talks begin on Monday"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from kg import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Words

    from kg.extract.times.expressions import Ahead
    from kg.model import Span

_MODIFIERS: Final = frozenset({"poss", "compound", "nmod", "amod", "appos"})
_SUBJECTS: Final = frozenset({"nsubj", "nsubjpass", "csubj"})
_VERBS: Final = ("VERB", "AUX")
_CERTAIN: Final = frozenset({"will", "wo", "'ll", "shall", "sha"})
_BOUNDS: Final = frozenset({"until", "till", "by"})
_ENDS: Final = frozenset('.?!"”)')
_DEPTH: Final = 5
_PAST: Final = "past"
_PRESENT: Final = "present"
_FUTURE: Final = "future"


def ahead(doc: Doc) -> Ahead:
    """Whether the words of a document at a span speak of the future."""
    return lambda span: _lies_ahead(doc, span)


def _lies_ahead(doc: Doc, span: Span) -> bool:
    phrase = doc.char_span(*span, alignment_mode="expand")
    if phrase is None:
        return False
    words = lexicon.table("times")["words"]
    before = [token.lower_ for token in doc[max(0, phrase.start - 2) : phrase.start]]
    if before[-1:] == ["since"] or before == ["as", "of"] or _follows_saying(before):
        return False
    path = list(_path(phrase))
    if any(token.lower_ == "ahead" or token.lemma_.lower() in words["scheduling"] for token in path):
        return True
    nouns = [token for token in path if token.pos_ in ("NOUN", "PROPN")]
    scheduled = all(token.lemma_.lower() in words["scheduled"] for token in nouns)
    if not scheduled and (phrase.root.dep_ in _MODIFIERS or any(token.dep_ in _SUBJECTS for token in nouns)):
        return False  # "Friday's attack will …": the tense of the clause is not that of the attack
    verb = path[-1] if path else phrase.root
    tense = _tense(verb, bounded=before[-1:] != [] and before[-1] in _BOUNDS)
    return tense is _FUTURE or (tense is _PRESENT and scheduled and phrase.root.i > verb.i and not _is_report(verb))


def _follows_saying(words: Sequence[str]) -> bool:
    """ "Will leave, he said Friday": the words before the date, with or without "on"."""
    said = lexicon.table("times")["words"]["said"]
    return words[-1:] != [] and (words[-1] in said or (words[-1] == "on" and words[0] in said))


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
    """ "Agreed to leave", "a plan to leave" lie ahead, but not "managed to leave", nor a purpose: "came to help"."""
    committed = lexicon.table("times")["words"]["committing"]
    if verb.head == verb or verb.head.lemma_.lower() in committed:
        return _FUTURE
    return _tense(_governor(verb), bounded=bounded, depth=depth + 1)


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
