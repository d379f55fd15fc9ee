"""Who may read and write in a thread: its guest, and everybody who runs its studio."""

from studiobook.errors import NotFound
from studiobook.messages.models import Side, Thread
from studiobook.messages.queries import find_thread
from studiobook.teams.policies import Power, may
from studiobook.users.viewer import Viewer
from studiobook.values.code import is_code, normalise


def can_write(thread: Thread, viewer: Viewer, side: Side) -> bool:
    """Whether the viewer belongs to this side of the thread."""
    if viewer.user_id is None:
        return False
    if side is Side.GUEST:
        return thread.guest_id == viewer.user_id
    return may(viewer, Power.RUN, studio_id=thread.studio_id)


def get_thread(code: str, *, viewer: Viewer, side: Side) -> Thread:
    """A thread of the viewer's. Raises NotFound for a foreign one as for none at all."""
    wanted = normalise(code)
    thread = find_thread(wanted) if is_code(wanted) else None
    if thread is None or not can_write(thread, viewer, side):
        raise NotFound
    return thread
