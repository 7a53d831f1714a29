"""`kg mcp`: the store for language-model agents."""

from __future__ import annotations

from kg.cli.options import DEFAULT_STORE, Store
from kg.errors import UsageError


def mcp(store: Store = DEFAULT_STORE) -> None:
    """Offer the store to a language-model agent: a Model Context Protocol server on standard input and output.

    For reading only, and every row of an answer says whose claim it is. Needs the package mcp: pip install 'mcp>=2,<3'
    """
    try:
        from kg.agents.server import create
    except ModuleNotFoundError as error:
        if error.name != "mcp":
            raise
        raise UsageError("agents need one more package: pip install 'mcp>=2,<3'") from error
    from kg.workers import Limits

    create(store, Limits()).run("stdio")
