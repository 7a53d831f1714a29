"""Whom and what two articles both mean: merged on strong evidence alone, whatever the order of the articles."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linking_articles import article, entity, knowledge

from kg.article_graph import ArticleGraph
from kg.articles import from_bytes
from kg.export import export
from kg.iris import Minter
from kg.linking import identify
from kg.linking.naming import is_full_name, is_proper
from kg.model import Extraction, Identification
from kg.pipeline import Extractor, Settings
from kg.store import Reader, Writer

MINT = Minter()


def affiliation(found: Extraction, person: str) -> str | None:
    (key,) = [one.affiliation for one in found.entities if one.name == person]
    return found.entities[key].name if key is not None else None


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Ada Brennor, a spokeswoman for Ferry Watch, said the road was open.", "Ferry Watch"),
        ("Ferry Watch spokeswoman Ada Brennor said the road was open.", "Ferry Watch"),
        ("Ada Brennor, director of the Harbour Institute, said the road was open.", "Harbour Institute"),
        ("Kenyan Health Minister Ada Brennor said the road was open.", "Kenya"),
        ("Ada Brennor, the Kenyan health minister, said the road was open.", "Kenya"),
        ("Ada Brennor, the mayor of Kisumu, said the road was open.", "Kisumu"),
    ],
)
def test_an_office_tells_what_a_person_speaks_for(found: Callable[[str], Extraction], text: str, body: str) -> None:
    assert affiliation(found(text), "Ada Brennor") == body


@pytest.mark.parametrize(
    "text",
    [
        "Ada Brennor, an analyst, said the road was open.",
        "Ada Brennor, a Kenyan analyst, said the road was open.",
        "Ada Brennor, a resident of Kisumu, said the road was open.",
        "Ada Brennor, the sister of a minister, told Ferry Watch that the road was open.",
        "Ada Brennor criticised Ferry Watch.",
    ],
)
def test_what_is_no_office_tells_nothing(found: Callable[[str], Extraction], text: str) -> None:
    assert affiliation(found(text), "Ada Brennor") is None


def person(
    key: str, name: str = "Ann Oak", body: str | None = "Ferry Watch", kind: str = "Organisation"
) -> Identification:
    text = f"{name} of {body} spoke."
    bodies = [entity(text, 1, kind, body)] if body else []
    found = [entity(text, 0, "Person", name, affiliation=1 if body else None), *bodies]
    return identify(found, article(text, key=key), knowledge(), MINT)


def test_a_full_name_and_a_body_are_one_person_in_all_articles() -> None:
    one, other = person("a1"), person("a2")
    assert one.ids[0] == other.ids[0]
    assert one.things[one.ids[0]].affiliation == one.ids[1]
    assert one.things[one.ids[0]] == other.things[other.ids[0]]


def test_another_body_is_another_person() -> None:
    assert person("a1").ids[0] != person("a2", body="Harbour Institute").ids[0]


@pytest.mark.parametrize(
    ("name", "body", "kind"),
    [
        ("Oak", "Ferry Watch", "Organisation"),
        ("A. Oak", "Ferry Watch", "Organisation"),
        ("Ann Oak", None, ""),
        ("Ann Oak", "Ministry of Fishing", "GovernmentBody"),  # nobody knows of which state
    ],
)
def test_less_evidence_leaves_a_person_to_the_article(name: str, body: str | None, kind: str) -> None:
    assert person("a1", name, body, kind).ids[0] != person("a2", name, body, kind).ids[0]


@pytest.mark.parametrize(
    "name", ["Ann Oak", "Juan de la Cruz", "Abdul al-Oak", "Ann B. Oak", "Jean-Luc d'Oak", "Ngozi Ò. Òak"]
)
def test_a_full_name(name: str) -> None:
    assert is_full_name(name)


@pytest.mark.parametrize(
    "name", ["Oak", "A. Oak", "Ann O.", "al Oak", "Ann oak", "Ann Oak 2", "", "House of the Great Old Oak Tree Ltd"]
)
def test_no_full_name(name: str) -> None:
    assert not is_full_name(name)


@pytest.mark.parametrize("name", ["Ferry Watch", "Zzyzzy", "Doctors for the Old Road", "Zzyzzy Front"])
def test_a_name_that_tells_which_body_it_is(name: str) -> None:
    assert is_proper(name, knowledge())


@pytest.mark.parametrize(
    "name",
    [
        "Brigade",
        "FSA",
        "Times",
        "Labour Party",
        "Northern Front",
        "Daily News",
        "the brigade",
        "House Speaker",
        "R-Texas",
    ],
)
def test_a_name_that_many_bodies_have(name: str) -> None:
    assert not is_proper(name, knowledge())


@pytest.mark.parametrize("kind", ["ArmedGroup", "ArmedForce", "Organisation"])
def test_the_brigade_of_one_article_is_not_that_of_another(kind: str) -> None:
    found = [
        identify([entity("Brigade left", 0, kind, "Brigade")], article("x", key=key), knowledge(), MINT).ids[0]
        for key in ("a1", "a2")
    ]
    assert found[0] != found[1]


# ---------------------------------------------------------------- laws

TEXTS = (
    " date 2024-05-06\nFerry Watch spokeswoman Ada Brennor said rebels took Kidal on Monday. Mali denied it.\n",
    " date 2024-05-07\nAda Brennor, a spokeswoman for Ferry Watch, said on Tuesday that rebels hold Kidal.\n",
    " date 2024-05-07\nAda Brennor sang in Paris, Texas. Brennor left Paris on Tuesday, Reuters reported.\n",
    " date 2024-05-08\nThe brigade left Kidal, said Harbour Watch. Reuters told it from Paris, France.\n",
)
WATCH, HARBOUR = (MINT.actor(name, "Organisation") for name in ("Ferry Watch", "Harbour Watch"))
CURATED = f"""subject_id\tsubject_label\tsubject_category\tpredicate_id\tobject_id\tobject_label\tobject_category
{WATCH}\tFerry Watch\tcg:Organisation\towl:sameAs\t{HARBOUR}\tHarbour Watch\tcg:Organisation
"""


@cache
def made(*, curated: bool) -> tuple[ArticleGraph, ...]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "mine.tsv"
        file.write_text(CURATED, encoding="utf-8")
        extractor = Extractor(Settings(curation=(file,) if curated else ()))
    read = [from_bytes(text.encode(), source=f"/texts/{number}.txt") for number, text in enumerate(TEXTS)]
    return tuple(extractor.graph(found) for found in extractor.named(read))


def stored(graphs: list[ArticleGraph]) -> bytes:
    out = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder:
        with Writer.create(Path(folder) / "store") as writer:
            for graph in graphs:
                writer.replace(graph)
        export(Reader.open(Path(folder) / "store"), format="nq", article=None, texts=True, out=out)
    return out.getvalue()


@settings(deadline=None, max_examples=15)
@given(st.permutations(range(len(TEXTS))), st.booleans())
def test_the_order_of_articles_is_nothing(order: list[int], curated: bool) -> None:
    graphs = made(curated=curated)
    assert stored([graphs[number] for number in order]) == stored(list(graphs))


@settings(deadline=None, max_examples=15)
@given(st.lists(st.tuples(st.sampled_from(range(len(TEXTS))), st.booleans()), max_size=6), st.booleans())
def test_what_was_decided_before_leaves_no_trace(before: list[tuple[int, bool]], curated: bool) -> None:
    earlier = [made(curated=then)[number] for number, then in before]
    assert stored([*earlier, *made(curated=curated)]) == stored(list(made(curated=curated)))
