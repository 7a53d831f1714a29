"""Who does what a verb says, looked for upwards where the parser gave it no subject of its own."""

from __future__ import annotations

from kg.extract.attribution_resumption import resumes
from kg.extract.attribution_tokens import SUBJECTS, Tokens
from kg.extract.reporting import reporting


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


def agent(tokens: Tokens, verb: int) -> int | None:
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


def _cited(tokens: Tokens, preposition: int) -> int | None:
    """ "quoted a diplomat as saying": the diplomat; "was quoted as saying": the subject, as everywhere."""
    if tokens.lower[preposition] != "as" or tokens.lemma[tokens.head[preposition]] not in reporting().citing:
        return None
    return tokens.child(tokens.head[preposition], "dobj")


def _controlled(tokens: Tokens, verb: int, governor: int) -> int | None:
    """ "urged him to explain": he is the one who is to explain."""
    if tokens.dep[verb] == "pcomp" and tokens.lemma[tokens.head[governor]] in reporting().lists["charging"]:
        return tokens.child(tokens.head[governor], "dobj")  # "accused him of having said …"
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
