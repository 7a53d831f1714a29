"""Stored queries as an API: a list of them, and each at an address of its own, with its parameters."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.queries import StoredQuery, catalogue
from kg.server.addresses import own_address
from kg.server.answers import answer, respond, serving
from kg.server.choosing import chosen
from kg.server.html import page
from kg.server.negotiation import GRAPHS, HTML, TABLES, Media
from kg.server.problems import Problem
from kg.store import forms
from kg.views.stored import given_parameters, meaning

SHEET: Final = Media(name="sheet", types=("text/csv",))
"""CSV for people: a spreadsheet reads it and computes nothing in it. Only by its name; "text/csv" is the W3C's."""

JSON: Final = Media(name="json", types=("application/json",), charset="")


def routes() -> list[Route]:
    return [Route("/query", listing), Route("/query/{name}", stored)]


async def listing(request: Request) -> Response:
    """The stored queries, each with its parameters."""
    media = chosen(request, (JSON, HTML))
    if media is HTML:
        return await page(request, "queries")
    found = [described(query, own_address(request)) for query in catalogue().values()]
    return respond(request, json.dumps(found).encode("utf-8"), media=media, state=own_address(request))


async def stored(request: Request) -> Response:
    """The answer to one, in the format that is wanted; a page with a form for browsers."""
    query = known(request.path_params["name"])
    media = chosen(request, formats(query))
    values = given_parameters(request.query_params)
    if media is HTML:
        return await page(request, "query", query=query.name)
    arguments = {"query": query.name, "values": values, "format": media.name, "largest": serving(request).limits.result}
    return await answer(request, "stored", arguments, media=media, headers=_headers(query, media))


def known(name: str) -> StoredQuery:
    """The stored query of that name. Raises Problem, which lists those that there are."""
    if name not in catalogue():
        raise Problem(404, f"no stored query {name!r}; there are: {', '.join(catalogue())}")
    return catalogue()[name]


def formats(query: StoredQuery) -> Sequence[Media]:
    """The forms in which it is answered; the first where nothing is wanted."""
    table = forms.form(query.text) in ("SELECT", "ASK")
    return (*TABLES, HTML, SHEET) if table else (*GRAPHS, HTML)


def described(query: StoredQuery, address: str) -> Mapping[str, Any]:
    return {
        "name": query.name,
        "summary": query.summary,
        "description": query.description,
        "tags": query.tags,
        "url": f"{address}/query/{query.name}",
        "questions": query.questions,
        "formats": [media.name for media in formats(query)],
        "parameters": [
            {
                "name": one.name,
                "type": one.type,
                "required": one.required,
                "description": meaning(one),
                **({"kind": one.kind} if one.kind else {}),
                **({"example": query.defaults[one.name]} if one.name in query.defaults else {}),
            }
            for one in query.parameters.values()
        ],
        "sparql": query.text,
    }


def _headers(query: StoredQuery, media: Media) -> dict[str, str]:
    # Whoever asks for a sheet wants a file.
    return {"Content-Disposition": f'attachment; filename="{query.name}.csv"'} if media is SHEET else {}
