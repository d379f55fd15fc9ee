"""The floor under every page: Flask, one query, a template of a few lines, the same server."""

import os

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import text

#: What any list of twenty rooms has to say, without design.
PAGE = """<!doctype html><html lang="en"><title>Rooms</title><h1>Rooms</h1><ol>
{% for room in rooms %}<li><a href="/rooms/{{ room.code }}">{{ room.name }}</a>, {{ room.kind }},
{{ room.capacity }} people</li>{% endfor %}</ol></html>"""
ROOMS = text(
    "SELECT code, name, kind, capacity FROM room WHERE listed AND city_id = :city_id"
    " ORDER BY id LIMIT 20"
)

app = Flask("bare")
app.config.update(
    SQLALCHEMY_DATABASE_URI=os.environ["BENCH_DATABASE_URL"],
    SQLALCHEMY_ENGINE_OPTIONS={"pool_size": 10},
)
db = SQLAlchemy(app)
#: Compiled once, as templates in files are; render_template_string compiles at every call.
page = app.jinja_env.from_string(PAGE)


@app.get("/<int:city_id>")
def show_rooms(city_id: int) -> str:
    """Twenty rooms of a city."""
    rooms = db.session.execute(ROOMS, {"city_id": city_id}).all()
    return page.render(rooms=rooms)
