"""Which form of a document a request is for: by `?format=`, by the suffix of its path, by its Accept header."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from starlette.requests import Request

from kg.server.negotiation import GRAPHS, HTML, Media, best, by_any_name, by_name
from kg.server.problems import Problem

DOCUMENTS: Final = (HTML, *GRAPHS)
"""Whoever takes anything is most likely a person."""


def chosen(request: Request, offered: Sequence[Media], *, name: str | None = None) -> Media:
    """`name` is that of a form which the request names otherwise. Raises Problem 406 where none fits."""
    return fitting(request, offered, name or request.query_params.get("format"))


def fitting(request: Request, offered: Sequence[Media], name: str | None) -> Media:
    """The form of this name, or else the one that the Accept header likes best. Raises Problem 406 where none fits."""
    media = by_any_name(name, offered) if name else best(request.headers.get("accept"), offered)
    if media is None:
        forms = ", ".join(f"{one.types[0]} (format={one.name})" for one in offered)
        raise Problem(406, f"this can be had as {forms}")
    return media


def split(path: str, offered: Sequence[Media]) -> tuple[str, str | None]:
    """A path without the suffix that names a form, and the form: "/void.ttl" → "/void", "ttl"."""
    start, dot, suffix = path.rpartition(".")
    return (start, suffix) if dot and by_name(suffix, offered) else (path, None)


def alternates(path: str, offered: Sequence[Media], others: Mapping[str, str] | None = None) -> dict[str, str]:
    """A Link header: each form under its own path, and `others` by their relation (RFC 8288)."""
    links = [f'<{path}.{one.name}>; rel="alternate"; type="{one.types[0]}"' for one in offered]
    links += [f'<{target}>; rel="{relation}"' for relation, target in (others or {}).items()]
    return {"Link": ", ".join(links)}
