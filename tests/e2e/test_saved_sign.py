"""Two people type on two nodes while their network breaks again and again: the sign *saved* never lies.

Stock `y-websocket` clients, and two more of ours, type into the same document through the same networks. RONDE_DEEP=1
makes 200 cuts.
"""

import os
import random
import time

import pytest

from documents.coediting.models import Ticket
from documents.documents.models import Document
from tests.e2e import saved_sign
from tests.e2e.saved_sign import Lie, Sample, lies, longest_saving_ms, spells, words_in
from tests.e2e.test_broken_network import make_document, says, two_people
from tests.reliability.test_editing import TypingClients
from tests.support.browsers import Person, SignIn
from tests.support.deployments import Deployment
from tests.support.network import Network

ROUNDS = 10 if os.environ.get("RONDE_DEEP") else 1
CUTS = 20  # of a round: stock clients come with a ticket, which lasts ten minutes
IN_FLIGHT = 0.5  # of the cuts at least must meet a word that is not in the log yet, or they show nothing
KINDS = ("cut", "cut", "silence", "silence", "no websockets", "reload")
SEED = 7
# Without the carets of others, each of which breaks a line, and may stand in a word where its person was cut off.
WRITTEN = """() => {
  const text = document.querySelector(".tiptap").cloneNode(true);
  for (const drawn of text.querySelectorAll(".cursor, .unread-gone")) drawn.remove();
  return text.textContent;
}"""


pytestmark = pytest.mark.xdist_group("networks")  # their deployment is started once


@pytest.fixture
def deployment(reachable_by_networks: tuple[Deployment, list[Network]]) -> Deployment:
    return reachable_by_networks[0]


class Typist:
    """Types words at one end of the text, at a page that is watched."""

    def __init__(self, person: Person, letter: str, address: str, end: str) -> None:
        self.person, self.letter, self.address, self.end = person, letter, address, end
        self.count = 0
        self.samples: list[Sample] = []
        saved_sign.watch(person.page, letter)
        self.open()

    def open(self) -> None:
        self.person.goto(self.address)
        says(self.person.page, "saved")
        self.person.page.locator(".tiptap").press(f"Control+{self.end}")

    def type(self) -> None:
        self.count += 1
        self.person.page.keyboard.type(f"{self.letter}{self.count},")

    def collect(self) -> None:
        self.samples += saved_sign.taken(self.person.page)

    def text(self) -> str:
        found: str = self.person.page.evaluate(WRITTEN)
        return found


class Cuts:
    """Breaks the networks of two people while they type."""

    def __init__(self, typists: tuple[Typist, Typist], networks: list[Network]) -> None:
        self.random = random.Random(SEED)
        self.typists, self.networks = typists, networks
        self.struck: list[tuple[float, dict[str, int]]] = []  # when (ms since 1970), and the words typed by then

    def strike(self) -> None:
        """Break the network of one or both, let them type on, and mend it."""
        kind = self.random.choice(KINDS)
        whose = self.random.choice(([0], [1], [0, 1]))
        self.type_for(0.1)
        for one in whose:
            self.typists[one].type()
        self.struck.append((time.time() * 1000, {self.typists[one].letter: self.typists[one].count for one in whose}))
        for one in whose:
            network = self.networks[one]
            {"silence": network.fall_silent, "no websockets": network.block_websockets}.get(kind, network.cut)()
        self.type_for(self.random.uniform(0.1, 2.5))
        for one in whose:
            self._mend(self.networks[one], self.typists[one] if kind == "reload" else None)
        self.type_for(self.random.uniform(0.1, 1))

    @staticmethod
    def _mend(network: Network, to_reload: Typist | None) -> None:
        if to_reload:
            says(to_reload.person.page, "offline")  # so the words are on the device by now
            to_reload.collect()
        network.allow_websockets()
        network.mend()
        if to_reload:
            to_reload.open()

    def type_for(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            typist = self.random.choice(self.typists)
            typist.type()
            typist.person.page.wait_for_timeout(self.random.uniform(20, 120))

    def in_flight(self, logged_at_ms: dict[str, list[int]]) -> int:
        """Return how many cuts met a word that was typed and not in the log."""
        return sum(
            any(logged_at_ms[letter][count - 1] > at_ms for letter, count in typed.items())
            for at_ms, typed in self.struck
        )


def issue_ticket(document: str) -> str:
    found = Document.objects.get(pk=document)
    assert found.created_by
    return Ticket.issue(found.created_by, found.pk)


def test_the_sign_never_says_saved_of_what_is_not_in_the_log(
    sign_in: SignIn, deployment: Deployment, networks: list[Network]
) -> None:
    ada, bo = two_people(sign_in)
    address, document = deployment.call(make_document, ada.email, bo.email)
    typists = Typist(ada, "a", address, "Home"), Typist(bo, "b", address, "End")
    cuts = Cuts(typists, networks)
    for _ in range(ROUNDS):
        clients = TypingClients(deployment, document, deployment.call(issue_ticket, document), every_ms=250)
        try:
            clients.wait_for("ready")
            for _ in range(CUTS):
                cuts.strike()
            for typist in typists:
                says(typist.person.page, "saved")
                typist.collect()
            result = clients.finish()
        finally:
            clients.stop()
        assert result["problems"] == []
    logged = {typist.letter: deployment.call(saved_sign.logged_words, document, typist.letter) for typist in typists}
    texts = [result["xmlFresh"], *(one.text() for one in typists)]
    for typist in typists:
        assert_truthful(typist, logged[typist.letter], texts)
    met = cuts.in_flight(logged)
    print(f"{len(cuts.struck)} cuts, {met} with words in flight, {sum(len(one.samples) for one in typists)} samples")
    assert met >= IN_FLIGHT * len(cuts.struck), "void"


def assert_truthful(typist: Typist, logged_at_ms: list[int], texts: list[str]) -> None:
    """Everything a person typed is there once, and what their page said of it was true at each moment."""
    typed = [f"{typist.letter}{number}" for number in range(1, typist.count + 1)]
    for text in texts:
        assert sorted(words_in(text, typist.letter)) == sorted(typed), text
    assert lies(typist.samples, logged_at_ms) == []
    assert longest_saving_ms(typist.samples, logged_at_ms) <= saved_sign.LATE_MS
    assert spells(typist.samples) > CUTS * ROUNDS / 2


def test_a_lie_is_found() -> None:
    samples = [Sample(1_000, "saving", 2), Sample(1_100, "saved", 2), Sample(1_200, "saved", 3)]
    assert lies(samples, [900, 1_050, 1_150]) == []
    assert lies(samples, [900, 1_150, 1_150]) == [Lie(1_100, 2, 1_150)]
    assert lies(samples, [900, 1_050]) == [Lie(1_200, 3, None)]


def test_a_sign_that_stays_at_saving_is_found() -> None:
    def seen(state: str, start: int, end: int) -> list[Sample]:
        return [Sample(at, state, 1) for at in range(start, end, 100)]

    assert longest_saving_ms([*seen("saving", 0, 2_100), *seen("offline", 2_100, 9_000)], []) == 2_000
    assert longest_saving_ms(seen("saving", 0, 5_100), []) == 5_000
    assert longest_saving_ms(seen("saving", 0, 5_100), [1_950, 4_450]) == 2_400
    assert longest_saving_ms([*seen("saving", 0, 1_100), *seen("saving", 60_000, 61_100)], []) == 1_000
