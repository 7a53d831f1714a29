"""Parts of speech, morphology and lemmas: spaCy's attribute ruler and its lemmatizer by rules.

All that they look at is the word, its tag and its relation to its head, but for a few rules about two or more words.
So what they say of a word is kept, and only those few rules are matched anew in each document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import DEP, LEMMA, MORPH, ORTH, POS, TAG
from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.tokens._retokenize import set_token_attrs

from kg.inference.remembered import Keys, Remembered

if TYPE_CHECKING:
    from spacy.pipeline import AttributeRuler, Lemmatizer

_SEEN = [ORTH, TAG, DEP]
_SAID = [TAG, DEP, POS, MORPH, LEMMA]


class Attributes:
    """Both components in one step over documents that are tagged and parsed."""

    def __init__(self, ruler: AttributeRuler, lemmatizer: Lemmatizer) -> None:
        self._ruler = ruler
        self._lemmatizer = lemmatizer
        self._of_one = Matcher(ruler.vocab)
        self._of_more = Matcher(ruler.vocab)
        rules: Any = ruler.patterns
        for number, rule in enumerate(rules):
            for pattern in rule["patterns"]:
                alone = len(pattern) == 1 and "OP" not in pattern[0]
                (self._of_one if alone else self._of_more).add(str(number), [pattern])
        self._remembered = Remembered(self._made)

    def __call__(self, docs: list[Any]) -> None:
        for doc in docs:
            said = self._remembered(doc.to_array(_SEEN))
            before = doc.to_array(_SAID)
            matches = self._matches(self._of_more, doc)
            changed = {self._target(rule, start, end) for rule, start, end in matches}
            doc.from_array(_SAID, _without(said, before, changed))
            for i in sorted(changed):
                self._decide(doc, i, [rule for rule, start, end in matches if self._target(rule, start, end) == i])

    def _made(self, keys: Keys) -> NDArray[np.uint64]:
        """What is said of words by the rules about one word, each word standing for itself in a document of them."""
        strings = self._ruler.vocab.strings
        words: Any = Doc(self._ruler.vocab, words=[strings[key] for key in keys[:, 0].tolist()])
        words.from_array(_SEEN[1:], keys[:, 1:])
        if len(self._lemmatizer.cache) > len(keys) + 100_000:
            self._lemmatizer.cache.clear()
        for rule, start, _ in self._matches(self._of_one, words):
            set_token_attrs(words[start], self._ruler.attrs[rule])
        lemmatized: Any = self._lemmatizer(words)
        said: NDArray[np.uint64] = lemmatized.to_array(_SAID)
        return said

    def _decide(self, doc: Any, i: int, rules: list[int]) -> None:
        """A word that a longer rule is about: all its rules in their order, for a later one overrules."""
        word = doc[i]
        alone = [rule for rule, _, _ in self._matches(self._of_one, doc[i : i + 1])]
        for rule in sorted([*alone, *rules]):
            set_token_attrs(word, self._ruler.attrs[rule])
        if word.lemma == 0:
            word.lemma_ = self._lemmatizer.lemmatize(word)[0]

    def _matches(self, matcher: Matcher, doc: Any) -> list[tuple[int, int, int]]:
        strings = self._ruler.vocab.strings
        return sorted((int(strings[key]), start, end) for key, start, end in matcher(doc, allow_missing=True))

    def _target(self, rule: int, start: int, end: int) -> int:
        index = self._ruler.indices[rule]
        return start + index if index >= 0 else end + index


def _without(said: NDArray[np.uint64], before: NDArray[np.uint64], changed: set[int]) -> NDArray[np.uint64]:
    if changed:
        rows = sorted(changed)
        said[rows] = before[rows]
    return said
