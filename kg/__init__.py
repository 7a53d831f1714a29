"""Claimgraph: news says who claimed what.

    import kg

    graph = kg.build(["articles/"], store="claims.db")
    for row in graph.ask("who claimed control of Sudzha"):
        print(row["speakerLabel"], row["quote"])
    graph.ask("who-claimed-control", place="Sudzha").df()
    graph.dataset()                                           # rdflib, on the same store

Importing this module imports neither spaCy nor rdflib.
"""

from kg.api import Graph, build, link, open_store

__all__ = ["Graph", "build", "link", "open_store"]
