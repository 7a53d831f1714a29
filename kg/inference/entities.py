"""Named entities: the transitions that spaCy's recogniser takes, chosen for all positions of a text at once.

spaCy goes from word to word. What it looks at is the word and, inside an entity, the first and the last word of that so
far: so between entities the choice at each word depends on nothing that was chosen before, and one product of matrices
makes them all. Only inside an entity one has to go on word by word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import ENT_IOB, IS_SPACE, SENT_START
from spacy.tokens import Span

from kg.inference.context import Rows, vectors

if TYPE_CHECKING:
    from spacy.pipeline import EntityRecognizer
    from spacy.tokens import Doc

_LOOKED_AT = 3  # the word, the first word of the open entity, the last word of it
_IN_BOUNDS = [SENT_START, IS_SPACE, ENT_IOB]
Move = tuple[int, int, str]
"""First and last word, and the label."""


@dataclass(frozen=True, slots=True)
class Entities:
    """`names` are the transitions, as move and label: B, I, L for the first, a middle and the last word, U for an only
    one, and O. `inside` has the numbers of those that go on with, and that end, an entity of each label."""

    theirs: EntityRecognizer
    vectors: Callable[[Doc], Rows]
    linear: tuple[Rows, Rows]
    lower: tuple[Rows, Rows, Rows]
    upper: tuple[Rows, Rows]
    names: tuple[tuple[str, str], ...]
    inside: dict[str, tuple[int, int]]

    @classmethod
    def of(cls, component: EntityRecognizer) -> Self | None:
        """None for a recogniser that looks at something else, or searches with a beam."""
        model = component.model
        lower, upper = model.get_ref("lower"), model.get_ref("upper")
        layers = model.get_ref("tok2vec").layers
        if (
            component.cfg["beam_width"] != 1
            or not model.attrs["has_upper"]
            or model.attrs["unseen_classes"]
            or [layer.name for layer in layers[1:]] != ["list2array", "linear"]
            or (lower.get_dim("nF"), lower.get_dim("nP")) != (_LOOKED_AT, 2)
        ):
            return None
        of_words = vectors(layers[0])
        names = tuple(_parts(component.moves.get_class_name(i)) for i in range(component.moves.n_moves))
        if of_words is None or not {move for move, _ in names} <= set("BILUO"):
            return None
        number = {name: i for i, name in enumerate(names)}
        weights = lower.get_param("W")
        return cls(
            theirs=component,
            vectors=of_words,
            linear=(layers[2].get_param("W").T, layers[2].get_param("b")),
            lower=(
                weights.reshape(-1, weights.shape[-1]).T,
                lower.get_param("pad").reshape(_LOOKED_AT, -1),
                lower.get_param("b").ravel(),
            ),
            upper=(upper.get_param("W"), upper.get_param("b")),
            names=names,
            inside={label: (number["I", label], number["L", label]) for move, label in names if move == "B"},
        )

    def __call__(self, docs: list[Doc]) -> None:
        for doc in docs:
            bounds = doc.to_array(_IN_BOUNDS)
            if not len(doc) or bounds[:, 2].any():  # somebody has set entities before
                self.theirs(doc)
                continue
            found = self._found(doc, starts=bounds[:, 0] == 1, spaces=bounds[:, 1] == 1)
            doc.set_ents([Span(doc, first, last + 1, label=label) for first, last, label in found], default="outside")

    def _found(self, doc: Doc, *, starts: NDArray[np.bool_], spaces: NDArray[np.bool_]) -> Iterator[Move]:
        features = self._features(doc)
        ends = np.append(starts[1:], True)  # an entity does not go on over the end of a sentence
        chosen = self._outside(features, ends=ends, spaces=spaces).tolist()
        free = 0
        for i, (move, label) in enumerate(map(self.names.__getitem__, chosen)):
            if i < free or move == "O":
                continue
            last = i if move == "U" else self._last(features, i, label, ends)
            yield i, last, label
            free = last + 1

    def _features(self, doc: Doc) -> Rows:
        """What each word adds to the sum in each of the three places that are looked at."""
        weights, bias = self.linear
        rows = self.vectors(doc) @ weights
        rows += bias
        return np.reshape(rows @ self.lower[0], (len(rows), _LOOKED_AT, -1))

    def _outside(self, features: Rows, *, ends: NDArray[np.bool_], spaces: NDArray[np.bool_]) -> NDArray[np.intp]:
        """The best transition at each word, if no entity is open there."""
        _, pad, bias = self.lower
        weights, more = self.upper
        scores = _greatest(features[:, 0] + (pad[1] + pad[2] + bias)) @ weights.T
        scores += more
        moves = np.array([move if label or move == "O" else "" for move, label in self.names])
        scores[:, ~np.isin(moves, ["B", "U", "O"])] = -np.inf
        scores[np.ix_(ends | spaces, moves == "B")] = -np.inf
        scores[np.ix_(spaces, moves == "U")] = -np.inf
        best: NDArray[np.intp] = scores.argmax(axis=1)
        return best

    def _last(self, features: Rows, first: int, label: str, ends: NDArray[np.bool_]) -> int:
        """Where an entity ends that begins at a word."""
        weights, more = self.upper
        going = list(self.inside[label])
        begun = features[first, 1] + self.lower[2]
        i = first + 1
        while not ends[i]:
            on, end = weights[going] @ _greatest(features[i, 0] + begun + features[i - 1, 2]) + more[going]
            if end > on or (end == on and going[1] < going[0]):
                break
            i += 1
        return i


def _greatest(sums: Rows) -> Rows:
    """Of the two pieces of each number."""
    return np.maximum(sums[..., 0::2], sums[..., 1::2])


def _parts(name: str) -> tuple[str, str]:
    move, _, label = name.partition("-")
    return move, label
