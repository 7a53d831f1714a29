"""The IRIs of the graph, dereferenced: what a thing is gets "see other" to a document about it.

Source: Cool URIs for the Semantic Web, W3C Interest Group Note 3 December 2008, section 4.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg.server.answers import answer, serving
from kg.server.choosing import DOCUMENTS, alternates, chosen, split
from kg.server.html import page
from kg.server.negotiation import GRAPHS, HTML, Media

_PAGES: Final = {"place": "place", "actor": "actor", "event": "event"}
_TEXT: Final = Media(name="txt", types=("text/plain",))
_TEXTS: Final = (HTML, _TEXT, *(one for one in GRAPHS if one.name != "nt"), Media(name="nt", types=GRAPHS[2].types[:1]))
_ESCAPE: Final = re.compile("%[0-9a-f]{2}", re.IGNORECASE)


def routes() -> list[Route]:
    return [
        Route("/article/{key:path}", article),
        Route("/text/{key:path}", text),
        Route("/id/{rest:path}", thing),
        Route("/.well-known/genid/{rest:path}", thing),
        Route("/doc/{rest:path}", document),
        Route("/things", graph),
        Route("/derivations", graph),
        Route("/graph/{name:path}", graph),
        Route("/dataset", dataset),
        Route("/.well-known/void", dataset),
    ]


async def article(request: Request) -> Response:
    """An article is a document itself."""
    path, form = split(_path(request), DOCUMENTS)
    media = chosen(request, DOCUMENTS, name=form)
    headers = alternates(path, DOCUMENTS, {"describedby": "/void"})
    iri = _iri(request, path)
    if media is HTML:
        return _linked(await page(request, "article", iri=iri), headers)
    return await _description(request, iri, media, headers)


async def thing(request: Request) -> Response:
    path = _path(request)
    return _see_other(f"/doc{path}{_query(request)}", {"Link": f'</doc{path}>; rel="describedby"'})


async def document(request: Request) -> Response:
    path, form = split(_path(request).removeprefix("/doc"), DOCUMENTS)
    media = chosen(request, DOCUMENTS, name=form)
    headers = alternates(f"/doc{path}", DOCUMENTS, {"describes": path, "describedby": "/void"})
    iri = _iri(request, path)
    if media is HTML:
        kind = path.split("/")[2] if path.startswith("/id/") else ""
        return _linked(await page(request, _PAGES.get(kind, "thing"), iri=iri), headers)
    return await _description(request, iri, media, headers, document=f"{serving(request).base}doc{path}")


async def text(request: Request) -> Response:
    """The words of an article: as they are, as the graph that holds them, or on the article's page."""
    path, form = split(_path(request), _TEXTS)
    media = chosen(request, _TEXTS, name=form)
    article = f"/article{path.removeprefix('/text')}"
    if media is HTML:
        return _see_other(article, {})
    headers = alternates(path, _TEXTS, {"describedby": article})
    arguments = {"graph": _iri(request, path), "format": media.name, "largest": serving(request).limits.result}
    return await answer(request, "text" if media is _TEXT else "graph", arguments, media=media, headers=headers)


async def graph(request: Request) -> Response:
    """A named graph that is no article: the store of graphs has it."""
    path, form = split(_path(request), DOCUMENTS)
    media = chosen(request, DOCUMENTS, name=form)
    if media is HTML:
        return _see_other("/void", {})
    name = quote(_iri(request, path), safe="")
    return _see_other(f"/rdf-graph-store?graph={name}&format={media.name}", {})


async def dataset(request: Request) -> Response:
    return _see_other("/void", {})


async def _description(
    request: Request, iri: str, media: Media, headers: dict[str, str], *, document: str = ""
) -> Response:
    arguments = {
        "iri": iri,
        "document": document,
        "format": media.name,
        "largest": serving(request).limits.result,
    }
    return await answer(request, "describe", arguments, media=media, headers=headers)


def _path(request: Request) -> str:
    """As the client wrote it, but for the case of escapes: IRIs are minted with capital letters there, and IRIs of
    which nothing else is escaped in another way are others (RFC 3986, section 6.2.2.1)."""
    raw = bytes(request.scope["raw_path"]).decode("latin-1")
    return _ESCAPE.sub(lambda match: match[0].upper(), quote(raw, safe="/%:@!$&'()*+,;=~-._"))


def _iri(request: Request, path: str) -> str:
    return f"{serving(request).base}{path.removeprefix('/')}"


def _query(request: Request) -> str:
    return f"?{request.url.query}" if request.url.query else ""


def _see_other(target: str, headers: dict[str, str]) -> Response:
    return RedirectResponse(target, status_code=303, headers={"Vary": "Accept", **headers})


def _linked(response: Response, headers: dict[str, str]) -> Response:
    response.headers.update(headers)
    return response
