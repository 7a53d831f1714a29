"""Stances that lie in what is said: "said the report was false", "said it could not confirm", "it is unclear"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kg.extract.attribution_draft import Draft, Range
from kg.extract.attribution_tokens import SUBJECTS, Tokens
from kg.extract.reporting import CLAIMS, Frame, Kind, reporting
from kg.model import Stance

_PRONOUNS = frozenset(("i", "we", "it", "he", "she", "they"))
_FIRST = frozenset(("i", "we"))
_TAIL = 3  # closing marks
_THINGS = frozenset(("this", "that"))
_FAR = 30  # tokens
_COMPLEMENTS = ("acomp", "attr", "oprd")


def with_stances(table: Tokens, drafts: Sequence[Draft]) -> list[Draft]:
    """Give a reporting clause the stance that its content takes, and drop the drafts that were merged into it."""
    by_token = {draft.cue.token: draft for draft in drafts}
    for draft in drafts:
        cue = draft.cue
        if cue.form != "verb" or cue.passive or cue.stance is not Stance.ASSERTS:
            continue
        if cue.word.kind not in CLAIMS or cue.token not in by_token:
            continue
        for clause in table.kids(cue.token, ("ccomp",)):
            if (inner := _own_voice(table, draft, clause, by_token)) is not None:
                by_token |= _one_voice(table, draft, inner)
                break
            found = _judged(table, clause, by_token)
            if found is not None:
                stance, merged = found
                by_token[cue.token] = replace(draft, stance=stance)
                for token in merged:
                    by_token.pop(token, None)
                break
    kept = [
        by_token[d.cue.token]
        for d in drafts
        if d.cue.token in by_token and not _only_what_is_denied(table, d, by_token)
    ]
    return _first_person(table, kept)


def _first_person(table: Tokens, drafts: Sequence[Draft]) -> list[Draft]:
    """ "“We deny that it fell. We hold it,” the army said": the army denies the one and asserts the rest."""
    speaking: dict[int, int] = {}  # the draft that has claimed each quotation
    for place, draft in enumerate(drafts):
        numbers = {table.quotation[i] for r in draft.ranges for i in r} - {-1, table.quotation[draft.cue.token]}
        if draft.sources and draft.cue.word.kind in CLAIMS:
            speaking |= dict.fromkeys(numbers, place)
    found, holes = list(drafts), dict[int, list[Range]]()
    for place, draft in enumerate(drafts):
        speaker = speaking.get(table.quotation[draft.cue.token])
        if speaker is None or speaker == place or not draft.ranges or not _is_own_denial(table, draft):
            continue
        found[place] = replace(draft, sources=drafts[speaker].sources)
        first = min(draft.sources[0].first, draft.cue.first, draft.ranges[0][0])
        holes.setdefault(speaker, []).append((first, max(last for _, last in draft.ranges)))
    for place, cut in holes.items():
        rest = _without(found[place].ranges, sorted(cut))
        words = table.words_before
        found[place] = replace(found[place], ranges=tuple(r for r in rest if words[r[1] + 1] > words[r[0]]))
    return found


def _is_own_denial(table: Tokens, draft: Draft) -> bool:
    word = draft.cue.word
    is_own = len(draft.sources) == 1 and table.lower[draft.sources[0].head] in ("i", "we")
    if not is_own or word.kind not in CLAIMS or Frame.CLAUSE not in word.takes:
        return False
    return (
        draft.cue.stance in (Stance.DENIES, Stance.DOUBTS)
        or table.lemma[draft.cue.token] in reporting().lists["checks"]
    )


def _without(ranges: Sequence[Range], holes: Sequence[Range]) -> tuple[Range, ...]:
    """Ranges less holes, both sorted."""
    kept = []
    for first, last in sorted(ranges):
        for low, high in holes[bisect_left(holes, first, key=lambda hole: hole[1]) :]:
            if low > last:
                break
            kept.append((first, low - 1))
            first = high + 1
        kept.append((first, last))
    return tuple(r for r in kept if r[0] <= r[1])


def _own_voice(table: Tokens, outer: Draft, clause: int, by_token: Mapping[int, Draft]) -> Draft | None:
    """ "Reuters said it could not confirm …": what "it" stands for is the one who says so."""
    for token in _predicates(table, clause):
        inner = by_token.get(token)
        if inner is None or not inner.ranges or len(inner.sources) != 1 or len(outer.sources) != 1:
            continue
        if inner.cue.stance is Stance.ASSERTS and inner.cue.word.kind is not Kind.BELIEF:
            continue
        head, speaker = inner.sources[0].head, outer.sources[0].head
        if table.lower[head] not in _PRONOUNS or (
            table.lower[speaker] in _PRONOUNS and table.lower[speaker] != table.lower[head]
        ):
            continue
        return inner
    return None


def _one_voice(table: Tokens, outer: Draft, inner: Draft) -> dict[int, Draft]:
    """ "it" is the outer speaker; of "we cannot confirm …" nothing but the stance is left."""
    source = inner.sources[0]
    if table.lower[source.head] not in _FIRST:
        return {inner.cue.token: replace(inner, sources=(replace(source, head=outer.sources[0].head),))}
    if inner.cue.stance is Stance.ASSERTS or max(inner.ranges)[1] < max(outer.ranges)[1] - _TAIL:
        return {}
    return {outer.cue.token: replace(outer, stance=inner.cue.stance), inner.cue.token: replace(inner, ranges=())}


def _predicates(table: Tokens, clause: int) -> Iterator[int]:
    """The verb of a clause and those by which it says what its subject cannot do: "was unable to verify"."""
    yield clause
    yield from table.kids(clause, ("xcomp",))
    for complement in table.kids(clause, ("acomp",)):
        yield from table.kids(complement, ("xcomp",))


def _judged(table: Tokens, clause: int, by_token: Mapping[int, Draft]) -> tuple[Stance, tuple[int, ...]] | None:
    """ "it is unclear whether …" leaves open, "claims that … were false" denies."""
    lists = reporting().lists
    negated = table.child(clause, "neg") is not None
    words = {table.lemma[c] for c in table.kids(clause, _COMPLEMENTS)} | {table.lower[clause]}
    subject = next((c for c in table.children[clause] if table.dep[c] in SUBJECTS), None)
    if subject is not None and table.lower[subject] == "it":
        if words & lists["settled"] if negated else words & lists["open"]:
            return Stance.UNVERIFIED, (clause, *table.kids(clause, _COMPLEMENTS))
        judged = words & lists["truths" if negated else "falsehoods"]
        is_false = judged and table.child(clause, "ccomp", "advcl") is None
        return (Stance.DENIES, ()) if is_false else None
    claim = _claim(table, clause, subject)
    if claim is None:
        return None
    inner = [c for c in table.kids(clause, ("ccomp",)) if claim == clause]
    for verb in (clause, *inner):
        said = {table.lemma[c] for c in table.kids(verb, _COMPLEMENTS)}
        if said & lists["truths" if table.child(verb, "neg") is not None else "falsehoods"]:
            draft = by_token.get(claim)
            is_claimed = draft is not None and draft.sources and table.pos[claim] == "NOUN"
            return Stance.DENIES, () if is_claimed else (claim,)
    return None


def _claim(table: Tokens, clause: int, subject: int | None) -> int | None:
    """The noun of saying that a clause is about, also where the parser took "claims" or "reports" for a verb."""
    nouns = reporting().nouns
    if subject is not None:
        return subject if table.lemma[subject] in nouns or table.lower[subject] in _THINGS else None
    if table.lemma[clause] in nouns and table.tag[clause] == "VBZ":
        return clause
    before = (i for i in range(clause - 1, max(table.head[clause], clause - _FAR), -1))
    return next((i for i in before if table.lemma[i] in nouns and table.lower[i].endswith("s")), None)


def _only_what_is_denied(table: Tokens, draft: Draft, by_token: Mapping[int, Draft]) -> bool:
    """ "denied backing them": what is denied is no statement of its own."""
    outer = by_token.get(table.head[draft.cue.token])
    return (
        outer is not None
        and outer is not draft
        and table.dep[draft.cue.token] == "xcomp"
        and outer.cue.word.stance is Stance.DENIES
        and draft.cue.word.kind not in CLAIMS
    )
