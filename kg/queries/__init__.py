"""Questions to the graph: stored queries by name or in words, and free SPARQL."""

from kg.queries.asking import Asked, arguments, ask, meaning, read, understand
from kg.queries.binding import Given, Parameter
from kg.queries.names import Gazetteer
from kg.queries.stored import StoredQuery, catalogue

__all__ = [
    "Asked",
    "Gazetteer",
    "Given",
    "Parameter",
    "StoredQuery",
    "arguments",
    "ask",
    "catalogue",
    "meaning",
    "read",
    "understand",
]
