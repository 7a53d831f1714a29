"""Ordinary words by frequency: those of words.toml, then those that the language model knows, the rarest last.

The model's package carries WordNet's lists of lemmas, and its vectors begin with the most frequent words.
"""

from __future__ import annotations

import random
from collections import Counter
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import srsly
from spacy.lookups import Lookups
from spacy.strings import hash_string

from kg.defaults import DEFAULT_MODEL
from newsroom.chance import chance, one_of
from newsroom.world import words

_LISTS: Final = {"noun": "noun", "adjective": "adj", "adverb": "adv"}
_FUNCTION_WORDS: Final = 700  # rows of the vectors: "are", "one", "about" are nouns in WordNet, too
_TAIL: Final = 1.35
_HEAD: Final = 120


def ordinary(rng: random.Random, kind: str) -> str:
    """A noun, an adjective or an adverb; of other kinds, one of the list in words.toml."""
    if kind not in _LISTS:
        return one_of(rng, words(kind))
    return one_of(rng, _all(kind), exponent=_TAIL, flat=_HEAD)


@cache
def _all(kind: str) -> tuple[str, ...]:
    rows, lemmas = _model()
    known = {one for one in lemmas[_LISTS[kind]] if one.isalpha() and one.isascii() and one.islower() and len(one) > 3}
    others = {one for name, found in lemmas.items() if name != _LISTS[kind] for one in found}
    ranked = {one: rows[hash_string(one)] for one in sorted(known - others) if hash_string(one) in rows}
    usual = [one for one, row in ranked.items() if row >= _FUNCTION_WORDS]
    shared = Counter(ranked.values())  # rare words have the vector of a frequent one that is like them
    common = sorted((one for one in usual if shared[ranked[one]] == 1), key=ranked.__getitem__)
    rare = [one for one in usual if shared[ranked[one]] > 1]
    chance("rare", kind).shuffle(rare)
    return tuple(dict.fromkeys((*words(kind), *common, *rare)))


@cache
def _model() -> tuple[dict[int, int], dict[str, list[str]]]:
    package = find_spec(DEFAULT_MODEL)
    if package is None:
        raise SystemExit(f"the made-up news takes its words from {DEFAULT_MODEL}: install it with pip")
    folder = next(path.parent for path in Path(str(package.origin)).parent.glob("*/config.cfg"))
    rows = srsly.msgpack_loads((folder / "vocab" / "key2row").read_bytes())
    lookups = Lookups().from_disk(folder / "lemmatizer" / "lookups")
    return rows, {name: lookups.get_table("lemma_index")[name] for name in _LISTS.values()}
