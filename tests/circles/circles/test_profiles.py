"""What people say of themselves, their pictures, and what they keep at hand."""

from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from across.takeaway.workflows.erasure import erase_person
from circles.projects.models import Star
from documents.documents.models import Document, Favourite
from foundation.accounts.models import User
from foundation.files.models import Portrait
from foundation.files.workflows.portraits import keep_portrait, remove_portrait
from foundation.web.exceptions import Refused
from tests.factories import a_circle, a_project
from tests.markup import main_of
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db


def a_photo(colour: str = "teal", size: int = 1600) -> BytesIO:
    """Take a photo, of which the camera says where it was taken."""
    exif = Image.Exif()
    exif[0x010E] = "at home"
    file = BytesIO()
    Image.new("RGB", (size, size // 2), colour).save(file, "JPEG", exif=exif)
    return file


def photographed(user: User, colour: str = "teal") -> User:
    """Give a person a picture."""
    photo = a_photo(colour)
    keep_portrait(user, photo, photo.tell())
    return user


@pytest.mark.both_databases
def test_a_profile_keeps_words_and_a_small_picture_without_what_the_camera_said(ada: User) -> None:
    photo = SimpleUploadedFile("me.jpg", a_photo().getvalue(), "image/jpeg")
    at_browser(ada).post("/profile/", {"name": "Ada Mercier", "about": "I build pumps.", "file": photo})
    ada.refresh_from_db()
    answer = at_browser(ada).get(ada.picture_url)
    assert answer["Content-Type"] == "image/webp"
    shown = Image.open(BytesIO(answer.content))
    assert (shown.size, dict(shown.getexif())) == ((320, 160), {})
    assert ada.about == "I build pumps."


def test_a_picture_is_seen_by_who_shares_a_project_and_by_nobody_else(ada: User, bo: User, eve: User) -> None:
    a_circle(photographed(ada), bo)
    assert at_browser(bo).get(ada.picture_url).status_code == 200
    assert at_browser(eve).get(ada.picture_url).status_code == 404
    assert Client().get(ada.picture_url).status_code == 302


def test_what_somebody_says_of_themself_is_not_read_where_they_have_left(ada: User, bo: User) -> None:
    circle = a_circle(bo, ada)
    User.objects.filter(pk=ada.pk).update(about="I build pumps.")
    page = reverse("circles:person", args=[circle.project.slug, ada.pk])
    by_program = f"/api/v1/projects/{circle.project.slug}/people/{ada.pk}"
    browser = at_browser(bo)
    assert "I build pumps." in browser.get(page).content.decode()
    circle.memberships.get(user=ada).end(by=ada)
    assert "I build pumps." not in browser.get(page).content.decode()
    assert browser.get(by_program, headers=by_token(bo)).json()["about"] == ""


def test_another_picture_takes_its_place_and_the_file_goes_with_it(ada: User) -> None:
    first = photographed(ada).picture
    photographed(ada, "red")
    assert ada.picture != first
    kept = Path(settings.MEDIA_ROOT, "portraits", ada.pk.hex)
    assert [path.name for path in kept.iterdir()] == [ada.picture]
    remove_portrait(ada)
    assert list(kept.iterdir()) == []
    assert not Portrait.objects.exists()


def test_what_is_no_picture_is_refused(ada: User) -> None:
    with pytest.raises(Refused):
        keep_portrait(ada, BytesIO(b"<svg onload=alert(1)>"), 21)


def test_faces_show_the_picture_and_else_initials(ada: User, bo: User) -> None:
    circle = a_circle(photographed(ada), bo)
    page = main_of(at_browser(bo).get(f"/p/{circle.project.slug}/people/").text)
    assert f'src="{ada.picture_url}"' in page
    assert '<span aria-hidden="true">BN</span>' in page


def test_the_page_of_a_person_shows_their_words_and_circles_to_the_project(ada: User, bo: User, eve: User) -> None:
    circle = a_circle(ada, bo, name="Pump")
    User.objects.filter(pk=ada.pk).update(about="I build pumps.")
    address = reverse("circles:person", args=[circle.project.slug, ada.pk])
    page = main_of(at_browser(bo).get(address).text)
    assert "I build pumps." in page
    assert "Pump<" in page
    assert at_browser(eve).get(address).status_code == 404
    answer = Client().get(f"/api/v1/projects/{circle.project.slug}/people/{ada.pk}", headers=by_token(bo))
    assert (answer.json()["about"], answer.json()["circles"]) == ("I build pumps.", [circle.key])


def test_an_erased_person_leaves_no_picture_and_no_words(ada: User, bo: User) -> None:
    a_circle(photographed(ada), bo)
    User.objects.filter(pk=ada.pk).update(about="I build pumps.")
    file = Path(Portrait.objects.get(user=ada).file.path)
    erase_person(ada, by=bo)
    ada.refresh_from_db()
    assert (ada.about, ada.picture) == ("", "")
    assert not file.exists()


def test_what_is_marked_stands_in_the_sidebar_and_the_project_first(ada: User) -> None:
    project = a_project(ada, name="Pump")
    other = a_project(ada, name="Aeroplane")
    circle = a_circle(ada, inside=project.circles.general(), name="Seals")
    document = Document.create(circle, "Tests of the seal", by=ada)
    browser = at_browser(ada)
    browser.post(reverse("circles:star_project", args=[project.slug]), {"on": "1"})
    browser.post(reverse("circles:star_circle", args=[project.slug, circle.key]), {"on": "1"})
    Favourite.mark(document, by=ada, is_on=True)
    Favourite.mark(Document.create(other.circles.general(), "Wings", by=ada), by=ada, is_on=True)
    page = browser.get(f"/p/{project.slug}/people/").content.decode()
    starred = page.partition("Favourites")[2].partition("</ul>")[0]
    assert "Seals" in starred
    assert "Tests of the seal" in starred
    assert "Wings" not in starred
    listed = browser.get("/projects/").content.decode()
    assert listed.index("Pump") < listed.index("Aeroplane")
    browser.post(reverse("circles:star_circle", args=[project.slug, circle.key]), {"on": ""})
    assert Star.objects.filter(circle=circle).count() == 0
