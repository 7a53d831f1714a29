"""All claims of the graph drawn: the page and what its script draws, of one view, so that both say the same."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from typing import Any

from kg import pages
from kg.server.tasks.drawing import DRAWINGS, drawn
from kg.server.tasks.page import PAGES
from kg.store import Reader
from kg.workers import Reply


def sight(reader: Reader, arguments: Mapping[str, Any]) -> Reply:
    """The page `name` for each of `choices`, and what its script draws where it has one: by form, "html" and "json",
    compressed, one after another; `lengths` are those of each. `as_of` is the time that the pages tell."""
    packed = [_forms(reader, arguments["name"], values, arguments["as_of"]) for values in arguments["choices"]]
    lengths = [{form: len(part) for form, part in forms.items()} for forms in packed]
    return Reply(body=b"".join(part for forms in packed for part in forms.values()), notes={"lengths": lengths})


def _forms(reader: Reader, name: str, values: Mapping[str, str], as_of: str) -> dict[str, bytes]:
    template, view = PAGES[name]
    seen = view(reader, values)
    parts = {"html": pages.render(template, {"view": seen, "as_of": as_of}, base=reader.base).encode("utf-8")}
    if name in DRAWINGS:
        parts["json"] = drawn(name, seen, base=reader.base)
    return {form: gzip.compress(part, mtime=0) for form, part in parts.items()}
