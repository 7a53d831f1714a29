"""The site that an article is from."""

from __future__ import annotations

from urllib.parse import urlsplit


def host(url: str | None) -> str:
    """ "www.ferry.example"; "" for what has no host, such as "https://[oops/news"."""
    try:
        return urlsplit(url or "").hostname or ""
    except ValueError:
        return ""
