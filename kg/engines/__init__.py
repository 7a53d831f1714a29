"""Work on articles in processes that may hang, die or be killed, none of which ends the batch.

An engine maps tasks to results, in order. It knows nothing of articles: what it runs is a function that its processes
make once, from a name and an argument.
"""

from kg.engines.engine import Charge, Engine, Lost
from kg.engines.here import Here
from kg.engines.local import Local

__all__ = ["Charge", "Engine", "Here", "Local", "Lost"]
