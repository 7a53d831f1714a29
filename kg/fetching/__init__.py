"""The network side of articles: pages, feeds and sitemaps at addresses → captures, with manners and within limits."""

from kg.fetching.addresses import is_address
from kg.fetching.collecting import Collector, rest
from kg.fetching.entries import Choice
from kg.fetching.manners import Manners
from kg.fetching.memory import Memory
from kg.fetching.web import Web

__all__ = ["Choice", "Collector", "Manners", "Memory", "Web", "is_address", "rest"]
