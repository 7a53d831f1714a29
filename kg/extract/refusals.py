"""What keeps a reporting verb from asserting: negations, refusals, chances that nobody had, infinitives."""

from __future__ import annotations

from kg.extract.attribution_constructions import phrasal
from kg.extract.attribution_tokens import Tokens
from kg.extract.reporting import Reporting, Word

NEGATIONS = frozenset(("no", "never", "neither", "nobody", "none"))


def wants_no_name(tokens: Tokens, words: Reporting, i: int) -> bool:
    """ "asked not to be named", "asked that he not be identified"."""
    wish = tokens.child(i, "xcomp", "ccomp")
    return (
        wish is not None
        and tokens.lemma[wish] in words.lists["anonymity"]
        and tokens.child(wish, "auxpass") is not None
        and tokens.child(wish, "neg") is not None
    )


def says_nothing(tokens: Tokens, words: Reporting, i: int) -> bool:
    """ "declined to comment", "did not respond to a request for comment"."""
    if tokens.lemma[i] in words.lists["negators"] and (said := tokens.child(i, "xcomp")) is not None:
        return tokens.lemma[said] in words.lists["silence"]
    if tokens.child(i, "neg") is None and tokens.dep[i] != "xcomp":
        return False
    if tokens.child(i, "neg") is not None and tokens.lemma[i] in words.lists["silence"]:
        return True  # "did not comment on the fire"
    about = [c for p in tokens.kids(i, ("prep",)) for c in tokens.kids(p, ("pobj",))]
    return any(tokens.lemma[c] in words.lists["questions"] for c in about)


def refused(tokens: Tokens, words: Reporting, i: int) -> Word | None:
    """The verb of saying under "declined" or "refused", when that is a cue of its own."""
    lemma, said = tokens.lemma[i], tokens.child(i, "xcomp")
    if said is None or lemma not in words.lists["negators"] or lemma not in words.verbs:
        return None
    return phrasal(tokens, words, said)[0] or words.verbs.get(tokens.lemma[said])


def unreal(tokens: Tokens, words: Reporting, i: int) -> bool:
    """An imperative, an infinitive that does not say that it came to speaking ("struggled to explain"), or an adjective
    that the parser took for a verb ("published purported footage")."""
    if tokens.dep[i] in ("xcomp", "ccomp") and tokens.tag[i] in ("VBN", "VBD") and tokens.head[i] == i - 1:
        return True
    if tokens.tag[i] == "VBN" and tokens.dep[i] == "advcl" and _is_occasion(tokens, i):
        return True
    if tokens.tag[i] != "VB" or (auxiliary := tokens.child(i, "aux")) is None:
        return tokens.tag[i] == "VB" and tokens.child(i, "nsubj") is None and tokens.dep[i] in ("ROOT", "ccomp", "conj")
    if tokens.lower[auxiliary] != "to":
        return False
    governor = tokens.head[i]
    return not (
        tokens.dep[i] == "advcl"
        or thwarted(tokens, words, i)
        or tokens.lemma[governor] in words.lists["factual"]
        or _unable(tokens, governor)
    )


def negated(tokens: Tokens, words: Reporting, i: int) -> bool:
    if any(tokens.dep[c] == "neg" or tokens.lower[c] in NEGATIONS for c in tokens.children[i] if c < i):
        return True
    if has_no_subject(tokens, i):
        return True
    if thwarted(tokens, words, i):
        return True
    governor = tokens.head[i]
    return tokens.dep[i] == "xcomp" and (tokens.lemma[governor] in words.lists["negators"] or _unable(tokens, governor))


def has_no_subject(tokens: Tokens, i: int) -> bool:
    """ "nobody", "no official", "neither claim"."""
    subject = tokens.child(i, "nsubj", "nsubjpass")
    return subject is not None and tokens.lower[tokens.left[subject]] in NEGATIONS


def thwarted(tokens: Tokens, words: Reporting, i: int) -> bool:
    """ "It was not possible to verify", "it was impossible to verify", "he could not be reached to confirm"."""
    governor = tokens.head[i]
    if tokens.tag[i] != "VB" or governor == i or tokens.dep[i] not in ("xcomp", "advcl", "ccomp"):
        return False
    chances = [governor, tokens.head[governor], *tokens.kids(governor, ("acomp",))]
    lemmas = {tokens.lemma[c] for c in chances}
    negated = any(tokens.child(c, "neg") is not None for c in chances[:2])
    return bool(lemmas & words.lists["chances"]) if negated else bool(lemmas & words.lists["no_chance"])


def _yet(tokens: Tokens, governor: int) -> bool:
    """ "has yet to confirm"."""
    return tokens.lemma[governor] == "have" and any(tokens.lower[c] == "yet" for c in tokens.children[governor])


def _unable(tokens: Tokens, governor: int) -> bool:
    """ "was not able to verify", "has yet to verify"."""
    if _yet(tokens, governor):
        return True
    return tokens.lower[governor] == "able" and tokens.child(tokens.head[governor], "neg") is not None


def _is_occasion(tokens: Tokens, i: int) -> bool:
    """ "conceded, when pressed, that …": what makes somebody speak, between commas and with nothing said."""
    is_between = tokens.text[i + 1 : i + 2] == [","] and tokens.text[i - 2] == ","
    return i > 1 and is_between and tokens.lower[i - 1] in ("when", "if", "once", "as")
