"""Where graphs are kept: named graphs in Oxigraph, written by one builder, read from published generations."""

from kg.store.additions import AddedGraph
from kg.store.answers import Answer, Graph, Table, Truth
from kg.store.finding import Checked, Finding
from kg.store.manifest import Row
from kg.store.reader import Reader
from kg.store.writer import Writer

__all__ = ["AddedGraph", "Answer", "Checked", "Finding", "Graph", "Reader", "Row", "Table", "Truth", "Writer"]
