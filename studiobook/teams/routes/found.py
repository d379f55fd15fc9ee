"""Who is asking, and the way to the team's page."""

from flask import url_for

from studiobook.errors import NotFound
from studiobook.studios.lock import lock_studio
from studiobook.studios.models import Studio
from studiobook.teams.policies import Power, get_studio_for
from studiobook.users.models import User
from studiobook.web.components import Link
from studiobook.web.viewer import current_viewer


def asker() -> User:
    """The signed-in person. Raises NotFound for nobody."""
    user = current_viewer().user
    if user is None:
        raise NotFound
    return user


def lock_to_set_up(studio: Studio) -> Studio:
    """Take the studio's lock and ask for the power again: it may have gone while we waited."""
    lock_studio(studio.id)
    return get_studio_for(current_viewer(), Power.SET_UP, slug=studio.slug)


def way_to_team() -> tuple[Link, ...]:
    """The team's page."""
    return (Link("Team", url_for("teams.list_team")),)
