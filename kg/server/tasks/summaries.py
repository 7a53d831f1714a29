"""What is found out about the whole graph, once for each generation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg import queries, views
from kg.errors import UsageError
from kg.store import Reader
from kg.store.answers import Table
from kg.workers import Reply


def summary(reader: Reader, arguments: Mapping[str, Any]) -> Reply:
    """A `kg.views.Summary` in JSON."""
    return Reply(body=views.summary(reader).to_json().encode("utf-8"))


def first_answered(reader: Reader, arguments: Mapping[str, Any]) -> Reply:
    """The first of the `questions` that has an answer; nothing when none has."""
    for question in arguments["questions"]:
        try:
            found = queries.ask(reader, question)
        except UsageError:  # a name that several things bear
            continue
        if isinstance(found, Table) and len(found):
            return Reply(body=question.encode("utf-8"))
    return Reply(body=b"")
