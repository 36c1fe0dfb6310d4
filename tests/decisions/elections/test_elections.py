"""A role is filled by consent: nominations with reasons, a change round, a person put to consent."""

from datetime import date

import pytest
from django.test import Client
from django.utils import translation

from circles.circles.models import Role
from circles.circles.takeaway_parts import TakeawayReader
from decisions.decisions.models import Proposal
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import withdraw
from decisions.elections.models import Election, Phase
from decisions.elections.role_lookup import NamedRole, whose
from decisions.elections.takeaway import nomination_rows
from decisions.elections.workflows import begin_election, end_election, nominate, open_change_round, put_to_consent
from foundation.audit.models import Entry
from foundation.web.exceptions import Refused
from tests.decisions.decisions.people import Cast, a_cast, operation, page
from tests.support.entry_points import at_browser, by_token

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def cast(db: None) -> Cast:
    return a_cast()


def holders(cast: Cast, role: str) -> list[str]:
    held = Role.objects.held().filter(membership__circle=cast.circle, kind=role)
    return sorted(held.values_list("membership__user__name", flat=True))


def in_change_round(cast: Cast, role: str = "facilitator", **said: object) -> Election:
    """Bo is nominated by ada and fay, and all reasons are read."""
    election = begin_election(cast.circle, role, by=cast.ada, **said)  # type: ignore[arg-type] # terms of the election
    nominate(election, cast.bo, reason="He hears everyone out.", by=cast.ada)
    nominate(election, cast.bo, reason="He keeps the time.", by=cast.fay)
    open_change_round(election, by=cast.fay)
    return Election.objects.for_pages().get(pk=election.pk)


def consented(cast: Cast, election: Election) -> Proposal:
    proposal = put_to_consent(election, cast.bo, by=cast.fay)
    round_ = proposal.last_round
    assert round_ is not None
    for person in (cast.ada, cast.bo):
        take_position(round_, "no_objection", by=person)
    return Proposal.objects.get(pk=proposal.pk)


@pytest.mark.both_databases
def test_who_is_consented_to_has_the_role_instead_of_who_had_it(cast: Cast) -> None:
    election = in_change_round(cast, ends_on=date(2100, 6, 30))
    assert holders(cast, "facilitator") == ["Fay Lemoine"]
    proposal = consented(cast, election)
    assert proposal.adopted is not None
    assert holders(cast, "facilitator") == ["Bo Nguyen"]
    assert Role.objects.held().get(membership__circle=cast.circle, kind="facilitator").ends_on == date(2100, 6, 30)
    election.refresh_from_db()
    assert election.phase is Phase.FILLED
    assert "He hears everyone out." in proposal.text


def test_an_own_role_brings_what_it_is_for(cast: Cast) -> None:
    consented(cast, in_change_round(cast, "buyer", purpose="Seals arrive.", accountabilities="Asks three suppliers"))
    role = Role.objects.held().get(membership__circle=cast.circle, name="buyer")
    assert (role.membership.user, role.purpose, role.expected) == (cast.bo, "Seals arrive.", ["Asks three suppliers"])


def test_nominations_are_read_by_all_at_once_and_may_change_then(cast: Cast) -> None:
    election = begin_election(cast.circle, "secretary", by=cast.ada)
    nominate(election, cast.bo, reason="He writes well.", by=cast.ada)
    address = page(cast, f"elections/{election.pk}/")
    assert "He writes well." not in at_browser(cast.bo).get(address).text
    assert "He writes well." in at_browser(cast.ada).get(address).text, "one's own"
    open_change_round(election, by=cast.fay)
    assert "He writes well." in at_browser(cast.bo).get(address).text
    nominate(election, cast.fay, reason="Her minutes are short.", by=cast.ada)
    assert [one.nominee for one in election.standing_nominations()] == [cast.fay]


def test_what_is_no_election_is_refused(cast: Cast) -> None:
    election = begin_election(cast.circle, "secretary", by=cast.ada)
    with pytest.raises(Refused, match="being elected already"):
        begin_election(cast.circle, "secretary", by=cast.bo)
    with pytest.raises(Refused, match="Nobody is nominated"):
        open_change_round(election, by=cast.fay)
    with pytest.raises(Refused, match="Only people of this circle"):
        nominate(election, cast.pia, reason="She is kind.", by=cast.ada)
    with pytest.raises(Refused, match="still nominating"):
        put_to_consent(election, cast.bo, by=cast.fay)
    end_election(election, by=cast.ada, because="We need nobody.")
    with pytest.raises(Refused, match="was ended"):
        nominate(election, cast.bo, reason="He writes well.", by=cast.ada)


def test_reasons_that_were_never_read_by_all_stay_with_who_said_them(cast: Cast) -> None:
    election = begin_election(cast.circle, "secretary", by=cast.ada)
    nominate(election, cast.bo, reason="He writes well.", by=cast.ada)
    end_election(election, by=cast.ada)
    copied = {user: list(nomination_rows(TakeawayReader(cast.project, user))) for user in (cast.ada, cast.bo, None)}
    assert [len(copied[user]) for user in (cast.ada, cast.bo, None)] == [1, 0, 1]


def test_the_record_keeps_an_election_in_the_language_of_its_project(cast: Cast) -> None:
    with translation.override("fr"):
        election = begin_election(cast.circle, "secretary", by=cast.ada)
        assert str(election).startswith("secrétariat")
        end_election(election, by=cast.ada, because="x" * 400)
    kept = Entry.objects.of_project(cast.project.pk).filter(subject_kind="election").order_by("seq")
    assert {one.title for one in kept} == {"secretary · Hydraulics"}
    assert [len(one.facts.get("because", "")) for one in kept] == [0, 300]


def test_a_withdrawn_candidate_leads_back_to_the_nominations(cast: Cast) -> None:
    election = in_change_round(cast)
    withdraw(put_to_consent(election, cast.bo, by=cast.fay), by=cast.fay)
    found = Election.objects.for_pages().get(pk=election.pk)
    assert found.phase is Phase.CHANGING
    assert holders(cast, "facilitator") == ["Fay Lemoine"]


def test_a_pilot_is_the_word_of_the_circle_around_too(cast: Cast) -> None:
    proposal = put_to_consent(in_change_round(cast, "pilot"), cast.bo, by=cast.fay)
    assert list(proposal.named.all()) == [cast.project.circles.general()]


def test_an_election_goes_through_its_pages(cast: Cast) -> None:
    browser = at_browser(cast.ada)
    begun = browser.post(page(cast, "circles/hydraulics/elections/"), {"role": "secretary"})
    election = Election.objects.get()
    assert begun["Location"] == election.get_absolute_url()
    said = {"nominee": cast.bo.pk, "reason": "He writes well."}
    assert browser.post(page(cast, f"elections/{election.pk}/nominations/"), {**said, "reason": ""}).status_code == 422
    browser.post(page(cast, f"elections/{election.pk}/nominations/"), said)
    browser.post(page(cast, f"elections/{election.pk}/change-round/"))
    assert at_browser(cast.pia).post(page(cast, f"elections/{election.pk}/nominations/"), said).status_code == 403
    opened = browser.post(page(cast, f"elections/{election.pk}/candidate/"), {"nominee": cast.bo.pk})
    assert opened["Location"] == Proposal.objects.get().get_absolute_url()
    assert "put to consent" in browser.get(election.get_absolute_url()).text
    assert at_browser(cast.eve).get(election.get_absolute_url()).status_code == 404


def test_programs_elect_as_people_do(cast: Cast) -> None:
    program = Client(headers=by_token(cast.fay))

    def post(rest: str, **body: object) -> dict[str, object]:
        answer = program.post(operation(cast, rest), body, content_type="application/json")
        assert answer.status_code in (200, 201), answer.content
        told: dict[str, object] = answer.json()
        return told

    begun = post("circles/hydraulics/elections", role="secretary")
    election = f"elections/{begun['id']}"
    post(f"{election}/nominations", nominee=str(cast.bo.pk), reason="He writes well.")
    assert post(f"{election}/change-round")["phase"] == "changing"
    assert post(f"{election}/candidate", nominee=str(cast.bo.pk))["proposal"] == "P-1"


def test_a_tension_finds_whose_it_is(cast: Cast) -> None:
    consented(cast, in_change_round(cast, "buyer", purpose="Seals arrive in time.", accountabilities="Asks suppliers"))
    words = at_browser(cast.ada).get(page(cast, "roles/?tension=The+seal+arrived+late")).text
    assert words.index("Whose is it?") < words.index("Bo Nguyen")
    told = Client(headers=by_token(cast.ada)).get(operation(cast, "roles/whose?tension=the 48 V bus PWR-OUT")).json()
    assert (told[0]["circle"], told[0]["domain"]) == ("power", "PWR-OUT")


@pytest.mark.parametrize(
    ("tension", "key"),
    [("Les joints arrivent en retard", "buyer"), ("PWR-OUT is too low", "bus"), ("the and of", None)],
)
def test_roles_are_found_by_the_forms_of_their_words(tension: str, key: str | None) -> None:
    roles = [NamedRole("buyer", "Achats", "Les joints arrivent à l’heure"), NamedRole("bus", "PWR-OUT", "Bus 48 V")]
    assert [one.key for one in whose(tension, roles)][:1] == ([key] if key else [])
