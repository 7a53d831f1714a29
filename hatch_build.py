"""What happens before the wheel is built: the front-end packages are put in place, where npm can be had."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent / "frontend"))

import place


class FrontEnd(BuildHookInterface[Any]):
    """An editable install waits for no npm: `make frontend` does it there."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        try:
            place.place()
        except place.MissingError as error:
            self.app.display_warning(f"without the query editor, the map and the network: {error}")
