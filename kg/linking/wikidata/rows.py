"""Items as rows of a table: what of them is sound, in the form that `kg authority check` finds nothing wrong with."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from kg.linking.authority import Authority
from kg.linking.concepts import Concept
from kg.linking.faults import DBPEDIA, GEONAMES, LONGEST_NAME, LONGEST_TEXT, is_clean, is_country, is_link, is_site
from kg.linking.names import fold
from kg.linking.wikidata.items import QID, Item
from kg.ontology import STATE_TYPES

COLUMNS = ("id", "label", "type", "aliases", "country", "state", "domain", "description", "sources", "links")
NO_NAME = "whose label is no name"

_ACTING = ("ArmedForce", "GovernmentBody")
_NUMBER = re.compile(r"[1-9][0-9]{0,11}")
_TITLE = re.compile(r"[^\s<>\"{}|\\^`%?#/][^<>\"{}|\\^`%?#/]*")  # in which DBpedia's IRIs and titles are spelled alike


class States:
    """The states that an authority knows, by item."""

    def __init__(self, authority: Authority) -> None:
        self._authority = authority
        self.get = lru_cache(maxsize=5_000)(self._get)

    def _get(self, item: str) -> Concept | None:
        concept = self._authority.concept(f"wikidata:{item}")
        return concept if concept and concept.type in STATE_TYPES else None


def cells(item: Item, states: States) -> list[str] | None:
    """The cells of an item but for its links; None when its label is no name."""
    label = _line(item.label)
    if not _is_name(label):
        return None
    names = (_line(alias) for alias in item.aliases)
    aliases = {name for name in names if _is_name(name) and "|" not in name and name != label}
    description = _line(item.description)
    about = description if is_clean(description, LONGEST_TEXT) else ""
    country, state = _country(item, states)
    domain = _domain(item.website)
    return [item.qid, label, item.type, "|".join(sorted(aliases)), country, state, domain, about, "wikidata"]


def links(item: Item) -> list[str]:
    """The links besides that to the item itself."""
    dbpedia = DBPEDIA + item.article.replace(" ", "_") if _TITLE.fullmatch(item.article) else ""
    geonames = f"{GEONAMES}{item.geonames}/" if _NUMBER.fullmatch(item.geonames) else ""
    return [link for link in (geonames, dbpedia) if is_link(link)]


def _line(text: str) -> str:
    """Blanks of all kinds are one blank."""
    return " ".join(text.split())


def _is_name(name: str) -> bool:
    """Whether it is a name, and not a flag, a number or a single letter; hidden characters are in no name."""
    return bool(fold(name)) and is_clean(name, LONGEST_NAME) and sum(character.isalpha() for character in name) > 1


def _country(item: Item, states: States) -> tuple[str, str]:
    """The code of the one country, and for a body that acts for it the item of the state."""
    codes: dict[str, str] = {}
    for one in item.countries:
        state = states.get(one) if QID.fullmatch(one) else None
        if state and state.country:
            codes[state.country] = one if state.type == "State" else ""
        elif is_country(one):
            codes[one] = ""
    if len(codes) != 1:
        return "", ""
    (code, state_item) = next(iter(codes.items()))
    return code, state_item if item.type in _ACTING else ""


def _domain(website: str) -> str:
    try:
        host = urlsplit(website).hostname or ""
    except ValueError:
        return ""
    host = host.removeprefix("www.")
    return host if is_site(host) else ""
