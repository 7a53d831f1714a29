"""Masters of format 1, whose manifest had a triple for each field of a row."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from pyoxigraph import Literal, NamedNode, Store

from kg.store import canonical, directory
from kg.store.directory import Directory
from kg.store.manifest import Manifest, Row, State
from kg.store.master import Master
from kg.store.updates import Change, update

_FIELDS: Final = ("source", "sha256", "digest", "text", "triples", "reading", "content", "maker")


def convert(master: Master, manifest: Manifest, folder: Directory) -> None:
    """In one step; what was published stays, for only the manifest changes. Killed in between, it is done again."""
    old = _old(master.store, manifest.graph)
    state = old.pop(manifest.graph.value, {})
    if "revision" in state:
        forgotten = [
            f"{quad.subject} {quad.predicate} {quad.object} ."
            for quad in master.store.quads_for_pattern(None, None, None, manifest.graph)
            if quad.predicate.value.rpartition("#")[2] in (*_FIELDS, "revision", "position")
        ]
        things = folder.minter.things
        new = State(
            revision=int(state["revision"][0]),
            position=next(iter(state.get("position", [])), ""),
            things=canonical.total(canonical.of_graph(master.store, NamedNode(things))),
        )
        noted = [manifest.state_line(new)]
        noted += [
            line for article, told in old.items() if "digest" in told for line in manifest.lines(_row(article, told))
        ]
        change = Change(forgotten=forgotten, noted=noted)
        master.update(update(change, folder.minter), dropped=0)
        master.sync()
    with master.guarded():
        directory.mark(folder)


def _old(store: Store, graph: NamedNode) -> dict[str, dict[str, list[str]]]:
    """Values by subject and field."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in store.quads_for_pattern(None, None, None, graph):
        if isinstance(quad.object, Literal):
            found[str(quad.subject)[1:-1]][quad.predicate.value.rpartition("#")[2]].append(quad.object.value)
    return found


def _row(article: str, told: dict[str, list[str]]) -> Row:
    one = {name: values[0] for name, values in told.items()}
    return Row(
        article=article,
        sources=tuple(sorted(told.get("source", []))),
        sha256=one["sha256"],
        digest=one["digest"],
        text_graph=one["text"],
        triples=int(one["triples"]),
        reading=one.get("reading", ""),
        contents=tuple(sorted(told.get("content", []))),
        maker=one.get("maker", ""),
    )
