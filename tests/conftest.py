"""What the tests share: the real model, the real gazetteer, and what is found in a text as plain tuples."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kg import documents
from kg.articles import from_bytes
from kg.extract.assembly import extract
from kg.linking import gazetteer
from kg.linking.authority import sources
from kg.linking.index import index_name
from kg.linking.knowledge import Knowledge, open_knowledge
from kg.model import Extraction

# The index of places is built once for the checkout; what the developer has set must not change what is tested.
os.environ["KG_CACHE"] = str(Path(__file__).parent.parent / "build" / "cache")
for _name in ("KG_MODEL", "KG_BASE", "KG_AUTHORITY", "KG_CURATION", "KG_CONTACT"):
    os.environ.pop(_name, None)
for _name in [one for one in os.environ if one.startswith("KG_STORE")]:
    del os.environ[_name]
os.environ["KG_WORKERS"] = (
    "0"  # in this process, where a test can put its own parts in; test_engines.py tests the others
)


class Claim(NamedTuple):
    """One event of one statement, with names in place of keys. `speaker` is None for narration and unnamed sources."""

    speaker: str | None
    stance: str
    type: str
    agent: str | None
    patient: str | None
    place: str | None


@pytest.fixture(scope="module")
def forker() -> Iterator[ProcessPoolExecutor]:
    """A new process, from which others may be forked: a database that is open here has threads, and a fork without them
    waits for them for ever."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        yield pool


@pytest.fixture(scope="session")
def nlp() -> Any:
    return documents.load()


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return open_knowledge()


@pytest.fixture
def own_cache(knowledge: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own, with the indexes of what ships."""
    folder = tmp_path / "cache"
    folder.mkdir()
    for name in (index_name(sources()), gazetteer.index_name()):
        os.link(Path(os.environ["KG_CACHE"]) / f"{name}.sqlite", folder / f"{name}.sqlite")
    monkeypatch.setenv("KG_CACHE", str(folder))
    return folder


@pytest.fixture(scope="session")
def found(nlp: Any, knowledge: Knowledge) -> Callable[[str], Extraction]:
    """The extraction of a text; a first line " date YYYY-MM-DD" dates it."""

    def of(text: str) -> Extraction:
        article = from_bytes(text.encode("utf-8"), source="made-up.txt")
        return extract(next(documents.parse(nlp, [article])), knowledge)

    return of


@pytest.fixture(scope="session")
def claims(found: Callable[[str], Extraction]) -> Callable[[str], set[Claim]]:
    """The claims that a text makes."""

    def of(text: str) -> set[Claim]:
        extraction = found(text)
        names = {entity.key: entity.name for entity in extraction.entities}
        names_or_none = {**names, None: None}
        return {
            Claim(
                names_or_none[statement.speaker],
                taken.stance.value,
                event.type,
                names_or_none[event.agent],
                names_or_none[event.patient],
                names_or_none[event.place],
            )
            for statement in extraction.statements
            for taken in statement.events
            for event in [extraction.events[taken.event]]
        }

    return of
