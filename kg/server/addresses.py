"""Where this server is, as others call it."""

from __future__ import annotations

from starlette.requests import Request

from kg.server.options import Options


def own_address(request: Request) -> str:
    """Without a "/" at its end: as the options say, else as this request has it."""
    options: Options = request.app.state.options
    return options.url or f"{request.scope['scheme']}://{request.headers['host']}"
