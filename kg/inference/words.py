"""The vector of a word by itself: a function of its spelling and the space behind it, not of its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import IDS, ORTH

from kg.inference.remembered import Keys, Remembered

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

_OF_A_WORD = {"extract_features", "ints-getitem", "hashembed", "static_vectors", "maxout", "layernorm", "dropout"}
_OF_A_WORD |= {"list2ragged", "ragged2list"}


def of_single_words(embed: Any) -> bool:
    """Whether the layers look at each word alone."""
    leaves = {node.name for node in embed.walk() if not node.layers}
    return leaves <= _OF_A_WORD and any(node.name == "extract_features" for node in embed.walk())


class Words:
    """The embedding of a document's words, by spaCy's own layer for those that it has not met."""

    def __init__(self, embed: Any) -> None:
        self._embed = embed
        [features] = [node for node in embed.walk() if node.name == "extract_features"]
        names = features.attrs["columns"]
        self._columns = [*(IDS[name] if isinstance(name, str) else name for name in names), ORTH]
        self._vocab: Vocab | None = None
        self._remembered = Remembered(self._made)

    def __call__(self, doc: Doc) -> NDArray[np.float32]:
        self._vocab = doc.vocab
        keys: Any = doc.to_array(self._columns)
        return self._remembered(keys)

    def _made(self, keys: Keys) -> NDArray[np.float32]:
        [rows] = self._embed.predict([_Unmet(keys, self._columns, self._vocab)])
        return np.asarray(rows)


class _Unmet:
    """Words as a document, as far as the embedding asks for it."""

    def __init__(self, keys: Keys, columns: list[int], vocab: Vocab | None) -> None:
        self.vocab = vocab
        self._keys = keys
        self._columns = columns

    def __len__(self) -> int:
        return len(self._keys)

    def to_array(self, wanted: Any) -> Keys:
        if isinstance(wanted, list):
            return self._keys[:, [self._column(one) for one in wanted]]
        return self._keys[:, self._column(wanted)]

    def _column(self, attribute: int | str) -> int:
        return self._columns.index(IDS[attribute] if isinstance(attribute, str) else attribute)
