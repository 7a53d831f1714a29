"""What the editor for SPARQL asks for while it is used."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from kg import views
from kg.server.tasks.replies import reply
from kg.store import Reader
from kg.workers import Reply


def terms(reader: Reader, arguments: Mapping[str, Any]) -> Reply:
    """The classes and properties of the graph, in JSON."""
    return reply(json.dumps(asdict(views.terms(reader))).encode("ascii"), arguments)


def example(reader: Reader, arguments: Mapping[str, Any]) -> Reply:
    """The stored query of a `name`, ready to run, in SPARQL."""
    return reply(views.example(reader, arguments["name"]).encode("utf-8"), arguments)
