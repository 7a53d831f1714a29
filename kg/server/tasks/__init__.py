"""What workers do for the server: each task is a function from a reader and arguments to a reply."""

from __future__ import annotations

from typing import Final

from kg import pages
from kg.server.tasks.drawing import drawing
from kg.server.tasks.page import page
from kg.server.tasks.sparql import sparql
from kg.workers import TaskTable

WHERE: Final = f"{__name__}:table"


def table() -> TaskTable:
    """The tasks by name, with all templates compiled before any worker is forked."""
    pages.prepare()
    return {"drawing": drawing, "page": page, "sparql": sparql}
