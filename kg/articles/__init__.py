"""Files, folders and standard input → captures → `Article`: text, HTML, tables and archives of them.

A text is read in any encoding that can be told for certain.
"""

from kg.articles.columns import Columns
from kg.articles.forms import SUFFIXES, Form
from kg.articles.language import prepare
from kg.articles.reading import article, capture, captures, from_bytes, read, read_one
from kg.articles.sources import how_many, left_out, sources
from kg.articles.stored import reading_of, stored
from kg.capture import STANDARD_INPUT, Capture, Failure

__all__ = [
    "STANDARD_INPUT",
    "SUFFIXES",
    "Capture",
    "Columns",
    "Failure",
    "Form",
    "article",
    "capture",
    "captures",
    "from_bytes",
    "how_many",
    "left_out",
    "prepare",
    "read",
    "read_one",
    "reading_of",
    "sources",
    "stored",
]
