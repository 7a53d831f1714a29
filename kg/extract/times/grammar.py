"""The grammar of news dates: one regular expression, made from `kg/lexicon/times.toml`.

Each kind of date is a named group, which closes last, so that `Match.lastgroup` names the kind. Before it stand, in
groups of their own, the `lead` ("since"), which is no part of the phrase, the `shift` ("two days after"), and the
`part` ("late") or `part_of` ("the end of"), which are; the empty group `begin` is where the phrase begins. Groups
within a kind begin with its name: `month_day_year`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, Final, NamedTuple

from kg import lexicon

_GAP: Final = r"(?: +|[ \t]*\r?\n[ \t]*|\t)"
_THE: Final = rf"(?i:the{_GAP})?"
_OF: Final = rf"(?:(?:of|in){_GAP})?"
_END: Final = r"(?!\w)"
_DASH: Final = r" ?[-–—] ?"
_TO: Final = rf"(?:{_DASH}|{_GAP}(?:to|and|through){_GAP})"
_NOT_IN_NUMBER: Final = r"(?<!\d[.,:])(?<![-–])"
_NO_UNIT: Final = r"(?![\w%:]|[.,]\d| ?(?:am|pm|a\.m|p\.m|percent|per cent)\b)"
_DAY: Final = rf"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?{_NO_UNIT}"
_NO_NUMBER: Final = r"(?![\w%]|[.,:-]\d)"
_YEAR: Final = rf"(?:1\d|20)\d\d{_NO_NUMBER}"
_COUNTED: Final = r"(?:[a-z]{4,}s|people|men|women|children|km|miles)\b"
_NO_CLOCK: Final = rf"(?!{_GAP}(?:[A-Z]{{1,2}}ST|[A-Z]{{1,2}}DT|GMT|UTC|CET|hours|hrs|local)\b)"
_BARE_YEAR: Final = rf"(?:(?:1[5-9]|20)(?!00)\d\d|(?:1[5-9]|20)00(?!{_GAP}{_COUNTED})){_NO_NUMBER}{_NO_CLOCK}"
_NO_NOUN: Final = rf"(?!{_GAP}(?!(?:after|and|as|at|before|but|by|for|in|of|on|or|this|to|when|while|with)\b)[\w$€£])"
_ENDS: Final = r"(?=\s*(?:[,.;:)]|$))"
_PLACED: Final = r"(?(lead)|(?(part)|(?(part_of)|(?!))))"  # a bare month or year needs a word before it


class Vocabulary(NamedTuple):
    """What a word says about dates, so that the grammar is tried only where one may begin.

    A date begins with one of `heads` and holds one of `cores` within its first `REACH` words. Names of months and days
    stand in it as they are written, other words in lower case.
    """

    heads: frozenset[str]
    cores: frozenset[str]


REACH: Final = 7
_BEGINNINGS: Final = ("leads", "vague", "blurring", "gone", "upcoming", "pointing")


@cache
def grammar() -> re.Pattern[str]:
    """The grammar, compiled once. It matches at the beginning of a date or of its lead."""
    words = _words()
    kinds = "|".join(f"(?P<{name}>{pattern})" for name, pattern in (*_dated(words), *_relative(words)))
    lead = rf"(?:(?P<lead>{words['leads']}){_GAP})?"
    part = (
        rf"(?:(?P<part>{words['parts']})(?:-|{_GAP}(?:(?:on|in){_GAP})?{_THE})"
        rf"|{_THE}(?P<part_of>{words['parts_of']}){_GAP}of{_GAP}{_THE})?"
    )
    shift = (
        rf"(?P<shift>(?:(?P<shift_count>{words['count']}){_GAP}|the{_GAP})(?P<shift_unit>{words['long_unit']})s?{_GAP}"
        rf"(?P<shift_way>{words['ways']}){_GAP}|the{_GAP}(?P<shift_eve>eve){_GAP}of{_GAP})?"
    )
    return re.compile(rf"(?<![\w$€£#/-]){lead}(?P<begin>){shift}{part}(?:{kinds})")


@cache
def vocabulary() -> Vocabulary:
    table = lexicon.table("times")
    names = {name for key in ("months", "weekdays", "weekday_abbreviations") for name in table[key]}
    names |= {name.upper() for name in names}
    units = {unit + end for unit in table["units"] for end in ("", "s")}
    ends = {phrase.split()[-1] for key in ("days", "holidays") for phrase in table[key]}
    cores = names | units | {*table["seasons"], *table["words"]["day_times"]} | ends
    lists = ("days", "steps", "numbers", "tens", "ordinals", "parts", "parts_of", "holidays")
    phrases = [phrase for key in lists for phrase in table[key]]
    phrases += [phrase for key in _BEGINNINGS for phrase in table["words"][key]]
    heads = {"the", "these", "half"} | {phrase.split()[0] for phrase in phrases}
    return Vocabulary(frozenset(heads | {head.lower() for head in heads} | cores), frozenset(cores))


def any_of(options: Iterable[Any]) -> str:
    """A pattern for any of the words, in any case."""
    return f"(?i:{_alternatives(map(str, options))})"


def _words() -> dict[str, str]:
    table = lexicon.table("times")
    lists = {name: any_of(values) for name, values in table["words"].items()}
    tables = ("days", "steps", "numbers", "tens", "ordinals", "seasons", "parts", "parts_of")
    lists |= {name: any_of(table[name]) for name in tables}
    months = list(table["months"])
    short = [name for name in months if any(other != name and other.startswith(name) for other in months)]
    whole = [name for name in months if name not in short]
    weekday = rf"(?:{_named(table['weekdays'])}|{_named(table['weekday_abbreviations'])}\.?)"
    return lists | {
        "month": rf"(?:{_named(whole)}|{_named(short)}\.?)",
        "whole_month": _named(whole),
        "known_month": _named(name for name in whole if name not in table["words"]["surnames"]),
        "weekday": _named(table["weekdays"]),
        "holiday": _alternatives(table["holidays"]),
        "long_unit": any_of(unit for unit in table["units"] if unit not in ("minute", "hour")),
        "ways": any_of(table["ways"]),
        "on_weekday": rf"(?:{weekday}(?: ?,{_GAP}| +)(?:the{_GAP})?)?",  # not "Friday\nMarch 12": headline and dateline
        "count": rf"(?:(?:\d{{1,4}}|(?:{lists['tens']}-)?{lists['numbers']}|{lists['tens']})(?![\w.,-]))",
        "unit": any_of(table["units"]),
        "no_date_after": "".join(rf"(?<!{word} )" for word in table["words"]["before_weekday"]),
        "after_month": "|".join(rf"(?<=\b{name} {word} )" for name in whole for word in ("and", "or")),
        "no_possessive": "".join(rf"(?<!\b{word} )" for word in table["words"]["possessives"]) + r"(?<!['’]s )",
        "after_determiner": _after(table["words"]["determiners"]),
    }


def _dated(words: dict[str, str]) -> Iterable[tuple[str, str]]:
    """Dates that name a day, month or year. Of two kinds that begin alike the longer comes first."""
    month, whole, step, season = words["month"], words["whole_month"], words["steps"], words["seasons"]
    comma = rf"(?: ?,)?{_GAP}"
    return (
        ("iso", rf"{_NOT_IN_NUMBER}(?P<iso_date>\d{{4}}-\d\d-\d\d)(?:T[\d:.]+(?:Z|[+-][\d:]+)?)?(?![\w-])"),
        ("dotted", rf"{_NOT_IN_NUMBER}(?P<dotted_date>\d\d?\.\d\d?\.\d{{4}})(?!\w|\.\d)"),
        (
            "slashed",
            rf"{_NOT_IN_NUMBER}(?P<slashed_date>\d{{4}}/\d\d?/\d\d?|\d\d?/\d\d?/\d{{4}}|\d\d?-\d\d?-\d{{4}})(?![\w/-])",
        ),
        (
            "day_month",
            rf"{words['on_weekday']}{_THE}{_NOT_IN_NUMBER}(?P<day_month_day>{_DAY})(?:{_TO}(?P<day_month_last>{_DAY}))?"
            rf"{_GAP}{_OF}(?P<day_month_month>{month}){_END}(?:{comma}{_OF}{_which_year('day_month', step)})?",
        ),
        (
            "month_day",
            rf"{words['on_weekday']}(?P<month_day_month>{month}){_GAP}{_THE}(?P<month_day_day>{_DAY})"
            rf"(?:{_TO}(?P<month_day_last>{_DAY}){_NO_NOUN})?(?:{comma}{_OF}{_which_year('month_day', step)})?",
        ),
        ("month_year", rf"(?P<month_year_month>{month}){_END}{comma}{_OF}{_which_year('month_year', step)}"),
        (
            "month",
            rf"(?:(?P<month_step>{step}){_GAP}(?P<month_stepped>{whole})|{_PLACED}(?P<month_name>{whole})"
            rf"|(?:{words['after_determiner']}(?P<month_of>{words['known_month']})"
            rf"|{_after(('a', 'an'))}(?P<month_of_a>{whole}))(?={_GAP}[a-z]{{3}})"
            rf"|(?P<month_own>{words['known_month']})(?=['’]s{_GAP}[a-z]{{3}})"
            rf"|(?:{words['after_month']})(?P<month_second>{whole})){_END}",
        ),
        (
            "years",
            rf"(?:{_PLACED}|{words['after_determiner']})(?P<years_first>(?:19|20)\d\d){_DASH}(?P<years_last>(?:19|20)?\d\d)(?![\w-])",
        ),
        (
            "quarter",
            rf"(?:{_THE}(?P<quarter_ordinal>{words['ordinals']})(?:-|{_GAP})(?i:quarter)|Q(?P<quarter_number>[1-4])){_END}"
            rf"(?:{_GAP}{_OF}{_which_year('quarter', step)})?",
        ),
        (
            "half",
            rf"{_THE}(?P<half_ordinal>{words['ordinals']}){_GAP}half{_GAP}of{_GAP}"
            rf"(?:{_which_year('half', step)}|the{_GAP}year{_END})",
        ),
        (
            "season",
            rf"{_THE}(?:(?P<season_step>{step}){_GAP}(?P<season_stepped>{season}){_END}"
            rf"|(?P<season_dated>{season}){_GAP}{_OF}(?:(?P<season_year>{_YEAR})"
            rf"|(?P<season_year_step>{step}){_GAP}year{_END})"
            rf"|(?:{_PLACED}(?<!\b[Tt]o )|{_after(('over the',))})(?P<season_name>{season}){_END}(?!{_GAP}of\b))",
        ),
        (
            "decade",
            rf"{_THE}(?P<decade_year>(?:1[5-9]|20)\d0)'?s{_END}|(?:the{_GAP}'?|'|{_after(('and',))})(?P<decade_short>[2-9]0)'?s{_END}",
        ),
        (
            "holiday",
            rf"(?P<holiday_name>{words['holiday']}){_END}(?:{comma}{_OF}{_which_year('holiday', step)})?",
        ),
        (
            "year",
            rf"{_PLACED}(?(part)|{_NOT_IN_NUMBER})(?P<year_number>{_BARE_YEAR})"
            rf"|(?<=\()(?P<year_bracketed>{_BARE_YEAR})(?=\))"
            rf"|(?<=\d\d\d\d and )(?P<year_second>{_BARE_YEAR})"
            rf"|(?:{words['after_determiner']}|(?<=['’]s ))(?P<year_noun>(?:19|20)(?!00)\d\d)(?={_GAP}[a-zA-Z])",
        ),
    )


def _relative(words: dict[str, str]) -> Iterable[tuple[str, str]]:
    """Dates that count from the day of publication. Of two kinds that begin alike the longer comes first."""
    step, count, unit = words["steps"], words["count"], words["unit"]
    day_time = rf"(?:{_GAP}{words['day_times']}{_END})?"
    following = rf"(?:{words['following']}|(?i:next)(?={_GAP}(?:day|{words['day_times']})\b))"
    whole = rf"(?!-|{_GAP}(?:of|and{_GAP}a{_GAP}half)\b)"
    half = rf"{_GAP}and{_GAP}a{_GAP}half"
    return (
        (
            "ago",
            rf"(?:(?P<ago_blur>{words['blurring']}){_GAP})?(?:(?:(?P<ago_half>half{_GAP}an?)"
            rf"|(?P<ago_count>{count})(?P<ago_more>{half})?|(?P<ago_vague>{words['vague']})){_GAP})?"
            rf"(?P<ago_unit>{unit})(?P<ago_plural>s)?(?P<ago_rest>{half})?"
            rf"{_GAP}(?:ago|back{_ENDS}|(?P<ago_ahead>from{_GAP}(?:now|today))){_END}",
        ),
        (
            "hence",
            rf"{_after(('in',))}(?:(?P<hence_blur>{words['blurring']}){_GAP})?(?P<hence_count>{count}){_GAP}"
            rf"(?P<hence_unit>{words['long_unit']})s?(?:'s?{_GAP}time)?{_END}{whole}",
        ),
        (
            "anchored",
            rf"(?:(?P<anchored_count>{count}){_GAP}(?P<anchored_units>{words['long_unit']})s?{_GAP}"
            rf"(?:(?P<anchored_later>later)|earlier){_END}"
            rf"|(?:(?P<anchored_same>{words['same']})(?!{_GAP}\w+{_GAP}(?:has|had|is|was|will)\b)"
            rf"|the{_GAP}(?:(?P<anchored_next>{following})|{words['preceding']}))"
            rf"{_GAP}(?P<anchored_unit>{words['long_unit']}|{words['day_times']}){_END}{whole}"
            rf"|the{_GAP}(?P<anchored_day>day|night|week|month|year){_GAP}(?:(?P<anchored_after>after)|before){_END}{_ENDS})",
        ),
        (
            "stretch",
            rf"(?:(?:the|these){_GAP}|(?!last))"  # without an article "last" is a verb: "talks to last 45 minutes"
            rf"(?:(?P<stretch_gone>{words['gone']})|(?P<stretch_next>{words['upcoming']})){_GAP}"
            rf"(?:(?:(?P<stretch_count>{count})|{words['vague']}){_GAP})?(?P<stretch_unit>{unit})s{_END}",
        ),
        (
            "running",
            rf"(?:(?:the|this){_GAP}past"
            rf"|{_after(('in', 'over', 'during', 'within'))}the{_GAP}(?:last|(?P<running_next>next|coming)))"
            rf"{_GAP}(?!quarter|weekend)(?P<running_unit>{unit}){_END}{whole}",
        ),
        (
            "step",
            rf"{words['no_possessive']}{_THE}(?P<step_step>{step}){_GAP}(?!minute|hour|day|[A-Z][a-z])"  # a show
            rf"(?P<step_unit>{unit}){_END}{whole}",
        ),
        (
            "unit",
            rf"(?:(?(part)(?!minute|hour)|(?(part_of)(?!minute|hour|day)|(?!)))(?P<unit_unit>{unit}){_END}"
            rf"|{_after(('over', 'at', 'during', 'on'))}the{_GAP}(?P<unit_weekend>weekend){_END})",
        ),
        (
            "weekday",
            rf"(?:(?:this{_GAP})?(?P<weekday_step>{step}){_GAP})?{words['no_date_after']}"
            rf"(?P<weekday_name>{words['weekday']}){_END}(?!{_GAP}{words['after_weekday']}{_END}){day_time}"
            rf"(?:{_GAP}{_OF}(?P<weekday_week>{step}){_GAP}week{_END})?",
        ),
        ("relative", rf"(?P<relative_day>{words['days']}){_END}{day_time}"),
    )


def _which_year(kind: str, step: str) -> str:
    """A year in figures, or "last year"."""
    return rf"(?:(?P<{kind}_year>{_YEAR})|(?P<{kind}_step>{step}){_GAP}year{_END})"


def _after(words: Sequence[str]) -> str:
    """The place right after one of the words."""
    places = "|".join(rf"(?<=\b{word} )" for word in (*words, *map(str.capitalize, words)))
    return f"(?:{places})"


def _named(options: Iterable[str]) -> str:
    """Any of the names, capitalised or in capitals: "may" and "march" are verbs."""
    names = list(options)
    return f"(?:{_alternatives({*names, *map(str.upper, names)})})"


def _alternatives(options: Iterable[str]) -> str:
    """The longest first, since the first that fits is taken."""
    ordered = sorted(options, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", _GAP) for word in ordered)
