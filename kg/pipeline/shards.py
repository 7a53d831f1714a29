"""Articles → files of TriG for any store: what many machines make need not go through one builder.

A shard is named by what it is made of, and written whole: a second run makes what is missing, and the same again is the
same file. The union of the shards is the graph of the articles; what articles share stands in more than one of them.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg import files
from kg.articles import Failure
from kg.engines import Engine, Here, Lost
from kg.errors import UsageError
from kg.pipeline.intake import Intake
from kg.pipeline.making import Made, Task
from kg.pipeline.outcome import Outcome, SetAside
from kg.pipeline.provenance import maker

if TYPE_CHECKING:
    from kg.article_graph import PackedGraph
    from kg.capture import Capture
    from kg.fetching import Web
    from kg.pipeline.settings import Settings

SIZE: Final = 100  # articles in a shard
_SUFFIX: Final = ".trig.gz"


@dataclass(slots=True)
class _Shard:
    path: Path
    open: int
    graphs: list[PackedGraph] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)


def write_shards(
    paths: Sequence[str],
    folder: Path,
    settings: Settings,
    *,
    engine: Engine | None = None,
    web: Web | None = None,
    tell: Callable[[str], object] = lambda _: None,
) -> Outcome:
    """Write the graphs of articles into a folder as SHARD.trig.gz, and count them.

    What of a shard was set aside stands in it as comments. Raises UsageError when the folder cannot be written.
    """
    outcome, made_by = Outcome(), maker(settings)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder}: cannot be written: {error.strerror}") from error
    shards: dict[str, _Shard] = {}
    found = Intake(paths, settings, web=web, passed=outcome.passed).captures()
    worker = engine or Here(settings.charge())
    for task, result in worker.map(_tasks(found, folder, made_by, shards, outcome, tell)):
        shard = shards[task.position]
        shard.open -= 1
        if isinstance(result, Lost) or result.failure or not result.report.conforms:
            _set_aside(shard, task, result, outcome)
        else:
            shard.graphs.append(result.graph)
            outcome.stored += 1
        if not shard.open:
            _write(shards.pop(task.position), settings)
        tell(task.source)
    return outcome


def _tasks(
    found: Iterable[Capture | Failure],
    folder: Path,
    made_by: str,
    shards: dict[str, _Shard],
    outcome: Outcome,
    tell: Callable[[str], object],
) -> Iterator[Task]:
    for group in _groups(found, outcome.failures):
        name = hashlib.sha256("\n".join([made_by, *(one.digest for one in group)]).encode()).hexdigest()[:16]
        path = folder / f"{name}{_SUFFIX}"
        if path.exists():
            outcome.unchanged += len(group)
            for one in group:
                tell(one.source)
            continue
        shards[name] = _Shard(path, len(group))
        yield from (Task(capture=one, position=name) for one in group)


def _groups(found: Iterable[Capture | Failure], failures: list[Failure]) -> Iterator[list[Capture]]:
    group: list[Capture] = []
    for one in found:
        if isinstance(one, Failure):
            failures.append(one)
            continue
        group.append(one)
        if len(group) == SIZE:
            yield group
            group = []
    if group:
        yield group


def _set_aside(shard: _Shard, task: Task, result: Made | Lost, outcome: Outcome) -> None:
    if isinstance(result, Lost):
        reason, report = result.reason, result.trace or result.reason
    else:
        reason = result.failure or "does not conform"
        report = result.report.text if result.report else reason
    shard.aside.append(" ".join(f"{task.source}: {reason}".split()))
    if isinstance(result, Made) and result.failure:
        outcome.failures.append(Failure(source=task.source, reason=reason))
    else:
        outcome.set_aside.append(SetAside(source=task.source, reason=reason, report=report))


def _write(shard: _Shard, settings: Settings) -> None:
    from kg.iris import Minter

    things = sorted({triple for graph in shard.graphs for triple in graph.things})
    parts = [f"# set aside: {one}\n" for one in shard.aside]
    parts += [_trig(Minter(settings.base).things, "".join(f"{' '.join(triple)} .\n" for triple in things))]
    for graph in sorted(shard.graphs, key=lambda one: one.article):
        parts += [_trig(graph.article, graph.graph), _trig(graph.text_graph, graph.text)]
    files.write_bytes(shard.path, gzip.compress("".join(parts).encode("utf-8"), mtime=0))


def _trig(graph: str, triples: str) -> str:
    return f"<{graph}> {{\n{triples}}}\n"
