"""/admin: what only those who run the marketplace see."""

from flask import Blueprint, Response, flash, url_for
from sqlalchemy.exc import NoResultFound
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.admin.decisions import DECISIONS, Decision
from studiobook.admin.forms import NoteForm
from studiobook.admin.money_board import read_board
from studiobook.admin.pages import money_page, subject_of
from studiobook.db.base import db
from studiobook.errors import DomainError, NotFound
from studiobook.payments.check_now import KINDS
from studiobook.payments.gateways.errors import GatewayError
from studiobook.payments.gateways.registry import gateways
from studiobook.web.access import access, admin
from studiobook.web.components import Act, Link
from studiobook.web.console import ConfirmPage, FormPage
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond
from studiobook.web.viewer import current_viewer

blueprint = Blueprint("admin", __name__, url_prefix="/admin")

SILENT = "The provider gave no usable answer, so nothing was changed. Try again in a minute."


@blueprint.get("")
@access(admin)
def show_admin() -> BaseResponse:
    """There is one page so far."""
    return go_to(url_for("admin.show_money"))


@blueprint.get("/money")
@access(admin)
def show_money() -> Response:
    """All money that waits for somebody."""
    now = clock.now()
    page = money_page(read_board(now=now), gateways=gateways(), now=now)
    return respond("admin/money.html", page)


@blueprint.get("/money/<kind>/<int:number>/<act>")
@access(admin)
def new_decision(kind: str, number: int, act: str) -> Response:
    """What it does, before it is done."""
    return _ask(_decision(kind, number, act), kind, number, act)


@blueprint.post("/money/<kind>/<int:number>/<act>")
@access(admin)
def create_decision(kind: str, number: int, act: str) -> Response | BaseResponse:
    """Do it, and say what came of it."""
    decision = _decision(kind, number, act)
    form = NoteForm() if decision.needs_note else None
    if form is not None and not form.validate_on_submit():
        return _ask(decision, kind, number, act, form=form, status=422)
    try:
        decision.run(number, current_viewer().user_id, form.note.data or "" if form else "")
    except DomainError as refusal:
        flash(refusal.message, "bad")
    except GatewayError:
        flash(SILENT, "wait")
    except NoResultFound:
        raise NotFound from None
    else:
        flash(decision.done, "good")
    return go_to(url_for("admin.show_money"))


def _decision(kind: str, number: int, act: str) -> Decision:
    decision = DECISIONS.get((kind, act))
    if decision is None or number > 2**62 or db.session.get(KINDS[kind], number) is None:
        raise NotFound
    return decision


def _ask(
    decision: Decision,
    kind: str,
    number: int,
    act: str,
    *,
    form: NoteForm | None = None,
    status: int = 200,
) -> Response:
    here = url_for("admin.new_decision", kind=kind, number=number, act=act)
    title, subject = decision.label, subject_of(db.session.get_one(KINDS[kind], number))
    way = (Link("Money that waits", url_for("admin.show_money")),)
    if decision.needs_note:
        asked = FormPage(
            title=title,
            form=form or NoteForm(),
            action=here,
            way=way,
            lede=f"{subject}. {decision.sentence}",
            button=decision.label,
            section="money",
        )
        return respond("console_form.html", asked, status)
    page = ConfirmPage(
        title=title,
        section="money",
        way=way,
        sentences=(f"{subject}.", decision.sentence),
        act=Act(decision.label, here, kind="danger" if decision.is_final else "primary"),
        back=Link("Back to what waits", url_for("admin.show_money")),
    )
    return respond("console_confirm.html", page, status)
