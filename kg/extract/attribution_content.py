"""Content: what is said by a cue, as ranges of tokens (first and last, both inclusive)."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.attribution_draft import Range
from kg.extract.attribution_source import Source
from kg.extract.attribution_tokens import SUBJECTS, Tokens
from kg.extract.cues import Cue
from kg.extract.reporting import Frame, Kind

_PARENTHETIC = frozenset(("parataxis", "ccomp", "advcl", "conj", "dep", "appos", "relcl"))
_CIRCUMSTANCE = frozenset(("prep", "npadvmod", "advmod", "dative", "dobj", "agent", "prt", "tmod", "attr", "oprd"))
_CLAUSE_HEADS = frozenset(("ROOT", "ccomp", "advcl", "relcl", "conj", "parataxis", "acl", "pcomp"))


def content(tokens: Tokens, cue: Cue, found: Sequence[Source]) -> list[Range]:
    """The content as the syntax gives it; empty when the word is no cue here."""
    if cue.form == "phrase":
        return _around_phrase(tokens, cue)
    if cue.form == "adverb":
        return _around_adverb(tokens, cue)
    if cue.form == "noun":
        return _of_noun(tokens, cue)
    if cue.form == "adjective":
        return _of_adjective(tokens, cue)
    return _of_verb(tokens, cue, found)


def _of_verb(tokens: Tokens, cue: Cue, found: Sequence[Source]) -> list[Range]:
    for way in (_clause, _predicate, _infinitive, _parenthetic, _object, _prepositional):
        ranges = way(tokens, cue, found)
        if ranges:
            return ranges
    return []


def own_range(tokens: Tokens, cue: Cue, found: Sequence[Source]) -> Range:
    """The words of the reporting clause itself, without what is reported."""
    first, last = cue.first, cue.last
    if (mark := tokens.child(cue.token, "mark", "advmod")) is not None and tokens.lower[mark] == "as":
        first = min(first, mark)
    for source in found:
        if tokens.sentence[source.head] == tokens.sentence[cue.token] and abs(source.head - cue.token) < 60:
            first, last = min(first, source.first), max(last, source.last)
    limit = _next_clause(tokens, cue.token)
    for child in tokens.children[cue.token]:
        if child > last and tokens.dep[child] in _CIRCUMSTANCE and tokens.left[child] <= last + 2 and child < limit:
            if tokens.quotation[tokens.left[child]] != tokens.quotation[cue.token]:
                break
            last = max(last, min(tokens.right[child], limit - 1))
    return first, last


def _next_clause(tokens: Tokens, verb: int) -> int:
    """Where a complement or a coordinated clause begins to the right of the verb."""
    starts = [
        tokens.left[c] for c in tokens.children[verb] if c > verb and tokens.dep[c] in ("ccomp", "cc", "conj", "xcomp")
    ]
    return min(starts, default=len(tokens))


def _clause(tokens: Tokens, cue: Cue, found: Sequence[Source]) -> list[Range]:
    if Frame.CLAUSE not in cue.word.takes and Frame.QUOTE not in cue.word.takes:
        return []
    verb = cue.token
    clauses = tokens.kids(verb, ("ccomp",))
    after = [c for c in clauses if c > verb]
    if after:
        first = tokens.left[after[0]]
        return [(first if first > cue.last else _gap(tokens, first, cue), tokens.right[after[-1]])]
    if clauses:
        return _fronted(tokens, cue, clauses[0], found)
    return []


def _gap(tokens: Tokens, first: int, cue: Cue) -> int:
    """The relative word of "the bridge, which officials say is safe"; all before it is not content."""
    for i in range(cue.first - 1, first - 1, -1):
        if tokens.tag[i] in ("WP", "WDT", "WRB"):
            return i
    return first


def _fronted(tokens: Tokens, cue: Cue, clause: int, found: Sequence[Source]) -> list[Range]:
    """ "The town fell, he said": all that stands before the reporting clause, and what goes on behind it."""
    low, high = own_range(tokens, cue, found)
    first = tokens.left[cue.token]
    if tokens.quotation[tokens.left[clause]] >= 0 and tokens.quotation[first] < 0:
        first = tokens.left[clause]
    ranges = [(first, low - 1)]
    if tokens.right[clause] > high:
        ranges.append((high + 1, tokens.right[clause]))
    return ranges


def _predicate(tokens: Tokens, cue: Cue, found: Sequence[Source]) -> list[Range]:
    """ "called it a mistake", "seems lost", "is said to be lost"."""
    verb = cue.token
    if cue.passive:
        return _raised(tokens, cue)
    if Frame.PREDICATE not in cue.word.takes:
        return []
    parts = [c for c in tokens.kids(verb, ("dobj", "oprd", "xcomp", "acomp", "attr", "ccomp")) if c > verb]
    if cue.word.kind in (Kind.APPEARANCE, Kind.ATTITUDE):
        parts += [c for c in tokens.kids(verb, ("prep",)) if c > verb and tokens.lower[c] in ("like", "as")]
    if not parts or (cue.word.kind == Kind.ATTITUDE and len(parts) < 2):
        return []
    span = (tokens.left[parts[0]], tokens.right[parts[-1]])
    return [*_own_subject(tokens, verb), span] if cue.word.kind == Kind.APPEARANCE else [span]


def _own_subject(tokens: Tokens, verb: int) -> list[Range]:
    subject = next((c for c in tokens.children[verb] if tokens.dep[c] in SUBJECTS), None)
    return [] if subject is None else [(tokens.left[subject], tokens.right[subject])]


def _raised(tokens: Tokens, cue: Cue) -> list[Range]:
    """The passive: its subject belongs to the content."""
    verb = cue.token
    clause = tokens.child(verb, "ccomp")
    if clause is not None and clause > verb:
        return [(tokens.left[clause], tokens.right[clause])]
    rest = [c for c in tokens.kids(verb, ("xcomp", "oprd", "acomp")) if c > verb]
    if not rest and not cue.word.takes & {Frame.OBJECT}:
        return []
    spans = _own_subject(tokens, verb)
    if not spans and tokens.dep[verb] == "acl":
        noun = tokens.head[verb]
        spans = [(tokens.left[noun], verb - 1)] if noun < verb else []
    if rest:
        spans.append((tokens.left[rest[0]], tokens.right[rest[-1]]))
    return spans if len(spans) > 1 or (spans and rest) or _has_agent(tokens, verb) else []


def _has_agent(tokens: Tokens, verb: int) -> bool:
    return tokens.child(verb, "agent") is not None


def _infinitive(tokens: Tokens, cue: Cue, found: Sequence[Source]) -> list[Range]:
    verb = cue.token
    clause = next((c for c in tokens.kids(verb, ("xcomp", "ccomp", "pcomp")) if c > verb), None)
    if clause is None:
        return []
    if tokens.dep[clause] == "xcomp":
        is_gerund = tokens.tag[clause] == "VBG"
        if Frame.PERSON in cue.word.takes and (person := tokens.child(verb, "dobj")) is not None and person < clause:
            return [(tokens.left[person], tokens.right[clause])]
        wanted = Frame.GERUND if is_gerund else Frame.INFINITIVE
        if wanted not in cue.word.takes:
            return []
        return [(tokens.left[clause], tokens.right[clause])]
    if Frame.PERSON in cue.word.takes:
        return [(tokens.left[clause], tokens.right[clause])]
    return []


def _parenthetic(tokens: Tokens, cue: Cue, found: Sequence[Source]) -> list[Range]:
    """ "The town, he said, fell"; "as he put it"."""
    if cue.word.kind == Kind.APPEARANCE:
        return []
    verb, governor = cue.token, tokens.head[cue.token]
    if governor == verb or not found or tokens.dep[verb] not in _PARENTHETIC:
        return []
    if not cue.word.takes & {Frame.QUOTE, Frame.CLAUSE} or not _set_off(tokens, cue, found):
        return []
    low, high = own_range(tokens, cue, found)
    first, last = tokens.left[governor], tokens.right[governor]
    if tokens.dep[verb] == "conj" and first < low:
        last = low - 1
    ranges = [(first, min(low - 1, last))]
    if last > high:
        ranges.append((high + 1, last))
    return [r for r in ranges if r[0] <= r[1]]


def _set_off(tokens: Tokens, cue: Cue, found: Sequence[Source]) -> bool:
    """Whether the reporting clause stands between commas or the like, or is introduced by "as"."""
    verb = cue.token
    mark = tokens.child(verb, "mark", "advmod")
    if mark is not None and mark < verb:
        return tokens.lower[mark] == "as" and tokens.dep[verb] == "advcl"
    if tokens.dep[verb] == "advcl" and tokens.child(verb, "nsubj") is None:
        return False
    if tokens.child(verb, "dobj", "cc") is not None or tokens.dep[verb] == "relcl":
        return False
    low = min([cue.first, *(s.first for s in found)])
    return low > 0 and tokens.text[low - 1] in (",", '"', "-", "--", "–", "—")


def _object(tokens: Tokens, cue: Cue, found: Sequence[Source]) -> list[Range]:
    if Frame.OBJECT not in cue.word.takes:
        return []
    verb = cue.token
    thing = next((c for c in tokens.kids(verb, ("dobj",)) if c > verb and c != cue.second), None)
    if thing is None:
        return _relative_object(tokens, cue)
    if (
        Frame.QUOTE in cue.word.takes
        and tokens.quotation[tokens.left[thing]] < 0
        and tokens.tag[thing] in ("WP", "WDT")
    ):
        return []
    last = tokens.right[thing]
    for child in tokens.children[verb]:
        if child > thing and tokens.dep[child] == "prep" and tokens.lower[child] in cue.word.prepositions:
            last = max(last, tokens.right[child])
        elif child > thing and tokens.dep[child] in ("oprd", "xcomp"):
            last = max(last, tokens.right[child])
    return [(tokens.left[thing], last)]


def _relative_object(tokens: Tokens, cue: Cue) -> list[Range]:
    return []


def _prepositional(tokens: Tokens, cue: Cue, found: Sequence[Source]) -> list[Range]:
    """ "called for restraint", "spoke about the war"."""
    verb = cue.token
    if cue.second is not None and tokens.dep[cue.second] == "prep":
        return _complement_of(tokens, cue.second)
    for child in tokens.children[cue.second if cue.second is not None else verb] + tokens.children[verb]:
        if child > verb and tokens.dep[child] == "prep" and tokens.lower[child] in cue.word.prepositions:
            return _complement_of(tokens, child)
    return []


def _complement_of(tokens: Tokens, preposition: int) -> list[Range]:
    inner = tokens.child(preposition, "pobj", "pcomp", "prep")
    if inner is None:
        return []
    return [(tokens.left[inner], tokens.right[inner])]


def _of_noun(tokens: Tokens, cue: Cue) -> list[Range]:
    noun = cue.token
    for child in tokens.children[noun]:
        if child < noun:
            continue
        if tokens.dep[child] in ("acl", "ccomp") and _introduced(tokens, child, cue):
            return [(tokens.left[child], tokens.right[child])]
        if tokens.dep[child] == "prep" and tokens.lower[child] in cue.word.prepositions:
            return _complement_of(tokens, child)
    return []


def _introduced(tokens: Tokens, clause: int, cue: Cue) -> bool:
    """ "claim that …", "plan to …"."""
    opener = tokens.lower[tokens.left[clause]]
    if opener == "to":
        return Frame.INFINITIVE in cue.word.takes
    return opener == "that" and tokens.dep[tokens.left[clause]] == "mark" and Frame.CLAUSE in cue.word.takes


def _of_adjective(tokens: Tokens, cue: Cue) -> list[Range]:
    for child in tokens.children[cue.token]:
        if child < cue.token:
            continue
        infinitive = tokens.dep[child] == "xcomp" and Frame.INFINITIVE in cue.word.takes
        if infinitive or (tokens.dep[child] == "ccomp" and Frame.CLAUSE in cue.word.takes):
            return [(tokens.left[child], tokens.right[child])]
    return []


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


def _around_phrase(tokens: Tokens, cue: Cue) -> list[Range]:
    """ "according to X" at either end of its clause, or inside it."""
    source = tokens.child(cue.token, "pobj")
    if source is None:
        return []
    hole_last = tokens.right[source]
    clause = _clause_of(tokens, cue.first)
    first, last = tokens.left[clause], tokens.right[clause]
    begin, end = tokens.bounds[tokens.sentence[cue.token]]
    if tokens.dep[clause] in ("conj", "ROOT") and cue.first - begin <= 2:
        first, last = begin, end - 1
    ranges = [(first, cue.first - 1), (hole_last + 1, last)]
    return [r for r in ranges if tokens.trimmed(*r)]


def _around_adverb(tokens: Tokens, cue: Cue) -> list[Range]:
    clause = _clause_of(tokens, cue.token)
    first, last = tokens.left[clause], tokens.right[clause]
    return [r for r in ((first, cue.first - 1), (cue.last + 1, last)) if tokens.trimmed(*r)]
