"""What the roles are called, and what each lets people do."""

from studiobook.teams.models import TeamRole

OWNER = "Owner"
OWNER_MAY = "Everything, payouts and owners too."
NAMES = {
    TeamRole.MANAGER: "Manager",
    TeamRole.ENGINEER: "Engineer",
    TeamRole.FRONT_DESK: "Front desk",
}
MAY = {
    TeamRole.MANAGER: "Runs bookings, messages, rooms, prices and the team. Not payouts.",
    TeamRole.ENGINEER: "Sees their own sessions. Guests can book them with a room.",
    TeamRole.FRONT_DESK: "Sees the day, checks guests in, blocks time and books walk-ins.",
}


def name_of(role: TeamRole | None) -> str:
    """The role in words; None is an owner."""
    return OWNER if role is None else NAMES[role]


def may_of(role: TeamRole | None) -> str:
    """What it lets people do, in a sentence."""
    return OWNER_MAY if role is None else MAY[role]
