"""Dates that a text names, resolved against its day of publication, as newswire means them.

"On Wednesday" is the latest Wednesday up to that day, the day itself included; "March 12" without a year is the latest
one up to a month after it; and both lie ahead where the clause does ("will meet on Friday").
"""

from kg.extract.times.expressions import Ahead, time_expressions
from kg.extract.times.tenses import ahead

__all__ = ["Ahead", "ahead", "time_expressions"]
