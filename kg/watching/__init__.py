"""Folders and feeds that are watched: what is new in them is built, round by round."""

from kg.watching.rounds import Pace, Watch, watch

__all__ = ["Pace", "Watch", "watch"]
