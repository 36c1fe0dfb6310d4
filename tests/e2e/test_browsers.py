"""What the tests at browsers stand on: people sign in as people do, and no complaint of a browser goes unheard."""

import secrets

from tests.support.browsers import PHONE, OpenBrowser
from tests.support.deployments import Deployment


def test_people_sign_in_on_each_deployment_and_at_each_node(open_browser: OpenBrowser, deployment: Deployment) -> None:
    bo = open_browser("bo", deployment.url)
    fay = open_browser("fay", deployment.nodes[-1].url, viewport=PHONE, locale="fr-FR")
    for person in (bo, fay):
        person.email = f"{person.name}.{secrets.token_hex(4)}@example.org"
        deployment.create_users(person.email)
        person.sign_in().goto("/preferences/")
        assert person.page.url == f"{person.url}/preferences/"
    assert bo.page.context is not fay.page.context


def test_errors_in_a_browser_are_noticed(open_browser: OpenBrowser, embedded: Deployment) -> None:
    eve = open_browser("eve", embedded.url).goto("/account/login/")
    eve.page.evaluate("() => console.error('a word of warning')")
    eve.page.evaluate("() => { setTimeout(() => { throw new Error('a broken promise') }) }")
    eve.page.evaluate("() => document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">')")
    eve.page.goto(f"{embedded.url}/nowhere/")
    heard = "a word of warning", "a broken promise", "Content Security Policy", "404"
    for each in heard:
        eve.expect_error(each)
    assert [each for each in heard if not any(each in complaint for complaint in eve.errors)] == []
