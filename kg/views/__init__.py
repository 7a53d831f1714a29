"""What pages and reports show: plain values, read from a store."""

from kg.views.claims import Claim, Thing, claims
from kg.views.home import Home, home
from kg.views.summary import Dispute, Name, Summary, mentions, summary

__all__ = ["Claim", "Dispute", "Home", "Name", "Summary", "Thing", "claims", "home", "mentions", "summary"]
