"""Where things have their pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote, urlsplit

import jinja2

_SAFE: Final = "/:@!$&'()*+,;=~-._%"


@jinja2.pass_context
def href(context: jinja2.runtime.Context, iri: str) -> str:
    """`address`, with the base of the graph that is shown. A report has no pages to link to, only the web."""
    base = str(context["base"])
    return "" if iri.startswith(base) and "anchors" in context else address(iri, base=base)


@jinja2.pass_context
def passage(context: jinja2.runtime.Context, one: Any) -> str:
    """Where the words of a claim can be read: in the article; in a report, among its evidence."""
    if "anchors" in context:
        return f"#{context['anchors'].get(one.statement, '')}"
    return f"{address(one.article.iri, base=str(context['base']))}#char={one.span.start},{one.span.end}"


def address(iri: str, *, base: str) -> str:
    """The page of a thing of this graph, or the IRI itself when it is of the web; "" for any other IRI, such as
    "javascript:", which must never become a link."""
    if iri.startswith(base):
        path, hash_, fragment = iri[len(base) :].partition("#")
        return f"/{quote(path, safe=_SAFE)}{hash_}{quote(fragment, safe=_SAFE)}"
    return iri if iri.partition(":")[0].lower() in ("http", "https") else ""


def host(iri: str) -> str:
    """ "www.wikidata.org" """
    try:
        return urlsplit(iri).hostname or iri
    except ValueError:  # an IRI whose host is no host: "http://a℀b.example/"
        return iri


@jinja2.pass_context
def path(context: jinja2.runtime.Context, iri: str) -> str:
    """An IRI of this graph without its base, "place/sudzha-486816": what tells things of one name apart."""
    return iri.removeprefix(str(context["base"])).removeprefix("id/")


FILTERS: Final[dict[str, Callable[..., Any]]] = {"href": href, "host": host, "passage": passage, "path": path}
