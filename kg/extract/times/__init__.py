"""Dates that a text names, resolved against its day of publication, as newswire means them.

"On Wednesday" is the latest Wednesday up to that day, the day itself included; "March 12" without a year is the latest
one up to a month after it; and both lie ahead where the sentence does ("will meet on Friday").
"""

from kg.extract.times.expressions import Ahead, nearest, time_expressions

__all__ = ["Ahead", "nearest", "time_expressions"]
