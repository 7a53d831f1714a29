"""Sources that a source cites: in "the agency reported, citing the ministry" the ministry speaks by the agency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.extract.attribution_asides import clause_around
from kg.extract.attribution_draft import Draft
from kg.extract.attribution_source import phrase
from kg.extract.attribution_tokens import Tokens
from kg.extract.reporting import CLAIMS, reporting

_SPEAKERS = frozenset(("PERSON", "ORG", "NORP", "GPE"))


def with_citations(table: Tokens, drafts: Sequence[Draft]) -> list[Draft]:
    """Turn "citing X" into words of X, if X is somebody; other things that are cited stay contents."""
    by_token = {draft.cue.token: draft for draft in drafts}
    return [_cited(table, draft, by_token) or draft for draft in drafts]


def _cited(table: Tokens, draft: Draft, by_token: dict[int, Draft]) -> Draft | None:
    cue = draft.cue
    words = reporting()
    if table.lemma[cue.token] not in words.citing or table.tag[cue.token] != "VBG" or table.dep[cue.token] != "advcl":
        return None
    thing = table.child(cue.token, "dobj")
    if thing is None or not (table.entity[thing] in _SPEAKERS or table.lemma[thing] in words.lists["sources"]):
        return None
    source = phrase(table, thing)
    reporter = by_token.get(table.head[cue.token])
    if reporter is not None and reporter.cue.word.kind not in CLAIMS:
        reporter = None
    ranges = tuple(clause_around(table, cue)) if reporter is None else reporter.ranges
    if source is None or not ranges:
        return None
    word = words.citing[table.lemma[cue.token]]
    within = None if reporter is None else reporter.cue.token
    return Draft(cue=replace(cue, word=word), sources=(source,), ranges=ranges, within=within)
