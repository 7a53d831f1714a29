"""What pages and reports show: plain values, read from a store."""

from kg.views.claims import Claim, Thing, claims
from kg.views.home import Home, home
from kg.views.timeline import Timeline, timeline

__all__ = ["Claim", "Home", "Thing", "Timeline", "claims", "home", "timeline"]
