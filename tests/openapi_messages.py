"""Messages for what a schema calls text with a format: SPARQL, and the queries of a reconciliation service."""

import json

from hypothesis import strategies as st

_NAMES = st.sampled_from(["Northfield", "northfeld", "Aldia", "Ærø", "=1", "", "💥", "a" * 300])
_TYPES = st.sampled_from(["Place", "Person", "nothing"])
_VALUES = st.one_of(_NAMES, st.integers(), st.booleans(), st.fixed_dictionaries({"id": _NAMES}))
_PROPERTIES = st.sampled_from(["country", "link", "articles", "nothing"])
_CONSTRAINTS = st.lists(st.fixed_dictionaries({"pid": _PROPERTIES, "v": _VALUES}), max_size=2)
_QUERY = st.fixed_dictionaries(
    {"query": _NAMES},
    optional={"type": _TYPES, "limit": st.integers(-1, 100), "properties": _CONSTRAINTS},
)
_TERMS = st.sampled_from(["?s", "?o", "<https://claimgraph.example/id/place/northfield-1>", '"a"@en', "1"])
_PATHS = st.sampled_from(["?p", "a", "skos:prefLabel", "cg:speaker/cg:affiliation?"])
_PATTERNS = st.lists(st.tuples(_TERMS, _PATHS, _TERMS).map(" ".join), min_size=1, max_size=2).map(" . ".join)

FORMATS: dict[str, st.SearchStrategy[str]] = {
    "reconciliation-queries": st.dictionaries(st.sampled_from(["q0", "q1"]), _QUERY, min_size=1).map(json.dumps),
    "extension-query": st.fixed_dictionaries(
        {
            "ids": st.lists(st.sampled_from(["place/northfield-1", "nobody"]), max_size=3),
            "properties": st.lists(
                st.fixed_dictionaries({"id": st.sampled_from(["country", "statements", "alias"])}), max_size=3
            ),
        }
    ).map(json.dumps),
    "sparql-query": st.builds(
        str.format,
        st.sampled_from(["SELECT * {{ {} }} LIMIT 9", "ASK {{ {} }}", "CONSTRUCT WHERE {{ ?s ?p ?o . {} }} LIMIT 9"]),
        _PATTERNS,
    ),
}


def _register() -> None:
    import schemathesis

    for name, strategy in FORMATS.items():
        schemathesis.openapi.format(name, strategy)


_register()
