"""What is found in articles, without touching a store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from kg import articles
from kg.articles import Failure
from kg.capture import STANDARD_INPUT, Capture
from kg.engines import Engine, Here, Lost
from kg.errors import InputError
from kg.model import Article
from kg.pipeline.intake import Intake
from kg.pipeline.making import Made, Task, Wanted
from kg.pipeline.settings import Settings

if TYPE_CHECKING:
    from kg.fetching import Web
    from kg.shapes import Report


def read(paths: Sequence[str], settings: Settings, failures: list[Failure]) -> Iterator[Article]:
    """The articles of files, folders and "-"; what cannot be read is added to `failures`, and the rest goes on."""
    for one in settings.captures(paths):
        if isinstance(one, Failure):
            failures.append(one)
            continue
        try:
            yield articles.article(one, max_characters=settings.max_characters)
        except InputError as error:
            failures.append(Failure(source=one.source, reason=str(error)))


def extract(
    paths: Sequence[str],
    settings: Settings,
    failures: list[Failure],
    *,
    engine: Engine | None = None,
    web: Web | None = None,
) -> Iterator[dict[str, Any]]:
    """One JSON record for each article."""
    for _, made in _made("record", paths, settings, failures, engine, web):
        if made.record:
            yield made.record


def check(
    paths: Sequence[str],
    settings: Settings,
    failures: list[Failure],
    *,
    engine: Engine | None = None,
    web: Web | None = None,
) -> Iterator[tuple[str, Report]]:
    """The origin of each article, and the validation report of its graph."""
    for capture, made in _made("report", paths, settings, failures, engine, web):
        if made.report:
            yield capture.origin or STANDARD_INPUT, made.report


def _made(
    wanted: Wanted,
    paths: Sequence[str],
    settings: Settings,
    failures: list[Failure],
    engine: Engine | None,
    web: Web | None,
) -> Iterator[tuple[Capture, Made]]:
    def tasks() -> Iterator[Task]:
        for one in Intake(paths, settings, web=web).captures():
            if isinstance(one, Failure):
                failures.append(one)
            else:
                yield Task(wanted=wanted, capture=one)

    with nullcontext(engine) if engine else Here(settings.charge()) as worker:
        for task, result in worker.map(tasks()):
            if isinstance(result, Lost):
                failures.append(Failure(source=task.source, reason=f"{task.source}: {result.reason}"))
            elif result.failure:
                failures.append(Failure(source=task.source, reason=result.failure))
            else:
                yield task.capture, result
