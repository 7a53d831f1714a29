"""A nursery as a program; `kg.workers.forking` starts it."""

from kg.workers.nursery import main

main()
