"""Who said what: sources, cues and contents of an article, nested as they stand in each other.

Spans follow PolNeAR's conventions (Newell, Margolin and Ruths 2018): the source takes its titles and appositions along,
the content its "that" and its quotation marks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kg.documents import Parsed
from kg.extract.attribution_blocks import named_before_quotation, with_blocks
from kg.extract.attribution_citing import as_quoted, with_citations
from kg.extract.attribution_content import before_asides, before_others, content, judged_part
from kg.extract.attribution_draft import Draft, Range
from kg.extract.attribution_hearsay import with_hearsay
from kg.extract.attribution_labels import with_labels
from kg.extract.attribution_quoted import with_following, with_quotations
from kg.extract.attribution_relays import with_relays
from kg.extract.attribution_signatures import signed
from kg.extract.attribution_source import sources
from kg.extract.attribution_stance import with_stances
from kg.extract.attribution_tellings import tellings
from kg.extract.attribution_tokens import Tokens, tokens
from kg.extract.attribution_tree import depths, parents
from kg.extract.cues import Cue, certainty, cues
from kg.extract.dateline import lead
from kg.extract.reporting import CLAIMS, Frame, Kind, reporting
from kg.model import Certainty, Mode, Span, Stance

_NESTED = CLAIMS | {Kind.BELIEF}
_TOLD = frozenset((Frame.CLAUSE, Frame.PERSON, Frame.PREDICATE))
_ON_OCCASION = frozenset(("in", "on", "at", "during", "through", "via"))
_FINITE = frozenset(("VBD", "VBZ", "VBP", "VBN"))
_DEEPEST = 100
_SAME_SPEAKER = frozenset(("i", "we", "you"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """One source's words. Spans are offsets into the article's text.

    `kind` tells claims (speech, writing, showing) from what is believed, wanted or felt. `source_head` is the token
    that coreference asks for: for "who" the noun that it stands for. `parent` is the place in the list of the
    attribution whose content holds this one; `depth` counts those around it. `judged` is the part of the content that
    a verdict is on: "it" in "called it a lie".
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    mode: Mode
    stance: Stance
    certainty: Certainty
    kind: Kind
    source_head: int | None
    cue_token: int
    judged: tuple[Span, ...] = ()
    parent: int | None = None
    depth: int = 0


def attributions(parsed: Parsed) -> list[Attribution]:
    """All attributions in the order of their cues and sources."""
    table = tokens(parsed)
    drafts = with_following(table, with_hearsay(table, [_draft(table, cue) for cue in _cues(table)]))
    drafts = before_asides(table, before_others(table, drafts))
    drafts = with_stances(table, with_blocks(table, drafts))
    drafts = with_relays(table, with_citations(table, drafts))
    drafts = with_labels(table, drafts)
    drafts += named_before_quotation(table, drafts)
    drafts += signed(table, drafts)
    drafts = _behind_dateline(table, drafts)
    found = [a for draft in drafts for a in _finished(table, draft)]
    found.sort(key=lambda a: (a.cue[0].start, a.source[0].start if a.source else -1, a.cue_token))
    return _nested(table, found, {d.cue.token: d for d in drafts})


def _behind_dateline(table: Tokens, drafts: Sequence[Draft]) -> list[Draft]:
    """Leave the dateline out of what is said in the first sentence."""
    span = lead(table.parsed)
    if span is None:
        return list(drafts)
    first, last = table.within(span)

    def behind(r: Range) -> Range:
        return (last + 1, r[1]) if first <= r[0] <= last < r[1] else r

    return [replace(draft, ranges=tuple(map(behind, draft.ranges))) for draft in drafts]


def _nested(table: Tokens, found: Sequence[Attribution], drafts: Mapping[int, Draft]) -> list[Attribution]:
    """Put each under its parent, without those inside another that add no claimant."""
    around = _parents(found)
    kept = [
        a
        for a, p in zip(found, around, strict=True)
        if drafts[a.cue_token].within is not None or _adds_speaker(table, drafts[a.cue_token].cue, a, p)
    ]
    around = _under_reporters(_parents(kept), kept, drafts)
    return [replace(a, parent=p, depth=d) for a, p, d in zip(kept, around, depths(around), strict=True)]


def _under_reporters(
    around: list[int | None], kept: Sequence[Attribution], drafts: Mapping[int, Draft]
) -> list[int | None]:
    """Put what a cited source says under the one who cites it, together with all that stands in their common words."""
    children: dict[int, list[int]] = {}
    for i, p in enumerate(around):
        if p is not None:
            children.setdefault(p, []).append(i)
    place = {a.cue_token: i for i, a in reversed(list(enumerate(kept)))}
    for draft in drafts.values():
        if draft.within is None:
            continue
        outer, inner = place.get(draft.within), place.get(draft.cue.token)
        if outer is None or inner is None or _is_above(around, inner, outer):
            continue
        for i in children.pop(outer, ()):
            if i != inner and around[i] == outer:
                around[i] = inner
                children.setdefault(inner, []).append(i)
        around[inner] = outer
    return around


def _is_above(around: Sequence[int | None], upper: int, lower: int) -> bool:
    """Whether one stands around the other; too deep to tell counts as yes, for a circle must never be made."""
    at: int | None = lower
    for _ in range(_DEEPEST):
        at = around[at] if at is not None else None
        if at is None or at == upper:
            return at == upper
    return True


def _parents(found: Sequence[Attribution]) -> list[int | None]:
    return parents([((*a.cue, *a.source), a.content) for a in found])


def _adds_speaker(table: Tokens, cue: Cue, a: Attribution, parent: int | None) -> bool:
    """Whether an attribution adds a claimant: "I think" adds none to the one who speaks, and inside another's words
    only claims count, not what somebody wants, praises or talks about."""
    if a.source_head is not None and table.lower[a.source_head] in _SAME_SPEAKER:
        if parent is not None:
            return table.lower[a.source_head] != "you" and _was_said(table, cue)
        return a.kind in (CLAIMS if table.lower[a.source_head] == "you" else _NESTED)
    if parent is None:
        return True
    if a.kind not in _NESTED and Frame.QUOTE not in cue.word.takes:  # what is promised is said, what is wanted is not
        return False
    if cue.form == "verb" and not cue.word.takes & _TOLD and not _is_charge(table, cue, a):
        return False
    if Frame.PREDICATE in cue.word.takes and a.mode is Mode.INDIRECT and cue.falsehood is None:
        return False  # "the men, who call themselves guards"
    return bool(a.source) or cue.form != "verb" or cue.passive or a.stance is not Stance.ASSERTS


def _is_charge(table: Tokens, cue: Cue, a: Attribution) -> bool:
    """ "accused the mayor of theft", "rejected the report": tells what somebody claims, unlike "praised the mayor"."""
    if table.tag[cue.token] not in _FINITE or not a.source:
        return False
    is_verdict = a.stance is not Stance.ASSERTS and any(
        start <= table.start[i] < end and table.lemma[i] in reporting().nouns
        for start, end in a.content
        for i in range(*table.bounds[table.sentence[cue.token]])
    )
    return is_verdict or table.lemma[cue.token] in reporting().lists["charging"]


def _was_said(table: Tokens, cue: Cue) -> bool:
    """ "“I told them that it fell,” she says": what was said before, unlike "I think" and "I say"."""
    is_past = cue.form == "verb" and table.tag[cue.token] in ("VBD", "VBN")
    return (
        is_past and cue.word.kind in (Kind.SPEECH, Kind.WRITING) and bool(cue.word.takes & {Frame.QUOTE, Frame.CLAUSE})
    )


def _cues(table: Tokens) -> list[Cue]:
    """The cues of the article; a noun that names whose telling it is is nothing else."""
    return list({cue.token: cue for cue in (*cues(table), *tellings(table))}.values())


def _draft(table: Tokens, cue: Cue) -> Draft:
    found = tuple(sources(table, cue))
    wide = as_quoted(table, cue)
    ranges = tuple(content(table, wide, found)) if found or not _is_spoken_of(table, cue) else ()
    if cue.form == "verb":
        ranges = with_quotations(table, wide, found, ranges)
    return Draft(cue=cue, sources=found, ranges=ranges, judged=judged_part(table, cue, ranges))


def _is_spoken_of(table: Tokens, cue: Cue) -> bool:
    """Whether a noun of saying without an owner is only what another verb is about ("rejected the claim that"), or a
    thought that nobody is said to have ("the idea that")."""
    if cue.form != "noun":
        return False
    if cue.word.kind is Kind.BELIEF:
        return True
    return _is_occasion(table, cue.token)


def _is_occasion(table: Tokens, noun: int) -> bool:
    """ "said in a statement that …": the verb reports."""
    preposition = table.head[noun]
    above = table.head[preposition]
    return (
        table.dep[noun] == "pobj"
        and table.lemma[noun] in reporting().lists["occasions"]
        and table.lower[preposition] in _ON_OCCASION
        and table.lemma[above] in reporting().verbs
    )


def _finished(table: Tokens, draft: Draft) -> list[Attribution]:
    spans = tuple(table.span(*t) for r in draft.ranges if (t := table.trimmed(*r)) is not None)
    if not spans:
        return []
    cue = draft.cue
    one = Attribution(
        source=(),
        cue=(table.span(cue.first, cue.last),),
        content=spans,
        mode=_mode(table, draft.ranges),
        stance=draft.stance or cue.stance,
        certainty=certainty(table, cue),
        kind=cue.word.kind,
        source_head=None,
        cue_token=cue.token,
        judged=tuple(table.span(*t) for r in draft.judged if (t := table.trimmed(*r)) is not None),
    )
    if not draft.sources:
        return [one]
    return [replace(one, source=(table.span(s.first, s.last),), source_head=s.head) for s in draft.sources]


def _mode(table: Tokens, ranges: Sequence[Range]) -> Mode:
    words = sum(table.words_before[last + 1] - table.words_before[first] for first, last in ranges)
    quoted = sum(table.quoted_before[last + 1] - table.quoted_before[first] for first, last in ranges)
    if not quoted:
        return Mode.INDIRECT
    return Mode.DIRECT if quoted == words else Mode.MIXED
