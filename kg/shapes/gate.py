"""The gate: whether a graph conforms, from a compiled engine, in a small part of the time that pySHACL takes.

It only ever lets pass. Whatever it refuses, or cannot tell, is pySHACL's to decide and to report.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from shacl import Shapes

from kg.terms import Triple

_PANIC = "PanicException"  # what the engine raises when it breaks down; its class cannot be imported


class Gate:
    """Shapes, and the class hierarchy that they look into."""

    def __init__(self, shapes: str, classes: Iterable[Triple]) -> None:
        self._shapes = Shapes.from_turtle(shapes)
        self._classes = lines(classes)

    def passes(self, triples: Iterable[Triple]) -> bool:
        """Whether the graph conforms for certain."""
        try:
            report = self._shapes.validate_text(self._classes + lines(triples), format="ntriples", max_results=1)
        except ValueError:  # no N-Triples
            return False
        except BaseException as error:  # a panic is no Exception
            if type(error).__name__ != _PANIC:
                raise
            return False
        return report.conforms and not report.results


@cache
def gate(shapes: tuple[Path, ...], classes: tuple[Triple, ...]) -> Gate | None:
    """A gate for shapes in Turtle files; None where the engine cannot take them."""
    try:
        return Gate("\n".join(path.read_text(encoding="utf-8") for path in shapes), classes)
    except ValueError:
        return None


def lines(triples: Iterable[Triple]) -> str:
    return "".join(f"{s} {p} {o} .\n" for s, p, o in triples)
