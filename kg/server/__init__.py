"""The store on the web: SPARQL 1.1 Protocol, linked data, stored queries, pages. Nothing can be changed over HTTP."""

from kg.server.options import Options

__all__ = ["Options"]
