"""The components of a model, each as a step over a batch of documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from spacy.pipeline import AttributeRuler, EntityRecognizer, Lemmatizer, Tok2Vec

from kg.inference.attributes import Attributes
from kg.inference.context import vectors
from kg.inference.entities import Entities

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from kg.inference import Step


def steps(nlp: Language, *, batch_size: int) -> list[Step]:
    """In the order of the model: our own where the kind of the component is known, else spaCy's."""
    return list(_steps([component for _, component in nlp.pipeline], batch_size))


def _steps(components: list[Any], batch_size: int) -> Iterator[Step]:
    while components:
        component = components.pop(0)
        if type(component) is Tok2Vec and (model := vectors(component.model)):
            yield _Tensors(model)
        elif type(component) is EntityRecognizer and (entities := Entities.of(component)):
            yield entities
        elif type(component) is AttributeRuler and components and _is_rule_lemmatizer(components[0]):
            yield Attributes(component, components.pop(0))
        else:
            yield Theirs(component, batch_size)


def _is_rule_lemmatizer(component: Any) -> bool:
    return isinstance(component, Lemmatizer) and component.mode == "rule" and not component.overwrite


class _Tensors:
    """The vectors that the tagger and the parser read."""

    def __init__(self, model: Any) -> None:
        self._model = model

    def __call__(self, docs: list[Doc]) -> None:
        for doc in docs:
            doc.tensor = self._model(doc)


class Theirs:
    """A component of spaCy as it is."""

    def __init__(self, component: Any, batch_size: int) -> None:
        self._component = component
        self._batch_size = batch_size

    def __call__(self, docs: list[Doc]) -> None:
        pipe = getattr(self._component, "pipe", None)
        done = pipe(docs, batch_size=self._batch_size) if pipe else map(self._component, docs)
        for before, after in zip(docs, done, strict=True):
            if after is not before:
                raise TypeError(f"{self._component!r} makes new documents")
