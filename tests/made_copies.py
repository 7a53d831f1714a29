"""Made-up news, and copies of it as papers make them. The same seed always makes the same."""

from __future__ import annotations

import random

_SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo yu za bren cast dorn fels grim hald"
_SMALL = "the of to and in that a for on was with said by at from had it were as has not but after who its"


class News:
    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self._words = sorted({"".join(self.chance.choices(_SYLLABLES.split(), k=2 + n % 2)) for n in range(4000)})
        self._weights = [1 / (n + 3) for n in range(len(self._words))]

    def sentence(self, words: int | None = None) -> str:
        chance, length = self.chance, words or self.chance.randint(10, 28)
        content = chance.choices(self._words, self._weights, k=length)
        found = [one if chance.random() < 0.6 else chance.choice(_SMALL.split()) for one in content]
        if chance.random() < 0.4:
            found[chance.randrange(length)] = str(chance.randint(2, 4000))
        return " ".join(found).capitalize() + "."

    def article(self, sentences: int = 25) -> list[str]:
        return [self.sentence() for _ in range(sentences)]

    def rewritten(self, text: list[str], share: float) -> list[str]:
        """With a share of its sentences written anew, left out, or put in."""
        found = []
        for sentence in text:
            what = self.chance.random() / share if share else 9
            found += [sentence] if what >= 1 else [self.sentence()] if what > 0.5 else []
            found += [self.sentence()] if 0 <= what < 0.25 else []
        return found

    def reworded(self, text: list[str], share: float) -> list[str]:
        """With a share of all words exchanged."""
        return [
            " ".join(self.chance.choice(self._words) if self.chance.random() < share else word for word in one.split())
            for one in text
        ]

    def shortened(self, text: list[str], share: float) -> list[str]:
        """Cut at the end, under a headline and a dateline of its own."""
        return [self.sentence(7), self.sentence(3), *text[: max(1, round(share * len(text)))]]
