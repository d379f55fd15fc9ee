"""Much slow work keeps nobody from their mail."""

from flask import Flask
from rq import Queue
from rq.serializers import JSONSerializer

from studiobook import queue
from studiobook.schedule import TASKS


def test_a_worker_takes_up_a_mail_before_the_photos_that_came_earlier(app: Flask):
    for photo in range(3):
        queue.ring("rooms.develop", photo, lane=queue.SLOW)
    queue.ring("outbox.deliver", 1)
    client = app.extensions["studiobook_redis"]
    taken = Queue.dequeue_any(
        queue.lanes(client), timeout=None, connection=client, serializer=JSONSerializer
    )
    assert taken is not None
    job, _lane = taken
    assert job.func_name == "outbox.deliver"


def test_photos_are_rung_for_in_the_slow_lane(app: Flask):
    slow = {task.name for task in TASKS if task.lane == queue.SLOW}
    assert slow == {"develop-photos"}
