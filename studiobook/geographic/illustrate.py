"""A city's own picture: what is kept about the one that files/ has stored."""

from studiobook.db.base import db
from studiobook.geographic.models import City, CityPicture


def illustrate(
    *, city: City, key: str, sizes: list[tuple[int, int]], placeholder: str, alt: str
) -> CityPicture:
    """Give the city its first stored picture; a city has one at most.

    `sizes` are its renditions' (width, height), narrowest first.
    """
    width, height = sizes[-1]
    picture = CityPicture(
        city_id=city.id,
        key=key,
        widths=[size[0] for size in sizes],
        width=width,
        height=height,
        placeholder=placeholder,
        alt=alt,
    )
    db.session.add(picture)
    db.session.flush()
    return picture
