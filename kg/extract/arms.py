"""Who is under arms: the forces that a noun phrase stands for where its shape alone must tell that there is a war."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.extract import clauses
from kg.extract.claimants import claimant, is_regime, is_unknown, may_be_armed, own_garrison
from kg.extract.constructions import constructions
from kg.extract.forces import force_of, owned_class
from kg.extract.owners import owner_of
from kg.extract.parties import party
from kg.extract.reference import OURS, PRONOUNS
from kg.extract.roster import FORCES
from kg.extract.situations import Found, Scene, enlist
from kg.ontology import CONTROL_TYPES

if TYPE_CHECKING:
    from kg.syntax import Token


def under_arms(scene: Scene, token: Token | None, *, sender: Token | None = None) -> int | None:
    """The force that a noun phrase stands for; "tanks" that somebody sends are theirs."""
    if token is None:
        return None
    own = clauses.child(token, "poss")
    its = sender is not None and own is not None and own.lower_ in ("its", "their")  # "sent its men into X"
    key = party(scene.cast, token) if not its else None
    if key is not None:
        enlist(scene, token, key)
        if scene.cast.type(key) in FORCES or is_regime(scene.cast, key) or _is_we(scene, token, key):
            return _senders(scene, own_garrison(scene.cast, token, key), sender)
    found = claimant(scene.cast, token) if scene.at_war and not its else None
    if found is not None and scene.cast.type(found) in FORCES:
        return _senders(scene, found, sender)
    if token.lemma_.lower() in constructions().men:
        return _men(scene, token)
    if token.lower_ in PRONOUNS or sender is None or owned_class(token) not in FORCES:
        return None
    sending = party(scene.cast, sender)
    return _forces_of(scene, sending) if sending is not None else None


def _is_we(scene: Scene, token: Token, key: int) -> bool:
    """ "we stepped back from X", said for a body that may be a group under arms."""
    return token.lower_ in OURS and may_be_armed(scene.cast, key)


def _senders(scene: Scene, key: int, sender: Token | None) -> int:
    """The "brigade" that somebody sends is one of theirs."""
    draft = scene.cast.draft(key)
    sending = party(scene.cast, sender) if sender is not None and not draft.named and draft.state is None else None
    theirs = _forces_of(scene, sending) if sending is not None else None
    return theirs if theirs is not None else key


def _forces_of(scene: Scene, key: int) -> int | None:
    kind, state = scene.cast.type(key), scene.cast.draft(key).state
    if kind == "State":
        return force_of(scene.cast.roster, key)
    if kind == "GovernmentBody" and state is not None:
        return force_of(scene.cast.roster, state)
    return key if kind in FORCES else None


def _men(scene: Scene, token: Token) -> int | None:
    """ "Ukrainian squads", "our lads": in a war the forces of those whose they are."""
    if any(c.dep_ == "poss" and c.lower_ == "our" for c in token.children):
        return speaking(scene, token)
    owner = owner_of(scene.cast.roster, token)
    if owner is None:
        return None
    if owner.state is not None:
        return force_of(scene.cast.roster, owner.state)
    return owner.entity if owner.entity is not None and scene.cast.type(owner.entity) in FORCES else None


def speaking(scene: Scene, token: Token) -> int | None:
    """The force whose side speaks where a token stands."""
    side = scene.cast.side(token)
    return side if side is not None and scene.cast.type(side) in FORCES else None


def speaking_side(scene: Scene, token: Token) -> int | None:
    """Who freed what "has been liberated", or lost what "was lost": the side of whoever says so, if it is at war."""
    side = scene.cast.side(token)
    if side is None:
        return None
    return (
        side
        if scene.cast.type(side) in (*FORCES, "State") or (scene.at_war and may_be_armed(scene.cast, side))
        else None
    )


def _may_arm(scene: Scene, key: int) -> bool:
    return scene.cast.type(key) == "Organisation" or (scene.at_war and may_be_armed(scene.cast, key))


def arm(scene: Scene, told: Sequence[Found]) -> None:
    """Of whom no more is known than that they take or hold a place among troops, or leave it, bear arms."""
    for one in told:
        for key in (one.agent, one.patient) if one.type in CONTROL_TYPES and one.place is not None else ():
            if key is not None and _may_arm(scene, key):
                draft = scene.cast.draft(key)
                if is_unknown(scene.cast, key):
                    draft.type = "ArmedGroup"
