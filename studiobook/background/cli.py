"""`flask worker` and `flask clock`."""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

import click
import redis
import structlog
from flask import Flask, current_app
from rq import Queue, SimpleWorker
from rq.executions import Execution
from rq.job import Job
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from studiobook import clock, queue
from studiobook.background.heartbeat import beat
from studiobook.db.base import db
from studiobook.schedule import TASKS, Task

log = structlog.get_logger()
#: Any number that nothing else locks: one clock leads, others wait to take over.
CLOCK_LOCK = 7_151_024
BEAT_JOB = Task("worker-beat", "studiobook.background.heartbeat.worker_beat", 20)


class AppWorker(SimpleWorker):
    """Runs each job in an app context of its own, with a session of its own."""

    def perform_job(self, job: Job, queue: Queue, execution: Execution) -> bool:
        """Perform one job; leave no transaction behind, whatever it did."""
        with current_app.app_context():
            try:
                return super().perform_job(job, queue, execution)
            finally:
                db.session.remove()


def init_app(app: Flask) -> None:
    """Add both commands."""
    app.cli.add_command(worker)
    app.cli.add_command(run_clock)


@click.command("worker")
@click.option("--burst", is_flag=True, help="Stop when nothing is left to do.")
def worker(*, burst: bool) -> None:
    """Do background work: mails, expiry, payment answers. Survives a Redis that goes away."""
    client = queue.connection()
    if client is None:
        raise click.ClickException("REDIS_URL is not set: a worker has no bell to listen to.")
    # Short time-outs: with the defaults a killed worker's jobs wait up to 7 minutes (stack.md).
    client.connection_pool.connection_kwargs["socket_timeout"] = None
    hand = AppWorker(
        queue.lanes(client),
        connection=client,
        serializer="json",
        worker_ttl=45,
        job_monitoring_interval=5,
        maintenance_interval=30,
    )
    hand.work(burst=burst, logging_level="WARNING")


@click.command("clock")
def run_clock() -> None:
    """Ring for every task that is due. A second clock waits until the first is gone."""
    stopping = []
    signal.signal(signal.SIGTERM, lambda *_: stopping.append(True))
    signal.signal(signal.SIGINT, lambda *_: stopping.append(True))
    last: dict[str, float] = {}
    while not stopping:
        try:
            with _leading() as leads:
                while leads and not stopping:
                    tick(last)
                    time.sleep(1)
        except (SQLAlchemyError, redis.RedisError, OSError) as error:
            log.warning("clock_stumbled", reason=type(error).__name__)
        time.sleep(1)


def tick(last: dict[str, float]) -> list[str]:
    """Ring for what is due and note the heartbeat; returns the names. `last` is updated.

    When the bell is not heard (Redis is away), the clock does the work itself, so that holds
    lapse and mails leave without Redis too.
    """
    now = time.monotonic()
    due = [t for t in (*TASKS, BEAT_JOB) if now - last.get(t.name, -1e9) >= t.every]
    for task in due:
        last[task.name] = now
        if not queue.ring(task.job, once=task.name, lane=task.lane) and task is not BEAT_JOB:
            run_here(task)
    if due:
        beat("clock", now=clock.now())
    return [task.name for task in due]


def run_here(task: Task) -> None:
    """Do one task in this process; its failure is logged and tried again when next due."""
    module, _dot, name = task.job.rpartition(".")
    try:
        getattr(import_module(module), name)()
    except Exception as error:
        log.exception("task_failed", task=task.name, exc_info=error)
        db.session.rollback()
    finally:
        db.session.remove()


@contextmanager
def _leading() -> Iterator[bool]:
    """Whether this clock leads: an advisory lock that PostgreSQL drops with the connection."""
    with db.engine.connect() as connection:
        leads = bool(connection.scalar(text("SELECT pg_try_advisory_lock(:n)"), {"n": CLOCK_LOCK}))
        connection.commit()
        try:
            yield leads
        finally:
            if leads:
                connection.execute(text("SELECT pg_advisory_unlock(:n)"), {"n": CLOCK_LOCK})
                connection.commit()
