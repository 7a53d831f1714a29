"""Content: what is said by a cue, as ranges of tokens (first and last, both inclusive)."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.attribution_draft import Range
from kg.extract.attribution_speakers import Source
from kg.extract.attribution_tokens import SUBJECTS, Tokens
from kg.extract.cues import Cue
from kg.extract.reporting import Frame, Kind, reporting

_PARENTHETIC = frozenset(("parataxis", "ccomp", "advcl", "conj", "dep", "appos", "relcl"))
_CIRCUMSTANCE = frozenset(("prep", "npadvmod", "advmod", "dative", "dobj", "agent", "prt", "tmod", "attr", "oprd"))
_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
_CONTRASTS = frozenset(("while", "though", "although", "whereas"))
_CLAUSE_HEADS = frozenset(("ROOT", "ccomp", "advcl", "relcl", "conj", "parataxis", "acl", "pcomp"))


def content(tokens: Tokens, cue: Cue, found: Sequence[Source]) -> list[Range]:
    """The content as the syntax gives it; empty when the word is no cue here."""
    if cue.form == "phrase":
        return _around_phrase(tokens, cue)
    if cue.form == "adverb":
        return clause_around(tokens, cue)
    if cue.form == "noun":
        return _of_noun(tokens, cue)
    if cue.form == "adjective":
        return _of_adjective(tokens, cue)
    return _of_verb(tokens, cue, found)


def _of_verb(tokens: Tokens, cue: Cue, found: Sequence[Source]) -> list[Range]:
    for way in (
        _clause,
        _predicate,
        _infinitive,
        _parenthetic,
        _about,
        _object,
        _prepositional,
        _trailing,
        _that,
        _bare,
    ):
        ranges = way(tokens, cue, found)
        if ranges:
            return ranges
    return []


def own_range(tokens: Tokens, cue: Cue, found: Sequence[Source]) -> Range:
    """The words of the reporting clause itself, without what is reported."""
    first, last = cue.first, cue.last
    if (mark := tokens.child(cue.token, "mark", "advmod")) is not None and tokens.lower[mark] == "as":
        first, last = min(first, mark), _end_of_aside(tokens, cue)
    for source in sorted(found, key=lambda s: s.last, reverse=True):
        if tokens.head[source.head] == cue.token or (-1 <= first - source.last <= 3) or (0 <= source.first - last <= 3):
            first, last = min(first, source.first), max(last, source.last)
    limit = _next_clause(tokens, cue.token)
    for child in tokens.children[cue.token]:
        if child > last and tokens.dep[child] in _CIRCUMSTANCE and tokens.left[child] <= last + 2 and child < limit:
            if tokens.quotation[tokens.left[child]] != tokens.quotation[cue.token]:
                break
            last = max(last, min(tokens.right[child], limit - 1))
    return first, last


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


def _clause(tokens: Tokens, cue: Cue, found: Sequence[Source]) -> list[Range]:
    if Frame.CLAUSE not in cue.word.takes and Frame.QUOTE not in cue.word.takes:
        return []
    verb = cue.token
    clauses = tokens.kids(verb, ("ccomp",))
    after = [c for c in clauses if c > verb]
    if after:
        first = tokens.left[after[0]]
        last = _cut(tokens, cue, first, tokens.right[after[-1]])
        return [(first if first > cue.last else _gap(tokens, first, cue), last)]
    if clauses:
        return _fronted(tokens, cue, clauses[0], found)
    return []


def _cut(tokens: Tokens, cue: Cue, first: int, last: int) -> int:
    """Where a clause ends for the reader, though the parser hung more on it: ", adding that …", ", while others …"."""
    for i in range(max(first, cue.last + 1) + 1, last):
        if tokens.text[i - 1] not in (",", '"') or tokens.quotation[i] >= 0:
            continue
        if tokens.tag[i] == "VBG" and tokens.dep[i] == "advcl" and is_saying(tokens, i):
            return i - 2
        if tokens.lower[i] in _CONTRASTS and tokens.dep[i] == "mark" and tokens.head[i] > i:
            return i - 2
    return last


def is_saying(tokens: Tokens, i: int) -> bool:
    """Whether a verb reports speech, going by the lexicon alone."""
    word = reporting().verbs.get(tokens.lemma[i])
    return word is not None and word.kind in (Kind.SPEECH, Kind.WRITING)


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
    deps = ["dobj", "oprd", "acomp", "attr", "ccomp"] + ["xcomp"] * (cue.word.takes != {Frame.PREDICATE})
    parts = [c for c in tokens.kids(verb, deps) if c > verb]
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
        if is_gerund and cue.word.kind in (Kind.SPEECH, Kind.WRITING) and tokens.child(clause, "ccomp") is not None:
            return [(tokens.left[clause], tokens.right[clause])]  # "said closing it could help"
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
    if last > high:
        ranges.append((high + 1, last))
    return [r for r in ranges if r[0] <= r[1]]


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
    if tokens.child(verb, "dobj", "cc") is not None or tokens.dep[verb] == "relcl":
        return False
    low = min([cue.first, *(s.first for s in found)])
    return low > 0 and tokens.text[low - 1] in (",", '"', "-", "--", "–", "—")


def _about(tokens: Tokens, cue: Cue, found: Sequence[Source]) -> list[Range]:
    """ "asked him about the war", "reminded her of the vote": not the hearer but what it is about."""
    if not cue.word.takes & {Frame.HEARER, Frame.PERSON} or tokens.child(cue.token, "dobj", "dative") is None:
        return []
    return _prepositional(tokens, cue, found)


def _object(tokens: Tokens, cue: Cue, found: Sequence[Source]) -> list[Range]:
    if Frame.OBJECT not in cue.word.takes:
        return []
    thing = next((c for c in tokens.kids(cue.token, ("dobj",)) if c > cue.token and c != cue.second), None)
    if thing is None:
        return []
    if (
        Frame.QUOTE in cue.word.takes
        and tokens.quotation[tokens.left[thing]] < 0
        and tokens.tag[thing] in ("WP", "WDT")
    ):
        return []
    return [(tokens.left[thing], _end_of_object(tokens, cue, thing))]


def _relative_object(tokens: Tokens, cue: Cue) -> list[Range]:
    """ "which he declared as the first", "what they claimed"."""
    thing = next(
        (c for c in tokens.kids(cue.token, ("dobj",)) if c < cue.token and tokens.tag[c] in ("WP", "WDT")), None
    )
    if thing is None:
        return []
    end = _end_of_object(tokens, cue, cue.token)
    return [(thing, thing), (cue.last + 1, end)] if end > cue.last else [(thing, thing)]


def _end_of_object(tokens: Tokens, cue: Cue, thing: int) -> int:
    """The object with what complements it: "blamed them for the delay", "described it as over"."""
    last = tokens.right[thing]
    for child in tokens.children[cue.token]:
        if child <= thing or tokens.text[tokens.left[child] - 1] == ",":
            continue
        if tokens.dep[child] in ("oprd", "xcomp") or tokens.lower[child] in cue.word.prepositions:
            last = max(last, tokens.right[child])
    return last


def _trailing(tokens: Tokens, cue: Cue, found: Sequence[Source]) -> list[Range]:
    """ "The town fell, they said on Monday.": a reporting clause that ends the sentence, where the parser lost it."""
    if not cue.word.takes & {Frame.QUOTE, Frame.CLAUSE} or not found or cue.passive:
        return []
    low, high = own_range(tokens, cue, found)
    begin, end = tokens.bounds[tokens.sentence[cue.token]]
    if low <= begin + 1 or "," not in (tokens.text[low - 1], tokens.text[low - 2]) or tokens.quotation[begin] >= 0:
        return []
    hearer = tokens.child(cue.token, "dobj")
    if hearer is not None and (Frame.HEARER not in cue.word.takes or tokens.tag[hearer] in ("NN", "CD")):
        return []
    begin = _opening(tokens, low - 1, begin)
    rest_is_marks = all(tokens.blank[i] or tokens.pos[i] == "PUNCT" for i in range(high + 1, end))
    has_verb = any(tokens.pos[i] in ("VERB", "AUX") and tokens.quotation[i] < 0 for i in range(begin, low - 1))
    return [(begin, low - 1)] if rest_is_marks and has_verb else []


def _that(tokens: Tokens, cue: Cue, found: Sequence[Source]) -> list[Range]:
    """ "told Alpha 7 that …", where the parser hung the clause elsewhere."""
    if Frame.CLAUSE not in cue.word.takes:
        return []
    end = tokens.bounds[tokens.sentence[cue.token]][1]
    for i in range(cue.last + 1, min(cue.last + 6, end)):
        if tokens.lower[i] == "that" and tokens.dep[i] == "mark":
            return [(i, end - 1)]
        if tokens.pos[i] in ("VERB", "AUX", "PUNCT"):
            return []
    return []


def _prepositional(tokens: Tokens, cue: Cue, found: Sequence[Source]) -> list[Range]:
    """ "called for restraint", "spoke about the war"."""
    verb = cue.token
    if cue.second is not None and tokens.dep[cue.second] == "prep":
        return _complement_of(tokens, cue.second)
    for clause in tokens.kids(verb, ("ccomp", "advcl")):
        if clause > verb and tokens.lower[tokens.left[clause]] in cue.word.prepositions:
            return [(tokens.left[clause] + 1, tokens.right[clause])]
    for child in tokens.children[cue.second if cue.second is not None else verb] + tokens.children[verb]:
        if child > verb and tokens.dep[child] == "prep" and tokens.lower[child] in cue.word.prepositions:
            return _complement_of(tokens, child)
    return []


def _complement_of(tokens: Tokens, preposition: int) -> list[Range]:
    inner = tokens.child(preposition, "pobj", "pcomp", "prep")
    if inner is None:
        return []
    return [(tokens.left[inner], tokens.right[inner])]


def _bare(tokens: Tokens, cue: Cue, found: Sequence[Source]) -> list[Range]:
    """ "said the road was closed", where the parser took the road for what is said."""
    if cue.word.kind not in (Kind.SPEECH, Kind.WRITING) or Frame.CLAUSE not in cue.word.takes or not found:
        return []
    if cue.word.takes & {Frame.OBJECT, Frame.HEARER} or tokens.tag[cue.token] == "VBN":
        return []
    thing = next((c for c in tokens.kids(cue.token, ("dobj",)) if tokens.left[c] == cue.last + 1), None)
    end = tokens.bounds[tokens.sentence[cue.token]][1]
    if thing is None:
        return []
    for i in range(thing + 1, end):
        if tokens.tag[i] in _FINITE:
            return [(tokens.left[thing], end - 1)]
        if tokens.text[i] in (",", ";", ":", '"'):
            return []
    return []


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
    if cue.first - begin <= 2:
        first, last = begin, end - 1
    elif all(tokens.blank[i] or tokens.pos[i] == "PUNCT" for i in range(hole_last + 1, end)):
        first = _opening(tokens, cue.first, begin)
        last = max(last, hole_last)
    ranges = [(first, cue.first - 1), (hole_last + 1, last)]
    return [r for r in ranges if tokens.trimmed(*r)]


def _opening(tokens: Tokens, end: int, begin: int) -> int:
    """Where the text before a final reporting clause begins: behind a bracket or semicolon, or with the sentence."""
    for i in range(end - 1, begin - 1, -1):
        if tokens.text[i] == ")":
            break
        if tokens.text[i] in ("(", ";"):
            return i + 1
    return begin


def clause_around(tokens: Tokens, cue: Cue) -> list[Range]:
    """The clause that an adverb or an aside stands in, without it."""
    clause = _clause_of(tokens, cue.token)
    first, last = tokens.left[clause], tokens.right[clause]
    low, high = min(cue.first, tokens.left[cue.token]), max(cue.last, tokens.right[cue.token])
    return [r for r in ((first, low - 1), (high + 1, last)) if tokens.trimmed(*r)]
