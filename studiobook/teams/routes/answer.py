"""/invitations/<token>, from the mail: opening it changes nothing, one button accepts.

The secret stays in the address, since signing in on the way begins a new session; whoever has it
still needs the account of the invited address, or opens that.
"""

from typing import Any

from flask import Response, flash, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.auth import limits
from studiobook.auth.known_device import remember_device
from studiobook.auth.login_session import sign_in, sign_out
from studiobook.db.transaction import in_transaction, transaction
from studiobook.teams.accept import accept, accept_as_new
from studiobook.teams.errors import AnotherAccount, HasAccount, InvitationOver
from studiobook.teams.forms import JoinForm
from studiobook.teams.models import Invitation
from studiobook.teams.pages.invitation import InvitationPage, OverPage, facts_of, place_of
from studiobook.teams.policies import is_still_offered
from studiobook.teams.queries import find_by_secret
from studiobook.teams.routes import blueprint
from studiobook.users.queries import find_user_by_email
from studiobook.web.access import access, public
from studiobook.web.components import Act, Link
from studiobook.web.htmx import go_to, swap_whole_page
from studiobook.web.respond import respond
from studiobook.web.viewer import current_viewer


@blueprint.get("/invitations/<token>")
@access(public)
def show_invitation(token: str) -> Response:
    """What is offered, and the one next step of this browser."""
    offer = _find(token)
    return _over(token) if offer is None else _show(offer, token)


@blueprint.post("/invitations/<token>")
@limits.token_tries
@access(public)
def create_acceptance(token: str) -> Response | BaseResponse:
    """Accept: as whoever is signed in, or with an account that is opened for it."""
    offer, user = _find(token), current_viewer().user
    if offer is None:
        return _over(token)
    try:
        if user is None:
            return _join(offer, token)
        in_transaction(lambda: accept(token, user=user, now=clock.now()))
    except InvitationOver:
        return _over(token)
    except (AnotherAccount, HasAccount) as refusal:
        return swap_whole_page(_show(offer, token, refusal.status))
    return _welcome(place_of(offer))


@blueprint.post("/invitations/<token>/other-account")
@access(public)
def create_other_account(token: str) -> BaseResponse:
    """Sign out whoever is signed in, and back to the invitation."""
    with transaction():
        sign_out(now=clock.now())
    return go_to(url_for("teams.show_invitation", token=token))


def _find(token: str) -> Invitation | None:
    offer = find_by_secret(token)
    if offer is None or offer.accepted_at is not None or offer.withdrawn_at is not None:
        return None
    return offer if offer.expires_at > clock.now() and is_still_offered(offer) else None


def _join(offer: Invitation, token: str) -> Response | BaseResponse:
    if find_user_by_email(offer.email) is not None:
        raise HasAccount
    form, now = _join_form(offer), clock.now()
    if not form.validate_on_submit():
        return _show(offer, token, 422, form)
    place = place_of(offer)
    user = in_transaction(
        lambda: accept_as_new(
            token, name=form.name.data or "", password=form.password.data or "", now=now
        )
    )
    with transaction():
        sign_in(user, now=now)
    answer = _welcome(place)
    remember_device(answer, user.email)
    return answer


def _join_form(offer: Invitation, **known: Any) -> JoinForm:
    form = JoinForm(**known)
    form.email = offer.email
    return form


def _welcome(place: str) -> BaseResponse:
    flash(f"Welcome: you are in the team of {place} now.", "good")
    return go_to("/manage")


def _show(
    offer: Invitation, token: str, status: int = 200, form: JoinForm | None = None
) -> Response:
    page = _page(offer, token, form)
    return respond("teams/invitation.html", page, status, Referrer_Policy="no-referrer")


def _page(offer: Invitation, token: str, form: JoinForm | None) -> InvitationPage:
    action, user = url_for("teams.create_acceptance", token=token), current_viewer().user
    here = url_for("teams.show_invitation", token=token)
    shown: dict[str, Any]
    if user is not None and user.email == offer.email:
        note = f"You are signed in as {user.email}."
        shown = {"way": "accept", "note": note, "act": Act("Join the team", action)}
    elif user is not None:
        switch = url_for("teams.create_other_account", token=token)
        shown = {
            "way": "switch",
            "note": f"You are signed in as {user.email}, and the invitation is for {offer.email}."
            " Sign out to go on with that address.",
            "act": Act("Sign out and go on", switch),
            "ways": (Link(f"Stay signed in as {user.name}", "/account"),),
        }
    elif find_user_by_email(offer.email) is not None:
        shown = {
            "way": "sign_in",
            "note": f"Sign in as {offer.email} to accept. You come back here.",
            "ways": (
                Link("Sign in", url_for("auth.show_login", next=here)),
                Link("Sign in by a mailed link", url_for("auth.show_link_request", next=here)),
            ),
        }
    else:
        shown = {
            "way": "join",
            "note": f"You open an account with {offer.email}.",
            "form": form or _join_form(offer, formdata=None),
        }
    lede = f"{offer.invited_by.name} asks you to join." if offer.invited_by else "You are invited."
    return InvitationPage(
        title=f"Join {place_of(offer)}", lede=lede, facts=facts_of(offer), action=action, **shown
    )


def _over(token: str) -> Response:
    offer = find_by_secret(token)
    mine = offer is not None and offer.accepted_by_id == current_viewer().user_id
    if mine and current_user.is_authenticated:
        lede = "You have accepted it: you are in the team already."
    elif offer is not None and offer.accepted_at is not None:
        lede = "It has been accepted already. Sign in to the account that accepted it."
    elif offer is not None and offer.withdrawn_at is not None:
        lede = "It was taken back. Ask the studio whether that is a mistake."
    elif offer is not None and offer.expires_at > clock.now():
        lede = "Whoever invited you has left. Ask the studio to send it again: one press there."
    elif offer is not None:
        lede = "Its seven days are over. Ask the studio to send it again: that is one press there."
    else:
        lede = "Perhaps a newer mail has replaced it, or the link is incomplete. The latest works."
    console = Link("Your studios", "/manage")
    sign_in_first = Link("Sign in", url_for("auth.show_login", next="/manage"))
    page = OverPage(
        title="This invitation is no longer open",
        lede=lede,
        links=(
            console if current_user.is_authenticated else sign_in_first,
            Link("Find a studio", "/search"),
        ),
    )
    status = InvitationOver.status
    answer = respond("teams/over.html", page, status, Referrer_Policy="no-referrer")
    return swap_whole_page(answer)
