"""Names that are one thing: the same name, a surname, an acronym in brackets, a region or an air base and its bare
name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.extract.kinds import realm
from kg.extract.knowledge import Knowledge
from kg.extract.names import Name, surnames
from kg.extract.nouns import nouns
from kg.extract.roster import ORGANISED, Draft, Roster, compatible, key_of
from kg.ontology import PLACE_TYPES, STATE_TYPES

ACRONYM = re.compile(r"[A-Z][A-Z0-9.&-]{1,9}$")


def add_names(roster: Roster, found: Iterable[Name]) -> None:
    """Longer names come first, so a surname or a bare "Kursk" finds the full name that it is short for."""
    for name in sorted(found, key=lambda one: (-len(one.text.split()), one.start)):
        key = _cluster(roster, name)
        draft = roster[key]
        rule = "name" if key_of(name.text) == key_of(draft.name) else _variant(name.text, draft)
        roster.mention(key, name.start, name.end, rule, head=name.head)
        draft.roles |= name.roles


def _cluster(roster: Roster, name: Name) -> int:
    key = key_of(name.text)
    known = roster.by_name.get(key)
    if known is not None and compatible(roster[known].type, name.type):
        return known
    for rule in (_surname, _introduced_by_brackets, _same_sense, _short_name):
        other = rule(roster, name)
        if other is not None:
            roster.by_name[key] = other
            return other
    new = roster.new(Draft(type=name.type, name=name.text))
    roster.by_name[key] = new
    bare = _bare_name(name, roster.knowledge)
    if bare:
        roster.by_name.setdefault(key_of(bare), new)
    return new


def _surname(roster: Roster, name: Name) -> int | None:
    if name.type != "Person" or " " in name.text:
        return None
    full = [k for k, d in enumerate(roster.drafts) if d.type == "Person" and name.text in surnames(d.name)]
    return full[0] if len(full) == 1 else None


def _short_name(roster: Roster, name: Name) -> int | None:
    """ "the Observatory" for the one body that has the word in its name, "the Liberation Army" for the one whose name
    ends so."""
    if name.type not in ORGANISED or not name.start or roster.doc[name.start - 1].lower_ != "the":
        return None
    organised = [(k, d.name) for k, d in enumerate(roster.drafts) if d.type in ORGANISED]
    if " " in name.text:
        longer = [k for k, full in organised if full.endswith(f" {name.text}") and not _is_of_state(roster, full, name)]
    else:
        longer = [k for k, full in organised if name.text in full.split()]
    return longer[0] if len(longer) == 1 else None


def _is_of_state(roster: Roster, full: str, name: Name) -> bool:
    """ "the Ministry of Defence" need not be the one of the state that is named with it elsewhere."""
    return roster.knowledge.demonym(full.removesuffix(name.text).strip()) is not None and name.type == "GovernmentBody"


def _introduced_by_brackets(roster: Roster, name: Name) -> int | None:
    """ "the Institute for the Study of War (ISW)"."""
    if not ACRONYM.match(name.text) or name.type in PLACE_TYPES:
        return None
    initials = name.text.replace(".", "")
    for key, draft in enumerate(roster.drafts):
        if draft.type not in PLACE_TYPES and draft.type != "Person" and _initials(draft.name) == initials:
            return key
    before = name.start - 1
    if before > 0 and roster.doc[before].text == "(" and before - 1 in roster.at:
        key = roster.at[before - 1]
        if roster[key].name.startswith(initials[0]) and roster[key].type in ORGANISED:
            return key
    return None


def _same_sense(roster: Roster, name: Name) -> int | None:
    """Two names of one state or known group: "ISIS" and "Islamic State"."""
    senses = roster.knowledge.senses(name.text)
    if name.type in STATE_TYPES:
        state = next((s for s in senses if s.type in STATE_TYPES), None) or realm(name.text, roster.knowledge)
        return roster.state(state) if state is not None else None
    known = next((s for s in senses if s.type == name.type), None) if name.type in ORGANISED else None
    if known is None:
        return None
    other = roster.by_name.setdefault(known.id, len(roster.drafts))
    return other if other < len(roster.drafts) else None


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.replace("-", " ").split() if word[0].isupper())


def _bare_name(name: Name, knowledge: Knowledge) -> str | None:
    """ "Kursk" for "Kursk region", "T4" for "T4 air base"; "Goma" is not "Goma airport"."""
    words = name.text.split()
    for length in (2, 1):
        kind = nouns().places.get(" ".join(words[-length:]).lower())
        bare = " ".join(words[:-length])
        if kind != name.type or not bare:
            continue
        if kind == "AdministrativeArea" or (kind == "Facility" and words[-1].islower() and not knowledge.senses(bare)):
            return bare
    return None


def _variant(text: str, draft: Draft) -> str:
    if ACRONYM.match(text):
        return "acronym"
    return "surname" if draft.type == "Person" else "name"
