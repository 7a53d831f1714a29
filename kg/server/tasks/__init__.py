"""What workers do for the server: each task is a function from a reader and arguments to a reply."""

from __future__ import annotations

from typing import Final

from kg import pages
from kg.server.tasks import knowledge, parts
from kg.server.tasks.ask import ask
from kg.server.tasks.drawing import drawing
from kg.server.tasks.page import page
from kg.server.tasks.reconciliation import reconciliation
from kg.server.tasks.sparql import sparql
from kg.server.tasks.stored import stored
from kg.server.tasks.summaries import first_answered, summary
from kg.server.tasks.terms import terms
from kg.workers import TaskTable

WHERE: Final = f"{__name__}:table"


def table() -> TaskTable:
    """The tasks by name, with all templates compiled, and the indexes of names open, before any worker is forked."""
    pages.prepare()
    knowledge.prepare()
    return {
        "ask": ask,
        "describe": parts.describe,
        "description": parts.description,
        "drawing": drawing,
        "first_answered": first_answered,
        "graph": parts.graph,
        "page": page,
        "reconciliation": reconciliation,
        "sparql": sparql,
        "stored": stored,
        "summary": summary,
        "terms": terms,
        "text": parts.text,
    }
