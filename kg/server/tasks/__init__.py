"""What workers do for the server: each task is a function from a reader and arguments to a reply."""

from __future__ import annotations

from typing import Final

from kg import pages
from kg.reconciliation import wire
from kg.server.tasks import editing, knowledge, parts
from kg.server.tasks.ask import ask
from kg.server.tasks.drawing import drawing
from kg.server.tasks.page import page
from kg.server.tasks.reconciliation import reconciliation
from kg.server.tasks.sights import sight
from kg.server.tasks.sparql import sparql
from kg.server.tasks.stored import stored
from kg.server.tasks.summaries import first_answered, summary
from kg.workers import TaskTable

WHERE: Final = f"{__name__}:table"


def table() -> TaskTable:
    """The tasks by name, with what all need made and open before any worker is forked: templates, messages, indexes of
    names."""
    pages.prepare()
    wire.prepare()
    knowledge.prepare()
    wire.prepare()
    return {
        "ask": ask,
        "describe": parts.describe,
        "description": parts.description,
        "drawing": drawing,
        "example": editing.example,
        "first_answered": first_answered,
        "graph": parts.graph,
        "page": page,
        "reconciliation": reconciliation,
        "sight": sight,
        "sparql": sparql,
        "stored": stored,
        "summary": summary,
        "terms": editing.terms,
        "text": parts.text,
    }
