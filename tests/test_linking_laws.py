"""What holds for every article, whatever is in it."""

from hypothesis import given, settings
from hypothesis import strategies as st
from linking_articles import article, entity, knowledge

from kg.iris import Minter
from kg.linking import identify
from kg.linking.concepts import GEONAMES, WIKIDATA
from kg.model import Entity, Identification
from kg.ontology import ACTOR_TYPES, PLACE_TYPES
from kg.terms import iri

NAMES = [
    "Sudzha",
    "Kursk region",
    "Russia",
    "Georgia",
    "Paris",
    "Springfield",
    "Reuters",
    "Trump",
    "WHO",
    "Zzyzzy",
    "ISW",
]
TYPES = sorted({*ACTOR_TYPES, *PLACE_TYPES})

anything = st.tuples(st.sampled_from(NAMES) | st.text(min_size=1, max_size=20), st.sampled_from(TYPES), st.booleans())


def identified(drawn: list[tuple[str, str, bool]], key: str = "a1") -> tuple[list[Entity], Identification]:
    text = ". ".join(name for name, _, _ in drawn)
    entities = [entity(text, i, type_, name, named=named) for i, (name, type_, named) in enumerate(drawn)]
    return entities, identify(entities, article(text, key=key), knowledge(), Minter())


@settings(deadline=None, max_examples=60)
@given(st.lists(anything, max_size=8))
def test_every_entity_has_a_valid_iri_that_is_described(drawn):
    entities, found = identified(drawn)
    assert found.ids.keys() == {one.key for one in entities}
    assert set(found.ids.values()) <= found.things.keys()
    assert all(iri(identifier) and found.things[identifier].id == identifier for identifier in found.things)


@settings(deadline=None, max_examples=60)
@given(st.lists(anything, max_size=8))
def test_what_is_within_or_of_a_state_is_within_something_described(drawn):
    _, found = identified(drawn)
    for thing in found.things.values():
        assert thing.within is None or thing.within in found.things
        assert thing.state is None or thing.state in found.things


@settings(deadline=None, max_examples=60)
@given(st.lists(anything, max_size=8))
def test_links_are_as_sure_as_they_say(drawn):
    _, found = identified(drawn)
    for key, links in found.links.items():
        for link in links:
            assert link.target.startswith((WIKIDATA, GEONAMES))
            assert link.relation == ("exactMatch" if link.confidence >= 0.8 else "closeMatch")
            assert 0.5 <= link.confidence < 1
            assert (link.relation, link.target) in found.things[found.ids[key]].matches


@settings(deadline=None, max_examples=60)
@given(st.lists(anything, max_size=5), st.lists(anything, max_size=5))
def test_a_thing_is_described_alike_in_all_articles(one, two):
    first, second = identified(one, "a1")[1], identified(two, "a2")[1]
    for shared in first.things.keys() & second.things.keys():
        assert first.things[shared] == second.things[shared]
