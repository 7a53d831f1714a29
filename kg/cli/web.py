"""Options of commands that read articles from the web."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.fetching import Web

_PANEL = "Articles from the web"
Newest = Annotated[
    int | None,
    typer.Option("--limit", metavar="N", min=1, help="Of each feed or sitemap the newest N.", rich_help_panel=_PANEL),
]
Since = Annotated[
    str | None,
    typer.Option(
        "--since", metavar="DATE", help="Of feeds and sitemaps nothing older than that.", rich_help_panel=_PANEL
    ),
]
Contact = Annotated[
    str,
    typer.Option(
        "--contact",
        metavar="ADDRESS",
        envvar="KG_CONTACT",
        help="Your e-mail address or web page, told to the sites.",
        rich_help_panel=_PANEL,
    ),
]
Interval = Annotated[
    float,
    typer.Option("--interval", metavar="SECONDS", help="Between two requests to one host.", rich_help_panel=_PANEL),
]
Private = Annotated[
    bool,
    typer.Option("--allow-private", help="Also hosts of the local network may be asked.", rich_help_panel=_PANEL),
]


def web(*, newest: int | None, since: str | None, contact: str, interval: float, allow_private: bool) -> Web:
    """Raises UsageError for what cannot be."""
    from kg.fetching import Choice, Manners, Web

    manners = Manners(contact=contact, interval=interval, allow_private=allow_private)
    return Web(manners=manners, choice=Choice(limit=newest, since=_day(since) if since else None))


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError as error:
        raise UsageError(f"{words!r} is no date: write it like 2025-03-12") from error
