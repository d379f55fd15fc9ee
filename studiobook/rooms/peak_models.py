"""The table of a room's peak hours."""

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, ForeignKey, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from studiobook.db.base import Model


class PeakBand(Model):
    """Hours at which a room costs more, or less, than its prices by length.

    `weekdays` are those on which it begins, Monday 0; `start` and length count half hours, and it
    may run past midnight. Bands of one room never overlap.
    """

    __tablename__ = "peak_band"

    room_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("room.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    weekdays: Mapped[list[int]] = mapped_column(ARRAY(SmallInteger))
    start: Mapped[int] = mapped_column(SmallInteger)
    half_hours: Mapped[int] = mapped_column(SmallInteger)
    basis_points: Mapped[int] = mapped_column(SmallInteger)

    __table_args__ = (
        CheckConstraint(
            "cardinality(weekdays) > 0 AND weekdays <@ ARRAY[0,1,2,3,4,5,6]::smallint[]",
            name="weekdays_are_known",
        ),
        CheckConstraint(
            "start BETWEEN 0 AND 47 AND half_hours BETWEEN 1 AND 48", name="hours_are_sane"
        ),
        CheckConstraint(
            "basis_points BETWEEN -9000 AND 20000 AND basis_points <> 0", name="share_is_sane"
        ),
    )
