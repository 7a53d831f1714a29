"""Which articles are nearly the same text: copies with edits, cut at the end, under a new headline or dateline.

A sketch of each article finds what may be alike; the words of both decide. Whatever order articles come in, the same
set of them has the same relations.
"""

from kg.likeness.relations import Change, Relations, Stored
from kg.likeness.sketches import Likeness, likeness

__all__ = ["Change", "Likeness", "Relations", "Stored", "likeness"]
