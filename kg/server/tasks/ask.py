"""Questions: the page of an answer, or of what can be asked instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from kg import pages, queries, views
from kg.errors import AmbiguousNameError, QueryError, UnknownNameError
from kg.queries import Asked, Given, StoredQuery
from kg.queries.questions import example, plain, slots
from kg.server.tasks.knowledge import gazetteer
from kg.server.tasks.replies import reply
from kg.store import Reader
from kg.views import answers, questions
from kg.views.questions import Field
from kg.workers import Reply

_OWN: Final = ("q", "query", "page", "format")  # the other parameters are those of the stored query
_CHOICES: Final = 30
_QUESTIONS: Final = 12
_LONGEST_NAME: Final = 6  # words that may be a bare name


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Something that may have been meant. `values` ask for it: parameters of /ask. `note` tells it from others of its
    name."""

    label: str
    type: str
    iri: str
    values: Mapping[str, str]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclear:
    """Why there is no answer, and what can be asked instead: `choices` of things, `questions` in words, or the `fields`
    of a stored `query`, to be filled in."""

    title: str
    detail: str
    choices: tuple[Choice, ...] = ()
    questions: tuple[str, ...] = ()
    query: str = ""
    fields: tuple[Field, ...] = ()
    status: int = 404


def ask(reader: Reader, arguments: Mapping[str, Any]) -> Reply:
    """`values`: a question `q` in words, or the name of a stored `query` with its parameters; and the `page`. `names`
    are those of a place and an actor, for examples."""
    values: Mapping[str, str] = arguments["values"]
    asked = _understand(reader, values)
    if isinstance(asked, Unclear):
        asked = _with_examples(asked, arguments["names"])
        html = pages.render("unclear.html", {"view": asked, "asked": values.get("q", "")}, base=reader.base)
        return reply(html.encode("utf-8"), arguments, status=asked.status)
    found = answers.answer(reader, asked, page=_number(values.get("page", "")))
    html = pages.render("ask.html", {"view": found, "asked": values.get("q", "")}, base=reader.base)
    return reply(html.encode("utf-8"), arguments)


def _examples(templates: Iterable[str], names: Mapping[str, str]) -> Iterator[str]:
    """The closest templates with names in their slots; those are left out for which there is no name."""
    for query in queries.catalogue().values():
        for template in query.questions:
            question = example(template)
            if question not in templates:
                continue
            for slot in slots(template):
                question = question.replace(f"{{{slot}}}", names.get(query.parameters[slot].kind or "", f"{{{slot}}}"))
            if "{" not in question:
                yield question


def _with_examples(asked: Unclear, names: Mapping[str, str]) -> Unclear:
    """Where nothing else can be chosen: the closest, and some that show what can be asked at all."""
    if asked.choices or asked.fields:
        return asked
    found = dict.fromkeys((*_examples(asked.questions, names), *views.example_questions(names)))
    return replace(asked, questions=tuple(found)[:_QUESTIONS])


def _understand(reader: Reader, values: Mapping[str, str]) -> Asked | Unclear:
    words = values.get("query") or values.get("q", "")
    given = {name: value.strip() for name, value in values.items() if name not in _OWN and value.strip()}
    if not words.strip():
        return Unclear(title="Ask a question", detail="For example:", status=200)
    try:
        query, parameters = queries.read(words, given)
    except QueryError as error:
        known = queries.catalogue().get(words.strip())
        return _form(reader, known, given, error) if known else _not_understood(reader, words, error)
    meant: dict[str, Given] = {}
    for name, value in parameters.items():
        try:
            meant[name] = queries.meaning(reader, query.parameters[name], value, gazetteer=gazetteer(reader))
        except UnknownNameError as error:
            return _which(reader, query, parameters, name, error)
        except QueryError as error:
            return _form(reader, query, parameters, error)
    return Asked(query=query, values=meant)


def _form(reader: Reader, query: StoredQuery, given: Mapping[str, Given], error: QueryError) -> Unclear:
    """The fields of the query, with what is given for them."""
    fields = tuple(replace(one, value=str(given.get(one.name, ""))) for one in questions.fields(reader, query, {}))
    missing = [one.name for one in fields if one.required and not one.value]
    detail = f"Fill in: {', '.join(missing)}" if missing else str(error)
    return Unclear(title=query.summary, detail=detail, query=query.name, fields=fields, status=200)


def _which(
    reader: Reader, query: StoredQuery, parameters: Mapping[str, Given], name: str, error: UnknownNameError
) -> Unclear:
    """The same question about each thing that the name may mean, the most spoken of first."""
    given = {one: str(value) for one, value in parameters.items()}
    spoken_of = views.mentions(reader, (iri for iri, _, _ in error.choices))
    likely = sorted(error.choices, key=lambda one: -spoken_of.get(one[0], 0))[:_CHOICES]
    apart = views.tellings_apart(reader, (iri for iri, _, _ in likely))
    choices = tuple(
        Choice(
            label=label,
            type=type_,
            iri=iri,
            values={"query": query.name, **given, name: iri},
            note=_note(*apart[iri]) if iri in apart else "",
        )
        for iri, label, type_ in likely
    )
    if isinstance(error, AmbiguousNameError):
        title = f"Which {query.parameters[name].kind} “{given[name]}” is meant?"
        some = f", the {_CHOICES} most spoken of first" if len(error.choices) > _CHOICES else ""
        return Unclear(title=title, detail=f"{len(error.choices):,} have that name{some}.", choices=choices, status=200)
    title = f"Nothing is known of “{given[name]}”"
    detail = "Names like it are:" if choices else "No article here names it. What can be asked, for example:"
    return Unclear(title=title, detail=detail, choices=choices, status=200 if choices else 404)


def _note(where: str, articles: int, title: str) -> str:
    """ "in Kursk Oblast; named in 3 articles, such as “…”" """
    named = "named in “{}”" if articles == 1 else f"named in {articles:,} articles, such as “{{}}”"
    count = f"named in {articles:,} article{'s' if articles != 1 else ''}"
    return "; ".join(one for one in (f"in {where}" if where else "", named.format(title) if title else count) if one)


def _not_understood(reader: Reader, words: str, error: QueryError) -> Unclear:
    """What can be asked of the thing, where the words are only a name."""
    for kind in ("place", "actor") if len(words.split()) <= _LONGEST_NAME else ():
        for query in queries.catalogue().values():
            parameter = next((one for one in query.parameters.values() if one.required), None)
            if parameter is None or parameter.kind != kind:
                continue
            try:
                iri = str(queries.meaning(reader, parameter, words.strip(), gazetteer=gazetteer(reader)))
            except AmbiguousNameError as ambiguous:
                return _which(reader, query, {parameter.name: words.strip()}, parameter.name, ambiguous)
            except (QueryError, UnknownNameError):
                break
            return _about(kind, iri, words.strip())
    title, detail = "That question is not understood", "Questions that are understood:"
    return Unclear(title=title, detail=detail, questions=error.closest)


def _about(kind: str, iri: str, name: str) -> Unclear:
    choices = tuple(
        Choice(
            label=_about_it(query, parameter.name, name),
            type="",
            iri="",
            values={"query": query.name, parameter.name: iri},
        )
        for query in views.ordered()
        for parameter in query.parameters.values()
        if parameter.kind == kind and (parameter.required or plain(query.questions, (parameter.name,)))
    )
    thing = Choice(label=name, type=kind, iri=iri, values={})
    return Unclear(title=f"What about {name}?", detail="What can be asked:", choices=(thing, *choices), status=200)


def _about_it(query: StoredQuery, slot: str, name: str) -> str:
    """The question in words, with the name in it; the summary where it has no such words."""
    template = plain(query.questions, (slot,))
    return example(template).replace(f"{{{slot}}}", name) if template else query.summary


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 1
