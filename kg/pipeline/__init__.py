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
from kg.pipeline.upkeep import Retracted, rebuild, retract

__all__ = [
    "Extractor",
    "Outcome",
    "Retracted",
    "SetAside",
    "Settings",
    "build",
    "check",
    "extract",
    "link",
    "maker",
    "prepare",
    "read",
    "rebuild",
    "retract",
    "version",
    "write_shards",
]
