"""Makes ontology/actors.tsv: run by hand when the source changes, never by the program.

    python ontology/make_actors.py ACTORS OUT

ACTORS  a TSV, one row an item, with the columns qid, label, aliases (|), type, country (ISO 3166-1), domain (|),
        wikipedia (title of the English article), description, sources (|)

What authority.ttl describes is left out: it is read first. Where a row has no country, its description or its name
may tell it: "Iraqi politician", "legislature of the United States". A body or force that so tells its state is of it.
"""

import csv
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from rdflib import Graph, Namespace
from rdflib.namespace import SKOS

HEADER = ("id", "label", "type", "aliases", "country", "state", "domain", "description", "links", "sources")
NOTE = """\
# People in politics, news media, political parties and public bodies, with their Wikidata items (CC0).
# The last column says which public table, named in kg/linking/data/NOTICE.txt, a row is from: {sources}.
# Made by ontology/make_actors.py.
"""
SOURCES = {
    "every-politician-scrapers": "politicians",
    "patrickswickard/international_newspapers": "newspapers",
    "hdigital/partyfactsdata": "parties",
    "hearvox/wiki-media-cred": "credibility",
    "unitedstates/congress-legislators": "congress",
    "name-suggestion-index": "suggestions",
    "villmow": "freebase",
    "opensanctions/opensanctions": "bodies",
    "opensanctions/rigour": "territories",
    "rapideditor": "borders",
    "impresso": "agencies",
    "file-index": "tables",
}
TYPES = ("Person", "MediaOrganisation", "PoliticalParty", "GovernmentBody", "Organisation", "ArmedForce", "ArmedGroup")
OF_STATES = ("GovernmentBody", "ArmedForce")
CG = Namespace("https://w3id.org/claimgraph/ontology#")
WIKIDATA = "http://www.wikidata.org/entity/"
PAST = re.compile(r"\b[12]\d{3}(?:-| to )[12]\d{3}\b")
LONGEST_LABEL = 80
LONGEST_DESCRIPTION = 100
TAG = re.compile(r"[a-z_]+")  # "government"
TITLE = re.compile(r"[^\s<>\"{}|\\^`%?#/][^<>\"{}|\\^`%?#/]*")


def main(actors: str, out: str) -> None:
    here = Path(__file__).parent
    authority = (here / "authority.ttl").read_text(encoding="utf-8")
    known = frozenset(re.findall(r"wd:(Q\d+)", authority))
    states = _states(authority)
    with open(actors, encoding="utf-8", newline="") as file:
        read = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        rows = sorted((row for row in read if row["qid"] not in known), key=lambda row: int(row["qid"][1:]))
    with open(out, "w", encoding="utf-8") as file:
        file.write(NOTE.format(sources=", ".join(SOURCES.values())))
        file.write("\t".join(HEADER) + "\n")
        file.writelines("\t".join(row) + "\n" for row in _rows(rows, states))


class State(NamedTuple):
    item: str
    country: str


def _states(turtle: str) -> dict[str, State]:
    """The states by all words for them: "Iraq", "Iraqi"."""
    graph = Graph().parse(data=turtle, format="turtle")
    found = {}
    for concept in sorted(graph.subjects(None, CG.State)):
        items = [str(match) for match in graph.objects(concept, SKOS.exactMatch) if str(match).startswith(WIKIDATA)]
        for country in graph.objects(concept, CG.countryCode):
            for word in (SKOS.prefLabel, SKOS.altLabel, CG.demonym):
                for name in graph.objects(concept, word):
                    found.setdefault(str(name), State(items[0].removeprefix(WIKIDATA), str(country)))
    return found


def _told(row: Mapping[str, str], states: Mapping[str, State]) -> State | None:
    """The only state that a row speaks of: at the beginning ("Iraqi politician"), after "of" or after a comma."""
    if row["type"] in OF_STATES and PAST.search(row["description"]):
        return None
    words = (row["description"], *((row["label"], row["aliases"]) if row["type"] in OF_STATES else ()))
    found = {
        states[name] for part in re.split(r"[;|]", ";".join(words)) for name in _owners(part.strip()) if name in states
    }
    return found.pop() if len(found) == 1 else None


def _owners(phrase: str) -> Iterator[str]:
    starts = phrase.split()
    yield from (" ".join(starts[:length]) for length in (1, 2, 3) if len(starts) > length)
    for after in re.split(r" of (?:the )?|, ", phrase)[1:]:
        yield re.split(r",| \(|'| in ", after)[0].strip()


def _rows(rows: list[dict[str, str]], states: Mapping[str, State]) -> Iterator[tuple[str, ...]]:
    for row in rows:
        if row["type"] not in TYPES or len(row["label"]) > LONGEST_LABEL or not _letters(row["label"]):
            continue
        aliases = dict.fromkeys(name for name in _aliases(row))
        sources = dict.fromkeys(_source(name) for name in row["sources"].split("|"))
        state = _told(row, states)
        if state and row["country"] not in ("", state.country):
            state = None
        yield (
            row["qid"],
            row["label"],
            row["type"],
            "|".join(aliases),
            row["country"] or (state.country if state else ""),
            state.item if state and row["type"] in OF_STATES else "",
            row["domain"].partition("|")[0],
            _short(row["description"]),
            _dbpedia(row["wikipedia"]),
            "|".join(sources),
        )


def _aliases(row: Mapping[str, str]) -> Iterator[str]:
    for name in row["aliases"].split("|"):
        if _letters(name) and name != row["label"] and not TAG.fullmatch(name):
            yield name


def _letters(name: str) -> bool:
    """Whether it is a name, and not a flag or a number."""
    return sum(character.isalpha() for character in name) > 1


def _short(description: str) -> str:
    """As many whole phrases as there is room for."""
    phrases = description.split("; ")
    while len(phrases) > 1 and len("; ".join(phrases)) > LONGEST_DESCRIPTION:
        phrases.pop()
    return "; ".join(phrases)


def _dbpedia(title: str) -> str:
    return f"http://dbpedia.org/resource/{title.replace(' ', '_')}" if TITLE.fullmatch(title) else ""


def _source(name: str) -> str:
    return next(short for start, short in SOURCES.items() if name.startswith(start))


if __name__ == "__main__":
    main(*sys.argv[1:])
