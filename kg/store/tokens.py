"""SPARQL text as tokens: joined again, they are the text. In time that grows with its length alone.

Source: SPARQL 1.1 Query Language, W3C Recommendation 21 March 2013, section 19.8. A string that is not closed is a
token too, else each of its characters would be tried as the beginning of one.
"""

from __future__ import annotations

import re
from typing import Final

_TOKEN: Final = re.compile(
    r'"""(?:[^\\"]|\\.|"(?!""))*(?:""")?'
    r"|'''(?:[^\\']|\\.|'(?!''))*(?:''')?"
    r'|"(?:[^"\\\n\r]|\\.)*"?'
    r"|'(?:[^'\\\n\r]|\\.)*'?"
    r'|<[^<>"{}|^`\\\x00-\x20]*>'
    r"|#[^\n\r]*"
    r"|[?$]\w+"  # a variable has no full stop in it, so that "?x.SERVICE" is two tokens
    r"|@[\w-]+"
    r"|[\w:.](?:[\w:.%\-]|\\\S)*"  # a name, a word or a number, with the full stops in it and after it
    r"|-\d"  # a sign is no operator
    r"|\s+"
    r"|.",
    re.DOTALL,
)


def tokens(sparql: str) -> list[str]:
    """Strings, IRIs, comments, variables, names, words, white space and single signs."""
    return _TOKEN.findall(sparql)
