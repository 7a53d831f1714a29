"""The graph as a file: Turtle, TriG, N-Triples, N-Quads, JSON-LD, RDF/XML; its links as SSSOM/TSV."""

from kg.export.files import FORMATS, dump, export, export_description, format_of, statements, write

__all__ = ["FORMATS", "dump", "export", "export_description", "format_of", "statements", "write"]
