"""What the sample says of its company, circles, people and decisions, sentence by sentence of its story."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from across.sample.texts import FOLDER, read_table
from chat.chat.models import Message, Topic
from circles.circles.models import Circle, Domain, Equipment, Membership
from circles.circles.queries.people import needs_of
from circles.money.models import Reservation
from circles.projects.models import Project
from daily.syncs.models import Sync
from decisions.decisions.models import Absence, Amendment, Decision, Editorial, Proposal
from decisions.decisions.models.rounds.deputies import voices_due
from documents.documents.models import Document
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.audit.models import Entry

PEOPLE = {
    "Ada Mercier", "Bo Nguyen", "Fay Lemoine", "Inès Rahal", "Karim Benali", "Léa Fontaine", "Marc Oudin",
    "Nora Keller", "Olivier Petit", "Paula Silva", "Quentin Roy", "Rose Diallo", "Sami Haddad", "Théa Morel",
}  # fmt: skip
PILOTS = {
    "general": "Ada Mercier", "conception": "Léa Fontaine", "hydraulique": "Bo Nguyen", "electronique": "Marc Oudin",
    "prototype": "Sami Haddad", "certification": "Inès Rahal", "industrialisation": "Olivier Petit",
    "achats": "Karim Benali", "terrain": "Nora Keller", "marche": "Paula Silva", "numerique": "Quentin Roy",
    "split": "Nora Keller",
}  # fmt: skip


def person(handle: str) -> User:
    return User.objects.get(email=f"{handle}@heliopompe.example")


def proposal(project: Project, number: int) -> Proposal:
    return Proposal.objects.get(project=project, number=number)


def decision(project: Project, number: int) -> Decision:
    return Decision.objects.get(project=project, number=number)


def texts(project: Project, table: str) -> dict[str, dict[str, dict[str, str]]]:
    return read_table(FOLDER / project.language / table)


# Company ------------------------------------------------------------------------------------------------------------


@pytest.mark.both_databases
def test_the_project_is_eleven_weeks_old_and_meets_tomorrow_at_a_quarter_past_nine(project: Project) -> None:
    begun = Entry.objects.of_project(project.pk).earliest("seq").happened_at
    assert timedelta(weeks=10, days=4) <= clock.now() - begun <= timedelta(weeks=12)
    starts_at = next(one.starts_at for one in project.circles.general().recurring_syncs.get().occurrences(clock.now()))
    assert starts_at.astimezone(project.zone).strftime("%H:%M") == "09:15"
    purposes = {"fr": "Irriguer un hectare sans réseau, réparable au village.",
                "en": "Water one hectare off-grid, repairable in the village."}  # fmt: skip
    assert (project.purpose, project.budget) == (purposes[project.language], Decimal(240_000))


def test_six_elements_define_what_is_acceptable(project: Project) -> None:
    elements = list(project.fundamentals.order_by("number"))
    assert [each.sort for each in elements] == ["safety", "compliance", "unit_cost", "date", "cash", "performance"]
    assert (elements[2].acceptable_fix_days, elements[2].acceptable_fix_cost) == (10, Decimal(12_000))
    assert elements[1].acceptable_fix_days == 10


def test_fourteen_people_work_in_twelve_circles_with_domains(project: Project) -> None:
    assert set(project.people().values_list("name", flat=True)) == PEOPLE
    circles = {"split" if one.split_from else one.key: one for one in Circle.objects.in_project(project)}
    assert {key: circle.people_in("pilot").get().name for key, circle in circles.items()} == PILOTS
    inside = {key: circle.parent.key for key, circle in circles.items() if circle.parent}
    nested = {"hydraulique": "conception", "electronique": "conception", "achats": "industrialisation"}
    assert {key: above for key, above in inside.items() if above != "general"} == nested
    limits = {circle.unit_limit for key, circle in circles.items() if key not in ("general", "industrialisation")}
    assert limits == {Decimal(2_000)}
    assert all(circle.max_reversibility != "irreversible" for circle in circles.values() if circle.parent)
    held = dict(Domain.objects.filter(project=project).values_list("key", "circle__key"))
    wanted = {"PWR-OUT": "electronique", "HYD-IN": "hydraulique", "APP-LINK": "numerique"}
    assert {key: held[key] for key in wanted} == wanted
    assert len({circle.hue for circle in circles.values()}) >= 7


def test_roles_have_terms_and_one_ends_within_a_week(project: Project) -> None:
    today = project.day_of(clock.now())
    terms = {
        (seat.circle.key, role.kind): role
        for seat in Membership.objects.filter(project=project).select_related("circle").prefetch_related("roles")
        for role in seat.roles.all()
        if role.ends_on
    }
    assert len(terms) >= 5
    assert all(role.ends_on and role.ends_on >= today for role in terms.values())
    delegate = terms["hydraulique", "delegate"]
    assert delegate.ends_on
    assert delegate.ends_on - today <= timedelta(days=7)
    entry = Entry.objects.of_project(project.pk).filter(event="role.expiry_announced").get()
    assert delegate.forewarned_at == entry.happened_at < clock.now()


def test_two_circles_define_a_role_of_their_own(project: Project) -> None:
    words = texts(project, "circles")["roles"]
    seats = Membership.objects.filter(project=project, roles__kind="own").select_related("circle", "user")
    own = {seat.circle.key: (seat.user.name, seat.roles.get(kind="own")) for seat in seats}
    assert {key: (name, role.name) for key, (name, role) in own.items()} == {
        "general": ("Rose Diallo", words["signature"]["name"]),
        "certification": ("Fay Lemoine", words["risques"]["name"]),
    }
    assert all(role.purpose and len(role.expected) == 2 for _name, role in own.values())


def test_everybody_shares_out_their_week_and_marc_too_much_of_it(project: Project) -> None:
    given: Counter[str] = Counter()
    for name, share in (
        Membership.objects.current().filter(project=project, share__isnull=False).values_list("user__name", "share")
    ):
        given[name] += share or 0
    assert set(given) == PEOPLE
    assert {name for name, percent in given.items() if percent > 100} == {"Marc Oudin"}
    browser = Client()
    browser.force_login(person("thea"))
    assert "115" in browser.get("/p/heliopompe/circles/numerique/").content.decode()


def test_everybody_says_what_they_can_do_and_two_circles_lack_something(project: Project) -> None:
    assert all(person.skills for person in project.people())
    lacking = {
        (circle.key, need.name, *(one.name for one in need.helpers))
        for circle in project.circles.all()
        for need in needs_of(circle)
        if not need.is_there
    }
    assert lacking == {("certification", "UN 38.3"), ("numerique", "Kotlin", "Théa Morel")}


def test_circles_list_their_equipment_and_who_looks_after_it(project: Project) -> None:
    words = texts(project, "circles")["equipment"]
    listed = {thing.name: thing for thing in Equipment.objects.filter(project=project).listed()}
    assert listed.keys() == {each["name"] for each in words.values()}
    bench, chamber = listed[words["banc"]["name"]], listed[words["etuve"]["name"]]
    assert (bench.circle.key, chamber.circle.key) == ("prototype", "certification")
    for thing in listed.values():
        assert thing.note
        assert thing.keeper in thing.circle.people()


def test_thea_is_new_and_today_shows_her_the_ten_decisions_of_her_circles(
    project: Project,
) -> None:
    thea, browser = person("thea"), Client()
    came = Membership.objects.filter(project=project, user=thea).earliest("started_at").started_at
    assert timedelta(days=13) <= clock.now() - came <= timedelta(days=20)
    browser.force_login(thea)
    page = browser.get("/p/heliopompe/").content.decode()
    section = page.partition('id="today-explaining"')[2].partition("</section>")[0]
    assert section.count("<li") == 10
    browser.force_login(person("bo"))
    assert 'id="today-explaining"' not in browser.get("/p/heliopompe/").content.decode()


# Decisions ----------------------------------------------------------------------------------------------------------


def test_the_firmware_was_adopted_without_two_of_nine_and_is_reviewed_soon(project: Project) -> None:
    libre = decision(project, 15)
    assert libre.reversibility == "irreversible"
    assert libre.without == ["Olivier Petit", "Paula Silva"]
    assert libre.decided_by.is_general
    assert libre.review_on - project.day_of(libre.adopted_at) <= timedelta(days=62)
    assert libre.review_on > project.day_of(clock.now())


def test_the_wear_bench_was_revoked_at_its_review(project: Project) -> None:
    bench, words = decision(project, 19), texts(project, "decisions")["usure"]["review"]
    revoking = decision(project, 24)
    assert bench.revoked_by == revoking
    assert (bench.state, bench.revoked_because) == ("revoked", words["drop"])
    assert revoking.proposal.revokes == bench
    review = bench.reviews.get()
    assert (review.outcome, review.proposal, review.helped) == ("revoked", revoking.proposal, words["helped"])
    held = Reservation.objects.of(project, "D-19")
    assert held is None or held.rest == 0  # its 1,450 are the circle's again
    assert {one.kind for one in revoking.round.participants()} == {"no_objection"}


def test_a_concern_about_the_panels_came_true(project: Project) -> None:
    (concern,) = [one for one in decision(project, 12).concerns() if one.position.user == person("ines")]
    assert concern.came_true
    browser = Client()
    browser.force_login(person("karim"))
    page = browser.get("/p/heliopompe/decisions/12/reviews/").content.decode()
    assert "Inès Rahal" in page


def test_the_other_decisions_are_those_of_the_story(project: Project) -> None:
    assert decision(project, 9).state == "kept"
    assert decision(project, 17).superseded_by == decision(project, 21)
    assert "PWR-OUT" in {domain.key for domain in decision(project, 4).proposal.domains.all()}
    assert decision(project, 1).decided_by.key == "conception"


def test_the_battery_waits_for_integration(project: Project) -> None:
    battery = proposal(project, 24)
    assert battery.stage == "integrating"
    assert battery.created_by == person("bo")
    assert (battery.cost, battery.circle.unit_limit) == (Decimal(3_200), Decimal(2_000))
    assert "PWR-OUT" in {domain.key for domain in battery.domains.all()}
    round_, (objection,) = battery.open_round, battery.standing_objections
    assert round_ is not None
    assert not round_.asked.filter(user=person("ines")).exists()  # she speaks as a member of the general circle
    assert objection.element is not None
    assert (objection.element.reference, objection.fix_days, objection.certainty) == ("FE-2", 40, "certain")
    assert "UN 38.3" in objection.evidence.replace("\u00a0", " ")
    talk = Message.objects.filter(topic__project=project, topic__thing_kind="proposal", topic__thing=str(battery.pk))
    assert talk.filter(said_at__gt=objection.put_at).exists()  # about a pack that is tested already
    amendment = Amendment.objects.open_of(battery)
    assert amendment is not None
    writers = set(User.objects.filter(pk__in=amendment.document.log.updates.values("user")))
    assert writers == {person("bo"), person("ines")}
    assert amendment.text().startswith(battery.text)
    assert "Ostrel" in amendment.text()


def test_the_newest_proposals_are_in_the_states_of_the_story(project: Project) -> None:
    stages = {number: str(proposal(project, number).stage) for number in (25, 26, 27, 29, 30, 31, 32)}
    assert stages == {
        25: "consenting", 26: "consenting", 27: "consenting", 29: "draft", 30: "lapsed", 31: "withdrawn",
        32: "escalated",
    }  # fmt: skip
    assert proposal(project, 32).escalated_to is not None
    colour = proposal(project, 26).open_round
    assert colour is not None
    assert colour.is_synchronised
    assert colour.positions.get(user=person("paula")).kind == "concern"
    assert not proposal(project, 26).objections.get().blocks


# Documents, talk and the record -------------------------------------------------------------------------------------


def test_about_twenty_documents_were_written_by_several_hands(project: Project) -> None:
    documents = list(Document.objects.in_project(project).listed())
    assert 20 <= len(documents) <= 30
    sizes = [sum(len(node.text().split()) for node in document.nodes()) for document in documents]
    assert min(sizes) >= 150
    assert max(sizes) >= 2_000


def test_thirty_to_forty_topics_hold_about_four_hundred_messages(project: Project) -> None:
    talk = Topic.objects.in_project(project).exclude(thing_kind__in=("sync", "ritual"))
    assert 30 <= talk.count() <= 40
    assert 380 <= Message.objects.filter(topic__in=talk).count() <= 440


def test_an_objection_lifted_without_its_objector_stood_again_until_he_lifted_it_himself(project: Project) -> None:
    bench = proposal(project, 5)
    (objection,) = bench.objections.all()
    reopening = objection.reopened
    assert reopening
    assert (reopening.lifted_by, objection.lifted_by) == (person("lea"), person("marc"))
    assert reopening.lifted_at < reopening.reopened_at
    assert objection.lifted_at
    assert reopening.reopened_at < objection.lifted_at <= bench.decision.adopted_at


def test_a_wording_changed_during_its_round(project: Project) -> None:
    changed = Editorial.objects.filter(round__proposal__project=project)
    assert {one.round.proposal.number for one in changed} == {22, 25}
    for one in changed:
        assert one.after["text"] == one.round.text != one.before["text"]
        assert one.round.number == 1
        assert one.refused_at is None


def test_ada_deputises_for_somebody_who_is_away(project: Project) -> None:
    absence = Absence.objects.in_project(project).get()
    assert (absence.user, absence.deputy) == (person("quentin"), person("ada"))
    due = voices_due(person("ada"), project, absence.from_on)
    assert {asked.round.proposal.number for asked in due} == {34}
    last = Sync.objects.in_project(project).exclude(closed_at=None).latest("opened_at")
    assert not last.presences.filter(user=absence.user).exists()
