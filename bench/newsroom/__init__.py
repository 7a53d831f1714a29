"""Made-up news at length: a world with places, people and outlets, stories that several outlets tell, and their words.

Everything is a function of a seed and a number, so that any article can be made without those before it.
"""

from newsroom.articles import Written, written
from newsroom.layouts import FORMATS, save

__all__ = ["FORMATS", "Written", "save", "written"]
