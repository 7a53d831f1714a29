"""Sources that the parser took apart: names and roles beside each other, right before the verb."""

from __future__ import annotations

from kg.extract.attribution_speakers import Source
from kg.extract.attribution_tokens import SUBJECTS, Tokens
from kg.extract.cues import Cue

_NAMES = frozenset(("PROPN", "NOUN"))


def apposed(tokens: Tokens, cue: Cue) -> Source | None:
    """The source, where a role and a name stand side by side and the parser hung one of them on the object before."""
    subject = next(
        (c for c in reversed(tokens.children[cue.token]) if c < cue.token and tokens.dep[c] in SUBJECTS), None
    )
    if subject is None:
        return _between_commas(tokens, cue)
    return _behind_object(tokens, cue, subject) or _with_role(tokens, subject)


def named(tokens: Tokens, role: int) -> int:
    """The name in "its founder Ann Lee", else the head itself."""
    beside = [c for c in tokens.children[role] if tokens.dep[c] == "appos" and tokens.left[c] == role + 1]
    is_name = len(beside) == 1 and tokens.pos[beside[0]] == "PROPN" and tokens.pos[role] == "NOUN"
    return beside[0] if is_name else role


def _behind_object(tokens: Tokens, cue: Cue, subject: int) -> Source | None:
    """ "The army took Springfield, its leader Ann Lee said": the parser made the object the subject of "said"."""
    clause = next((c for c in tokens.kids(cue.token, ("ccomp",)) if tokens.right[c] == tokens.left[subject] - 1), None)
    if clause is None or tokens.right[clause] != clause:
        return None
    role = next((c for c in tokens.children[subject] if c > subject and tokens.dep[c] == "appos"), None)
    if role is None or tokens.text[tokens.left[role] - 1] != "," or tokens.right[role] >= cue.first:
        return None
    return Source(first=tokens.left[role], last=tokens.right[role], head=named(tokens, role))


def _with_role(tokens: Tokens, subject: int) -> Source | None:
    """ "They took Springfield, the army's rival Alpha said": the parser hung the role on the object."""
    first = tokens.left[subject]
    if first < 2 or tokens.pos[subject] != "PROPN" or tokens.pos[first - 1] not in _NAMES:
        return None
    role = first - 1
    is_apart = tokens.dep[role] == "appos" and tokens.right[role] == role and tokens.text[tokens.left[role] - 1] == ","
    if not is_apart or tokens.head[role] >= tokens.left[role]:
        return None
    return Source(first=tokens.left[role], last=tokens.right[subject], head=subject)


def _between_commas(tokens: Tokens, cue: Cue) -> Source | None:
    """ "They took Springfield, the governor of the region, Ann Lee, said": both hang on the object."""
    last = cue.first - 2
    if last < 3 or tokens.text[last + 1] != "," or tokens.dep[last] != "appos" or tokens.pos[last] != "PROPN":
        return None
    if tokens.dep[tokens.head[last]] not in ("dobj", "pobj"):
        return None
    roles = [c for c in tokens.kids(tokens.head[last], ("appos",)) if c < last and tokens.pos[c] == "NOUN"]
    if not roles or tokens.text[tokens.left[roles[-1]] - 1] != "," or tokens.right[roles[-1]] != tokens.left[last] - 2:
        return None
    return Source(first=tokens.left[roles[-1]], last=last, head=last)
