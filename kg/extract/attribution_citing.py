"""Sources that a source cites: in "the agency reported, citing the ministry" the ministry speaks by the agency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.extract.attribution_asides import clause_around
from kg.extract.attribution_draft import Draft, Range
from kg.extract.attribution_phrases import phrase
from kg.extract.attribution_speakers import Source
from kg.extract.attribution_tokens import Tokens
from kg.extract.cues import Cue
from kg.extract.reporting import CLAIMS, reporting

_BELOW = frozenset(("ccomp", "conj", "advcl", "xcomp"))  # where parsers hang "citing" inside what is reported
_BESIDE = frozenset(("advcl", "relcl", "acl", "amod"))
_HIGHEST = 4
_NEAR = 12  # tokens
_SPEAKERS = frozenset(("PERSON", "ORG", "NORP", "GPE"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reporters:
    """Drafts of claims, by their cue, by the clause that "according to" stands in, and by the heads of their sources;
    `saying` maps a verb to the draft of "as saying" under it."""

    by_token: dict[int, Draft]
    by_clause: dict[int, Draft]
    by_source: dict[int, Draft]
    saying: dict[int, Draft]


def with_citations(table: Tokens, drafts: Sequence[Draft]) -> list[Draft]:
    """Turn "citing X" into words of X, if X is somebody; other things that are cited stay contents."""
    reporters = _reporters(table, drafts)
    found = {draft.cue.token: draft for draft in drafts}
    for draft in drafts:
        cue = draft.cue
        if cue.form != "verb" or table.lemma[cue.token] not in reporting().citing:
            continue
        if (said := reporters.saying.get(cue.token)) is not None:
            found[cue.token] = replace(draft, ranges=_as_saying(table, cue, said) if draft.sources else ())
            if draft.sources:
                found[said.cue.token] = replace(said, within=cue.token)
        else:
            reporter = _reporter(table, cue.token, reporters)
            if (source := _somebody(table, cue.token, reporter)) is not None:
                found |= _cited(table, draft, source, reporter)
    quoted = [one for draft in drafts for one in _before_quotation(table, found[draft.cue.token])]
    found |= {one.cue.token: one for one in quoted}
    return [*(found[draft.cue.token] for draft in drafts), *(one for one in quoted if one.cue.form == "mark")]


def _before_quotation(table: Tokens, draft: Draft) -> list[Draft]:
    """ "The agency quoted an officer: “…”": what the agency quotes, and what the officer says."""
    cue = draft.cue
    if cue.form != "verb" or cue.passive or table.lemma[cue.token] not in reporting().citing or not draft.sources:
        return []
    colon = next((i for i in range(cue.token, min(cue.token + _NEAR, len(table) - 1)) if table.text[i] == ":"), None)
    thing = table.child(cue.token, "dobj")
    said = None if colon is None else table.quotation[colon + 1]
    if colon is None or said is None or said < 0 or thing is None or not cue.token < thing < colon:
        return []
    source = Source(first=table.left[thing], last=colon - 1, head=thing)
    spans = tuple(table.within(span) for span in table.quotations[said].spans)
    mark = Cue(token=colon, word=reporting().marks[":"], form="mark", first=colon, last=colon)
    whole = (source.first, spans[0][1])
    return [
        replace(draft, ranges=(whole, *spans[1:])),
        Draft(cue=mark, sources=(source,), ranges=spans, within=cue.token),
    ]


def _as_saying(table: Tokens, cue: Cue, said: Draft) -> tuple[Range, ...]:
    """ "quoted *a diplomat as saying that …*": what is quoted is that the diplomat says it."""
    thing = table.child(cue.token, "dobj")
    if thing is None or not cue.token < thing < said.cue.token:
        return said.ranges
    first = table.left[thing]
    behind = [r for r in said.ranges if r[0] > said.cue.token]
    if not behind:  # "…, the agency quoted a diplomat as saying"
        return said.ranges
    return (*(r for r in said.ranges if r[1] < first), (first, max(r[1] for r in behind)))


def _reporters(table: Tokens, drafts: Sequence[Draft]) -> _Reporters:
    claims = [draft for draft in drafts if draft.cue.word.kind in CLAIMS and draft.ranges]
    citing = reporting().citing
    speaking = [draft for draft in claims if table.lemma[draft.cue.token] not in citing]
    return _Reporters(
        by_token={draft.cue.token: draft for draft in speaking},
        by_clause={table.head[draft.cue.first]: draft for draft in speaking if draft.cue.form == "phrase"},
        by_source={i: d for d in speaking for s in d.sources for i in range(s.first, s.last + 1)},
        saying={verb: draft for draft in claims if (verb := _cited_as(table, draft.cue.token)) is not None},
    )


def _cited_as(table: Tokens, verb: int) -> int | None:
    """ "quoted a diplomat as saying": the verb that quotes."""
    above = table.head[verb]
    if table.dep[verb] != "pcomp" or table.lower[above] != "as":
        return None
    return table.head[above] if table.lemma[table.head[above]] in reporting().citing else None


def as_quoted(table: Tokens, cue: Cue) -> Cue:
    """ "“…,” he was quoted as saying": the whole, where "saying" has no complement of its own."""
    verb = _cited_as(table, cue.token) if cue.form == "verb" else None
    if verb is None or table.child(cue.token, "ccomp", "dobj", "xcomp") is not None:
        return cue
    subject = table.child(verb, "nsubj", "nsubjpass")
    return replace(cue, token=verb, first=verb if subject is None or subject > verb else table.left[subject])


def _somebody(table: Tokens, cue: int, reporter: Draft | None) -> Source | None:
    """What is cited, if it speaks: a person, a body, a document, not a reason ("citing high costs")."""
    thing = _thing(table, cue)
    if thing is None or thing < cue:
        return None
    words = reporting()
    is_source = table.entity[thing] in _SPEAKERS or table.lemma[thing] in words.lists["sources"]
    may_speak = reporter is not None and table.lemma[thing] not in words.lists["reasons"]
    if not is_source and not may_speak:
        return None
    source = phrase(table, thing)
    return replace(source, first=cue + 1) if source is not None and source.first <= cue < source.last else source


def _thing(table: Tokens, cue: int) -> int | None:
    """What is cited; "quoting villagers" is taken for villagers who quote."""
    return table.head[cue] if table.dep[cue] == "amod" else table.child(cue, "dobj")


def _cited(table: Tokens, draft: Draft, source: Source, reporter: Draft | None) -> dict[int, Draft]:
    """The draft of the cited source and that of the reporter, without the words by which it cites."""
    cue = draft.cue
    if table.dep[cue.token] not in _BESIDE or (reporter is None and table.dep[cue.token] != "advcl"):
        if any(table.lemma[c] in reporting().verbs for c in table.kids(source.head, ("relcl",))):
            whole = (table.left[source.head], table.right[source.head])
            return {cue.token: replace(draft, ranges=(whole,))}  # "the paper cited *a lawyer who said …*"
        alone = all(source.first <= first and last <= source.last for first, last in draft.ranges)
        return {cue.token: replace(draft, ranges=())} if alone else {}
    ranges = tuple(clause_around(table, cue)) if reporter is None else _less(table, reporter.ranges, cue.token)
    if not ranges:
        return {}
    word = reporting().citing[table.lemma[cue.token]]
    within = None if reporter is None else reporter.cue.token
    cited = Draft(cue=replace(cue, word=word), sources=(source,), ranges=ranges, within=within)
    if reporter is None:
        return {cue.token: cited}
    named = tuple(_before(table, s, cue.token) for s in reporter.sources)
    return {cue.token: cited, reporter.cue.token: replace(reporter, ranges=ranges, sources=named)}


def _before(table: Tokens, source: Source, cue: int) -> Source:
    """ "The paper, quoting villagers, said": the paper."""
    trimmed = table.trimmed(source.first, cue - 1) if source.first < cue <= source.last else None
    is_behind_head = trimmed is not None and source.head <= trimmed[1]
    return replace(source, last=trimmed[1]) if trimmed is not None and is_behind_head else source


def _reporter(table: Tokens, cue: int, reporters: _Reporters) -> Draft | None:
    governor = table.head[cue]
    if (before := _noun_before(table, cue, reporters)) is not None:
        return before
    if table.dep[cue] == "amod":
        return reporters.by_source.get(cue - 2)
    if table.dep[cue] in ("relcl", "acl"):  # "the agency, which cited …"; "a report by the agency, which cited …"
        report = table.head[table.head[governor]]
        return reporters.by_source.get(governor) or reporters.by_source.get(report)
    nearest: Draft | None = None
    for _ in range(_HIGHEST):
        found = reporters.by_token.get(governor) or reporters.by_clause.get(governor)
        if found is not None and not _begins_behind(found, cue):
            return found
        nearest = nearest or found
        if table.dep[governor] not in _BELOW:
            break
        governor = table.head[governor]
    return nearest


def _noun_before(table: Tokens, cue: int, reporters: _Reporters) -> Draft | None:
    """ "the station's report, quoting a diplomat, that …": the noun of saying right in front."""
    before = reporters.by_token.get(cue - 2) if table.text[cue - 1] == "," else None
    return before if before is not None and before.cue.form == "noun" else None


def _begins_behind(draft: Draft, cue: int) -> bool:
    """ "reported, citing a memo, that Kim had warned …": who cites is not Kim, whom the memo speaks of."""
    return draft.cue.token > cue and all(s.first > cue for s in draft.sources)


def _less(table: Tokens, ranges: Sequence[Range], cue: int) -> tuple[Range, ...]:
    """Ranges without those that begin with the clause of a cue, unless the parser hung all that is said on it."""
    first, last = table.left[cue], table.right[cue]
    kept = tuple(r for r in ranges if (t := table.trimmed(*r)) is not None and not first <= t[0] <= last)
    thing = _thing(table, cue)
    if kept or thing is None or thing < cue:
        return kept or tuple(ranges)
    behind = table.right[thing] + 1  # "…, citing a witness, the market burnt": all of it hung on what is cited
    return tuple((behind, r[1]) if r[0] <= cue < behind <= r[1] and r[0] >= cue - 2 else r for r in ranges)
