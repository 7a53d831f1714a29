"""`kg link`: the links of a store, why a thing has its links, and deciding them again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import output
from kg.cli.options import DEFAULT_PLACE, AnyStore, Authority, Curation, Model, Out, Quiet, TableFormat, settings
from kg.cli.streams import progress, say, tell
from kg.defaults import DEFAULT_MODEL
from kg.errors import UsageError
from kg.places import Place

if TYPE_CHECKING:
    from kg.links import LinkExplanation
    from kg.pipeline import Outcome, Settings

_IDENTITY = {
    "item": "one thing in all articles: the authority or the gazetteer knows it",
    "name": "one thing in all articles: by its name and class",
    "state": "one thing in all articles: by its name and its state",
    "affiliation": "one thing in all articles: by the full name and whom the person speaks for or holds office in",
    "article": "a thing of one article: nothing says that another article means the same",
    "curator": "one thing in all articles: a curator says so",
}


def link(
    explain: Annotated[
        str | None, typer.Option("--explain", metavar="IRI|NAME", help="Why a thing is one node, and has its links.")
    ] = None,
    apply: Annotated[bool, typer.Option("--apply", help="Decide all again, from the texts in the store.")] = False,
    store: AnyStore = DEFAULT_PLACE,
    curation: Curation = None,
    authority: Authority = None,
    model: Model = DEFAULT_MODEL,
    format: TableFormat = None,  # noqa: A002
    out: Out = None,
    quiet: Quiet = False,
) -> None:
    """List the links of the store; --explain tells of a thing why it has its links, --apply decides them again.

    A curator's file (SSSOM) says what is one thing and what is not; it wins. --apply makes its merges, and undoes them
    when their rows are gone. No file is kept: give the same --curation to every kg build and kg link, or KG_CURATION.
    """
    from kg.store import Reader

    if explain is not None and apply:
        raise UsageError("--explain and --apply are two things: give one of them")
    if apply:
        chosen = settings(model=model, authority=authority, curation=curation, quiet=quiet)
        raise typer.Exit(_apply(store, chosen, quiet=quiet))
    if authority:
        raise UsageError("--authority decides links: give --apply too")
    if explain is not None:
        _explain(store, explain, curation)
        return
    if curation:
        raise UsageError("--curation changes no list: give --apply to decide by it, or --explain to see its rows")
    from kg.links import links

    output.show(links(Reader.open(store)), format=format, out=out)


def _apply(store: Place, chosen: Settings, *, quiet: bool) -> int:
    """The exit status: 0 done, 1 something was set aside, 3 something could not be decided again."""
    from kg import pipeline

    try:
        with progress("loading the model", quiet=quiet) as step:
            outcome = pipeline.link(store, chosen, tell=step)
    except KeyboardInterrupt as interrupt:
        tell(f"interrupted: the articles decided so far stay in {store}; run the same command again to go on")
        raise typer.Exit(130) from interrupt
    for line in _told(outcome, store, quiet=quiet):
        tell(line)
    return outcome.exit_status


def _told(outcome: Outcome, store: Place, *, quiet: bool) -> Iterator[str]:
    yield from (failure.reason for failure in outcome.failures)
    for held in outcome.set_aside:
        yield f"{held.source}: {held.reason}, and was set aside: see `kg validate --store {store}`"
    yield from (f"{row}: changes nothing in this store" for row in outcome.idle)
    if not quiet:
        counts = f"{outcome.stored} changed, {outcome.unchanged} unchanged"
        yield f"{counts}, {len(outcome.set_aside)} set aside, {len(outcome.failures)} not decided again ({store})"


def _explain(store: Place, name: str, curation: list[Path] | None) -> None:
    from kg.api import Graph

    for fact, value in _facts(Graph(store).explain_link(name, curation=tuple(curation or ()))):
        shown = "".join(
            letter if letter.isprintable() else "\ufffd" for letter in value
        )  # a terminal obeys some letters
        say(f"{fact:<12} {shown}".rstrip())


def _facts(found: LinkExplanation) -> Iterator[tuple[str, str]]:
    yield "thing", found.thing
    yield "class", ", ".join(found.types)
    yield "label", found.label
    if found.other_labels:
        yield "also", "; ".join(found.other_labels)
    yield "one node", _IDENTITY.get(found.identity, found.identity or "unknown: stored by an older version")
    if found.affiliation:
        yield "affiliation", found.affiliation
    yield from (("same as", other) for other in found.same)
    for one in found.decisions:
        yield "link", f"{one.target} ({one.confidence}, {one.method}, {one.version}; {_articles(one.articles)})"
        if one.evidence:
            yield "", f"evidence: {', '.join(one.evidence)}"
    if not found.decisions:
        yield "link", "none"
    for article in found.mentioned:
        yield "article", f"{article.article} {article.title}"
        yield "", "; ".join(f"{name!r} ({rule}, {count})" for name, rule, count in article.names)
    for row in found.rows:
        yield "curator", f"{row.where}: <{row.subject}> {'is' if row.same else 'is not'} <{row.object}> {row.comment}"
    yield from _row(found)


def _row(found: LinkExplanation) -> Iterator[tuple[str, str]]:
    """What to write into a curator's file."""
    from kg.links import cells

    yield "for a row", "   ".join(f"{column}: {cell}" for column, cell in cells(found))


def _articles(number: int) -> str:
    return "1 article" if number == 1 else f"{number} articles"
