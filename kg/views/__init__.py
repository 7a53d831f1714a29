"""What pages and reports show: plain values, read from a store."""

from kg.views.actors import actor
from kg.views.claims import Claim, Thing, claims, count
from kg.views.dataset import Dataset, dataset
from kg.views.editor import Editor, editor, example, terms
from kg.views.events import event
from kg.views.home import Home, home
from kg.views.invitations import example_questions, invitations, ordered
from kg.views.mapping import Mapped, mapped
from kg.views.network import Network, network
from kg.views.places import place
from kg.views.reading import Reading, reading
from kg.views.stored import StoredAnswer, StoredQueries, stored_answer, stored_queries
from kg.views.summary import Dispute, Name, Summary, mentions, summary, tellings_apart
from kg.views.things import thing
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
    "actor",
    "claims",
    "count",
    "dataset",
    "editor",
    "event",
    "example",
    "example_questions",
    "home",
    "invitations",
    "mapped",
    "mentions",
    "network",
    "ontology",
    "ordered",
    "place",
    "reading",
    "shapes",
    "stored_answer",
    "stored_queries",
    "summary",
    "tellings_apart",
    "terms",
    "thing",
    "timeline",
]
