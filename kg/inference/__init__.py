"""What a spaCy model finds in a text, for less CPU than spaCy spends on it. Beside `kg.documents`, the door to spaCy.

The model, its weights and its rules are spaCy's. Four of its components are gone through in another way, each by the
same numbers: words that were met before are not looked up again (`words`, `attributes`), matrices are multiplied by
numpy's BLAS (`context`), and entities are chosen for all positions of a text at once (`entities`). A component of a
kind that is not known here is left to spaCy, and so is everything with KG_MATRICES=blis.

An article is gone through alone wherever its numbers could depend on those beside it, so that what is found in it never
depends on its neighbours.
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from kg.errors import UsageError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

BATCH = 16
VARIABLE = "KG_MATRICES"
BLIS, OPENBLAS = "blis", "openblas"

Step = Callable[[list["Doc"]], None]
"""Annotates documents in place."""

_ready: weakref.WeakKeyDictionary[Language, list[Step]] = weakref.WeakKeyDictionary()


def prepare(nlp: Language) -> None:
    """Ready a model for `annotate`, once. Raises UsageError for an unknown KG_MATRICES."""
    chosen = os.environ.get(VARIABLE) or OPENBLAS
    if chosen not in (BLIS, OPENBLAS):
        raise UsageError(f"{VARIABLE} cannot be {chosen!r}: set it to {BLIS} or {OPENBLAS}, or not at all")
    if chosen == OPENBLAS:
        from threadpoolctl import threadpool_limits

        from kg.inference.steps import steps

        # For matrices of this size, threads of OpenBLAS would spend twice the CPU waiting for each other.
        threadpool_limits(1, user_api="blas")
        _ready[nlp] = steps(nlp, batch_size=BATCH)


def annotate(nlp: Language, docs: Iterable[Doc]) -> Iterator[Doc]:
    """As `nlp.pipe`, for documents that are tokens so far."""
    own = _ready.get(nlp)
    if own is None:
        yield from nlp.pipe(docs, batch_size=BATCH)
        return
    for batch in _batches(docs):
        words = [doc for doc in batch if len(doc)]
        for step in own:
            step(words)
        yield from batch


def _batches(docs: Iterable[Doc]) -> Iterator[list[Doc]]:
    batch: list[Doc] = []
    for doc in docs:
        batch.append(doc)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
