"""The first page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.terms import iri
from kg.views.claims import Claim, claims

if TYPE_CHECKING:
    from kg.store import Reader
    from kg.views.summary import Summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """`summary` is None while the graph is still being counted; then there are no newest claims either, for to find
    them all claims must be put in order."""

    newest: tuple[Claim, ...]
    summary: Summary | None


def home(reader: Reader, summary: Summary | None) -> Home:
    """A summary of an earlier generation will do: claims that are there no more are left out."""
    if summary is None or not summary.newest:
        return Home(newest=(), summary=summary)
    pairs = " ".join(f"({iri(statement)} {iri(event)})" for statement, event in summary.newest)
    newest = claims(reader, f"VALUES (?statement ?event) {{ {pairs} }}", limit=len(summary.newest))
    return Home(newest=newest, summary=summary)
