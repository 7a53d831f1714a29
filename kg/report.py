"""A report to mail: one HTML file with the answer, a timeline, a map and the evidence, which needs no network."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg import pages, queries, views
from kg.pages import charts
from kg.pages.assets import STATIC
from kg.queries import Gazetteer, Given
from kg.terms import iri
from kg.views import answers, sides
from kg.views.claims import Article, Claim, Saying
from kg.views.evidence import Evidence, evidence
from kg.views.mapping import Spot
from kg.views.questions import Question
from kg.views.timeline import Figure, figure

if TYPE_CHECKING:
    from kg.store import Reader

MOST: Final = 200
"""Claims of a report on a whole store: the newest."""
_STYLES: Final = ("base", "ask", "timeline", "report")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """`total` claims there are, of which `claims` holds some. `spots` are the places of the claims that have a
    position, at the points of the `chart`; `evidence` is of each statement, in the order of its first claim; `articles`
    have where they were read from, "" where that is not known."""

    title: str
    question: str
    total: int
    claims: sides.Sided
    sayings: tuple[Saying, ...]
    answer: answers.Answer | None
    figure: Figure
    spots: tuple[Spot, ...]
    chart: charts.Chart | None
    evidence: tuple[tuple[Claim | Saying, Evidence], ...]
    articles: tuple[tuple[Article, str], ...]


def report(reader: Reader, *, title: str = "Claims in the news") -> str:
    """On a whole store: its newest claims. HTML."""
    found = views.claims(reader, "", limit=MOST)
    told = sides.sided(reader, found)
    return _html(reader, _report(reader, found, told=told, title=title, total=views.count(reader, "")))


def report_on(
    reader: Reader,
    question: str,
    parameters: Mapping[str, Given] | None = None,
    *,
    title: str | None = None,
    gazetteer: Gazetteer | None = None,
) -> str:
    """On a question, in words or by the name of a stored query. HTML.

    Raises QueryError for one that is not understood, and UnknownNameError for a name that is unknown or ambiguous.
    """
    asked = queries.understand(reader, question, parameters, gazetteer=gazetteer)
    first = answers.answer(reader, asked)
    every = [first, *(answers.answer(reader, asked, page=page) for page in range(2, first.pages + 1))]
    found = [claim for one in every for claim in _claims(one)]
    told = sides.sided(reader, found) if not first.conflicts else sides.Sided()
    words = _in_words(reader, first.question) if question == asked.query.name else question
    made = _report(
        reader,
        found,
        told=told,
        sayings=tuple(saying for one in every for saying in one.sayings),
        answer=first,
        title=title or f"{words[:1].upper()}{words[1:]}",
        question=words,
        total=first.total,
    )
    return _html(reader, made)


def _in_words(reader: Reader, asked: Question) -> str:
    """A stored query as a question; where none says all that was given, the summary with it."""
    given = "; ".join(f"{one.name} {one.value}" for one in asked.fields if one.value)
    words = f"{asked.summary} ({given})" if given and asked.words == asked.summary else asked.words
    for one in asked.fields:
        if one.value.startswith(reader.base):  # its name means something else, too
            named = reader.select(f"SELECT ?label WHERE {{ {iri(one.value)} skos:prefLabel ?label }} LIMIT 1").rows
            words = words.replace(one.value, str(named[0][0]) if named else one.value)
    return words


def _claims(answer: answers.Answer) -> list[Claim]:
    paired = (claim for pair in answer.conflicts for claim in (*pair.left, *pair.right))
    return [*answer.claims.claims, *paired]


def _report(
    reader: Reader,
    claims: Sequence[Claim],
    *,
    told: sides.Sided,
    title: str,
    total: int,
    question: str = "",
    sayings: tuple[Saying, ...] = (),
    answer: answers.Answer | None = None,
) -> Report:
    spots = _spots(reader, claims)
    told_of: list[Claim | Saying] = [*claims, *sayings]
    once = {one.statement: one for one in reversed(told_of)}
    shown = [once[key] for key in reversed(once)]
    return Report(
        title=title,
        question=question,
        total=total,
        claims=told,
        sayings=sayings,
        answer=answer,
        figure=figure(claims),
        spots=spots,
        chart=_chart(spots) if spots else None,
        evidence=tuple((one, evidence(reader, one.statement)) for one in shown),
        articles=_articles({one.article.iri: one.article for one in shown}.values(), reader),
    )


def _articles(articles: Iterable[Article], reader: Reader) -> tuple[tuple[Article, str], ...]:
    known = tuple(articles)
    given = " ".join(iri(one.iri) for one in known)
    rows = reader.select(f"SELECT ?a ?s {{ VALUES ?a {{ {given} }} ?a dcterms:source ?s }} ORDER BY ?a ?s").rows
    sources = {str(article): str(source) for article, source in rows}
    return tuple((one, sources.get(one.iri, "")) for one in known)


def _spots(reader: Reader, claims: Iterable[Claim]) -> tuple[Spot, ...]:
    places = {one.event.place.iri for one in claims if one.event.place}
    return tuple(spot for spot in views.mapped(reader, {}).spots if spot.place.iri in places) if places else ()


def _chart(spots: Sequence[Spot]) -> charts.Chart:
    texts = [(spot.place.label, _said(spot)) for spot in spots]
    return charts.chart([(one.longitude, one.latitude) for one in spots], texts)


def _said(spot: Spot) -> str:
    """ "2 say Russia, 1 says Ukraine" """
    holders = [one for one in spot.state.holders if one.says] if spot.state else []
    return ", ".join(f"{one.says} {'says' if one.says == 1 else 'say'} {one.side.label}" for one in holders)


def _html(reader: Reader, made: Report) -> str:
    anchors = {one.statement: f"e{number}" for number, (one, _) in enumerate(made.evidence, 1)}
    styles = "\n".join(_style(name) for name in _STYLES)
    return pages.render("report.html", {"view": made, "anchors": anchors, "styles": styles}, base=reader.base)


def _style(name: str) -> str:
    return Path(STATIC / "css" / f"{name}.css").read_text(encoding="utf-8")
