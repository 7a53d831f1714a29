"""What can be wrong with one concept of an authority file, and how that is told.

A fault stops a build when the graph would suffer from it; a doubt is only told by `kg authority check`. Values may be
hostile, so a message shows them cut and with what cannot be seen spelled out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.linking import geonames, tenures
from kg.linking.names import fold
from kg.ontology import ACTOR_TYPES, CG, PLACE_TYPES, term

WIKIDATA = "http://www.wikidata.org/entity/"
GEONAMES = "https://sws.geonames.org/"
DBPEDIA = "http://dbpedia.org/resource/"

TYPES = (*ACTOR_TYPES, *PLACE_TYPES)
EXACT = term("skos:exactMatch")
PREFERRED = term("skos:prefLabel")
OTHER = term("skos:altLabel")
TYPE = term("rdf:type")
DESCRIPTION = term("dcterms:description")
COUNTRY, STATE, DOMAIN, OFFICE = CG + "countryCode", CG + "ofState", CG + "domain", CG + "office"
NAMES = {PREFERRED: "label", OTHER: "alias", CG + "demonym": "demonym", CG + "capital": "capital"}

LONGEST_NAME = 300
LONGEST_TEXT = 1000
_SHOWN = 60
_LISTED = 5

Values = Mapping[str, Sequence[str]]

# Controls, line and paragraph separators, what changes the direction of the text around it (Unicode Technical Report
# 36, section 2.10), lone surrogates, and characters that XML cannot carry. Joiners belong to many scripts.
_UNSEEN = "\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff"
_HIDDEN = re.compile(f"[{_UNSEEN}]")
# RFC 3987, narrowed to what stands for things; "%" begins an escape, private-use characters are in no data set.
_BARRED = f'{_UNSEEN}\\s<>"{{}}|\\\\^`%\u200b-\u200f\ue000-\uf8ff'
_IRI = re.compile(
    rf"(?:https?://[\w.-]+(?::\d{{1,5}})?(?=[/?#]|$)|(?:urn|tag|info|doi|ark):)(?:[^{_BARRED}]|%[0-9A-F]{{2}})+", re.I
)
_CODE = re.compile(r"[A-Z]{2}")
_SITE = re.compile(r"(?:[\w-]+\.)+[\w-]{2,}")

# The links that the shapes allow, by the host that gives them away, and how each is written.
FORMS = {
    "wikidata.org": (re.compile(re.escape(WIKIDATA) + r"Q[1-9][0-9]{0,11}"), f"{WIKIDATA}Q…"),
    "geonames.org": (re.compile(re.escape(GEONAMES) + r"[1-9][0-9]{0,11}/"), f"{GEONAMES}…/"),
    "dbpedia.org": (re.compile(re.escape(DBPEDIA) + r"[^/\s]+"), f"{DBPEDIA}…"),
}
_ONE_EACH = (WIKIDATA, GEONAMES, DBPEDIA)
_HOSTS = "|".join(map(re.escape, FORMS))
HOST = re.compile(rf"[a-z][a-z0-9+.-]*://(?:[^/]*\.)?({_HOSTS})(?:[/:?#]|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fault:
    """`line` counts from 1, and is 0 where it is not known; `subject` is the concept, if it is one's. What does not
    stop a build is a doubt."""

    path: Path
    line: int
    words: str
    subject: str | None = None
    stops: bool = True

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else f"{self.path}"
        return f"{where}: {self.words}" + ("" if self.stops else " (a build takes it all the same)")


def shown(value: str) -> str:
    """A value as a message may show it: short, and in quotation marks with escapes where not all of it can be seen."""
    short = value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"
    return short if short.isprintable() else repr(short)


def quoted(value: str) -> str:
    return repr(value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…")


def named(iri: str) -> str:
    """A concept as a message names it: whole, if nothing is wrong with its IRI."""
    return f"<{iri}>" if is_iri(iri) and iri.isprintable() else f"<{shown(iri)}>"


def is_iri(value: str) -> bool:
    """Whether the value can stand for a thing: an IRI of a scheme that names, which every format carries."""
    return len(value) <= LONGEST_TEXT and _IRI.fullmatch(value) is not None


def is_link(value: str) -> bool:
    """Whether the graph may link to it: an IRI of Wikidata, GeoNames or DBpedia in the form that they use."""
    host = HOST.match(value)
    return is_iri(value) and host is not None and FORMS[host[1].lower()][0].fullmatch(value) is not None


def is_clean(text: str, most: int) -> bool:
    """Whether all of a text can be seen, and it has no more characters than that."""
    return len(text) <= most and not _HIDDEN.search(text)


def is_country(code: str) -> bool:
    """Whether it is a code of ISO 3166-1, or one that GeoNames uses like one."""
    return code in _countries()


def is_site(domain: str) -> bool:
    """Whether it is the name of a host."""
    return _SITE.fullmatch(domain) is not None


def types(values: Values) -> list[str]:
    """The classes of the ontology that a concept has."""
    found = {value[len(CG) :] for value in values.get(TYPE, ()) if value.startswith(CG)}
    return sorted(found.intersection(TYPES))


def of(subject: str, values: Values) -> Iterator[str]:
    """What is wrong with a concept, apart from what other concepts say."""
    if not is_iri(subject):
        yield "is no IRI that can stand for it: it begins with http://, https:// or urn: and has no blanks"
    yield from _of_label(values)
    yield from _of_type(values)
    for predicate, kind in NAMES.items():
        yield from (fault for name in sorted(values.get(predicate, ())) for fault in _of_name(name, kind))
    for predicate, kind in ((DESCRIPTION, "description"), (DOMAIN, "domain"), (term("dcterms:source"), "source")):
        yield from (fault for text in values.get(predicate, ()) for fault in _of_text(text, kind, LONGEST_TEXT))
    yield from _of_links(sorted(set(values.get(EXACT, ()))))
    yield from _of_country(values)
    yield from tenures.faults(values.get(OFFICE, ()))


def doubts(values: Values) -> Iterator[str]:
    """What does no harm, but does no good either."""
    for code in values.get(COUNTRY, ()):
        if _CODE.fullmatch(code) and not is_country(code):
            yield f"has the country {code}, which no country of ISO 3166-1 has: the United Kingdom is GB, Kosovo XK"
    for name, times in sorted(Counter((*values.get(PREFERRED, ()), *values.get(OTHER, ()))).items()):
        if times > 1:
            yield f"has the name {shown(name)} {times} times: once is enough"
    for domain in values.get(DOMAIN, ()):
        if not is_site(domain):
            yield f"has the domain {shown(domain)}: write the host only, such as example.org"


def _of_label(values: Values) -> Iterator[str]:
    labels = sorted(set(values.get(PREFERRED, ())))
    if len(labels) != 1:
        yield f"needs one skos:prefLabel, but has {_listed(labels)}"


def _of_type(values: Values) -> Iterator[str]:
    known = types(values)
    if len(known) != 1:
        others = sorted(value[len(CG) :] for value in values.get(TYPE, ()) if value.startswith(CG))
        yield f"needs one class of the ontology, but has {_listed(known or others)}: {', '.join(TYPES)}"


def _listed(values: Sequence[str]) -> str:
    more = [f"{len(values) - _LISTED} more"] if len(values) > _LISTED else []
    return ", ".join([*(shown(value) or "''" for value in values[:_LISTED]), *more]) or "none"


def _of_name(name: str, kind: str) -> Iterator[str]:
    if not fold(name):
        yield f"has the {kind} {quoted(name)}, of which nothing is left when names are compared: leave it out"
    yield from _of_text(name, kind, LONGEST_NAME)


def _of_text(text: str, kind: str, most: int) -> Iterator[str]:
    if len(text) > most:
        yield f"has a {kind} of {len(text):,} characters, {shown(text)}: at most {most:,} are taken"
    elif found := _HIDDEN.search(text):
        yield f"has the {kind} {shown(text)} with the character U+{ord(found[0]):04X}, which cannot be seen: remove it"


def _of_links(links: Sequence[str]) -> Iterator[str]:
    for link in links:
        if host := HOST.match(link):
            example = FORMS[host[1].lower()][1]
            if not is_link(link):
                yield f"has the link {quoted(link)}: write it {example} (an id stands where the dots are)"
        elif not is_iri(link):
            yield f"has the link {quoted(link)}, which is no IRI: write it <…>"
    for start in _ONE_EACH:
        several = [link for link in links if link.startswith(start)]
        if len(several) > 1:
            yield f"has the links {_listed(several)}: one thing has one; several would say that they are the same"


def _of_country(values: Values) -> Iterator[str]:
    codes = sorted(set(values.get(COUNTRY, ())))
    for code in codes:
        if not _CODE.fullmatch(code):
            yield f"has the country {quoted(code)}: give the two letters of ISO 3166-1, such as UA"
    if len(codes) > 1:
        yield f"has the countries {_listed(codes)}: give one"


@cache
def _countries() -> frozenset[str]:
    return frozenset(geonames.capitals())
