"""What pages and reports show: plain values, read from a store."""

from kg.views.claims import Claim, Thing, claims
from kg.views.home import Home, home

__all__ = ["Claim", "Home", "Thing", "claims", "home"]
