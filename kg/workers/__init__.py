"""Work on a generation of a store in processes that may hang, die or be killed, and nobody else notices.

A *nursery* (one for each generation) opens the generation once, in memory where it fits, and forks *workers* from
itself: a fork takes about a millisecond and shares the data. A worker does one *task* at a time, without network,
without foreign files, in bounded time and memory. The *pool* gives tasks to workers, kills at the deadline, and tries
again when a worker dies. `Serving` follows the generations that the builder publishes.
"""

from kg.workers.limits import Limits
from kg.workers.serving import Serving
from kg.workers.tasks import Reply, Task, TaskTable

__all__ = ["Limits", "Reply", "Serving", "Task", "TaskTable"]
