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
    """The page `name`, then the drawing of that name where there is one, each compressed; `lengths` are those of both.
    `as_of` is the time that the page tells."""
    name = arguments["name"]
    template, view = PAGES[name]
    seen = view(reader, {})
    html = pages.render(template, {"view": seen, "as_of": arguments["as_of"]}, base=reader.base)
    parts = {
        "html": html.encode("utf-8"),
        **({"json": drawn(name, seen, base=reader.base)} if name in DRAWINGS else {}),
    }
    packed = {form: gzip.compress(part, mtime=0) for form, part in parts.items()}
    return Reply(body=b"".join(packed.values()), notes={"lengths": {form: len(part) for form, part in packed.items()}})
