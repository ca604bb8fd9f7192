# The service in a container. It keeps everything in /data and listens on all of the container's addresses, which it
# refuses to do until there is a key with which somebody can sign in: see compose.yaml.

# The U.S. Web Design System for the pages.
FROM node:22.21.1-bookworm-slim AS pages
WORKDIR /src
COPY frontend frontend
RUN npm --prefix frontend ci && npm --prefix frontend run build

FROM python:3.13.9-slim-bookworm AS build
# "postgres" adds the driver for PostgreSQL (deploy/compose.yaml), "otlp" what sends traces (docs/operations.md).
ARG DATABASE=sqlite
ARG TRACES=none
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1
WORKDIR /src
COPY requirements.lock ./
RUN python -m venv /opt/caseload \
    && /opt/caseload/bin/python -m pip install --require-hashes -r requirements.lock
COPY requirements-postgres.lock ./
RUN if [ "$DATABASE" = postgres ]; then \
        /opt/caseload/bin/python -m pip install --require-hashes -r requirements-postgres.lock; \
    fi
COPY requirements-telemetry.lock ./
RUN if [ "$TRACES" = otlp ]; then \
        /opt/caseload/bin/python -m pip install --require-hashes -r requirements-telemetry.lock; \
    fi
COPY requirements-build.lock ./
RUN python -m venv /opt/build \
    && /opt/build/bin/python -m pip install --require-hashes -r requirements-build.lock
COPY pyproject.toml README.md LICENSE caseload.py hatch_build.py ./
COPY frontend frontend
COPY app app
COPY --from=pages /src/app/web/static/uswds app/web/static/uswds
COPY solver solver
COPY examples/field-office examples/field-office
RUN /opt/build/bin/python -m hatchling build -t wheel -d dist \
    && /opt/caseload/bin/python -m pip install --no-deps --no-index dist/caseload-*.whl \
    && /opt/caseload/bin/caseload --version

FROM python:3.13.9-slim-bookworm
LABEL org.opencontainers.image.title="caseload" \
      org.opencontainers.image.description="Provably optimal, sustainable caseload assignment" \
      org.opencontainers.image.licenses="Apache-2.0"
RUN install -d -m 0700 -o 10001 -g 10001 /data
COPY --from=build /opt/caseload /opt/caseload
ENV PATH=/opt/caseload/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    CASELOAD_DATA_DIR=/data \
    CASELOAD_HOST=0.0.0.0 \
    CASELOAD_PORT=8000 \
    CASELOAD_FROZEN_S=60
WORKDIR /data
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ[\"CASELOAD_PORT\"]}/healthz', timeout=4)"]
CMD ["caseload", "serve"]
