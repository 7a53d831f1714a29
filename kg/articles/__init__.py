"""Files, folders and standard input → `Article`: plain text and HTML, in any encoding that can be told for certain."""

from kg.articles.reading import Failure, article, capture, captures, from_bytes, read, read_one
from kg.articles.sources import STANDARD_INPUT, SUFFIXES, left_out, sources
from kg.articles.stored import reading_of, stored

__all__ = [
    "STANDARD_INPUT",
    "SUFFIXES",
    "Failure",
    "article",
    "capture",
    "captures",
    "from_bytes",
    "left_out",
    "read",
    "read_one",
    "reading_of",
    "sources",
    "stored",
]
