"""What pages and reports show: plain values, read from a store."""

from kg.views.claims import Claim, Thing, claims
from kg.views.home import Home, home
from kg.views.mapping import Mapped, mapped
from kg.views.network import Network, network
from kg.views.timeline import Timeline, timeline

__all__ = ["Claim", "Home", "Mapped", "Network", "Thing", "Timeline", "claims", "home", "mapped", "network", "timeline"]
