"""A person at a glance."""

import pytest

from studiobook.files.opening import current_storage
from studiobook.web.faces import face_of


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Maya Okafor", "MO"), ("Cher", "C"), ("Ana de la Cruz", "AC"), ("  ", "?"), ("øre", "Ø")],
)
def test_without_a_photo_there_are_letters(name: str, initials: str):
    assert face_of(name, None).initials == initials
    assert face_of(name, None).photo is None


def test_with_a_photo_there_is_its_address(app):
    key = "people/somebody/480.webp"
    assert face_of("Maya", key).photo == current_storage().url(key)
