"""The actors and places of the graph as a reconciliation service, for OpenRefine and others.

Source: Reconciliation Service API 0.2, W3C Entity Reconciliation Community Group. JSONP, which it allows, is not
offered: it lets any page run what a server says; CORS does the same safely.
"""

from __future__ import annotations

from importlib.metadata import version
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.ontology import CG
from kg.reconciliation import extending, suggesting
from kg.reconciliation.manifest import (
    VERSION,
    Extend,
    Manifest,
    Preview,
    ProposeProperties,
    Suggest,
    SuggestService,
    View,
)
from kg.reconciliation.schema import types
from kg.reconciliation.suggestions import Flyout
from kg.reconciliation.wire import serialise
from kg.server import gate
from kg.server.addresses import own_address
from kg.server.answers import answer, respond, serving
from kg.server.forms import fields
from kg.server.negotiation import HTML, Media
from kg.server.problems import Problem

LARGEST: Final = 256 * 1024
"""Bytes of a message."""

LONGEST: Final = 200
"""Characters of what somebody types."""

JSON: Final = Media(name="json", types=("application/json",), charset="")
_METHODS: Final = ("GET", "HEAD", "POST")
_WIDTH, _HEIGHT = 420, 240


def routes() -> list[Route]:
    return [
        Route("/reconcile", service, methods=[*_METHODS, "OPTIONS"]),
        Route("/reconcile/suggest/entity", suggest_entity),
        Route("/reconcile/suggest/property", suggest_property),
        Route("/reconcile/suggest/type", suggest_type),
        Route("/reconcile/flyout/entity", flyout_entity),
        Route("/reconcile/flyout/property", flyout_property),
        Route("/reconcile/flyout/type", flyout_type),
        Route("/reconcile/properties", properties),
        Route("/reconcile/preview", preview),
    ]


async def service(request: Request) -> Response:
    """A batch of `queries`, a query to `extend`, or without either the manifest."""
    if request.method == "OPTIONS":
        return Response(status_code=204, headers=gate.preflight(_METHODS))
    given = await fields(request, largest=LARGEST)
    _check_callback("callback" in given)
    if given.get("queries"):
        return await _ask(request, "queries", given["queries"])
    if given.get("extend"):
        return await _ask(request, "extend", given["extend"])
    return _said(request, serialise(manifest(own_address(request), serving(request).base)))


async def suggest_entity(request: Request) -> Response:
    """Actors and places whose names begin so."""
    skip = request.query_params.get("cursor") or "0"
    if not (skip.isascii() and skip.isdigit() and len(skip) <= 4):
        raise Problem(400, f"the cursor is a number of at most 4 digits, not {skip!r}")
    kind = request.query_params.get("type", "")  # ours: the protocol has none
    return await _ask(request, "suggest", _prefix(request), skip=int(skip), type=kind)


async def suggest_property(request: Request) -> Response:
    """Properties whose names begin so."""
    return _said(request, serialise(suggesting.properties(_prefix(request))))


async def suggest_type(request: Request) -> Response:
    """Types whose names begin so."""
    return _said(request, serialise(suggesting.type_names(_prefix(request))))


async def flyout_entity(request: Request) -> Response:
    """A piece of HTML that tells of an entity."""
    return await _ask(request, "flyout", _identifier(request))


async def flyout_property(request: Request) -> Response:
    """A piece of HTML that tells of a property."""
    wanted = _identifier(request)
    for one in suggesting.properties("").result:
        if one.id == wanted:
            return _said(
                request, serialise(Flyout(id=wanted, html=f"<p><strong>{one.name}</strong> – {one.description}</p>"))
            )
    raise Problem(404, f"no property {wanted!r}")


async def flyout_type(request: Request) -> Response:
    """A piece of HTML that tells of a type."""
    wanted = _identifier(request)
    for one in types():
        if one.id == wanted:
            kind = f" – a kind of {one.broader[0].name}" if one.broader else ""
            return _said(request, serialise(Flyout(id=wanted, html=f"<p><strong>{one.name}</strong>{kind}</p>")))
    raise Problem(404, f"no type {wanted!r}")


async def properties(request: Request) -> Response:
    """Properties that can be fetched for entities of a type."""
    _check_callback("callback" in request.query_params)
    limit = request.query_params.get("limit") or "50"
    if not (limit.isascii() and limit.isdigit() and len(limit) <= 4):
        raise Problem(400, f"the limit is a number of at most 4 digits, not {limit!r}")
    return _said(request, serialise(extending.proposal(request.query_params.get("type", ""), int(limit))))


async def preview(request: Request) -> Response:
    """A small page on an entity, to be shown in a frame of somebody else's page."""
    headers = {"Content-Security-Policy": gate.FRAMED}
    arguments = {"service": "preview", "given": _identifier(request), "base": serving(request).base}
    return await answer(request, "reconciliation", arguments, media=HTML, headers=headers)


def manifest(address: str, base: str) -> Manifest:
    """`address` is where the server is, `base` what the IRIs of the graph begin with."""
    here = f"{address}/reconcile"

    def suggest(kind: str) -> SuggestService:
        return SuggestService(
            service_url=here,
            service_path=f"/suggest/{kind}",
            flyout_service_url=here,
            flyout_service_path=f"/flyout/{kind}?id=${{id}}",
        )

    return Manifest(
        versions=(VERSION,),
        name="Claimgraph: actors and places in the news",
        identifier_space=f"{base}id/",
        schema_space=CG,
        documentation=f"{address}/openapi.json",
        service_version=version("claimgraph"),
        view=View(url=f"{address}/id/{{{{id}}}}"),
        default_types=types(),
        suggest=Suggest(entity=suggest("entity"), property=suggest("property"), type=suggest("type")),
        preview=Preview(url=f"{here}/preview?id={{{{id}}}}", width=_WIDTH, height=_HEIGHT),
        extend=Extend(propose_properties=ProposeProperties(service_url=here, service_path="/properties")),
    )


async def _ask(request: Request, what: str, given: str, **more: int | str) -> Response:
    arguments = {"service": what, "given": given, "base": serving(request).base, **more}
    return await answer(request, "reconciliation", arguments, media=JSON)


def _said(request: Request, body: bytes) -> Response:
    return respond(request, body, media=JSON, state=own_address(request))


def _prefix(request: Request) -> str:
    _check_callback("callback" in request.query_params)
    given = request.query_params.get("prefix", "")
    if len(given) > LONGEST:
        raise Problem(400, f"the prefix has {len(given)} characters: give at most {LONGEST}")
    return given


def _identifier(request: Request) -> str:
    _check_callback("callback" in request.query_params)
    given = request.query_params.get("id", "")
    if not given or len(given) > 10 * LONGEST:
        raise Problem(400, f"one parameter `id` is needed, of at most {10 * LONGEST} characters")
    return given


def _check_callback(given: bool) -> None:
    if given:
        raise Problem(400, "JSONP is not offered (no `callback`): this server answers pages of other sites by CORS")
