"""Relays inside a source or a cue: "a doctor quoted by Radio Okapi", "said in a statement carried by SANA"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extract.attribution_draft import Draft
from kg.extract.attribution_phrases import phrase
from kg.extract.attribution_speakers import Source
from kg.extract.attribution_tokens import Tokens
from kg.extract.cues import Cue
from kg.extract.reporting import CLAIMS, reporting


def with_relays(table: Tokens, drafts: Sequence[Draft]) -> list[Draft]:
    """Put what is said under whoever relays it, as a statement of its own with the same content."""
    relays = [_relay(table, draft) if _is_claim(draft) else None for draft in drafts]
    verbs = {relay[0] for relay in relays if relay is not None}
    found: list[Draft] = []
    for draft, relay in zip(drafts, relays, strict=True):
        if relay is None:
            found += [draft] if draft.cue.token not in verbs else []
            continue
        verb, reporter = relay
        word = reporting().citing.get(table.lemma[verb]) or reporting().verbs["report"]
        cue = Cue(token=verb, word=word, form="verb", first=verb, last=verb)
        found.append(Draft(cue=cue, sources=(reporter,), ranges=draft.ranges, within=draft.within))
        sources = tuple(_without(table, source, verb) for source in draft.sources)
        found.append(replace(draft, sources=sources, within=verb))
    return found


def _is_claim(draft: Draft) -> bool:
    return bool(draft.ranges and draft.sources) and draft.cue.word.kind in CLAIMS


def _relay(table: Tokens, draft: Draft) -> tuple[int, Source] | None:
    """The participle by which a source or a statement is relayed, and by whom."""
    for noun in (*(s.head for s in draft.sources), *_occasions(table, draft.cue)):
        for verb in table.kids(noun, ("acl",)):
            if table.tag[verb] != "VBN" or table.lemma[verb] not in reporting().lists["relays"]:
                continue
            agent = next((c for c in table.kids(verb, ("agent", "prep")) if table.lower[c] == "by"), None)
            by = None if agent is None else table.child(agent, "pobj")
            reporter = None if by is None else phrase(table, by)
            if reporter is not None:
                return verb, reporter
    return None


def _occasions(table: Tokens, cue: Cue) -> Iterator[int]:
    """ "in a statement", "on a channel"."""
    for preposition in table.kids(cue.token, ("prep",)):
        noun = table.child(preposition, "pobj")
        if noun is not None and table.lemma[noun] in reporting().lists["occasions"]:
            yield noun


def _without(table: Tokens, source: Source, verb: int) -> Source:
    """A source without the words that tell of its relay."""
    if not source.first < verb <= source.last:
        return source
    trimmed = table.trimmed(source.first, verb - 1)
    return source if trimmed is None else replace(source, last=trimmed[1])
