"""What a text names: sixty ways to write it past a reader, twenty texts that name nothing, and what each kind is."""

from decimal import Decimal

import pytest

from decisions.recognition import READS, CircleName, DomainName, EffectKind, Names, mentions_in

PROJECT = Names(
    circles=(
        CircleName("project", "Héliopompe", is_general=True),
        *(CircleName(name.casefold().replace(" ", "-"), name) for name in (
            "Electronics", "Market", "Field", "Support", "Prototype", "Supply chain", "Quality",
        )),
        CircleName("rd", "Research and development"),
    ),
    domains=(
        DomainName("PWR-OUT", "48 V bus, from controller to motor"),
        DomainName("MEC-BOX", "controller enclosure, screws and seals"),
        DomainName("SPARES", "spare parts, their price and where they lie"),
    ),
    keys=frozenset({"SPEC-4.2", "SPEC-4.3", "SPEC-27.4.2", "FE-1", "FE-2", "D-14", "A-27"}),
    statements={"FE-1": "Nobody gets hurt", "FE-2": "Can be sold legally: CE marking, EMC, low voltage"},
)  # fmt: skip

WAYS = (
    ("The Electronics circle changes its board.", "electronics"),
    ("ELECTRONICS changes its board.", "electronics"),
    ("electronics changes its board.", "electronics"),
    ("We wait until eLeCtRoNiCs is done.", "electronics"),
    ("L’électronique change sa carte.", "electronics"),
    ("Il faut que l'electronique change sa carte.", "electronics"),
    ("La carte d’Electronics change.", "electronics"),
    ("La carte d'Électronique change.", "electronics"),
    ("Les gens de l’Électronique refont la carte.", "electronics"),
    ("Whatever “Electronics” thinks.", "electronics"),
    ("**Elec**tronics redoes the board.", "electronics"),
    ("Elec\u00adtro\u200bnics redoes the board.", "electronics"),
    ("Elec-tronics redoes the board.", "electronics"),
    ("E l e c t r o n i c s redoes the board.", "electronics"),
    ("\u0415lectr\u043enics redoes the board.", "electronics"),
    ("Elec must rework the board.", "electronics"),
    ("La carte passe chez elec.", "electronics"),
    ("The board of the Élec changes.", "electronics"),
    ("See electronics_board_v2.pdf for what changes.", "electronics"),
    ("Voir carte-électronique.xlsx.", "electronics"),
    ("It follows /projects/helio/circles/electronics/ from now on.", "electronics"),
    ("Ask @electronics for the new board.", "electronics"),
    ("We raise the voltage; Market reprints its sheets.", "market"),
    ("Market has to reprint.", "market"),
    ("Market lent us its stand.", "market"),
    ("The market team reprints.", "market"),
    ("The new sheets come from the Market circle.", "market"),
    ("MARKET reprints its sheets.", "market"),
    ("L’équipe marché réimprime ses fiches.", "market"),
    ("Le cercle du Marché réimprime ses fiches.", "market"),
    ("Ceux du marché réimpriment leurs fiches.", "market"),
    ("Les fiches du Marché changent.", "market"),
    ("So electronics and market redo their sheets.", "market"),
    ("We ask field to swap every box.", "field"),
    ("From June on, Field swaps every box.", "field"),
    ("Terrain doit changer chaque boîte.", "field"),
    ("Les pilotes de l'équipe terrain changent chaque boîte.", "field"),
    ("The box goes to Support.", "support"),
    ("Prototype loses its bench for a week.", "prototype"),
    ("Les protos de l’équipe Proto attendent.", "prototype"),
    ("Orders leave supply chain a week later.", "supply-chain"),
    ("Les Achats commandent un mois plus tard.", "supply-chain"),
    ("La Qualité vérifie chaque pièce.", "quality"),
    ("R&D waits until then.", "rd"),
    ("The general circle no longer sees it.", "project"),
    ("Le cercle général ne le voit plus.", "project"),
    ("PWR-OUT goes up to 60 V.", "PWR-OUT"),
    ("pwr\u2011out goes up to 60 V.", "PWR-OUT"),
    ("PWROUT goes up to 60 V, as does pwr_out.", "PWR-OUT"),
    ("The 48 V bus becomes one of 60 V.", "PWR-OUT"),
    ("Another controller enclosure.", "MEC-BOX"),
    ("spec 4.2 no longer holds.", "SPEC-4.2"),
    ("Clauses 4.2 and 4.3 no longer hold.", "SPEC-4.3"),
    ("§ 4.2 ne tient plus.", "SPEC-4.2"),
    ("L’exigence n° 4.2 ne tient plus.", "SPEC-4.2"),
    ("fe1 becomes tighter.", "FE-1"),
    ("L’élément fondamental 1 s’assouplit.", "FE-1"),
    ("That nobody gets hurt is no longer our first concern.", "FE-1"),
    ("La décision n° 14 ne compte plus.", "D-14"),
    ("As before D14.", "D-14"),
    ("action 27 is dropped.", "A-27"),
    ("We buy the tooling for 2 100 €.", "2100"),
    ("Tooling: EUR 2'100.", "2100"),
    ("Tooling for 2,1 k€.", "2100"),
    ("Tooling at two thousand one hundred euros.", "2100"),
    ("De l’outillage pour deux mille cent euros.", "2100"),
    ("The client has the pumps on 3 June 2027 instead.", "2027-06-03"),
    ("Livraison le 03/06/2027.", "2027-06-03"),
)

EACH_KIND: dict[str, dict[EffectKind, str]] = {
    "en": {
        EffectKind.CIRCLE: "The sheets come from the Market circle.",
        EffectKind.DOMAIN: "The domain PWR-OUT goes up to 60 V.",
        EffectKind.CLAUSE: "Clause 4.2 no longer holds.",
        EffectKind.ESSENTIAL: "Fundamental element 1 becomes tighter.",
        EffectKind.DECISION: "Decision no. 14 does not count any more.",
        EffectKind.ACTION: "Action 27 is dropped.",
        EffectKind.AMOUNT: "Tooling at two thousand one hundred euros.",
        EffectKind.DATE: "The client has the pumps on 3 June 2027.",
    },
    "fr": {
        EffectKind.CIRCLE: "Les fiches viennent du cercle Marché.",
        EffectKind.DOMAIN: "Le domaine PWR-OUT passe à 60 V.",
        EffectKind.CLAUSE: "L’exigence n° 4.2 ne tient plus.",
        EffectKind.ESSENTIAL: "L’élément fondamental 1 s’assouplit.",
        EffectKind.DECISION: "La décision n° 14 ne compte plus.",
        EffectKind.ACTION: "L’action n° 27 est abandonnée.",
        EffectKind.AMOUNT: "De l’outillage pour deux mille cent euros.",
        EffectKind.DATE: "Le client a les pompes le 3 juin 2027.",
    },
}
"""A sentence that names one thing of each kind, in the words of each language."""

INNOCENT = (
    "We change the seal.",
    "The pump runs hot in the field at noon.",
    "Prices on the market rise by 5%.",
    "Le marché des pompes monte de 5 %.",
    "A support arm of 8 mm holds the panel.",
    "Prototype 3 leaks at the flange.",
    "On démonte le proto 3 et le prototype 4.",
    "The quality of the water varies.",
    "La qualité de l’eau varie.",
    "An electronic lock closes the box.",
    "Un moteur hydraulique de 750 W.",
    "Field tests show 4 litres more.",
    "Market prices rise in spring.",
    "It costs €1.10 more a pump.",
    "Any commitment above €5,000 carries two signatures.",
    "Losses fall from 68 W to 9 W on 12 March.",
    "We measure at 4.2 bar and 4.3 A, per EN 61000-6-3.",
    "A2 stainless screws, M4, D 14 mm.",
    "Nobody knows who has the key, so we hang it at the gate.",
    "We decide by consent, as always: essential parts first, and spare screws in a box.",
    "We set SUPPLY_FIELD before each run.",
    "The new SC curve is flatter.",
    "We add Proto data to each sheet.",
)


def found_in(text: str, names: Names = PROJECT) -> list[str]:
    """Return by what the mentions of a text are known."""
    return [mention.names for mention in mentions_in([text], names)]


@pytest.mark.parametrize(("text", "names"), WAYS)
def test_no_way_to_write_a_name_passes(text: str, names: str) -> None:
    assert names in found_in(text)


def test_each_language_that_is_read_names_things_of_each_kind() -> None:
    assert EACH_KIND.keys() == set(READS), "a language is in READS when sentences in it are read"
    for code, said in EACH_KIND.items():
        assert {one: [mention.kind for mention in mentions_in([said[one]], PROJECT)] for one in said} == {
            one: [one] for one in EffectKind
        }, code


@pytest.mark.parametrize("text", INNOCENT)
def test_ordinary_words_ask_nothing(text: str) -> None:
    assert found_in(text) == []


def test_it_is_read_in_titles_too_where_every_word_has_a_capital() -> None:
    assert found_in("New Market Prices For Village Pumps") == []
    assert found_in("New Sheets For The Market Circle") == ["market"]


def test_a_name_is_asked_about_once_however_often_it_stands_there() -> None:
    assert found_in("Electronics, ELECTRONICS and l’électronique: PWR-OUT, pwr-out.") == ["electronics", "PWR-OUT"]


def test_of_amounts_the_largest_above_the_cost_is_asked_about() -> None:
    text = "Panels: €4,920, plus €210 of transport."
    assert found_in(text) == ["4920"]
    assert found_in(text, Names(cost=Decimal(5130))) == []


def test_what_is_wrong_commits_no_money_unless_it_says_so() -> None:
    assert mentions_in([], PROJECT, problem=["Three hours and €86 of steel wasted."]) == []
    assert [one.names for one in mentions_in([], PROJECT, problem=["We buy steel for €86."])] == ["86"]


def test_a_longer_name_that_stands_there_names_no_circle_that_is_a_part_of_it() -> None:
    names = Names(circles=(CircleName("bench", "Bench"), CircleName("test-bench", "Test bench")))
    assert found_in("The Test bench circle moves to Romans.", names) == ["test-bench"]
    assert found_in("The Test bench circle moves; the Bench circle stays.", names) == ["test-bench", "bench"]


def test_two_initials_are_a_name_with_a_word_that_says_so() -> None:
    assert found_in("The SC team orders it.") == ["supply-chain"]


def test_a_price_for_each_is_asked_about_where_the_sentence_spends_it() -> None:
    assert found_in("€31 more a pump.") == []
    assert found_in("We buy 60 for €82 each.") == ["82"]


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "-", "§", "€", "D-", "’", "\u200b", "a" * 10_000, "€" * 500, "(" * 500]
)
def test_any_text_can_be_read(text: str) -> None:
    assert isinstance(found_in(text), list)
