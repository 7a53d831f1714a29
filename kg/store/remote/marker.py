"""How a store on the network is known to be one of Claimgraph's: two triples of its manifest name base and format."""

from __future__ import annotations

from typing import Final

from kg.errors import StoreError
from kg.iris import Minter, check_base
from kg.store.directory import FORMAT
from kg.store.remote.answers import terms
from kg.store.remote.http import Endpoint
from kg.terms import Triple, iri, string, typed

NAMESPACE: Final = "https://w3id.org/claimgraph/store#"
_MARKED: Final = f"""SELECT ?base ?format WHERE {{
  GRAPH ?manifest {{ ?manifest <{NAMESPACE}base> ?base ; <{NAMESPACE}format> ?format }}
}} ORDER BY ?base"""


def triples(minter: Minter) -> list[Triple]:
    this = iri(minter.manifest)
    return [
        Triple(this, iri(f"{NAMESPACE}base"), string(minter.base)),
        Triple(this, iri(f"{NAMESPACE}format"), typed(FORMAT, "xsd:integer")),
    ]


def find(endpoint: Endpoint) -> Minter | None:
    """None when nothing was built there. Raises StoreError for what this version cannot read."""
    found = terms(endpoint.query(_MARKED))
    if len(found) > 1:
        bases = ", ".join(str(base.value) for base, _ in found if base)
        raise StoreError(f"store {endpoint.address} holds several graphs of claims ({bases}): give each its own")
    for base, format_ in found:
        if base is None or format_ is None or format_.value != str(FORMAT):
            said = format_.value if format_ else "none"
            raise StoreError(
                f"store {endpoint.address} has format {said}, and this version reads {FORMAT}: "
                "use the version that made it, or build it again in another --store"
            )
        return Minter(check_base(str(base.value)))
    return None
