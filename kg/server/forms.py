"""What comes in a form, by GET or POST."""

from __future__ import annotations

from urllib.parse import parse_qsl

from starlette.requests import Request

from kg.server.problems import Problem

_FORM = "application/x-www-form-urlencoded"
_MOST = 100  # fields


async def fields(request: Request, *, largest: int) -> dict[str, str]:
    """The parameters of the address, and for POST those of the body. Raises Problem for a body that is no form, or
    larger than so many bytes."""
    given = _parsed(request.url.query)
    if request.method == "POST":
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != _FORM:
            raise Problem(415, f"a message comes as {_FORM}")
        given |= _parsed(await _body(request, largest))
    return given


def _parsed(text: str) -> dict[str, str]:
    try:
        return dict(parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST))
    except (UnicodeDecodeError, ValueError) as error:
        raise Problem(400, "the parameters are not UTF-8, percent-encoded, or too many") from error


async def _body(request: Request, largest: int) -> str:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > largest:
            raise Problem(413, f"a message has at most {largest} bytes")
    try:
        return body.decode("ascii")
    except UnicodeDecodeError as error:
        raise Problem(400, "a form is ASCII, percent-encoded") from error
