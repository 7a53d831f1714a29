"""Sources: who speaks by a cue."""

from __future__ import annotations

from dataclasses import replace

from kg.extract.attribution_appositions import apposed, named
from kg.extract.attribution_complements import clause_of_noun
from kg.extract.attribution_resumption import resumes
from kg.extract.attribution_speakers import Source, speakers
from kg.extract.attribution_surface import surface_subject
from kg.extract.attribution_tokens import MARKS, SUBJECTS, Tokens
from kg.extract.cues import Cue, reduced
from kg.extract.reporting import Frame, Kind, reporting

_RELATIVE = frozenset(("who", "which", "that", "whom"))
_TRAILING = frozenset(("relcl", "acl", "advcl", "parataxis"))
_NOMINAL = frozenset(("PROPN", "NOUN", "PRON"))
_TIMES = frozenset(("DATE", "TIME"))
_DASHES = frozenset(("-", "--", "–", "—"))
_RELATIVE_TAGS = frozenset(("WP", "WP$", "WDT", "IN", "WRB"))
_EXPLETIVE = frozenset(("it", "there"))


def sources(tokens: Tokens, cue: Cue) -> list[Source]:
    """One source, none, or one for each named speaker: "Reuters and TASS said"."""
    if cue.form == "verb" and not cue.passive and len(listed := speakers(tokens, cue.first)) > 1:
        return listed
    if cue.form == "verb" and not cue.passive and (beside := apposed(tokens, cue)) is not None:
        return [beside]
    if cue.nobodys:
        return []
    if cue.form == "verb" and (teller := _would_have_believe(tokens, cue.token)) is not None:
        told = phrase(tokens, teller)
        return [told] if told else []
    head = _head(tokens, cue)
    if _is_lost(tokens, head, cue) and (found := surface_subject(tokens, cue)) is not None:
        return [found]
    if head is None or _is_expletive(tokens, head, cue) or _is_nobody(tokens, head):
        return []
    named = _coordinated(tokens, head)
    if len(named) > 1:
        return [source for h in named if (source := _phrase_alone(tokens, h, named))]
    source = _with_other(tokens, cue, phrase(tokens, head, limit=cue))
    said = clause_of_noun(tokens, cue) if cue.form == "noun" and source is not None else None
    if source is not None and said is not None and max(source.first, head) < tokens.left[said] <= source.last:
        source = replace(source, last=tokens.left[said] - 1)
    if (
        source is not None
        and tokens.head[head] == tokens.head[cue.token] < cue.token
        and reduced(tokens, tokens.head[head])
    ):
        source = replace(source, last=cue.first - 1)  # "video said to be from Goma"
    return [source] if source else []


def _would_have_believe(tokens: Tokens, verb: int) -> int | None:
    """ "The radio would have us believe that …": the radio says so."""
    above = tokens.head[verb]
    is_made = tokens.lemma[above] == "have" and tokens.tag[above] == tokens.tag[verb] == "VB" and above < verb
    return subject(tokens, above) if is_made and tokens.dep[verb] in ("ccomp", "xcomp") else None


def _with_other(tokens: Tokens, cue: Cue, source: Source | None) -> Source | None:
    """ "…, a village near Goma, a priest and two drivers said": parsers lose the first of two to what stands before."""
    if source is None or cue.form != "verb" or source.last >= cue.first or source.first < 3:
        return source
    if tokens.lower[source.first - 1] != "and" or tokens.dep[source.first - 2] not in ("appos", "conj", "pobj"):
        return source
    first = tokens.left[source.first - 2]
    is_apart = (
        tokens.text[first - 1] == "," and tokens.pos[first] == "DET" and tokens.right[cue.token] < _end(tokens, cue) + 1
    )
    return replace(source, first=first) if is_apart and tokens.dep[source.first - 2] == "appos" else source


def _end(tokens: Tokens, cue: Cue) -> int:
    return tokens.bounds[tokens.sentence[cue.token]][1]


def _is_lost(tokens: Tokens, head: int | None, cue: Cue) -> bool:
    """Whether the parser gave a verb no subject, or a participle beside it: "Lee, speaking in Paris, warned"."""
    if cue.form != "verb" or cue.passive or cue.word.kind == Kind.APPEARANCE:
        return False
    return head is None or (tokens.dep[head] == "csubj" and tokens.tag[head] in ("VBG", "VBN"))


def _is_expletive(tokens: Tokens, head: int, cue: Cue) -> bool:
    """ "It seems that", "it is clear that"."""
    return tokens.lower[head] in _EXPLETIVE and (cue.form == "adjective" or cue.word.kind == Kind.APPEARANCE)


def _is_nobody(tokens: Tokens, head: int) -> bool:
    """ "nobody", "no official", "neither the army nor the ministry"; a "that" that stands for no noun."""
    if tokens.lower[head] == "that" and _meant(tokens, head) == head:
        return True
    if tokens.lower[head] in reporting().lists["nobody"] or tokens.entity[head] in _TIMES:
        return True
    return any(
        tokens.lower[c] in ("no", "neither") and tokens.dep[c] in ("det", "preconj", "cc")
        for c in tokens.children[head]
        if c < head
    )


def _head(tokens: Tokens, cue: Cue) -> int | None:
    if cue.form == "phrase":
        return tokens.child(cue.token, "pobj")
    if cue.form == "noun":
        return _owner(tokens, cue)
    if cue.form == "adverb":
        return None
    if cue.form == "adjective":
        if Frame.OBJECT in cue.word.takes:
            return None
        return subject(tokens, tokens.head[cue.token])
    if cue.word.kind == Kind.APPEARANCE:
        return None
    if cue.passive:
        return _agent(tokens, cue.token)
    for way in (_own, _inverted, _beside, _behind_and, _inherited):
        if (found := way(tokens, cue)) is not None:
            return found
    return None


def _own(tokens: Tokens, cue: Cue) -> int | None:
    return own_subject(tokens, cue.token)


def _inherited(tokens: Tokens, cue: Cue) -> int | None:
    return subject(tokens, cue.token)


def _behind_and(tokens: Tokens, cue: Cue) -> int | None:
    """ "They describe flags, and an officer, speaking on the telephone, concedes …": taken for one more object."""
    if tokens.dep[cue.token] != "conj" or tokens.text[cue.first - 1] != ",":
        return None
    found = surface_subject(tokens, cue)
    if found is None or tokens.dep[found.head] != "conj" or tokens.dep[found.first - 1] != "cc":
        return None
    return found.head


def _beside(tokens: Tokens, cue: Cue) -> int | None:
    """The noun phrase that ends right before a main verb, where the parser took it for an apposition to another."""
    if tokens.dep[cue.token] not in ("ROOT", "parataxis", "ccomp") or tokens.tag[cue.token] not in (
        "VBD",
        "VBZ",
        "VBP",
    ):
        return None
    i = cue.first - 1
    while i > 0 and tokens.text[i] == ",":
        i -= 1
    if i < 0 or tokens.pos[i] not in ("PROPN", "NOUN", "PRON") or tokens.quotation[i] >= 0:
        return None
    while tokens.dep[i] in ("appos", "compound", "conj") and tokens.head[i] < cue.first:
        above = tokens.head[i]
        if tokens.dep[i] != "compound" and tokens.dep[above] == "pobj":
            break
        i = above
    return i if tokens.dep[i] in ("appos", "conj", "nsubj", "npadvmod", "dep") else None


def _inverted(tokens: Tokens, cue: Cue) -> int | None:
    """ "…?" asked Lee: the noun phrase behind a verb that stands right behind a quotation."""
    before = cue.first - 1
    while before > 0 and (tokens.blank[before] or tokens.text[before] == ","):
        before -= 1
    if (
        Frame.QUOTE not in cue.word.takes
        or before < 1
        or tokens.text[before] not in MARKS
        or tokens.quotation[before] < 0
    ):
        return None
    behind = tokens.kids(cue.token, ("dobj", "attr", "oprd", "dative", "npadvmod"))
    for clause in tokens.kids(cue.token, ("ccomp",)):  # "“…,” said a letter read out in court", taken for a clause
        behind += [
            s for s in tokens.kids(clause, SUBJECTS) if clause > cue.token and tokens.left[clause] == tokens.left[s]
        ]
    return next((c for c in behind if tokens.left[c] == cue.last + 1 and tokens.pos[c] in _NOMINAL), None)


def _agent(tokens: Tokens, verb: int) -> int | None:
    quoted = tokens.child(verb, "prep") if tokens.lemma[verb] in reporting().citing else None
    saying = None if quoted is None else tokens.child(quoted, "pcomp")  # "was quoted as saying by …"
    agent = next(
        (
            c
            for c in (*tokens.children[verb], *(tokens.children[saying] if saying is not None else ()))
            if tokens.dep[c] in ("agent", "prep") and tokens.lower[c] == "by"
        ),
        None,
    )
    return None if agent is None else tokens.child(agent, "pobj")


def _owner(tokens: Tokens, cue: Cue) -> int | None:
    """ "the mayor's claim", "a claim by the mayor", "a claim made by the mayor", "the mayor made the claim"."""
    noun = cue.token
    owner = tokens.child(noun, "poss")
    if owner is not None:
        return owner
    for preposition in tokens.kids(noun, ("prep", "agent")):
        p = tokens.child(preposition, "pobj")
        if p is not None and _names_owner(tokens, cue, preposition, p):
            return p
    for made in tokens.kids(noun, ("acl",)):
        if tokens.tag[made] == "VBN" and (agent := _agent(tokens, made)) is not None:
            return agent
    if tokens.dep[noun] == "dobj" and tokens.lemma[tokens.head[noun]] in reporting().lists["light"]:
        return subject(tokens, tokens.head[noun])
    return None


def _names_owner(tokens: Tokens, cue: Cue, preposition: int, owner: int) -> bool:
    """ "a claim by the mayor", "a report in the Gazette"; "the claims of the army that …"."""
    word = tokens.lower[preposition]
    if word in ("by", "from", "among"):
        return True
    if word == "of":
        return clause_of_noun(tokens, cue) is not None
    return word == "in" and tokens.entity[owner] == "ORG"


def own_subject(tokens: Tokens, verb: int) -> int | None:
    """The subject that hangs on the verb; of two the one outside the quotation, the nearest before the verb."""
    own = [c for c in tokens.children[verb] if tokens.dep[c] in SUBJECTS]
    if len(own) > 1:
        own = [c for c in own if tokens.quotation[c] == tokens.quotation[verb]] or own
    before = [c for c in own if c < verb]
    if len(own) > 1 and own[-1] > verb and tokens.left[own[-1]] == verb + 1 and tokens.text[verb - 1] == ",":
        return own[-1]  # "Nonsense, says the ministry"
    return before[-1] if before else next(iter(own), None)


def subject(tokens: Tokens, verb: int) -> int | None:
    """The one who does what the verb says, looked for upwards where the verb has no subject of its own."""
    if (first := resumes(tokens, verb)) is not None:
        verb = first
    for _ in range(6):
        if (own := own_subject(tokens, verb)) is not None:
            return own
        verb_dep, governor = tokens.dep[verb], tokens.head[verb]
        if verb_dep == "prep" and (cited := _cited(tokens, verb)) is not None:
            return cited
        if verb_dep == "acl":
            return _speaking_noun(tokens, governor)
        if verb_dep in ("conj", "advcl", "xcomp", "ccomp", "prep", "pcomp", "dep", "acomp", "aux", "relcl"):
            person = _controlled(tokens, verb, governor)
            if person is not None:
                return person
            verb = governor
            if tokens.pos[verb] in ("NOUN", "PROPN", "PRON") and verb_dep in ("advcl", "relcl"):
                return verb
            continue
        return None
    return None


def _cited(tokens: Tokens, preposition: int) -> int | None:
    """ "quoted a diplomat as saying": the diplomat; "was quoted as saying": the subject, as everywhere."""
    if tokens.lower[preposition] != "as" or tokens.lemma[tokens.head[preposition]] not in reporting().citing:
        return None
    return tokens.child(tokens.head[preposition], "dobj")


def _controlled(tokens: Tokens, verb: int, governor: int) -> int | None:
    """ "urged him to explain": he is the one who is to explain."""
    if tokens.dep[verb] != "xcomp" or tokens.lemma[governor] not in reporting().lists["controllers"]:
        return None
    person = tokens.child(governor, "dobj")
    return person if person is not None and person < verb else None


def _speaking_noun(tokens: Tokens, noun: int) -> int:
    """ "issued a statement saying": the issuer; "a man saying": the man."""
    lists = reporting().lists
    if tokens.lemma[noun] not in lists["documents"] or tokens.dep[noun] != "dobj":
        return noun
    verb = tokens.head[noun]
    while tokens.dep[verb] in ("xcomp", "ccomp") and own_subject(tokens, verb) is None:
        verb = tokens.head[verb]
    issuer = subject(tokens, verb) if tokens.lemma[verb] in lists["issuing"] else None
    return noun if issuer is None else issuer


def phrase(tokens: Tokens, head: int, *, limit: Cue | None = None) -> Source | None:
    """The noun phrase of a head, with title and apposition, without the clause that hangs on behind a comma."""
    if tokens.lower[head] == "that" and (meant := _meant(tokens, head)) < head:
        return _antecedent(tokens, meant, head)
    first, last = tokens.left[head], tokens.right[head]
    for child in tokens.children[head]:
        if child > head and tokens.dep[child] in _TRAILING:
            begin = tokens.left[child]
            if limit is not None and _tells_of_speaker(tokens, head, child, limit):
                continue
            if tokens.text[begin] in ",-–—" or tokens.text[begin - 1] in (",", "--", "–", "—"):
                last = min(last, begin - 1)
    for i in range(head - 1, first, -1):
        if tokens.text[i] in _DASHES and tokens.text[i - 1] not in _DASHES and _stands_alone(tokens, i):
            first = i + 1
            break
    if limit is not None and limit.form != "phrase" and first <= limit.first <= last:
        last = limit.first - 1 if head < limit.first else last
        first = limit.last + 1 if head > limit.last else first
    if (whole := _quoted_whole(tokens, first, last)) is not None:
        first, last = whole
    elif limit is not None and tokens.quotation[limit.token] < 0 and last < limit.token:
        first, head = _outside_quotation(tokens, first, last, head)
    trimmed = tokens.trimmed(first, last)
    if trimmed is None or not trimmed[0] <= head <= trimmed[1]:
        return None
    return Source(first=trimmed[0], last=trimmed[1], head=_meant(tokens, head))


def _tells_of_speaker(tokens: Tokens, head: int, clause: int, cue: Cue) -> bool:
    """ "Ann Lee, who leads it, said", not "Reuters, which cited a diplomat, said"."""
    is_relative = tokens.tag[tokens.left[clause]] in _RELATIVE_TAGS and tokens.dep[clause] == "relcl"
    return is_relative and tokens.head[head] == cue.token and tokens.lemma[clause] not in reporting().citing


def _antecedent(tokens: Tokens, noun: int, relative: int) -> Source | None:
    """ "the agency that reported it": "that" alone tells no reader who spoke."""
    trimmed = tokens.trimmed(tokens.left[noun], relative - 1)
    return (
        Source(first=trimmed[0], last=trimmed[1], head=noun) if trimmed and trimmed[0] <= noun <= trimmed[1] else None
    )


def _quoted_whole(tokens: Tokens, first: int, last: int) -> tuple[int, int] | None:
    """ "quotes “a friend” as saying": a phrase that is one quotation, with its marks."""
    if tokens.quotation[first] < 0:
        return None
    spans = tokens.quotations[tokens.quotation[first]].spans
    begin, end = tokens.within(spans[0])
    return (begin, end) if begin >= first - 1 and end <= last + 1 and len(spans) == 1 else None


def _outside_quotation(tokens: Tokens, first: int, last: int, head: int) -> tuple[int, int]:
    """The part of a subject behind a quotation that the parser took into it: "…our country," Smith said."""
    for i in range(last, first - 1, -1):
        if tokens.quotation[i] >= 0:
            head = head if head > i else last
            return i + 1, head
    return first, head


def _stands_alone(tokens: Tokens, i: int) -> bool:
    """Whether a mark has spaces on both sides."""
    return tokens.end[i - 1] < tokens.start[i] and i + 1 < len(tokens) and tokens.end[i] < tokens.start[i + 1]


def _meant(tokens: Tokens, head: int) -> int:
    """The noun that a relative pronoun stands for, and the person in "Ann Lee of the Alpha group"."""
    person = next((c for c in tokens.kids(head, ("nmod",)) if c < head and tokens.entity[c] == "PERSON"), None)
    if person is not None:
        return person
    if tokens.lower[head] not in _RELATIVE or tokens.tag[head] not in ("WP", "WDT"):
        return named(tokens, head)
    verb = tokens.head[head]
    for _ in range(4):
        if tokens.dep[verb] == "relcl":
            return tokens.head[verb]
        verb = tokens.head[verb]
    return head


def _coordinated(tokens: Tokens, head: int) -> list[int]:
    """The heads of coordinated names; a lone head if one of them is no name."""
    heads, i = [head], head
    while (following := tokens.child(i, "conj")) is not None:
        heads.append(following)
        i = following
    return heads if all(tokens.pos[h] == "PROPN" for h in heads) else [head]


def _phrase_alone(tokens: Tokens, head: int, heads: list[int]) -> Source | None:
    """One of several coordinated names."""
    first = tokens.left[head]
    later = [tokens.left[h] for h in heads if h > head]
    last = min([tokens.right[head], *(start - 1 for start in later)])
    while first < head and tokens.dep[first] == "preconj":  # "both Reuters and TASS"
        first += 1
    while last > head and tokens.dep[last] in ("cc", "punct") and tokens.text[last] != ")":
        last -= 1
    trimmed = tokens.trimmed(first, last)
    return Source(first=trimmed[0], last=trimmed[1], head=head) if trimmed else None
