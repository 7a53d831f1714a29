"""The way of an article: capture → accept → read → parse → extract → link → graph → validate → store.

`making` knows the order of the stages, `building` that of a batch, and `site` what becomes of each article of it.
"""

from kg.pipeline.building import build, link
from kg.pipeline.inspecting import check, extract, read
from kg.pipeline.making import Extractor
from kg.pipeline.outcome import Outcome, SetAside
from kg.pipeline.provenance import maker, version
from kg.pipeline.settings import Settings, prepare
from kg.pipeline.shards import write_shards

__all__ = [
    "Extractor",
    "Outcome",
    "SetAside",
    "Settings",
    "build",
    "check",
    "extract",
    "link",
    "maker",
    "prepare",
    "read",
    "version",
    "write_shards",
]
