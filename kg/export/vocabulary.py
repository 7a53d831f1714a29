"""The ontology and the shapes, which ship with Claimgraph, in every form."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final, NamedTuple

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg.errors import DataError
from kg.export.files import write
from kg.ontology import CG
from kg.resources import folder

ONTOLOGY: Final = CG.removesuffix("#")


class Said(NamedTuple):
    """A triple as plain text: IRIs without brackets, literals without their datatype, blank nodes as "_:b"."""

    subject: str
    predicate: str
    object: str


@cache
def turtle(name: str) -> str:
    """Of `ontology` or `shapes`, as it was written, with its comments. Raises DataError when it is missing."""
    pattern = {"ontology": "claimgraph.ttl", "shapes": "*.ttl"}[name]
    files = sorted(folder(name).glob(pattern))
    if not files:
        raise DataError(f"no {pattern} in {folder(name)}: reinstall claimgraph")
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


@cache
def document(name: str, form: str) -> bytes:
    """Of `ontology` or `shapes`, in a format of `kg.export`."""
    if form == "ttl":
        return turtle(name).encode("utf-8")
    out = io.BytesIO()
    write(_quads(name), format=form, out=out, base=ONTOLOGY)
    return out.getvalue()


@cache
def said(name: str) -> tuple[Said, ...]:
    """In the order of the file."""
    return tuple(plain(_quads(name)))


def plain(quads: Iterable[Quad]) -> Iterator[Said]:
    for one in quads:
        yield Said(_value(one.subject), one.predicate.value, _value(one.object))


def _value(node: object) -> str:
    return node.value if isinstance(node, NamedNode | Literal) else str(node)


@cache
def _quads(name: str) -> tuple[Quad, ...]:
    return tuple(parse(turtle(name), RdfFormat.TURTLE, base_iri=ONTOLOGY))
