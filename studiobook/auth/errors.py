"""Why somebody does not get in, in words that never tell whether an account exists."""

from typing import ClassVar

from studiobook.errors import DomainError


class WrongCredentials(DomainError):
    """Unknown address, wrong password or no password at all: one answer for the three."""

    message = "This e-mail address and password don't go together."


class WrongPassword(DomainError):
    """The current password, asked again before a change, is another one."""

    message = "This is not your current password."


class AccountSuspended(DomainError):
    """Told only to somebody who has just proved that the account is theirs."""

    status: ClassVar[int] = 403
    message = "This account is suspended. Write to us and we will look into it together."


class DeadToken(DomainError):
    """Used, superseded, lapsed, made for something else, or never made."""

    status: ClassVar[int] = 410
    message = "This link has been used already, or its time is over."


class SignInFirst(DomainError):
    """An account with this address exists: its owner proves it before Google is linked."""

    message = "There is an account with this e-mail address already. Sign in to it first."


class UnprovenAddress(DomainError):
    """Google does not vouch for the address, or our own account has not confirmed it."""

    message = "The e-mail address has to be confirmed first."


class LinkedElsewhere(DomainError):
    """The Google account opens another account here."""

    status: ClassVar[int] = 409
    message = "This Google account belongs to another account at Studiobook."


class GoogleRefused(DomainError):
    """Denied, replayed, started in another browser, or Google does not answer."""

    message = "Nothing has changed. A mailed link signs you in without Google."


class LastWayIn(DomainError):
    """Google is how this account is opened; a password has to be set before it goes."""

    message = "Set a password first, so that you can still get in."
