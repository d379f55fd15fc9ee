"""Who writes to a studio's set-up waits for the one before."""

from sqlalchemy import select

from studiobook.companies.models import Company
from studiobook.db.base import db
from studiobook.studios.models import Studio


def lock_company(company_id: int) -> None:
    """Take the company's row lock: it gets one new studio at a time."""
    db.session.execute(
        select(Company.id).where(Company.id == company_id).with_for_update(key_share=True)
    )


def lock_studio(studio_id: int) -> None:
    """Take the studio's row lock, before those of its rooms."""
    db.session.execute(
        select(Studio.id).where(Studio.id == studio_id).with_for_update(key_share=True)
    )
