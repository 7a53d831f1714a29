"""Questions to the graph: stored queries by name or in words, and free SPARQL."""

from kg.queries.asking import Asked, arguments, ask, understand
from kg.queries.binding import Parameter
from kg.queries.names import Gazetteer
from kg.queries.stored import StoredQuery, catalogue

__all__ = ["Asked", "Gazetteer", "Parameter", "StoredQuery", "arguments", "ask", "catalogue", "understand"]
