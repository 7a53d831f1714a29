"""Made-up news for the benchmarks: the same articles for the same seed. Every event and every source is invented."""

from __future__ import annotations

import argparse
import random
from datetime import date, timedelta
from pathlib import Path
from typing import Final

PLACES: Final = ("Oldbridge", "Nether Wallow", "Carrick Ford", "Stonemouth", "Upper Teal", "Marlow Heath", "Port Ansel")
FORCES: Final = ("Northern troops", "Southern forces", "government forces", "the Free River Militia", "border guards")
SOURCES: Final = (
    "the northern defence ministry",
    "a spokesman for the southern army",
    "the mayor of {place}",
    "the monitoring group River Watch",
    "a senior official",
    "the Harbour News agency",
    "two residents of {place}",
    "military bloggers",
)
CLAIMS: Final = (
    "{force} had entered {place}",
    "{force} held the centre of {place}",
    "{force} had captured the eastern part of {place}",
    "{force} had withdrawn from {place}",
    "{force} were still fighting for the railway station in {place}",
    "the road to {place} was closed after an attack on a convoy",
    "talks about a ceasefire around {place} would begin next week",
)
REPORTS: Final = (
    "{Source} said on {day} that {claim}.",
    "According to {source}, {claim}.",
    "“It is a fact that {claim},” {source} said on {day}.",
    "{Source} denied that {claim}.",
    "{Source} claimed on {day} that {claim}, citing drone footage that could not be verified.",
    "It was not clear whether {claim}.",
    "{Source}, quoted by the Harbour News agency, reported that {claim}.",
)
NARRATION: Final = (
    "The river valley has been divided since the spring, and both sides have moved artillery closer to the bridges.",
    "Heavy rain slowed traffic on the coastal road, where trucks with food and fuel were waiting for a third day.",
    "Prices for bread and diesel rose again at the market, and several schools stayed shut.",
    "Fighting near {place} broke out two weeks ago and has forced hundreds of families from their homes.",
)
DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "March 3", "August 6 last year")
WORDS: Final = 700


def article(rng: random.Random) -> str:
    """One article of about 700 words, dated, in paragraphs of two to four sentences."""
    published = date(2031, 1, 1) + timedelta(rng.randrange(365))
    place = rng.choice(PLACES)
    paragraphs = [f"date {published.isoformat()} Both sides claim gains around {place}"]
    while sum(len(paragraph.split()) for paragraph in paragraphs) < WORDS:
        paragraphs.append(" ".join(_sentence(rng) for _ in range(rng.randint(2, 4))))
    return "\n\n".join(paragraphs) + "\n"


def write(folder: Path, count: int, *, seed: int = 1) -> list[Path]:
    """So many articles as text files in a folder."""
    rng = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{number:05}.txt" for number in range(count)]
    for path in paths:
        path.write_text(article(rng), encoding="utf-8")
    return paths


def _sentence(rng: random.Random) -> str:
    place = rng.choice(PLACES)
    if rng.random() < 0.3:
        return rng.choice(NARRATION).format(place=place)
    source = rng.choice(SOURCES).format(place=place)
    claim = rng.choice(CLAIMS).format(force=rng.choice(FORCES), place=place)
    sentence = rng.choice(REPORTS)
    return sentence.format(source=source, Source=source[0].upper() + source[1:], claim=claim, day=rng.choice(DAYS))


def main() -> None:
    parser = argparse.ArgumentParser(description="Write made-up articles into a folder.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    write(arguments.folder, arguments.count, seed=arguments.seed)


if __name__ == "__main__":
    main()
