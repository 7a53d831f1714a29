"""What pages and reports show: plain values, read from a store."""

from kg.views.claims import Claim, Thing, claims
from kg.views.home import Home, home
from kg.views.stored import StoredAnswer, StoredQueries, stored_answer, stored_queries

__all__ = [
    "Claim",
    "Home",
    "StoredAnswer",
    "StoredQueries",
    "Thing",
    "claims",
    "home",
    "stored_answer",
    "stored_queries",
]
