"""Why an engineer can't be had, and why somebody does not join or leave a team."""

from studiobook.errors import DomainError


class EngineerTaken(DomainError):
    """The engineer works in another room then."""

    status = 409
    message = "That engineer is busy at this time. Choose another one, or book without."


class NoSuchEngineer(DomainError):
    """Nobody of that number can be booked at this studio."""

    message = "That engineer can't be booked here. Choose another one, or book without."


class AlreadyInTeam(DomainError):
    """The address is that of a member or an owner."""

    status = 409
    message = "This person is in the team already. Change their role on the team's page."


class InvitationOver(DomainError):
    """Accepted, withdrawn, lapsed, sent anew, or never made."""

    status = 410
    message = "This invitation is no longer open."


class AnotherAccount(DomainError):
    """Whoever is signed in is not who was invited."""

    status = 409
    message = "This invitation is for another e-mail address than your account's."


class HasAccount(DomainError):
    """The invited address has an account by now: it has to be signed in."""

    status = 409
    message = "There is an account with this e-mail address. Sign in to it to accept."


class TooLateToReturn(DomainError):
    """What was ended can be taken back for a short while only, and once."""

    status = 409
    message = "This can't be taken back any more. Send an invitation instead."
