"""The real application as gunicorn serves it for measuring; the environment says on what."""

import gc
import os

from bench.stage import settings_for
from studiobook.app import create_app

app = create_app(
    settings_for(
        database_url=os.environ["BENCH_DATABASE_URL"],
        redis_url=os.environ["BENCH_REDIS_URL"],
        base_url=os.environ["BENCH_BASE_URL"],
        sandbox_url=os.environ.get("BENCH_SANDBOX_URL"),
    )
)
# As wsgi.py has it.
gc.freeze()
