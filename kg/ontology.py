"""The vocabulary: every IRI that code, shapes and queries use. A term is never spelled as a string elsewhere."""

from typing import Final

CG: Final = "https://w3id.org/claimgraph/ontology#"
DEFAULT_BASE: Final = "https://claimgraph.example/"

PREFIXES: Final[dict[str, str]] = {
    "cg": CG,
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "time": "http://www.w3.org/2006/time#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

ACTOR_TYPES: Final = (
    "Person",
    "Organisation",
    "MediaOrganisation",
    "PoliticalParty",
    "ArmedForce",
    "ArmedGroup",
    "GovernmentBody",
    "State",
    "Group",
)
PLACE_TYPES: Final = ("Settlement", "AdministrativeArea", "Country", "Facility", "PlacePart", "Place")
STATE_TYPES: Final = ("State", "Country")
"""A country as an actor, and as a place."""
CONTROL_TYPES: Final = ("Holding", "Capture", "Entry", "Withdrawal", "Loss", "Contest")


def term(curie: str) -> str:
    """The full IRI of a prefixed name, such as "cg:Statement". Raises KeyError for a prefix that is not declared."""
    prefix, _, name = curie.partition(":")
    return PREFIXES[prefix] + name
