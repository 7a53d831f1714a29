"""What pages and reports show: plain values, read from a store."""

from kg.views.claims import Claim, Thing, claims
from kg.views.dataset import Dataset, dataset
from kg.views.editor import Editor, editor, terms
from kg.views.home import Home, home
from kg.views.mapping import Mapped, mapped
from kg.views.network import Network, network
from kg.views.reading import Reading, reading
from kg.views.stored import StoredAnswer, StoredQueries, stored_answer, stored_queries
from kg.views.summary import Dispute, Name, Summary, mentions, summary
from kg.views.timeline import Timeline, timeline
from kg.views.vocabulary import Ontology, Shape, ontology, shapes

__all__ = [
    "Claim",
    "Dataset",
    "Dispute",
    "Editor",
    "Home",
    "Mapped",
    "Name",
    "Network",
    "Ontology",
    "Reading",
    "Shape",
    "StoredAnswer",
    "StoredQueries",
    "Summary",
    "Thing",
    "Timeline",
    "claims",
    "dataset",
    "editor",
    "home",
    "mapped",
    "mentions",
    "network",
    "ontology",
    "reading",
    "shapes",
    "stored_answer",
    "stored_queries",
    "summary",
    "terms",
    "timeline",
]
