"""What pages and reports show: plain values, read from a store."""

from kg.views.claims import Claim, Thing, claims
from kg.views.dataset import Dataset, dataset
from kg.views.home import Home, home
from kg.views.reading import Reading, reading

__all__ = ["Claim", "Home", "Reading", "Thing", "claims", "home", "reading"]
from kg.views.summary import Dispute, Name, Summary, summary

__all__ = ["Claim", "Dispute", "Home", "Name", "Summary", "Thing", "claims", "home", "summary"]
from kg.views.vocabulary import Ontology, Shape, ontology, shapes

__all__ = [
    "Claim",
    "Dataset",
    "Home",
    "Ontology",
    "Shape",
    "Thing",
    "claims",
    "dataset",
    "home",
    "ontology",
    "shapes",
from kg.views.stored import StoredAnswer, StoredQueries, stored_answer, stored_queries

    "StoredAnswer",
    "StoredQueries",
    "stored_answer",
    "stored_queries",
]
from kg.views.timeline import Timeline, timeline

__all__ = ["Claim", "Home", "Thing", "Timeline", "claims", "home", "timeline"]
