"""Clauses as content: "said that …", "The town fell, he said"."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.attribution_asides import CONTRASTS, own_range
from kg.extract.attribution_complements import has_object_in_front
from kg.extract.attribution_draft import Range
from kg.extract.attribution_speakers import Source
from kg.extract.attribution_tokens import Tokens
from kg.extract.cues import Cue
from kg.extract.reporting import Frame, Kind, reporting
from kg.model import Stance

_FAR = 200  # tokens: no reader looks further, and the time stays linear
_COORDINATION = 5
_HEARER, _ASIDE = 6, 16  # how many tokens a hearer and an aside may take
_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
_STOPS = frozenset((";", ".", ":", '"', "(", ")"))
_WORDS = frozenset(("VERB", "AUX", "PUNCT"))
_REASONS = frozenset(("because", "if", "unless"))
_PRO_CLAUSES = frozenset(("it", "this", "that"))


def clause(tokens: Tokens, cue: Cue, found: Sequence[Source]) -> list[Range]:
    if Frame.CLAUSE not in cue.word.takes and Frame.QUOTE not in cue.word.takes:
        return []
    verb = cue.token
    clauses = [c for c in tokens.kids(verb, ("ccomp",)) if not _parted(tokens, c, cue)]
    after = [c for c in clauses if c > verb and not any(s.first == tokens.left[c] for s in found)]
    if after:
        first = tokens.left[after[0]]
        if "that" in tokens.lower[cue.last + 1 : cue.last + 2]:
            first = min(first, cue.last + 1)
        mark = tokens.child(after[0], "mark")
        if mark is not None and mark > first and tokens.lower[mark] == "that" and tokens.text[mark - 1] == ",":
            first = mark  # "conceded, when pressed, that …"
        ended = next((c for c in after[1:] if _is_spliced(tokens, c)), None)
        end = tokens.right[after[-1]] if ended is None else tokens.left[ended] - 1
        last = _cut(tokens, cue, first, _with_rest(tokens, verb, end) if ended is None else end)
        return [(first if first > cue.last else _gap(tokens, first, cue), last)]
    if clauses and clauses[0] < verb and not _has_own_object(tokens, cue, clauses[0]):
        return _fronted(tokens, cue, clauses[0], found)
    return []


def _with_rest(tokens: Tokens, verb: int, last: int) -> int:
    """The end of a clause with what the parser hung on the verb: "said they were angry, but also tired"."""
    for rest in tokens.kids(verb, ("conj",)):
        if rest > last and tokens.pos[rest] not in ("VERB", "AUX") and tokens.left[rest] - last <= _COORDINATION:
            last = tokens.right[rest]
    return last


def _is_spliced(tokens: Tokens, clause: int) -> bool:
    """ "Army says it holds the town, rebels call it a lie": another one speaks behind the comma."""
    first = tokens.left[clause]
    first += tokens.text[first] == ","
    is_apart = tokens.text[first - 1] == "," and tokens.dep[first] != "mark" and tokens.quotation[first] < 0
    return is_apart and tokens.lemma[clause] in reporting().verbs and tokens.child(clause, "nsubj") is not None


def _parted(tokens: Tokens, clause: int, cue: Cue) -> bool:
    """Whether a semicolon stands between a clause and the reporting one behind it: two sentences in one."""
    marks = (i for i in range(clause + 1, cue.first) if tokens.text[i] == ";")
    return any(tokens.quotation[i] < 0 for i in marks)


def fragment(tokens: Tokens, cue: Cue, found: Sequence[Source]) -> list[Range]:
    """ "Nonsense, says the ministry": words without a verb, which the parser took for a subject."""
    if not found or found[0].first != cue.last + 1 or Frame.QUOTE not in cue.word.takes:
        return []
    begin = tokens.bounds[tokens.sentence[cue.token]][0]
    subject = next((c for c in tokens.children[cue.token] if c < cue.first and tokens.dep[c] == "nsubj"), None)
    if subject is None or tokens.text[cue.first - 1] != "," or tokens.left[subject] < begin:
        return []
    return [(tokens.left[subject], cue.first - 2)]


def _has_own_object(tokens: Tokens, cue: Cue, clause: int) -> bool:
    """ "Lee claimed to have won; Kim denied it": the clause in front is another main clause."""
    thing = tokens.child(cue.token, "dobj")
    is_told = tokens.lemma[clause] in reporting().verbs and tokens.child(clause, "nsubj") is not None
    if is_told and tokens.quotation[clause] < 0 and any(c > cue.token for c in tokens.kids(cue.token, ("xcomp",))):
        return True  # "Army says it holds, rebels admit pulling back"
    if thing is None or thing < cue.token or Frame.OBJECT not in cue.word.takes:
        return False
    between = tokens.text[tokens.right[clause] + 1 : cue.first]
    return ";" in between or tokens.lower[thing] in _PRO_CLAUSES


def _cut(tokens: Tokens, cue: Cue, first: int, last: int) -> int:
    """Where a clause ends for the reader, though the parser hung more on it: ", adding that …", ", while others …"."""
    for i in range(max(first, cue.last + 1) + 1, min(last, cue.last + _FAR)):
        if tokens.text[i - 1] not in (",", '"') or tokens.quotation[i] >= 0:
            continue
        if tokens.tag[i] == "VBG" and tokens.dep[i] == "advcl" and is_saying(tokens, i):
            return i - 2
        if _is_outlets(tokens, cue, i):
            return i - 2
        if tokens.lower[i] in CONTRASTS and tokens.dep[i] == "mark" and tokens.head[i] > i:
            return i - 2
    return last


def before_answer(tokens: Tokens, cue: Cue, ranges: Sequence[Range]) -> list[Range]:
    """What is said, up to somebody else's verdict on it."""
    return [(first, _unanswered(tokens, cue, first, last)) for first, last in ranges]


def _is_outlets(tokens: Tokens, cue: Cue, i: int) -> bool:
    """ "warned that prices would rise, and shares fell": behind the comma it is not feared, it happened."""
    if tokens.dep[i] != "cc" or tokens.tag[cue.token] != "VBD":
        return False
    head = tokens.head[i]
    other = tokens.child(head, "conj")
    if other is None or other < i or tokens.tag[other] != "VBD" or tokens.child(other, "nsubj") is None:
        return False
    ahead = any(tokens.lower[c] == "would" for c in tokens.kids(head, ("aux",)))
    return ahead and tokens.head[head] == cue.token and tokens.dep[head] == "ccomp"


def _unanswered(tokens: Tokens, cue: Cue, first: int, last: int) -> int:
    for i in range(max(first, cue.last + 1) + 1, min(last, cue.last + _FAR)):
        if tokens.text[i - 1] in (",", '"') and tokens.quotation[i] < 0 and (verb := _answers(tokens, i)) is not None:
            return i - 2 if tokens.right[verb] >= last - 1 else last
    return last


def _answers(tokens: Tokens, i: int) -> int | None:
    """The verb of somebody else's verdict that begins here: ", which Kyiv denied", ", a claim that Kyiv denied"."""
    noun = tokens.head[i] if tokens.dep[i] == "det" else i
    verb: int | None = None
    if tokens.lower[i] == "which" and (tokens.dep[i] == "dobj" or has_object_in_front(tokens, tokens.head[i])):
        verb = tokens.head[i]
    elif tokens.dep[noun] in ("appos", "npadvmod") and tokens.lemma[noun] in reporting().nouns:
        verb = tokens.child(noun, "acl", "relcl")
    word = None if verb is None else reporting().verbs.get(tokens.lemma[verb])
    return verb if word is not None and (word.stance is not Stance.ASSERTS or Frame.PREDICATE in word.takes) else None


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
    if tokens.dep[low - 1] == "cc" and tokens.quotation[low - 1] < 0:  # "The town fell, and he said …"
        return []
    first = tokens.left[cue.token]
    if tokens.quotation[tokens.left[clause]] >= 0 and tokens.quotation[first] < 0:
        first = tokens.left[clause]
    ranges = [(first, low - 1)]
    if tokens.right[clause] > high:
        ranges.append((high + 1, tokens.right[clause]))
    return ranges + [
        (tokens.left[c], tokens.right[c]) for c in tokens.kids(cue.token, ("advcl",)) if _is_reason(tokens, c, high)
    ]


def _is_reason(tokens: Tokens, clause: int, high: int) -> bool:
    """ "The road is closed, she said, because it flooded": the reason is hers."""
    mark = tokens.left[clause]
    return mark > high and tokens.dep[mark] == "mark" and tokens.lower[mark] in _REASONS


def that_clause(tokens: Tokens, cue: Cue, found: Sequence[Source]) -> list[Range]:
    """ "told Alpha 7 that …", "said, citing the ministry, that …", where the parser hung the clause elsewhere."""
    if Frame.CLAUSE not in cue.word.takes:
        return []
    end = tokens.bounds[tokens.sentence[cue.token]][1]
    aside = cue.last + 1 < end and tokens.text[cue.last + 1] == ","
    reach = _ASIDE if aside or tokens.dep[min(cue.last + 1, end - 1)] == "prep" else _HEARER
    for i in range(cue.last + 1, min(cue.last + reach, end)):
        follows = tokens.tag[i + 1] if i + 1 < end else ""
        aside = aside or (tokens.text[i] == "," and follows in ("VBG", "VBN"))  # "said in its bulletin, citing …, that"
        if tokens.lower[i] == "that" and tokens.dep[i] == "mark" and (not aside or tokens.text[i - 1] == ","):
            return [(i, end - 1)]
        as_others = aside and "as" in tokens.lower[cue.last + 2 : cue.last + 3]  # "believes, as we do, that …"
        is_verb = tokens.tag[i] in _FINITE and not as_others
        if is_verb or tokens.text[i] in _STOPS or (tokens.pos[i] in _WORDS and not aside):
            return []
    return []


def that_after_aside(tokens: Tokens, cue: Cue, found: Sequence[Source]) -> list[Range]:
    """ "reported, citing the ministry, that …, a fact long known": not the object behind it."""
    aside = cue.last + 1 < len(tokens) and tokens.text[cue.last + 1] == ","
    return that_clause(tokens, cue, found) if aside else []
