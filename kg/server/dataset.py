"""The data set as a whole: its description in VoID, and the dump.

Source: Describing Linked Datasets with the VoID Vocabulary, W3C Interest Group Note 3 March 2011, sections 3 and 6.
"""

from __future__ import annotations

import io
from datetime import timedelta
from functools import lru_cache
from typing import Final

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from kg import pages, views
from kg.export import statements, void, write
from kg.export.vocabulary import plain
from kg.server.addresses import own_address
from kg.server.answers import respond, serving
from kg.server.choosing import DOCUMENTS, alternates, chosen, split
from kg.server.negotiation import HTML
from kg.server.products import Product, Products

_PATIENCE: Final = timedelta(seconds=20).total_seconds()
_GZIP: Final = "application/gzip"


def routes() -> list[Route]:
    described = [Route(path, description) for path in ("/void", *(f"/void.{one.name}" for one in DOCUMENTS))]
    return [*described, Route("/dump.trig.gz", dump)]


async def description(request: Request) -> Response:
    path, form = split(request.url.path, DOCUMENTS)
    media = chosen(request, DOCUMENTS, name=form)
    product = await _products(request).get("void", patience=_PATIENCE)
    base, url, licence = serving(request).base, own_address(request), request.app.state.options.license
    if media is HTML:
        shown = views.dataset(plain(void.parsed(_stored(product))), base=base, url=url, licence=licence)
        body = pages.render("dataset.html", {"view": shown}, base=base).encode("utf-8")
    else:
        body = _written(_stored(product), media.name, base, url, licence)
    return respond(request, body, media=media, state=f"{product.state} {url}", headers=alternates(path, DOCUMENTS))


async def dump(request: Request) -> Response:
    """All graphs but the texts. Whole, or not at all: it is sent when it is made."""
    product = await _products(request).get("dump", patience=_PATIENCE)
    tag = f'"dump-{product.state}"'
    headers = {
        "ETag": tag,
        "Cache-Control": "no-cache",
        "Content-Disposition": 'attachment; filename="claimgraph.trig.gz"',
        "Link": '</void>; rel="describedby"',
    }
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return FileResponse(product.path, media_type=_GZIP, headers=headers)


def _products(request: Request) -> Products:
    found: Products = request.app.state.products
    return found


@lru_cache(maxsize=4)
def _stored(product: Product) -> str:
    return product.path.read_text(encoding="utf-8")


@lru_cache(maxsize=16)
def _written(described: str, form: str, base: str, url: str, licence: str | None) -> bytes:
    out = io.BytesIO()
    quads = [*void.parsed(described), *statements(void.access(base, url, licence))]
    write(quads, format=form, out=out, base=base)
    return out.getvalue()
