"""Who claims that which party holds, takes, enters, leaves or loses which place. The sentences are made up."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import Claim

from kg.model import Extraction
from kg.ontology import CONTROL_TYPES

Claims = Callable[[str], set[Claim]]

CASES = {
    "holding": (
        "The Houthis control the port of Hodeidah, the United Nations said.",
        Claim("United Nations", "asserts", "Holding", "Houthis", None, "Hodeidah"),
    ),
    "taking control is a capture": (
        "The Azerbaijani army has taken control of Shusha, President Ilham Aliyev said.",
        Claim("Ilham Aliyev", "asserts", "Capture", "Azerbaijani forces", None, "Shusha"),
    ),
    "losing control is a loss": (
        "Hamas has lost control of Khan Younis, the Israeli army said.",
        Claim("Israeli forces", "asserts", "Loss", None, "Hamas", "Khan Younis"),
    ),
    "asserting control with the speaker as the holder": (
        "Ethiopian troops have asserted control over Mekelle.",
        Claim("Ethiopian forces", "asserts", "Holding", "Ethiopian forces", None, "Mekelle"),
    ),
    "entry is no capture": (
        "Turkish troops have entered Afrin, Reuters reported.",
        Claim("Reuters", "asserts", "Entry", "Turkish forces", None, "Afrin"),
    ),
    "a flag raised over a place is an entry": (
        "Syrian soldiers raised the Syrian flag over Palmyra, state television reported.",
        Claim("state television", "asserts", "Entry", "Syrian forces", None, "Palmyra"),
    ),
    "withdrawal with a particle": (
        "Armenian forces pulled out of Lachin, the BBC reported.",
        Claim("BBC", "asserts", "Withdrawal", None, "Armenian forces", "Lachin"),
    ),
    "passive with an agent": (
        "Kunduz was captured by the Taliban on Sunday, the Afghan government said.",
        Claim("Afghan government", "asserts", "Capture", "Taliban", None, "Kunduz"),
    ),
    "falling to somebody": (
        "The city of Raqqa has fallen to the Islamic State, activists said.",
        Claim("activists", "asserts", "Capture", "Islamic State", None, "Raqqa"),
    ),
    "under control": (
        "The whole of Tripoli is under Libyan government control, officials claimed.",
        Claim("officials", "asserts", "Holding", "Libya", None, "Tripoli"),
    ),
    "a denied claim is not an assertion": (
        "The Ukrainian army denied that Russian troops had captured Chasiv Yar.",
        Claim("Ukrainian forces", "denies", "Capture", "Russian forces", None, "Chasiv Yar"),
    ),
    "a negated event is denied": (
        "Sudanese troops have not withdrawn from Khartoum, the army said.",
        Claim("Sudanese forces", "denies", "Withdrawal", None, "Sudanese forces", "Khartoum"),
    ),
    "what could not be verified is left open": (
        "Russian forces captured Vuhledar, Moscow said. Reuters could not independently verify the claim.",
        Claim("Reuters", "unverified", "Capture", "Russian forces", None, "Vuhledar"),
    ),
    "a rejected claim is the one before": (
        "Armenian forces hold Shusha, Yerevan said. Azerbaijan rejected the claim.",
        Claim("Azerbaijan", "denies", "Holding", "Armenian forces", None, "Shusha"),
    ),
    "a pronoun for the force": (
        "The Houthis said they had withdrawn from the port of Hodeidah.",
        Claim("Houthis", "asserts", "Withdrawal", None, "Houthis", "Hodeidah"),
    ),
    "the capital speaks for its state": (
        "Moscow claimed that Ukrainian forces had left Kupiansk.",
        Claim("Russia", "asserts", "Withdrawal", None, "Ukrainian forces", "Kupiansk"),
    ),
    "losing it is a second claim": (
        "Ukrainian troops recaptured Robotyne after losing it last week, DeepState reported.",
        Claim("DeepState", "asserts", "Loss", None, "Ukrainian forces", "Robotyne"),
    ),
    "in the hands of": (
        "Velyka Novosilka is now in the hands of Russian troops, a mayor said.",
        Claim("a mayor", "asserts", "Holding", "Russian forces", None, "Velyka Novosilka"),
    ),
    "driven out of": (
        "Chadian soldiers drove Boko Haram fighters out of Gamboru, residents said.",
        Claim("residents", "asserts", "Loss", "Chadian forces", "Boko Haram", "Gamboru"),
    ),
    "handed over": (
        "UN peacekeepers have handed over the town of Tessalit to Malian soldiers, officials said.",
        Claim("officials", "asserts", "Loss", "Malian forces", "UN peacekeepers", "Tessalit"),
    ),
    "relocating forces is a withdrawal": (
        "Ukraine relocated its forces from Avdiivka to new positions, General Oleksandr Syrskyi said.",
        Claim("Oleksandr Syrskyi", "asserts", "Withdrawal", None, "Ukrainian forces", "Avdiivka"),
    ),
    "no longer holding is a loss": (
        "Israel said its troops no longer control the town of Khiam.",
        Claim("Israel", "asserts", "Loss", None, "Israeli forces", "Khiam"),
    ),
    "its men are the group": (
        "Hezbollah said its men had never left the town of Khiam.",
        Claim("Hezbollah", "denies", "Withdrawal", None, "Hezbollah", "Khiam"),
    ),
    "failing to capture is no capture": (
        "ISIS fighters surrounded Haditha but failed to capture it.",
        Claim(None, "denies", "Capture", "ISIS", None, "Haditha"),
    ),
    "past control is control": (
        "The SDF had held Manbij since 2016.",
        Claim(None, "asserts", "Holding", "SDF", None, "Manbij"),
    ),
    "our forces are those of the side that the speaker is on": (
        '"Our forces control Kobo," Getachew Reda, a spokesman for the TPLF, told Reuters.',
        Claim("Getachew Reda", "asserts", "Holding", "TPLF", None, "Kobo"),
    ),
    "we are the side that the speaker is on": (
        '"We are in complete control of Herat," Taliban spokesman Zabihullah Mujahid said.',
        Claim("Zabihullah Mujahid", "asserts", "Holding", "Taliban", None, "Herat"),
    ),
    "soldiers are those of whoever speaks of them": (
        "Burkina Faso's junta says soldiers have taken back Djibo from jihadists.",
        Claim("Burkina Faso junta", "asserts", "Capture", "Burkina Faso forces", "jihadists", "Djibo"),
    ),
    "the army is that of the state that the places lie in": (
        "Fighting shook Wau in South Sudan. Malakal is quiet. The army has recaptured Wau, a doctor said.",
        Claim("a doctor", "asserts", "Capture", "South Sudanese forces", None, "Wau"),
    ),
    "the place of a sentence before": (
        "Fighting raged in Bunagana for three days. On Friday the rebels withdrew, a UN spokesman said.",
        Claim("a UN spokesman", "asserts", "Withdrawal", None, "the rebels", "Bunagana"),
    ),
    "a village that the gazetteer does not know": (
        "Malian troops have recaptured Tirigoudougou, the mayor said.",
        Claim("the mayor", "asserts", "Capture", "Malian forces", None, "Tirigoudougou"),
    ),
    "losing control to somebody": (
        "The regime lost control of Myawaddy to the Arakan Army, villagers said.",
        Claim("villagers", "asserts", "Loss", "Arakan Army", "The regime", "Myawaddy"),
    ),
    "contested control": (
        "RSF fighters are in Omdurman. Control of the city is contested, the UN said.",
        Claim("UN", "asserts", "Contest", None, None, "Omdurman"),
    ),
    "a town that somebody's relative clause tells of": (
        "Rebels who had held Nubl since 2012 surrendered, the mayor said.",
        Claim("the mayor", "asserts", "Holding", "Rebels", None, "Nubl"),
    ),
    "what is denied in one word": (
        "Azerbaijan said its army had taken Hadrut. Armenia denied it.",
        Claim("Armenia", "denies", "Capture", "Azerbaijani forces", None, "Hadrut"),
    ),
    "reports that could not be verified": (
        "Reuters could not verify reports that opposition forces had taken Nasir.",
        Claim("Reuters", "unverified", "Capture", "opposition forces", None, "Nasir"),
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_a_claim_of_control_has_its_speaker_stance_parties_and_place(
    text: str, expected: Claim, claims: Claims
) -> None:
    assert expected in claims(text)


@pytest.mark.parametrize(
    "text",
    [
        "Clinton lost Ohio to Trump, analysts said.",
        "Republicans control the Senate, The New York Times reported.",
        "A rival company seized control of the bank, Reuters reported.",
        "Firefighters gained control of the blaze, officials said.",
        "Doctors have the outbreak under control, the ministry said.",
        "The rebels want to capture Aleppo, diplomats said.",
        "If Russian troops take Pokrovsk, the road is open, analysts said.",
        "Will Russian troops enter Kharkiv?",
        "Turkey threatened to occupy Afrin, officials said.",
        "Iraqi forces began an operation to retake Mosul, commanders said.",
        "The army will withdraw from Kherson next week, officials said.",
        "Ukrainian troops advanced toward Melitopol, officials said.",
        "Ukrainian forces withdrew from a village north of Chasiv Yar.",
        "Senator Maria Lopez captured Iowa, Ohio and Texas on Tuesday.",
        "Germany lost to Spain in Berlin. France held Italy to a draw in Paris.",
        "London fell 2 percent. The company lost 4 percent in Frankfurt.",
        "Police entered the mosque in Lyon. Protesters occupied the town hall.",
        "Civilians were evacuated from Kupiansk. Residents fled Rafah.",
        "The liberation of Raqqa will take months, a general said.",
        "Spain's government has lost its majority. The king left Madrid.",
    ],
)
def test_plans_questions_and_control_of_other_things_are_no_claims_of_control(text: str, claims: Claims) -> None:
    assert {claim for claim in claims(text) if claim.type in CONTROL_TYPES} == set()


def test_both_sides_of_a_contradiction_stay(claims: Claims) -> None:
    told = claims(
        "Russian forces captured Vuhledar, Moscow said. Kyiv denied that Russian forces had captured Vuhledar."
    )
    assert {claim.stance for claim in told if claim.type == "Capture"} == {"asserts", "denies"}
    assert {claim.speaker for claim in told if claim.type == "Capture"} == {"Russia", "Ukraine"}


def test_what_the_narrator_implies_is_not_told_by_the_speaker(claims: Claims) -> None:
    told = claims(
        "Shells fell on the rebel-held town of Douma and the Turkish-controlled city of Afrin, a doctor said."
    )
    assert Claim(None, "asserts", "Holding", "Turkey", None, "Afrin") in told
    assert not {claim for claim in told if claim.speaker is not None and claim.type == "Holding"}


def test_a_list_of_places_gives_a_claim_for_each(claims: Claims) -> None:
    told = claims("Rwandan troops have captured Goma and Bukavu, the United Nations said.")
    assert {claim.place for claim in told if claim.type == "Capture"} == {"Goma", "Bukavu"}


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Rebels took the villages of Binnish and Saraqib.", {"Binnish", "Saraqib"}),
        (
            "Russian troops have occupied four villages: Novenke, Basivka and Zhuravka.",
            {"Novenke", "Basivka", "Zhuravka"},
        ),
        ("The Taliban have captured Kunduz and parts of Herat.", {"Kunduz", "Herat"}),
    ],
)
def test_lists_of_places_of_every_kind(text: str, places: set[str], claims: Claims) -> None:
    assert {claim.place for claim in claims(text) if claim.type == "Capture" or claim.type == "Holding"} == places


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Kurdish forces have seized Raqqa's old city.", "old city"),
        ("Rebels still hold the airport in Kunduz.", "airport"),
        ("Israeli tanks pushed into central Rafah.", "central Rafah"),
        ("Hezbollah controls 80 percent of Qusayr.", "80 percent"),
    ],
)
def test_parts_of_every_kind(text: str, part: str, found: Callable[[str], Extraction]) -> None:
    assert [event.part for event in found(text).events if event.type in CONTROL_TYPES] == [part]


def test_the_part_of_a_place_is_kept_in_the_words_of_the_text(found: Callable[[str], Extraction]) -> None:
    extraction = found("Israeli troops have entered the eastern outskirts of Rafah, witnesses said.")
    assert [event.part for event in extraction.events if event.type == "Entry"] == ["eastern outskirts"]


def test_the_same_goes_for_another_place(claims: Claims) -> None:
    told = claims("Russian troops have taken Selydove. The same goes for Vuhledar, a blogger said.")
    assert {claim.place for claim in told if claim.type == "Capture"} == {"Selydove", "Vuhledar"}


DENIALS = {
    "it is not true": "Ukraine said it was not true that Russia had taken Bakhmut.",
    "it is untrue": "It is untrue that Russia has taken Bakhmut, Ukraine said.",
    "claims are false": "The claims that Russia had taken Bakhmut are false, Ukraine said.",
    "the claim of somebody": "Ukraine denied Russia's claim that it had taken Bakhmut.",
    "the claim before, called false": "Russia has taken Bakhmut, Moscow said. Ukraine said the claim was false.",
    "the claim before, rejected": "Russia has taken Bakhmut, Moscow said. Ukraine rejected the claim as false.",
}


@pytest.mark.parametrize("text", DENIALS.values(), ids=DENIALS)
def test_what_is_called_false_is_denied_by_who_calls_it_so(text: str, claims: Claims) -> None:
    told = claims(text)
    assert Claim("Ukraine", "denies", "Capture", "Russia", None, "Bakhmut") in told
    assert not {claim for claim in told if claim.speaker == "Ukraine" and claim.stance == "asserts"}


@pytest.mark.parametrize(
    "text",
    [
        "Russian forces captured Vuhledar, Kyiv said. The bank rejected the claim for damages.",
        "Russian forces captured Vuhledar, Kyiv said. The court dismissed the charge of fraud against the mayor.",
        "Russian forces captured Vuhledar, Kyiv said.\n\nA storm came.\n\nIt rained.\n\nThe club denied the report.",
    ],
)
def test_a_denial_of_something_else_is_no_denial_of_what_was_said_before(text: str, claims: Claims) -> None:
    assert {claim.stance for claim in claims(text) if claim.type == "Capture"} == {"asserts"}


@pytest.mark.parametrize("text", ["The mayor also does business in Kupiansk.", "So did the rain in Kupiansk."])
def test_only_the_phrase_itself_says_the_same_of_another_place(text: str, claims: Claims) -> None:
    assert {claim.place for claim in claims(f"Russian troops took Lyman. {text}") if claim.type == "Capture"} == {
        "Lyman"
    }


def test_nobody_is_named_who_is_not(claims: Claims) -> None:
    told = claims("Armenia's Shusha was retaken on Monday, officials said.")
    assert {claim.agent for claim in told if claim.type == "Capture"} <= {None}


def test_a_book_that_was_published_elsewhere_does_not_make_an_outlet(found: Callable[[str], Extraction]) -> None:
    text = "He read the novel, first published in London in 1997. Rwandan troops captured Goma, the UN said."
    assert found(text).narrator is None


def test_a_notice_of_republication_names_the_outlet(found: Callable[[str], Extraction]) -> None:
    extraction = found("This story was first published by Example Tribune.\n\nRwandan troops captured Goma.\n")
    assert extraction.narrator is not None
    assert extraction.entities[extraction.narrator].name == "Example Tribune"


def test_the_agency_of_a_dateline_narrates(found: Callable[[str], Extraction]) -> None:
    extraction = found("GOMA, Congo (Reuters) - Rwandan troops have captured Goma.\n\nThe city fell on Monday.\n")
    assert extraction.narrator is not None
    assert extraction.entities[extraction.narrator].name == "Reuters"
