"""The HTTP edge of teams: /manage/team for those who put one together, /invitations for guests."""

from flask import Blueprint

blueprint = Blueprint("teams", __name__)

# The files below hang their views on the blueprint, so it has to stand first.
from studiobook.teams.routes import answer, invitations, members, owners, team  # noqa: E402

__all__ = ["answer", "blueprint", "invitations", "members", "owners", "team"]
