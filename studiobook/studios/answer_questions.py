"""What guests often ask a studio, answered once for all."""

from collections.abc import Sequence

from sqlalchemy import delete

from studiobook.db.base import db
from studiobook.studios.models import Question, Studio

MOST = 20


def answer_questions(*, studio: Studio, answered: Sequence[tuple[str, str]]) -> None:
    """Replace the studio's list by these questions with answers, in this order. At most `MOST`.

    The studio is locked.
    """
    db.session.execute(delete(Question).where(Question.studio_id == studio.id))
    db.session.add_all(
        Question(studio_id=studio.id, position=position, question=question, answer=answer)
        for position, (question, answer) in enumerate(answered[:MOST], start=1)
    )
    db.session.flush()
    db.session.expire(studio, ["questions"])
