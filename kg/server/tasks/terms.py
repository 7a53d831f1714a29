"""What the editor completes: the prefixes, classes and properties of the graph."""

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
    return reply(json.dumps(asdict(views.terms(reader))).encode("ascii"), arguments)
