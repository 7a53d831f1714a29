"""Nouns of saying: what they tell ("talk that …", "a report in the Post that …") and whose they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.extract.attribution_complements import complement_of
from kg.extract.attribution_draft import Draft, Range
from kg.extract.attribution_speakers import Source
from kg.extract.attribution_subjects import agent, subject
from kg.extract.attribution_tellings import is_told_to_be, may_tell
from kg.extract.attribution_tokens import SUBJECTS, Tokens
from kg.extract.cues import Cue
from kg.extract.nouns import nouns
from kg.extract.reporting import Frame, reporting

_SPEAKERS = frozenset(("PERSON", "ORG", "NORP", "GPE"))
_NAMES = frozenset(("PROPN", "ADJ"))
_FINITE = frozenset(("VBZ", "VBP", "MD"))
_ENDS = frozenset(("NOUN", "PROPN", "PRON", "NUM"))
_STOPS = frozenset((";", ":", ".", "?", "!", "(", ")"))
_FAR = 20  # tokens between a noun and its clause
_SAID = frozenset((Frame.CLAUSE, Frame.QUOTE))
_PASSIVE = ("nsubjpass", "csubjpass")


def of_noun(tokens: Tokens, cue: Cue) -> list[Range]:
    noun = cue.token
    if (said := clause_of_noun(tokens, cue)) is not None:
        return [(tokens.left[said], tokens.right[said])]
    for child in tokens.children[noun]:
        if child < noun:
            continue
        is_doing = any(tokens.tag[c] == "VBG" for c in tokens.kids(child, ("pcomp",)))  # "claims of holding it"
        is_of = tokens.lower[child] == "of" and (cue.negated or is_doing)  # "no confirmation of the claim"
        if tokens.dep[child] == "prep" and (is_of or tokens.lower[child] in cue.word.prepositions):
            return complement_of(tokens, child)
    return []


def owner(tokens: Tokens, cue: Cue) -> int | None:
    """ "the mayor's claim", "a claim by the mayor", "a claim made by the mayor", "the mayor made the claim"."""
    noun = cue.token
    possessor = tokens.child(noun, "poss")
    if possessor is not None:
        return possessor
    for preposition in (*tokens.kids(noun, ("prep", "agent")), *_next_preposition(tokens, cue)):
        p = tokens.child(preposition, "pobj")
        if p is not None and _names_owner(tokens, cue, preposition, p):
            return p
    for made in (*tokens.kids(noun, ("acl",)), *_made_of_it(tokens, noun)):
        if tokens.tag[made] == "VBN" and (maker := agent(tokens, made)) is not None:
            return maker
    if tokens.dep[noun] == "dobj" and tokens.lemma[tokens.head[noun]] in reporting().lists["light"]:
        return subject(tokens, tokens.head[noun])
    return None


def _names_owner(tokens: Tokens, cue: Cue, preposition: int, p: int) -> bool:
    """ "a claim by the mayor", "a report in the Gazette"; "the claims of the army that …"."""
    word = tokens.lower[preposition]
    if word in ("by", "from", "among"):
        return True
    if word == "of":
        is_of_event = is_told_to_be(tokens, cue.token) is not None and not may_tell(
            tokens, p
        )  # "the version of the fire"
        return not is_of_event and clause_of_noun(tokens, cue) is not None
    return word == "in" and (tokens.entity[p] == "ORG" or tokens.lemma[p] in reporting().lists["sources"])


def _next_preposition(tokens: Tokens, cue: Cue) -> list[int]:
    """ "repeated a rumour among drivers that …": hung on the verb."""
    after = cue.token + 1
    is_hung_above = after < len(tokens) and tokens.dep[after] == "prep" and tokens.head[after] == tokens.head[cue.token]
    return [after] if is_hung_above and _clause_behind(tokens, cue) is not None else []


def _made_of_it(tokens: Tokens, noun: int) -> list[int]:
    """ "Rumours spread by strangers that …": the parser took the rumours for what spreads."""
    verb = tokens.head[noun]
    is_next = verb == noun + 1 and tokens.dep[noun] in SUBJECTS and tokens.dep[verb] in _PASSIVE
    return [verb] if is_next else []


def named_owner(tokens: Tokens, cue: Cue) -> Source | None:
    """ "a Taliban boast that …", "the police version is that …": the name or the body right before the noun."""
    first = last = cue.token - 1
    is_name = last >= 0 and tokens.entity[last] in _SPEAKERS and tokens.pos[last] in _NAMES
    is_body = last >= 0 and tokens.pos[last] == "NOUN" and may_tell(tokens, last)
    if not is_name and (not is_body or nouns().actors.get(tokens.lemma[last]) == "MediaOrganisation"):
        return None
    while is_name and first > 0 and tokens.entity[first - 1] == tokens.entity[last] and tokens.pos[first - 1] in _NAMES:
        first -= 1
    return Source(first=first, last=last, head=last) if of_noun(tokens, cue) else None


def clause_of_noun(tokens: Tokens, cue: Cue) -> int | None:
    """The clause of "claim that …", also past the verb: "put out word at noon that …"."""
    noun = cue.token
    by = [*tokens.kids(noun, ("prep",)), *(a for c in tokens.kids(noun, ("acl",)) for a in tokens.kids(c, ("agent",)))]
    owners = [o for p in by for o in tokens.kids(p, ("pobj",))]  # "a claim by X that …", as parsers hang it
    own = [
        c
        for n in (noun, *tokens.kids(noun, ("acl",)), *owners)
        for c in tokens.kids(n, ("acl", "ccomp", "relcl"))
        if c > n and _introduced(tokens, c, cue) and not _is_anothers(tokens, noun, c)
    ]
    if own:
        return own[0]
    verb = tokens.head[noun]
    if tokens.dep[noun] == "dobj" and tokens.lemma[verb] in reporting().lists["light"]:
        behind = tokens.kids(verb, ("ccomp", "advcl"))
        that = (c for c in behind if c > noun and tokens.lower[tokens.left[c]] == "that")
        if (said := next((c for c in that if _introduced(tokens, c, cue)), None)) is not None:
            return said
    return _clause_behind(tokens, cue) or is_told_to_be(tokens, noun) or _bare_clause(tokens, cue)


def _is_anothers(tokens: Tokens, noun: int, clause: int) -> bool:
    """ "doubts about reports that …": what follows is what the reports tell."""
    last = tokens.left[clause] - 1
    return last > noun and tokens.pos[last] == "NOUN" and tokens.lemma[last] in reporting().nouns


def _introduced(tokens: Tokens, clause: int, cue: Cue) -> bool:
    """ "claim that …", "plan to …"."""
    opener = tokens.lower[tokens.left[clause]]
    if opener == "to":
        return Frame.INFINITIVE in cue.word.takes
    if opener != "that" or Frame.CLAUSE not in cue.word.takes:
        return False
    return tokens.dep[tokens.left[clause]] == "mark" or _is_told_of(tokens, clause)


def _is_told_of(tokens: Tokens, clause: int) -> bool:
    """ "the rumour that she would quit", not "the rumour that she spread": parsers take both for relative clauses."""
    words = reporting()
    lemma, opener = tokens.lemma[clause], tokens.left[clause]
    makes_it = lemma in words.verbs or lemma in words.phrasal or lemma in words.lists["light"] | words.lists["issuing"]
    has_object = any(c > clause for c in tokens.kids(clause, ("dobj", "ccomp", "xcomp")))
    if tokens.dep[opener] == "dobj" and not has_object and lemma not in nouns().motion:
        return False
    return (has_object or not makes_it) and any(c > opener for c in tokens.kids(clause, SUBJECTS))


def _clause_behind(tokens: Tokens, cue: Cue) -> int | None:
    """ "a report in the Post that …", "a claim, made on its site, that …": hung on the verb, or on the last noun."""
    if Frame.CLAUSE not in cue.word.takes or tokens.dep[cue.token] == "compound":
        return None
    that = _that_behind(tokens, cue.token)
    if that is None:
        return None
    clause = tokens.head[that]
    if tokens.left[clause] != that or not _introduced(tokens, clause, cue) or _is_anothers(tokens, cue.token, clause):
        return None
    if not any(c > that for c in tokens.kids(clause, SUBJECTS)):
        return None
    return None if _is_verbs(tokens, cue.token, clause) else clause


def _bare_clause(tokens: Tokens, cue: Cue) -> int | None:
    """ "Kremlin denies reports troops left": a clause without "that" under a verb of saying or judging."""
    noun = cue.token
    above = tokens.head[noun]
    is_object = tokens.dep[noun] == "dobj" and tokens.lemma[above] in reporting().verbs and above < noun
    if not is_object or Frame.CLAUSE not in cue.word.takes:
        return None
    for clause in (*tokens.kids(noun, ("acl", "relcl", "ccomp")), *tokens.kids(above, ("ccomp",))):
        subjects = [c for c in tokens.kids(clause, SUBJECTS) if tokens.left[c] == noun + 1]
        has_object = tokens.child(clause, "dobj", "ccomp") is not None
        if subjects and tokens.left[clause] == noun + 1 and (has_object or tokens.lemma[clause] in nouns().motion):
            return clause
    return None


def _that_behind(tokens: Tokens, noun: int) -> int | None:
    """The next "that", past phrases and participles that tell of a noun, and past no verb."""
    end = tokens.bounds[tokens.sentence[noun]][1]
    aside = -1  # where ", which it could not verify," ends
    for i in range(noun + 1, min(noun + _FAR, end)):
        if i < aside:
            continue
        if tokens.text[i] == "," and tokens.tag[i + 1] in ("WDT", "WP"):
            aside = next((j for j in range(i + 1, end - 1) if tokens.text[j] == ","), end)
            continue
        if tokens.lower[i] == "that" and tokens.tag[i] in ("IN", "WDT"):
            return i if tokens.pos[i - 1] in _ENDS or tokens.text[i - 1] in ',"' else None
        if tokens.text[i] == "," and tokens.lower[i + 1] != "that" and tokens.tag[i + 1] not in ("VBN", "VBG"):
            return None
        is_made = tokens.tag[i] == "VBN" or tokens.lemma[i] in reporting().citing
        if tokens.tag[i] in _FINITE or (tokens.pos[i] in ("VERB", "AUX") and not is_made) or tokens.text[i] in _STOPS:
            return None
        if tokens.pos[i] == "NOUN" and tokens.lemma[i] in reporting().nouns:
            return None
    return None


def _is_verbs(tokens: Tokens, noun: int, clause: int) -> bool:
    """ "told the head of news that …", "said in a report by the bank that …": what the verb says, not the noun."""
    verb = tokens.head[clause]
    word = reporting().verbs.get(tokens.lemma[verb])
    takes_clause = word is not None or tokens.lemma[verb] in reporting().lists["no_saying"]
    is_source = tokens.dep[noun] == "pobj" and tokens.head[tokens.head[noun]] == verb
    if tokens.dep[clause] == "ccomp" and is_source and takes_clause:
        return True  # "know from his statements that …"
    if tokens.dep[clause] != "ccomp" or verb > noun or word is None or not word.takes >= _SAID:
        return False
    return tokens.head[noun] != verb or tokens.dep[noun] != "dobj" or Frame.HEARER in word.takes


def with_hearsay(tokens: Tokens, drafts: Sequence[Draft]) -> list[Draft]:
    """Let who denies "a report in the Post that …" deny all of it, wherever the parser hung the clause."""
    found = list(drafts)
    for told in drafts:
        if told.cue.form != "noun" or not told.ranges or tokens.left[told.ranges[0][0]] < told.cue.token:
            continue
        whole = (_begin(tokens, told.cue.token), told.ranges[0][1])
        for place, draft in enumerate(found):
            if draft.cue.last < whole[0] and tokens.sentence[draft.cue.token] == tokens.sentence[told.cue.token]:
                found[place] = replace(
                    draft, ranges=tuple(_with(tokens, r, whole, told.cue.token) for r in draft.ranges)
                )
    return found


def _with(tokens: Tokens, found: Range, whole: Range, noun: int) -> Range:
    """A range that breaks off within a noun of saying and its clause, or begins there: all of it; so where the parser
    took the verdict for all that is judged: "rejected as nonsense a warning that …"."""
    first, last = found
    if tokens.lower[first - 1] == "as" and first < whole[0] <= last + 1 <= noun:
        return whole
    if noun < first <= whole[1] and last >= whole[1]:
        return whole[0], last
    if first <= noun <= last < whole[1]:
        return first, whole[1]
    return found


def _begin(tokens: Tokens, noun: int) -> int:
    """Where the noun phrase begins, also where the tagger took its noun for a verb."""
    first = min(tokens.left[noun], noun)
    while first > 0 and tokens.pos[first - 1] in ("DET", "ADJ", "PROPN", "NUM") and tokens.pos[first] != "DET":
        first -= 1
    return first
