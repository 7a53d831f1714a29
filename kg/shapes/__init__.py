"""Validation against the shapes in `shapes/*.ttl`. The one door to SHACL engines.

A compiled engine holds the gate (`gate`): what it lets pass has passed. What it refuses is validated again by pySHACL,
the reference, which writes the report and has the last word. The tests hold the two against each other.

As usually called, pySHACL spends four fifths of its time around the shapes and not on them: it copies the data into an
rdflib graph, builds the shape objects again, parses each `sh:sparql` text again and evaluates it in Python. Here the
shapes are built once in a process, the data is a pair of dictionaries, and Oxigraph answers the SPARQL constraints.

What an article says can never change the rules: the shapes graph is always passed, and there is no inference, no
SHACL-AF, no JavaScript and no import.
"""

from kg.shapes.validation import Report, Violation, validate, validate_added

__all__ = ["Report", "Violation", "validate", "validate_added"]
