"""Makes ontology/actors.tsv: run by hand when the source changes, never by the program.

    python ontology/make_actors.py ACTORS OUT

ACTORS  a TSV, one row an item, with the columns qid, label, aliases (|), type, country (ISO 3166-1), domain (|),
        wikipedia (title of the English article), description, sources (|)

What authority.ttl describes is left out: it is read first.
"""

import csv
import re
import sys
from collections.abc import Iterator
from pathlib import Path

HEADER = ("id", "label", "type", "aliases", "country", "domain", "description", "links", "sources")
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
LONGEST_LABEL = 80
LONGEST_DESCRIPTION = 100
TITLE = re.compile(r"[^\s<>\"{}|\\^`%?#/][^<>\"{}|\\^`%?#/]*")


def main(actors: str, out: str) -> None:
    here = Path(__file__).parent
    known = frozenset(re.findall(r"wd:(Q\d+)", (here / "authority.ttl").read_text(encoding="utf-8")))
    with open(actors, encoding="utf-8", newline="") as file:
        read = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        rows = sorted((row for row in read if row["qid"] not in known), key=lambda row: int(row["qid"][1:]))
    with open(out, "w", encoding="utf-8") as file:
        file.write(NOTE.format(sources=", ".join(SOURCES.values())))
        file.write("\t".join(HEADER) + "\n")
        file.writelines("\t".join(row) + "\n" for row in _rows(rows))


def _rows(rows: list[dict[str, str]]) -> Iterator[tuple[str, ...]]:
    for row in rows:
        if row["type"] not in TYPES or len(row["label"]) > LONGEST_LABEL or not _letters(row["label"]):
            continue
        aliases = dict.fromkeys(name for name in row["aliases"].split("|") if _letters(name) and name != row["label"])
        sources = dict.fromkeys(_source(name) for name in row["sources"].split("|"))
        yield (
            row["qid"],
            row["label"],
            row["type"],
            "|".join(aliases),
            row["country"],
            row["domain"].partition("|")[0],
            _short(row["description"]),
            _dbpedia(row["wikipedia"]),
            "|".join(sources),
        )


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
