"""The vector of a word in its sentence: spaCy's MaxoutWindowEncoder, the same sums in another order.

    rows + layer norm(maxout(weights · (before, itself, behind) + bias)), layer by layer

thinc multiplies with blis, keeps which of the pieces was greatest, to learn from it, and has them in turns; here
numpy's BLAS multiplies, and the pieces lie side by side.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

from kg.inference.words import Words, of_single_words

if TYPE_CHECKING:
    from spacy.tokens import Doc

Rows = NDArray[np.float32]
_EPSILON = np.float32(1e-8)  # of thinc's layer norm
_LAYER = "residual(expand_window>>maxout>>layernorm>>dropout)"


def vectors(model: Any) -> Callable[[Doc], Rows] | None:
    """What a tok2vec model gives for one document; None when it is of another kind."""
    if len(model.layers) != 2 or not of_single_words(model.layers[0]):
        return None
    words, encode = Words(model.layers[0]), encoder(model.layers[1])
    return None if encode is None else lambda doc: encode(words(doc))


@dataclass(frozen=True, slots=True)
class _Layer:
    weights: Rows
    bias: Rows
    scale: Rows
    shift: Rows
    pieces: int


def encoder(model: Any) -> Callable[[Rows], Rows] | None:
    if model.name.split("(")[0] != "with_array" or len(model.layers) != 1:
        return None
    layers = [_layer(one) for one in model.layers[0].layers]
    known = [layer for layer in layers if layer is not None]
    if not known or len(known) < len(layers):
        return None
    return lambda rows: _encoded(rows, known, model.attrs["pad"])


def _layer(model: Any) -> _Layer | None:
    leaves = {node.name: node for node in model.walk() if not node.layers}
    if model.name != _LAYER or leaves["expand_window"].attrs["window_size"] != 1:
        return None
    maxout, norm = leaves["maxout"], leaves["layernorm"]
    weights, bias = maxout.get_param("W"), maxout.get_param("b")
    width, pieces, taken = weights.shape
    if taken != 3 * width:
        return None
    return _Layer(
        weights=np.ascontiguousarray(weights.transpose(1, 0, 2).reshape(pieces * width, taken).T),
        bias=np.ascontiguousarray(bias.T).ravel(),
        scale=norm.get_param("G"),
        shift=norm.get_param("b"),
        pieces=pieces,
    )


def _encoded(rows: Rows, layers: list[_Layer], pad: int) -> Rows:
    """spaCy lays `pad` empty rows before and behind each document, which take part."""
    count, width = rows.shape
    edge = pad + 1
    state = np.zeros((count + 2 * edge, width), dtype=np.float32)
    state[edge : edge + count] = rows
    shape, (row, number) = (count + 2 * pad, 3 * width), state.strides
    windows = as_strided(state, shape, (row, number))  # each row with the one before and the one behind it
    window = np.empty(shape, dtype=np.float32)
    for layer in layers:
        np.copyto(window, windows)
        state[1:-1] += _normed(_greatest(window, layer, width), layer)
    return state[edge : edge + count].copy()


def _greatest(window: Rows, layer: _Layer, width: int) -> Rows:
    made = window @ layer.weights
    made += layer.bias
    greatest: Rows = made[:, :width].copy()
    for piece in range(1, layer.pieces):
        np.maximum(greatest, made[:, piece * width : (piece + 1) * width], out=greatest)
    return greatest


def _normed(rows: Rows, layer: _Layer) -> Rows:
    rows -= rows.mean(axis=1, keepdims=True)
    variance = np.einsum("ij,ij->i", rows, rows) / np.float32(rows.shape[1]) + _EPSILON
    rows *= (1 / np.sqrt(variance))[:, None]
    rows *= layer.scale
    rows += layer.shift
    return rows
