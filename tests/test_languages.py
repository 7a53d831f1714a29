"""The language of an article: told from its text; what is not English is kept, and not read for statements."""

import json
import time
from pathlib import Path

import pytest

from kg import api, pages, pipeline, shapes, statistics
from kg.articles.language import language
from kg.engines import Local
from kg.views.reading import reading

NEWS = {
    "ar": "دخلت القوات الشمالية مدينة الجسر القديم يوم الثلاثاء، حسبما أفادت الوزارة. ووصف متحدث ذلك بأنه حكاية.",
    "da": "De nordlige tropper gik tirsdag ind i byen Gammelbro, oplyser ministeriet. En talsmand kaldte det et "
    "eventyr, og sagde, at broen er på deres hænder, og at de har været der i flere dage.",
    "de": "Die nördlichen Truppen haben am Dienstag die Stadt Altbrück eingenommen, teilte das Ministerium mit.",
    "es": "Las tropas del norte entraron el martes en la ciudad de Puenteviejo, según el ministerio de defensa.",
    "fr": "Les troupes du nord sont entrées mardi dans la ville de Vieuxpont, selon le ministère de la défense.",
    "he": "הכוחות הצפוניים נכנסו ביום שלישי לעיר גשר ישן, כך מסר המשרד. דובר הצבא הדרומי כינה זאת אגדה.",
    "nl": "De noordelijke troepen hebben dinsdag de stad Oudbrug ingenomen, zegt het ministerie. Het was een week of "
    "twee rustig, maar een woordvoerder noemde dat een sprookje.",
    "pl": "Wojska północne wkroczyły we wtorek do miasta Starymost, podało ministerstwo obrony.",
    "ru": "Северные войска во вторник вошли в город Старомост, сообщило министерство обороны.",
    "tr": "Kuzey birlikleri salı günü Eskiköprü kentine girdi, bakanlık açıkladı. Sözcü bunu masal saydı.",
    "uk": "Північні війська у вівторок увійшли до міста Старомост, повідомило міністерство оборони.",
    "zh": "北方军队周二进入旧桥镇，该部表示。南方军队的一名发言人称这是童话，并说桥在他们手中。",
}
ENGLISH = "Northern troops entered Oldbridge on Tuesday, the ministry said. A spokesman for the army denied it."
CROATIAN = (
    "Sjeverne postrojbe ušle su u utorak u grad Starimost, priopćilo je ministarstvo. Glasnogovornik južne vojske "
    "nazvao je to bajkom i rekao da je most u njihovim rukama."
)


@pytest.mark.parametrize("code", NEWS)
def test_news_in_another_language_is_told_from_its_text_whatever_is_stated(code: str) -> None:
    assert language(NEWS[code]) == language(NEWS[code], stated="en") == code


@pytest.mark.parametrize("stated", [None, "en", "uk"])
def test_english_is_english_whatever_is_stated(stated: str | None) -> None:
    assert language(ENGLISH, stated=stated) == "en"


def test_english_full_of_foreign_names_is_english() -> None:
    names = "Volodymyr Hrytsenko, Kateryna Shevchuk, Przemysław Wójcik, Çağla Yıldız, Łukasz Dąbrowski"
    assert language(f"Killed near Starokostyantyniv, Zhytomyr's mayor said: {names}. Families mourn them.") == "en"


def test_a_short_text_is_english_unless_something_else_is_stated() -> None:
    assert language("Дорога відкрита.") == "en"
    assert language("Дорога відкрита.", stated="uk") == "uk"
    assert language("1 2 3 4 5 6 7 8 9 " * 20) == "en"


def test_of_languages_that_are_much_alike_the_stated_one_is_meant() -> None:
    assert language(CROATIAN, stated="hr") == "hr"
    assert language(CROATIAN) in ("bs", "hr", "sr")


def test_telling_a_language_takes_less_than_three_milliseconds() -> None:
    texts = [(words + " ") * 20 for words in NEWS.values()]
    language(texts[0])
    begun = time.process_time()
    for text in texts:
        language(text)
    assert (time.process_time() - begun) / len(texts) < 0.003


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> api.Graph:
    folder = tmp_path_factory.mktemp("mixed")
    rows = [
        {"title": "Troops enter Oldbridge", "text": ENGLISH, "date": "2031-05-06", "publisher": "The Courier"},
        {
            "title": "Війська увійшли",
            "text": NEWS["uk"],
            "date": "2031-05-07",
            "publisher": "Вісник",
            "url": "https://visnyk.example/mist",
        },
        {"text": ENGLISH.replace("Tuesday", "Monday")},
        {"text": NEWS["de"]},
        {"text": "Kein Wort.", "lang": "de"},
    ]
    path = folder / "news.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return api.build(path, store=folder / "store")


def test_an_article_in_another_language_is_stored_with_what_is_known_of_it(mixed: api.Graph) -> None:
    assert mixed.outcome
    assert (mixed.outcome.stored, mixed.outcome.failures, mixed.outcome.set_aside) == (5, [], [])
    (row,) = mixed.reader.select("""SELECT ?title ?issued ?source ?publisher ?text ?hash WHERE {
        ?article dcterms:language "uk"^^xsd:language ; dcterms:title ?title ; dcterms:issued ?issued ; cg:sha256 ?hash ;
            dcterms:source ?source ; dcterms:publisher/skos:prefLabel ?publisher ; nif:isString ?text }""")
    assert (row["title"], row["publisher"], row["text"]) == ("Війська увійшли", "Вісник", NEWS["uk"])
    assert str(row["source"]) == "https://visnyk.example/mist"
    (told,) = mixed.reader.select(
        "SELECT (LANG(?title) AS ?in) { ?a dcterms:title ?title FILTER(LANG(?title) != 'en') }"
    )
    assert told["in"] == "uk"


def test_it_has_no_statements(mixed: api.Graph) -> None:
    found = mixed.reader.select("SELECT DISTINCT ?language { ?s cg:in/dcterms:language ?language }")
    assert [str(row["language"]) for row in found] == ["en"]


def test_the_counts_tell_languages_and_what_was_not_extracted(mixed: api.Graph) -> None:
    counts = {row["what"]: row["count"] for row in statistics.counts(mixed.reader)}
    assert (counts["articles"], counts["articles not extracted"]) == (5, 3)
    assert counts["articles in English"] == counts["articles in German"] == 2
    assert counts["articles in Ukrainian"] == 1


def test_its_page_says_so(mixed: api.Graph) -> None:
    (row,) = mixed.reader.select('SELECT ?article { ?article dcterms:language "uk"^^xsd:language }')
    view = reading(mixed.reader, str(row["article"]))
    html = pages.render("article.html", {"view": view})
    assert "This article is in Ukrainian." in html
    assert 'lang="uk"' in html
    assert "Who says what" not in html
    assert "Північні" in html


def test_languages_may_change_from_article_to_article() -> None:
    from kg.articles import from_bytes

    extractor = pipeline.Extractor(pipeline.Settings())
    texts = [ENGLISH, NEWS["uk"], NEWS["de"], ENGLISH.replace("Tuesday", "Monday"), NEWS["pl"]]
    found = list(extractor.named(from_bytes(text.encode(), source=f"{n}.txt") for n, text in enumerate(texts)))
    records = [extractor.record(one) for one in found]
    assert [record["article"]["input"] for record in records] == [f"{n}.txt" for n in range(5)]
    assert [record["article"]["language"] for record in records] == ["en", "uk", "de", "en", "pl"]
    assert [bool(record["statements"]) for record in records] == [True, False, False, True, False]
    for one in found:
        graph = extractor.graph(one)
        assert shapes.validate((*graph.graph, *graph.things, *graph.text)).text == "conforms"


def test_a_held_worker_tells_languages_too(tmp_path: Path) -> None:
    """It may not write files, and what knows the languages unpacks itself into one."""
    (tmp_path / "de.txt").write_text(NEWS["de"], encoding="utf-8")
    settings = pipeline.Settings()
    with Local(settings.charge(), workers=1) as engine:
        (record,) = pipeline.extract([str(tmp_path / "de.txt")], settings, failures := [], engine=engine)
    assert not failures
    assert record["article"]["language"] == "de"
