"""What search engines read of a page about a thing: names and links in schema.org's words. Of events nothing: they
would be told as facts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

_SITES: Final = {
    "www.wikidata.org": "Wikidata",
    "sws.geonames.org": "GeoNames",
    "dbpedia.org": "DBpedia",
    "www.openstreetmap.org": "OpenStreetMap",
}
# The superclasses that the ontology states, the most exact first.
_TYPES: Final = {
    "Person": "Person",
    "MediaOrganisation": "NewsMediaOrganization",
    "GovernmentBody": "GovernmentOrganization",
    "Country": "Country",
    "AdministrativeArea": "AdministrativeArea",
    "Organisation": "Organization",
    "ArmedForce": "Organization",
    "ArmedGroup": "Organization",
    "PoliticalParty": "Organization",
    "Settlement": "Place",
    "Facility": "Place",
    "Place": "Place",
}


def structured(about: Any, point: tuple[float, float] | None = None) -> dict[str, Any]:
    """JSON-LD; only exact matches are the same thing."""
    found: dict[str, Any] = {"@context": "https://schema.org", "@id": about.iri, "name": about.label}
    found["@type"] = next((name for type_, name in _TYPES.items() if type_ in about.types), "Thing")
    same = [link.target for link in about.links if link.match != "close"]
    if same:
        found["sameAs"] = same
    if about.names:
        found["alternateName"] = list(about.names)
    if point:
        found["geo"] = {"@type": "GeoCoordinates", "longitude": point[0], "latitude": point[1]}
    return found


def site(host: str) -> str:
    """ "www.wikidata.org" → "Wikidata" """
    return _SITES.get(host, host)


FILTERS: Final[dict[str, Callable[..., Any]]] = {"structured": structured, "site": site}
