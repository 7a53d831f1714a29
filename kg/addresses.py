"""Addresses of articles, in the one form that all copies of an address have."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, urlsplit, urlunsplit

from kg.terms import is_iri

# Parameters that say how a reader came, never what is read. Names that some sites use for the article itself ("id",
# "cid", "source", "ref") are not among them: two articles must not become one.
# Source: the help pages of Google Analytics and Ads, Meta, Microsoft, TikTok, Yandex, Mailchimp, Marketo, Piwik PRO.
_TRACKING: Final = re.compile(
    r"(?:utm|mtm|pk|piwik|hsa)_\w+|_{0,2}hs(?:enc|mi|fp|sc|tc)|(?:fb|g|dc|y|tw|tt|msclk|li_fat_|s_)c?lid|gclsrc|[gw]braid|"
    r"igsh(?:id)?|mc_[ce]id|mkt_tok|_ga|_gl|vero_(?:conv|id)|oly_(?:anon|enc)_id|ns_(?:campaign|mchannel|source|linkname)|"
    r"at_(?:campaign|medium)|cmpid|ito|xtor|smid",
    re.IGNORECASE,
)
_PORTS: Final = {"http": 80, "https": 443}
_UNFIT: Final = re.compile(r'[\x00-\x20\x7f-\x9f"<>\\^`{|}\ud800-\udfff]')
_UNFIT_BEHIND_HOST: Final = re.compile(rf"{_UNFIT.pattern}|[\[\]]")
_LONGEST: Final = 2000
_FRONTS: Final = re.compile(r"^(?:www\d?|m|mobile|amp)\.")


def canonical(address: str) -> str | None:
    """The address with a host in lower case, without credentials, default port, fragment and tracking parameters.

    None for what is no address of a web page: another scheme, no host, no path that could name an article; and for one
    of which no IRI can be made, such as one with "%zz" in it.
    """
    try:
        parts = urlsplit(address.strip())
        host, port = parts.hostname, parts.port
    except ValueError:  # "https://[oops/news", a port that is no number
        return None
    if parts.scheme.lower() not in _PORTS or not host or _UNFIT.search(host) or len(address) > _LONGEST:
        return None
    place = f"[{host}]" if ":" in host else host
    place += f":{port}" if port and port != _PORTS[parts.scheme.lower()] else ""
    query = "&".join(one for one in parts.query.split("&") if one and not _TRACKING.fullmatch(one.partition("=")[0]))
    if parts.path in ("", "/") and not query:
        return None
    found = urlunsplit((parts.scheme.lower(), place, _fit(parts.path or "/"), _fit(query), ""))
    return found if is_iri(found) else None


def same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one site: the same host, or one below the other; "www." and the like are nothing."""
    first, second = (_FRONTS.sub("", (urlsplit(address).hostname or "").lower()) for address in (one, other))
    return bool(first and second) and (first == second or first.endswith(f".{second}") or second.endswith(f".{first}"))


def _fit(words: str) -> str:
    """With what no IRI may hold percent-encoded."""
    return _UNFIT_BEHIND_HOST.sub(lambda found: quote(found[0], errors="replace"), words)
