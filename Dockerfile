# One image for every process of the Procfile. It holds no secret, runs as nobody special, and
# writes only to /tmp (and to UPLOAD_DIR where photos are not kept in a bucket).

FROM node:20-slim AS browser
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

FROM python:3.11-slim AS build
WORKDIR /app
COPY requirements-production.lock ./
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements-production.lock
COPY wsgi.py ./
COPY migrations migrations
COPY studiobook studiobook
COPY --from=browser /app/node_modules node_modules
# Development tools, the sandbox payment provider among them, have no place in production.
RUN python studiobook/dev/assets.py \
    && rm -rf node_modules studiobook/dev \
    && python -m compileall -q studiobook migrations wsgi.py

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /app studiobook && install -d -o studiobook /uploads
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 TZ=UTC \
    STUDIOBOOK_ENV=production PORT=8000
USER studiobook
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s CMD ["python", "-c", \
    "import os, urllib.request as r; r.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/healthz')"]
# The other processes are the other lines of the Procfile, given as the command.
CMD ["sh", "-c", "exec gunicorn --bind 0.0.0.0:$PORT --worker-class gthread --workers ${WEB_WORKERS:-2} --threads ${WEB_THREADS:-8} --worker-tmp-dir /dev/shm --graceful-timeout 25 --no-control-socket wsgi:app"]
