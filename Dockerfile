# syntax=docker/dockerfile:1
# The production image: web, worker and timetable are the same image started with different commands (docker-compose.yml).

FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
# hadolint ignore=DL3008 # Debian stable moves by security updates only, and those are wanted
RUN apt-get update \
    && apt-get install -y --no-install-recommends gettext libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
WORKDIR /app
COPY requirements.txt requirements.lock ./
RUN pip install --requirement requirements.txt --constraint requirements.lock
COPY . .
# The values are invented: this step reads no secret and keeps none.
RUN find locale -name '*.po' -exec sh -c 'msgfmt --check-format --output-file "${1%.po}.mo" "$1"' _ {} \; \
    && DJANGO_SETTINGS_MODULE=config.settings.prod PETITION_VAR_DIR=/tmp/var STATIC_ROOT=/app/build/static \
       SECRET_KEY=only-while-building-0123456789-abcdefghijklmnopqrstuvwxyz \
       PETITION_FIELD_KEY=only-while-building-0123456789-abcdefgh \
       ALLOWED_HOSTS=build.invalid SITE_URL=https://build.invalid \
       DATABASE_URL=postgres://build@build.invalid/build CELERY_BROKER_URL=redis://build.invalid/0 \
       EMAIL_HOST=build.invalid DEFAULT_FROM_EMAIL=build@build.invalid \
       python manage.py collectstatic --no-input --verbosity 0 \
    && python -m compileall -q accountability config core organizations petitions reporting

FROM python:3.11-slim-bookworm
LABEL org.opencontainers.image.title="county-petitions" \
      org.opencontainers.image.description="County petition (信访) case management" \
      org.opencontainers.image.licenses="MIT"
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    TZ=Asia/Shanghai \
    XDG_CACHE_HOME=/tmp/cache \
    DJANGO_SETTINGS_MODULE=config.settings.prod \
    PETITION_VAR_DIR=/var/lib/petitions \
    STATIC_ROOT=/app/build/static
WORKDIR /app
COPY scripts/fonts.sh /tmp/fonts.sh
# hadolint ignore=DL3008 # as above
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig tini \
    && sh /tmp/fonts.sh \
    && rm -rf /var/lib/apt/lists/* /tmp/fonts.sh \
    && useradd --system --uid 10001 --home-dir /var/lib/petitions --create-home petitions
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
USER 10001
VOLUME /var/lib/petitions
EXPOSE 8000
ENTRYPOINT ["tini", "--"]
CMD ["gunicorn", "config.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", \
     "--worker-class", "gthread", "--worker-tmp-dir", "/dev/shm", "--timeout", "120", "--access-logfile", "-"]
