"""Reporting clauses and phrases that stand beside what they report: "The town, he said, fell", "according to …"."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.attribution_draft import Range
from kg.extract.attribution_speakers import Source
from kg.extract.attribution_tokens import Tokens
from kg.extract.cues import Cue
from kg.extract.reporting import Frame, Kind

_CLAUSE_HEADS = frozenset(("ROOT", "ccomp", "advcl", "relcl", "conj", "parataxis", "acl", "pcomp"))
_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
_RELATIVE = frozenset(("WP", "WDT"))
CONTRASTS = frozenset(("while", "though", "although", "whereas"))
_FAR = 300  # tokens
_PARENTHETIC = frozenset(("parataxis", "ccomp", "advcl", "conj", "dep", "appos", "relcl"))
_CIRCUMSTANCE = frozenset(("prep", "npadvmod", "advmod", "dative", "dobj", "agent", "prt", "tmod", "attr", "oprd"))


def own_range(tokens: Tokens, cue: Cue, found: Sequence[Source]) -> Range:
    """The words of the reporting clause itself, without what is reported."""
    first, last = cue.first, cue.last
    if (mark := tokens.child(cue.token, "mark", "advmod")) is not None and tokens.lower[mark] == "as":
        first, last = min(first, mark), _end_of_aside(tokens, cue)
    for source in sorted(found, key=lambda s: s.last, reverse=True):
        if tokens.head[source.head] == cue.token or _stands_beside(tokens, source, first, last):
            first, last = min(first, source.first), max(last, source.last)
    limit = _next_clause(tokens, cue.token)
    for child in tokens.children[cue.token]:
        if child > last and tokens.dep[child] in _CIRCUMSTANCE and tokens.left[child] <= last + 2 and child < limit:
            if tokens.quotation[tokens.left[child]] != tokens.quotation[cue.token]:
                break
            last = max(last, min(tokens.right[child], limit - 1))
    return first, last


def _stands_beside(tokens: Tokens, source: Source, first: int, last: int) -> bool:
    """Whether a source stands next to the cue, without another verb between them: not "Lee said, noting"."""
    if not (-1 <= first - source.last <= 3 or 0 <= source.first - last <= 3):
        return False
    return all(tokens.pos[i] != "VERB" for i in range(source.last + 1, first))


def _end_of_aside(tokens: Tokens, cue: Cue) -> int:
    """The end of "as Trump put it last month while …"."""
    limit = _next_clause(tokens, cue.token)
    aside = [tokens.right[c] for c in tokens.children[cue.token] if cue.token < c < limit and tokens.dep[c] != "punct"]
    return min(max([cue.last, *aside]), limit - 1)


def _next_clause(tokens: Tokens, verb: int) -> int:
    """Where a complement or a coordinated clause begins to the right of the verb."""
    starts = [
        tokens.left[c] for c in tokens.children[verb] if c > verb and tokens.dep[c] in ("ccomp", "cc", "conj", "xcomp")
    ]
    return min(starts, default=len(tokens))


def parenthetic(tokens: Tokens, cue: Cue, found: Sequence[Source]) -> list[Range]:
    """ "The town, he said, fell"; "as he put it"."""
    if cue.word.kind == Kind.APPEARANCE:
        return []
    verb, governor = cue.token, tokens.head[cue.token]
    if governor == verb or not found or tokens.dep[verb] not in _PARENTHETIC:
        return []
    if (tokens.dep[verb] == "ccomp" and governor > verb) or tokens.quotation[verb] not in (
        -1,
        tokens.quotation[governor],
    ):
        return []
    if not cue.word.takes & {Frame.QUOTE, Frame.CLAUSE} or not _set_off(tokens, cue, found):
        return []
    low, high = own_range(tokens, cue, found)
    first, last = tokens.left[governor], tokens.right[governor]
    if tokens.dep[verb] == "conj" and first < low:
        last = low - 1
    ranges = [(first, min(low - 1, last))]
    if last > high and not _contrasts(tokens, high + 1):
        ranges.append((high + 1, last))
    return [r for r in ranges if r[0] <= r[1]]


def _contrasts(tokens: Tokens, first: int) -> bool:
    """ "…, she said, though others denied it": what begins here is no part of her words."""
    if tokens.text[first] == "," and first + 1 < len(tokens):
        first += 1
    return tokens.dep[first] == "mark" and tokens.lower[first] in CONTRASTS


def _set_off(tokens: Tokens, cue: Cue, found: Sequence[Source]) -> bool:
    """Whether the reporting clause stands between commas or the like, or is introduced by "as"."""
    verb = cue.token
    mark = tokens.child(verb, "mark", "advmod")
    if mark is not None and mark < verb:
        if tokens.lower[mark] != "as" or tokens.dep[verb] != "advcl" or tokens.child(verb, "xcomp", "prep") is not None:
            return False
        apart = mark == tokens.bounds[tokens.sentence[mark]][0] or tokens.text[mark - 1] in (
            ",",
            "-",
            "--",
            "–",
            "—",
            "(",
            '"',
        )
        return apart and tokens.child(verb, "dobj") in (None, cue.second)
    if tokens.dep[verb] == "advcl" and tokens.child(verb, "nsubj") is None:
        return False
    others = ("cc",) if Frame.HEARER in cue.word.takes else ("dobj", "cc")  # "many, he told us, had left"
    if tokens.child(verb, *others) is not None or tokens.dep[verb] == "relcl":
        return False
    low = min([cue.first, *(s.first for s in found)])
    return low > 0 and tokens.text[low - 1] in (",", '"', "-", "--", "–", "—")


def trailing(tokens: Tokens, cue: Cue, found: Sequence[Source]) -> list[Range]:
    """ "The town fell, they said on Monday.": a reporting clause that ends the sentence, where the parser lost it."""
    if not cue.word.takes & {Frame.QUOTE, Frame.CLAUSE} or not found or cue.passive:
        return []
    if tokens.tag[cue.token] not in _FINITE or any(
        s.last > cue.first or tokens.tag[s.last] in _RELATIVE for s in found
    ):
        return []
    low, high = own_range(tokens, cue, found)
    begin, end = tokens.bounds[tokens.sentence[cue.token]]
    mark = low - 2 if tokens.text[low - 1] == '"' else low - 1
    if mark <= begin or tokens.text[mark] != "," or tokens.quotation[begin] >= 0:
        return []
    hearer = tokens.child(cue.token, "dobj")
    if hearer is not None and (Frame.HEARER not in cue.word.takes or tokens.tag[hearer] in ("NN", "CD")):
        return []
    begin = _opening(tokens, low - 1, begin)
    rest_is_marks = all(tokens.blank[i] or tokens.pos[i] == "PUNCT" for i in range(high + 1, end))
    has_verb = any(tokens.tag[i] in _FINITE and tokens.quotation[i] < 0 for i in range(begin, low - 1))
    return [(begin, low - 1)] if rest_is_marks and has_verb else []


def around_phrase(tokens: Tokens, cue: Cue) -> list[Range]:
    """ "according to X" at either end of its clause, or inside it."""
    source = tokens.child(cue.token, "pobj")
    if source is None:
        return []
    return around(tokens, cue.first, tokens.right[source])


def around(tokens: Tokens, hole_first: int, hole_last: int) -> list[Range]:
    """The clause or the sentence that a phrase tells whose it is, without the phrase."""
    clause = _clause_of(tokens, hole_first)
    first, last = tokens.left[clause], tokens.right[clause]
    begin, end = tokens.bounds[tokens.sentence[hole_first]]
    if hole_first - begin <= 2:
        first, last = begin, end - 1
    elif all(tokens.blank[i] or tokens.pos[i] == "PUNCT" for i in range(hole_last + 1, end)):
        first = _opening(tokens, hole_first, begin)
        last = max(last, hole_last)
    ranges = [(first, hole_first - 1), (hole_last + 1, last)]
    return [r for r in ranges if tokens.trimmed(*r)]


def _clause_of(tokens: Tokens, token: int) -> int:
    """The head of the clause that a token stands in."""
    head = tokens.head[token]
    for _ in range(30):
        if tokens.dep[head] in _CLAUSE_HEADS and tokens.pos[head] in ("VERB", "AUX"):
            return head
        if tokens.head[head] == head:
            return head
        head = tokens.head[head]
    return head


def clause_around(tokens: Tokens, cue: Cue) -> list[Range]:
    """The clause that an adverb or an aside stands in, without it."""
    clause = _clause_of(tokens, cue.token)
    first, last = tokens.left[clause], tokens.right[clause]
    low, high = min(cue.first, tokens.left[cue.token]), max(cue.last, tokens.right[cue.token])
    return [r for r in ((first, low - 1), (high + 1, last)) if tokens.trimmed(*r)]


def _opening(tokens: Tokens, end: int, begin: int) -> int:
    """Where the text before a final reporting clause begins: behind a bracket or semicolon, or with the sentence."""
    for i in range(end - 1, max(begin, end - _FAR) - 1, -1):
        if tokens.text[i] == ")":
            break
        if tokens.text[i] in ("(", ";"):
            return i + 1
    return begin
