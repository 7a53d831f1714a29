"""Texts that are hard to read, to tokenise, to parse or to keep, each made as long as wanted."""

from __future__ import annotations

import base64
import hashlib
import random
from collections.abc import Callable, Iterator
from typing import Final

Make = Callable[[int], bytes]
"""About so many characters → the content of a file."""

PROSE: Final = "Northern troops entered the town of Oldbridge on Tuesday, the northern defence ministry said. "
TAIL: Final = f"\n\n{PROSE}The mayor denied it.\n"
_ZALGO: Final = "".join(map(chr, range(0x300, 0x350)))
_NAMES: Final = ("Ann", "Bob", "Cid", "Dee", "Eve", "Fay", "Gus", "Hal", "Ida", "Jon")


def texts() -> Iterator[tuple[str, Make]]:
    for family in (runs, scripts, invisible, blobs, layout, sentences, casts, injections):
        for name, unit in family():
            yield name, _prose(unit)


def _prose(unit: str | Callable[[int], str]) -> Make:
    """The unit over and over, and an ordinary report after it."""

    def make(size: int) -> bytes:
        words = unit(size) if callable(unit) else unit * (size // len(unit) + 1)
        return (words[:size] + TAIL).encode("utf-8", "surrogatepass")

    return make


Family = Iterator[tuple[str, str | Callable[[int], str]]]


def runs() -> Family:
    """Without a space, or nearly: tokenizers are quadratic in these."""
    yield "opening parentheses", "("
    yield "closing parentheses", ")"
    yield "nested parentheses", lambda size: "(" * (size // 2) + ")" * (size // 2)
    yield "brackets of all kinds", "([{<"
    yield "emoji", "😀"
    yield "emoji families", "👨‍👩‍👧‍👦"
    yield "emoji with skin", "👍🏽"
    yield "flags", "🇺🇦🇷🇺"
    yield "schemes", "http://"
    yield "one long address", lambda size: "https://a.example/" + "x/" * (size // 2)
    yield "one long query", lambda size: "https://a.example/?" + "a=b&" * (size // 4)
    yield "e-mail addresses", "a@b.example "
    yield "e-mail addresses in one", "a@b."
    yield "hyphens", "-"
    yield "hyphenated", "over-"
    yield "dashes", "—"
    yield "underscores", "_"
    yield "full stops", "."
    yield "abbreviations", "U.S."
    yield "spaced full stops", ". "
    yield "ellipses", "… "
    yield "apostrophes", "'"
    yield "contractions", "'s'll'd've"
    yield "commas", ", "
    yield "semicolons", ";"
    yield "slashes", "a/b/"
    yield "currency", "$€£"
    yield "percent signs", "%zz"
    yield "ampersands", "&amp;"
    yield "letters", "a"
    yield "capitals", "A"
    yield "one number", "7"
    yield "thousands", "1,000,"
    yield "times", "12:30:"
    yield "dates", "2031-05-06/"
    yield "opening quotation marks", "“"
    yield "closing quotation marks", "”"
    yield "straight quotation marks", '"'
    yield "quotation marks in quotation marks", "“‘"
    yield "backticks", "``''"


def scripts() -> Family:
    yield "Chinese without a space", "北方军队周二进入旧桥镇"
    yield "Chinese sentences", "北方军队进入旧桥镇。国防部说。"
    yield "Japanese", "北の軍隊が町に入った。"
    yield "Thai", "กองทหารฝ่ายเหนือเข้าเมือง"
    yield "Arabic", "دخلت القوات الشمالية البلدة يوم الثلاثاء. "
    yield "Hebrew and English", "הכוחות entered העיירה on Tuesday. "
    yield "Cyrillic", "Северные войска вошли в город, заявил министр. "
    yield "Devanagari", "उत्तरी सैनिक शहर में घुसे। "
    yield "mathematical letters", "𝐍𝐨𝐫𝐭𝐡𝐞𝐫𝐧 𝐭𝐫𝐨𝐨𝐩𝐬 𝐞𝐧𝐭𝐞𝐫𝐞𝐝 𝐆𝐨𝐦𝐚. "
    yield "wide letters", "Ｎｏｒｔｈｅｒｎ ｔｒｏｏｐｓ ｅｎｔｅｒｅｄ Ｇｏｍａ. "
    yield "ligatures", "oﬃcials ﬁnally ﬂed Goma, oﬃcials said. "
    yield "look-alike letters", "Nоrthеrn trооps еntеrеd Gоmа, Rеutеrs rероrtеd. "
    yield "letters that grow when folded", "İSTANBUL ẞ ŉ ΐ ﬃ said ΣΑΣ. "
    yield "private use", "\ue000\uf8ff\U000f0000 "
    yield "unassigned", "\u0378\U000e0fff "
    yield "no characters", "\ufffe\uffff\U0001ffff "
    yield "replacement characters", "\ufffd"


def invisible() -> Family:
    yield "zalgo", lambda size: "".join(c + _ZALGO[:30] for c in PROSE * (size // (31 * len(PROSE)) + 1))
    yield "one letter with all accents", lambda size: "e" + _ZALGO * (size // len(_ZALGO))
    yield "zero width", lambda size: "\u200b".join(PROSE * (size // (2 * len(PROSE)) + 1))
    yield "joiners", lambda size: "\u200d".join(PROSE * (size // (2 * len(PROSE)) + 1))
    yield "soft hyphens", lambda size: "\u00ad".join(PROSE * (size // (2 * len(PROSE)) + 1))
    yield "bidi overrides", "\u202eNorthern\u202c troops \u2066entered\u2069 Goma. "
    yield "bidi never ended", "\u202e\u2067\u202b"
    yield "tag characters", "\U000e0041\U000e0042 "
    yield "variation selectors", "a\ufe0f\ufe0e "
    yield "byte order marks", "\ufeff"
    yield "spaces", " "
    yield "no-break spaces", "\u00a0"
    yield "odd spaces", "\u2003\u1680\u205f\u3000\u180e"
    yield "tabs", "word\t"
    yield "control characters", PROSE * 2 + "\x01\x1b[31m\x7f"
    yield "C1 controls", PROSE + "\x85\x9b\x80"
    yield "form feeds", "The town fell.\f\v\x1c\x1d\x1e"
    yield "line separators", "The town fell.\u2028\u2029"


def blobs() -> Family:
    yield "base64", lambda size: base64.b64encode(_noise(size)).decode()
    yield "base64 in lines", lambda size: base64.encodebytes(_noise(size)).decode()
    yield "hexadecimal", lambda size: _noise(size // 2 + 1).hex()
    yield "a key", lambda size: "-----BEGIN X-----\n" + base64.encodebytes(_noise(size)).decode() + "-----END X-----"
    yield "minified script", '!function(t,e){"use strict";for(var n=0;n<t.length;n++)e[n]=t[n]>>>7^e(t)}(window,[]);'
    yield (
        "style sheet",
        ".a>.b:not(.c)::before{content:'\\201c';margin:0 -1px;background:url(data:image/png;base64,iVB)}",
    )
    yield "JSON", '{"@type":"NewsArticle","a":[1,2,{"b":null}],"said":"The town fell."},'
    yield "XML", "<a:b xmlns:a='u'><![CDATA[ said ]]></a:b>"
    yield "markup as text", "<p class='x'>The town <b>fell</b>, he said.</p>"
    yield "a log", "2031-05-06T12:00:00.000Z ERROR [main] a.b.C: java.lang.Error at a.b.C.d(C.java:1)\n"
    yield "columns of numbers", "1,2.5,-3e10,0x1F,NaN;"
    yield "Morse", ".- -... -.-. "
    yield "drawn lines", "═══╬═══\n"
    yield "noise of all characters", _random_text


def layout() -> Family:
    yield "a title of many characters", lambda size: "Town falls " * (size // 11) + "\n\n" + PROSE
    yield "a word a line", "town\n"
    yield "a letter a line", "a\n"
    yield "a letter a paragraph", "a\n\n"
    yield "blank lines", "\n"
    yield "carriage returns", "The town fell.\r"
    yield "all line ends", "The town fell.\r\n\r\n\n\r"
    yield "items", "- The town fell\n"
    yield "numbers and items", "1. a) (i) • The town fell\n"
    yield "wrapped lines", "The army said on Monday that its troops had entered the old town and\n"
    yield "datelines", "KYIV, May 3 (Reuters) - "
    yield "dateline paragraphs", "GOMA (Reuters) - The town fell.\n\n"
    yield "markdown", "> **The town** _fell_, [he said](https://a.example/b). `x` | y |\n"
    yield "long lines of indentation", " " * 150 + "The town fell.\n"


def sentences() -> Family:
    """English that nests or goes on."""
    yield "the same word", "said "
    yield "verbs of saying", "said told reported claimed denied "
    yield "according to", "according to "
    yield "said that", "The army said that "
    yield "who said that", "Ann said that Bob denied that Cid claimed that "
    yield "relative clauses", "the army that the town which the rebels who "
    yield "conjunctions", "the army and the rebels or the police and "
    yield "conditions", "if the town fell unless the rebels left because "
    yield "prepositions", "in the town of the region of the north of "
    yield "genitives", "the army's town's mayor's brother's "
    yield "negations", "not never no neither nor nobody denied not "
    yield "adjectives", "very old new large small northern "
    yield "one sentence", "troops entered towns while rebels left villages and "
    yield "all capitals", PROSE.upper()
    yield "no capitals", PROSE.lower().replace(".", "")
    yield "all titles", PROSE.title()
    yield "quotations that run on", "“The town fell.\n\n"
    yield "quotations and verbs", "“No,” said Ann. “Yes,” said Bob. "
    yield "quotations in quotations", "“He said: ‘She said: “The town fell.”’” "
    yield "a colon after each", "Ann: Bob: Cid: "
    yield "parentheses", "Ann (Bob (Cid (Dee) said) said) said "
    yield "pronouns", "He said she said they said it said he took it. "
    yield "captures", "Rebels captured Goma. "
    yield "the days of the week", "on Monday last Tuesday on May 3 in 2031 two days ago "


def casts() -> Family:
    """Very many names."""
    yield "unknown names", lambda size: _numbered(size, "Mr {0} said the town fell to {1}. ")
    yield "one surname", lambda size: _numbered(size, "{0} Oak said that {1} Oak had left. ")
    yield "one first name", lambda size: _numbered(size, "Ann {0} met Ann {1}. ")
    yield "one name of many words", lambda size: _numbered(size, "{0} {1} ")
    yield "organisations", lambda size: _numbered(size, "The {0} Front attacked the {1} Army. ")
    yield "acronyms", lambda size: _numbered(size, "The {0} Liberation Army ({1}LA) took Goma. ")
    yield "places", "Goma, Aleppo, Sudzha, Kyiv, Khartoum, Shusha, "
    yield "unknown places", lambda size: _numbered(size, "Rebels captured {0} near {1} on Monday. ")
    yield "outlets", "Reuters TASS Reuters citing TASS citing "
    yield "nationalities", "Russian Ukrainian American Turkish Syrian "
    yield "the first sources", lambda size: _numbered(size, "A senior {0} official told {1}. ")


def injections() -> Family:
    """What means something elsewhere."""
    yield "SPARQL", '"} ; DROP ALL ; INSERT DATA { <urn:a> <urn:b> "c" } # said Ann. '
    yield "Turtle", '""" . <urn:a> <urn:b> <urn:c> ; a "x"^^<y> @prefix \\" \\n said Ann. '
    yield "backslashes", "\\"
    yield "escapes", "\\u0041\\ud800\\U00110000\\x00\\n said Ann. "
    yield "scripts", "<script>alert(1)</script><img src=x onerror=alert(1)> said Ann. "
    yield "formulas", '=HYPERLINK("http://a.example","x") said Ann. '
    yield "paths", "../../etc/passwd\x7f file:///etc/passwd said Ann. "
    yield "shell", "$(reboot) `reboot` | reboot ; reboot && said Ann. "
    yield "format strings", "%s%n {0} {} ${a} {{a}} {% a %} said Ann. "
    yield "regular expressions", "(a+)+$ .* [^]] said Ann. "
    yield "control of a terminal", "\x1b[2J\x1b]0;x\x07 " + PROSE * 8


def _numbered(size: int, words: str) -> str:
    found: list[str] = []
    length = number = 0
    while length < size:
        found.append(words.format(_named(number), _named(number + 7)))
        length += len(found[-1])
        number += 1
    return "".join(found)


def _named(number: int) -> str:
    first, second, third = number % 10, number // 10 % 10, number // 100
    return _NAMES[first] + _NAMES[second].lower() + (_NAMES[third % 10].lower() if third else "")


def _noise(size: int) -> bytes:
    """The same every time."""
    return b"".join(hashlib.sha256(str(n).encode()).digest() for n in range(size // 32 + 1))[:size]


def _random_text(size: int) -> str:
    chosen = random.Random(size)
    codes = (chosen.randrange(0x20, 0x30000) for _ in range(size))
    return "".join(chr(c) for c in codes if not 0xD800 <= c < 0xE000)
