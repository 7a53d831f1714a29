"""Speakers with a colon: headlines, transcripts, tickers ("17:40 Army: the bridge is ours")."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from kg.extract.attribution_draft import Draft, Range
from kg.extract.attribution_speakers import Source
from kg.extract.attribution_tokens import Tokens
from kg.extract.cues import Cue
from kg.extract.reporting import CLAIMS, reporting

_SPEAKERS = frozenset(("PERSON", "ORG", "NORP", "GPE"))
_PLACES = frozenset(("GPE", "LOC", "FAC"))
_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
_LONGEST = 14  # tokens of a label
_SHORT = 5  # tokens of a label in a transcript
_OWN = frozenset(("i", "we", "our", "ours", "us", "my", "me"))


def with_labels(table: Tokens, drafts: Sequence[Draft]) -> list[Draft]:
    """With a draft for each label; who is quoted behind it does not speak the label."""
    labels = {draft.cue.token: draft for draft in _labelled(table, drafts)}
    begins: dict[int, int] = {}  # from each token of a label to the first behind its colon
    for colon, label in labels.items():
        if label.cue.form == "mark" and label.sources[0].last < colon:
            begins |= dict.fromkeys(range(label.sources[0].first - 1, colon + 1), colon + 1)
    kept = (draft for draft in drafts if draft.cue.token not in labels)
    return [*(_behind_label(draft, begins) for draft in kept), *labels.values()]


def _behind_label(draft: Draft, begins: Mapping[int, int]) -> Draft:
    return replace(draft, ranges=tuple((max(r[0], min(begins.get(r[0], r[0]), r[1])), r[1]) for r in draft.ranges))


def _labelled(table: Tokens, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """What follows a speaker and a colon at the beginning of a paragraph or, in an item with a time, of a sentence."""
    reported = sorted(_reported(table, drafts))
    reporters = _reporters(table, reported)
    for number, (first, end) in enumerate(table.paragraph_bounds):
        begin = _past_time(table, first, end)
        colons = list(_labels(table, begin, end, headline=number == 0, ticker=begin > first))
        ends = [*(label for label, _ in colons), end][1:]
        for (label, colon), stop in zip(colons, ends, strict=True):
            last = _last_said(table, colon, stop, ticker=begin > first or len(colons) > 1)
            is_reporter = table.lower[colon - 1] in reporters and table.quotation[colon + 1] < 0
            if not is_reporter and not _is_topic(table, label, colon, last, reported):
                cited = _citing(table, label, colon)
                end = _before_comma(table, label, colon) if _is_quoted(table, label, colon) else colon
                end = min(end, _end(table, label, colon))
                yield _draft(table, label, colon, (colon + 1, last), last=end - 1)
                if cited is not None:
                    yield from _cited(table, cited, colon, (colon + 1, last))
        if number == 0 and not colons and (trailing := _trailing(table, begin, end)) is not None:
            yield trailing


def _draft(table: Tokens, first: int, colon: int, said: Range, last: int | None = None) -> Draft:
    last = colon - 1 if last is None else last
    source = Source(first=first, last=last, head=_head(table, first, last + 1))
    cue = Cue(token=colon, word=reporting().marks[":"], form="mark", first=colon, last=colon)
    return Draft(cue=cue, sources=(source,), ranges=(said,))


def _reporters(table: Tokens, reported: Sequence[int]) -> frozenset[str]:
    """The last words of labels behind which others are reported, where several paragraphs of a transcript begin so."""
    found = set[str]()
    seen = Counter[str]()
    for first, end in table.paragraph_bounds[1:]:
        colon = next((i for i in range(first, min(end, first + _SHORT)) if table.text[i] == ":"), None)
        if colon is None or colon == first or not table.text[first].isupper():
            continue
        seen[table.lower[colon - 1]] += 1
        if bisect_left(reported, end) > bisect_left(reported, colon):
            found.add(table.lower[colon - 1])
    return frozenset(name for name in found if seen[name] > 1)


def _citing(table: Tokens, first: int, colon: int) -> int | None:
    """ "Radio X, citing the governor: …"."""
    comma = _before_comma(table, first, colon)
    is_citing = comma + 2 < colon and table.lemma[comma + 1] in reporting().citing and table.tag[comma + 1] == "VBG"
    return comma + 1 if is_citing else None


def _end(table: Tokens, first: int, colon: int) -> int:
    """Where a label ends: before ", citing the governor", "to Interfax", "on local radio"."""
    if (cited := _citing(table, first, colon)) is not None:
        return cited - 1
    for i in range(first + 1, colon - 1):
        is_hearer = table.lower[i] == "to" and table.pos[i + 1] == "PROPN"
        if is_hearer or (table.lower[i] in ("on", "via") and table.pos[i] == "ADP"):
            return i - 1 if table.text[i - 1] == "," else i
    return colon


def _cited(table: Tokens, citing: int, colon: int, said: Range) -> Iterator[Draft]:
    """What the label's speaker says, as words of who is cited."""
    cue = Cue(token=citing, word=reporting().citing[table.lemma[citing]], form="verb", first=citing, last=citing)
    source = Source(first=citing + 1, last=colon - 1, head=_head(table, citing + 1, colon))
    yield Draft(cue=cue, sources=(source,), ranges=(said,), within=colon)


def _reported(table: Tokens, drafts: Sequence[Draft]) -> Iterator[int]:
    """The cues of those who are named outside quotations."""
    for draft in drafts:
        is_claim = draft.cue.word.kind in CLAIMS and draft.ranges and table.quotation[draft.cue.token] < 0
        if is_claim and any(table.pos[s.head] in ("NOUN", "PROPN") for s in draft.sources):
            yield draft.cue.token


def _past_time(table: Tokens, first: int, end: int) -> int:
    """Past the time or the mark that begins an item: "17:40", "•"."""
    if first + 1 < end and table.tag[first] == "CD" and any(mark in table.text[first] for mark in ":.h"):
        return first + 1
    return first


def _labels(table: Tokens, first: int, end: int, *, headline: bool, ticker: bool) -> Iterator[tuple[int, int]]:
    """Where each label begins, and its colon."""
    for begin in (first, *(i for i in _sentences(table, first, end) if i > first)):
        colon = next((i for i in range(begin, min(end, begin + _LONGEST)) if table.text[i] == ":"), None)
        if colon is None or colon + 1 >= end or not table.text[begin][0].isupper():
            continue
        end_of_label = _end(table, begin, colon)
        if ((begin == first or ticker) and _is_quoted(table, begin, colon)) or (
            _is_speaker(table, begin, end_of_label, named=headline or ticker)
            and (begin == first or _was_label(table, first, end) or (ticker and table.entity[begin] == "ORG"))
        ):
            yield begin, colon


def _is_quoted(table: Tokens, first: int, colon: int) -> bool:
    """ "The mayor, in Paris: “…”": whatever noun phrase stands before a colon and a quotation, and has no verb."""
    said = colon + 1
    if table.quotation[min(said, len(table) - 1)] < 0 or any(
        table.lower[i] in reporting().lists["labels"] for i in range(first, colon)
    ):
        return False
    is_phrase = not any(table.tag[i] in _FINITE or table.quotation[i] >= 0 for i in range(first, colon))
    return is_phrase and any(
        table.pos[i] in ("NOUN", "PROPN") for i in range(first, _before_comma(table, first, colon))
    )


def _before_comma(table: Tokens, first: int, colon: int) -> int:
    return next((i for i in range(first + 1, colon) if table.text[i] == ","), colon)


def _was_label(table: Tokens, first: int, end: int) -> bool:
    return any(table.text[i] == ":" for i in range(first, min(end, first + _LONGEST)))


def _sentences(table: Tokens, first: int, end: int) -> Iterator[int]:
    """Where the sentences of a paragraph begin."""
    for number in range(table.sentence[first], table.sentence[end - 1] + 1):
        yield max(first, table.bounds[number][0])


def _last_said(table: Tokens, colon: int, stop: int, *, ticker: bool) -> int:
    """The last token of what is said: a quotation, or in a ticker a sentence and those after it that say "we"."""
    first = colon + 1
    while first < stop - 1 and table.blank[first]:
        first += 1
    last = stop - 1
    begins = [b for b in _sentences(table, first, stop) if b > first]
    if (quote := table.quotation[first]) >= 0:
        end = table.within(table.quotations[quote].spans[-1])[1]
        return end if end + 1 in (*begins, stop) else last
    if ticker:
        for begin, end in pairwise([*begins, stop]):
            if not any(table.lower[i] in _OWN and table.quotation[i] < 0 for i in range(begin, end)):
                return begin - 1
    return last


def _is_topic(table: Tokens, first: int, colon: int, last: int, reported: Sequence[int]) -> bool:
    """Whether a label is what an item is about ("Toretsk: the army says …") or the outlet's own reporter."""
    said = range(colon + 1, last + 1)
    first_sentence = range(colon + 1, min(table.bounds[table.sentence[colon + 1]][1], last + 1))
    if table.quotation[colon + 1] >= 0 or any(
        table.lower[i] in _OWN and table.quotation[i] < 0 for i in first_sentence
    ):
        return False
    is_headline = colon < table.paragraph_bounds[0][1]
    if any(table.entity[i] in _PLACES for i in range(first, colon)) and not is_headline:
        return True
    if is_headline and not _is_actor(table, first, colon) and not any(table.tag[i] in _FINITE for i in said):
        return True  # "Chad: two versions of a battle"
    if is_headline and _is_chronicle(table, said):
        return True
    return any(i in said for i in reported) and not _is_acronym(table, first, colon)


def _is_chronicle(table: Tokens, said: range) -> bool:
    """ "Chad: two versions of a battle", "Peru: the day as it happened": announces what follows, and says nothing."""
    lists = reporting().lists
    head = next((i for i in said if table.head[i] not in said or table.head[i] == i), said[0])
    if table.pos[head] not in ("NOUN", "PROPN"):
        return False
    return table.lemma[head] in lists["chronicles"] | lists["labels"] or table.lemma[head] in reporting().nouns


def _is_acronym(table: Tokens, first: int, colon: int) -> bool:
    """ "AFP: bakery open, according to residents": the agency says what others say."""
    return colon == first + 1 and table.text[first].isupper() and table.entity[first] == "ORG"


def _is_actor(table: Tokens, first: int, colon: int) -> bool:
    sources = reporting().lists["sources"]
    return any(table.entity[i] in ("PERSON", "ORG", "NORP") or table.lemma[i] in sources for i in range(first, colon))


def _trailing(table: Tokens, first: int, end: int) -> Draft | None:
    """ "Rebels driven out of the north: army"."""
    colon = next((i for i in range(end - 1, first, -1) if table.text[i] == ":"), None)
    if colon is None or end - colon > _LONGEST or table.quotation[colon] >= 0:
        return None
    trimmed = table.trimmed(colon + 1, end - 1)
    has_verb = any(table.pos[i] == "VERB" for i in range(first, colon))
    if trimmed is None or not has_verb or not _is_speaker(table, trimmed[0], trimmed[1] + 1, named=False):
        return None
    return _draft(table, trimmed[0], colon, (first, colon - 1), last=trimmed[1])


def _is_speaker(table: Tokens, first: int, colon: int, *, named: bool) -> bool:
    label = range(first, colon)
    lists = reporting().lists
    if not label or any(
        table.pos[i] in ("VERB", "AUX", "PRON", "NUM", "ADV") or table.quotation[i] >= 0 for i in label
    ):
        return False
    if any(table.lower[i] in lists["labels"] for i in label) or any(
        table.pos[i] == "ADP" and table.lower[i] != "of" for i in label
    ):
        return False
    if any(_may_be_verb(table, i) for i in label if i > first):
        return False
    is_known = any(table.entity[i] in _SPEAKERS or table.lemma[i] in lists["sources"] for i in label)
    capitals = all(table.text[i].isupper() for i in label) and len(table.text[first]) > 2
    return is_known or capitals or (named and any(table.pos[i] == "PROPN" for i in label))


def _may_be_verb(table: Tokens, i: int) -> bool:
    """Whether a word of a headline is a reporting verb that the tagger took for a name: "Smith Backs Jones"."""
    words = reporting()
    return any(table.lower[i].endswith(end) and table.lower[i][: -len(end)] in words.verbs for end in ("s", "es"))


def _head(table: Tokens, first: int, colon: int) -> int:
    """The head of the label's noun phrase: the token that hangs on none of the others."""
    inside = [i for i in range(first, colon) if not first <= table.head[i] < colon or table.head[i] == i]
    nouns = [i for i in inside if table.pos[i] in ("PROPN", "NOUN")]
    return (nouns or inside or [colon - 1])[-1]
