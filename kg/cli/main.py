"""The entry point: an error becomes one line and an exit status, never a traceback (unless --debug is given)."""

from __future__ import annotations

import sys
from typing import NoReturn

from kg.cli.streams import tell, use_utf8
from kg.errors import ClaimgraphError


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run `kg` and leave: 0 done, 1 something was set aside, 2 usage, 3 input, 4 store, 130 interrupted,
    141 the reader of standard output has left."""
    from kg.cli.commands import app

    given = sys.argv[1:] if arguments is None else arguments
    use_utf8()
    try:
        app(args=[one for one in given if one != "--debug"], prog_name="kg")
    except ClaimgraphError as error:
        if "--debug" in given:
            raise
        tell(str(error))
        sys.exit(error.exit_status)
    sys.exit(0)
