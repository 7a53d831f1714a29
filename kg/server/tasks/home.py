"""What the first page shows, from what the server has counted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from kg import views
from kg.store import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    home: views.Home
    examples: tuple[str, ...]


def view(reader: Reader, values: Mapping[str, str]) -> HomePage:
    """`summary` and `examples` in JSON, "" and none until they are known."""
    counted = views.Summary.from_json(values["summary"]) if values["summary"] else None
    return HomePage(home=views.home(reader, counted), examples=tuple(json.loads(values["examples"])))
