"""A company's logo: put up, replaced, taken down, refused with a sentence, seen by guests."""

import io

import pytest
from PIL import Image

from studiobook.companies.models import Company
from studiobook.db.base import db
from studiobook.files.opening import current_storage
from tests.factories.sign_in import sign_in
from tests.factories.world import company_of, make_owner, make_room, make_studio
from tests.support.client import PageClient
from tests.support.pictures import encode, opened, plain


@pytest.fixture
def company(client: PageClient) -> Company:
    owner = make_owner()
    sign_in(client, owner)
    return company_of(owner)


def path_of(company: Company) -> str:
    return f"/manage/companies/{company.slug}"


def put_up(client: PageClient, company: Company, data: bytes):
    path = path_of(company)
    form = {"logo": (io.BytesIO(data), "logo.png")}
    answer = client.submit(f"{path}/logo", form, page=path, content_type="multipart/form-data")
    # The test client writes large bodies to a file that it leaves open.
    answer.request.environ["wsgi.input"].close()
    return answer


def logo(colour: str = "teal", size: tuple[int, int] = (600, 500)) -> bytes:
    return encode(Image.new("RGBA", size, colour), "PNG")


def test_is_kept_small_and_guests_see_it_on_the_company_and_on_its_studios(client, company):
    studio = make_studio(owner=company.admins[0].user)
    make_room(studio=studio)
    db.session.commit()
    assert put_up(client, company, logo()).location == path_of(company)
    assert company.logo_key is not None
    kept = opened(current_storage().get(company.logo_key))
    assert (kept.format, kept.size) == ("WEBP", (480, 400))
    for page in (path_of(company), f"/companies/{company.slug}", f"/studios/{studio.slug}"):
        assert f'src="/files/{company.logo_key}"' in client.get(page).text


def test_another_takes_its_place_and_the_first_is_forgotten(client, company):
    put_up(client, company, logo())
    first = company.logo_key
    put_up(client, company, logo("maroon"))
    assert company.logo_key != first
    assert not current_storage().exists(first)


def test_is_taken_down_and_twice_changes_nothing(client, company):
    put_up(client, company, logo())
    key = company.logo_key
    for _ in range(2):
        assert client.submit(
            f"{path_of(company)}/logo/removal", {}, page=path_of(company)
        ).location == path_of(company)
    assert company.logo_key is None
    assert not current_storage().exists(key)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a photo"),
        (plain(600)[:700], "damaged or incomplete"),
        (logo(size=(700, 300)), "too long for a square"),
        (logo(size=(300, 700)), "too long for a square"),
        (logo(size=(100, 100)), "too small"),
    ],
    ids=["svg", "half", "wide", "tall", "tiny"],
)
def test_what_is_no_logo_is_refused_beside_its_field_and_the_old_one_stays(
    client, company, data, sentence
):
    put_up(client, company, logo())
    before = company.logo_key
    answer = put_up(client, company, data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{company.name}"' in answer.text
    assert company.logo_key == before


def test_no_file_is_asked_for(client, company):
    answer = client.submit(f"{path_of(company)}/logo", {}, page=path_of(company))
    assert answer.status_code == 422
    assert "Choose a picture first." in answer.text
