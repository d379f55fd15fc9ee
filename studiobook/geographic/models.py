"""Countries with their currency, and cities with their time zone and their picture."""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    Double,
    ForeignKey,
    Integer,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studiobook.db.base import Model
from studiobook.db.columns import PrimaryKey


class Country(Model):
    """A country studios can be in; its currency prices every room there."""

    __tablename__ = "country"

    code: Mapped[str] = mapped_column(String(2), primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    currency: Mapped[str] = mapped_column(String(3))

    __table_args__ = (
        CheckConstraint("code ~ '^[A-Z]{2}$'", name="code_is_iso"),
        CheckConstraint("currency ~ '^[A-Z]{3}$'", name="currency_is_iso"),
    )


class City(Model):
    """A city people search in; its zone is the default of its studios."""

    __tablename__ = "city"

    id: Mapped[PrimaryKey]
    country_code: Mapped[str] = mapped_column(String(2), ForeignKey("country.code"))
    name: Mapped[str] = mapped_column(String(80))
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    zone: Mapped[str] = mapped_column(String(64))
    lat: Mapped[float] = mapped_column(Double)
    lng: Mapped[float] = mapped_column(Double)

    country: Mapped[Country] = relationship(lazy="joined", innerjoin=True)

    __table_args__ = (
        UniqueConstraint("country_code", "name"),
        CheckConstraint("lat BETWEEN -90 AND 90 AND lng BETWEEN -180 AND 180", name="on_earth"),
    )


class CityPicture(Model):
    """The picture of a city that has one; `key` is the folder of its renditions in storage."""

    __tablename__ = "city_picture"

    city_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("city.id", ondelete="CASCADE"), primary_key=True
    )
    #: Storage keys are f"{key}/{width}.webp" for each of `widths`.
    key: Mapped[str] = mapped_column(String(120), unique=True)
    widths: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    width: Mapped[int] = mapped_column(Integer)
    height: Mapped[int] = mapped_column(Integer)
    placeholder: Mapped[str] = mapped_column(String(7))
    alt: Mapped[str] = mapped_column(String(200))
