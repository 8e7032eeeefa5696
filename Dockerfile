# Two images from one file: the sandbox (the last stage, so the default) and the conformance suite.
# docs/container.md tells how they are run. Wheels are all that is installed: nothing compiles.
ARG BASE=python:3.13.7-slim-trixie

FROM ${BASE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /build
COPY requirements/run.txt requirements/run.txt
RUN mkdir /data && python -m venv --without-pip /opt/ecf-sandbox
RUN pip --python /opt/ecf-sandbox/bin/python install --only-binary :all: --require-hashes --requirement requirements/run.txt
COPY pyproject.toml README.md LICENSE ./
COPY src src
COPY openapi openapi
COPY fixtures fixtures
RUN pip --python /opt/ecf-sandbox/bin/python wheel --no-deps --no-build-isolation --wheel-dir dist . \
    && pip --python /opt/ecf-sandbox/bin/python install --no-deps dist/*.whl

FROM build AS build-conformance
COPY requirements/conformance.txt requirements/conformance.txt
RUN pip --python /opt/ecf-sandbox/bin/python install --only-binary :all: --require-hashes --requirement requirements/conformance.txt

FROM ${BASE} AS conformance
LABEL org.opencontainers.image.title="ecf-conformance" \
      org.opencontainers.image.description="Tells whether an implementation of the ECF lead provider API v1 keeps its promises" \
      org.opencontainers.image.licenses="MIT AND Apache-2.0"
COPY --from=build-conformance /opt/ecf-sandbox /opt/ecf-sandbox
ENV PYTHONUNBUFFERED=1 HOME=/tmp
USER 10001:10001
WORKDIR /tmp
ENTRYPOINT ["/opt/ecf-sandbox/bin/ecf-conformance"]
CMD ["--help"]

FROM ${BASE} AS sandbox
ARG VERSION=unreleased
ARG REVISION=unknown
LABEL org.opencontainers.image.title="ecf-sandbox" \
      org.opencontainers.image.description="The ECF lead provider API v1, with people who don't exist and a clock you can move" \
      org.opencontainers.image.licenses="MIT AND Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
COPY --from=build /opt/ecf-sandbox /opt/ecf-sandbox
COPY --from=build --chown=10001:10001 /data /data
ENV PYTHONUNBUFFERED=1 XDG_CACHE_HOME=/data/.cache
USER 10001:10001
WORKDIR /data
VOLUME ["/data"]
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
    CMD ["/opt/ecf-sandbox/bin/python", "-c", "import http.client as h; c = h.HTTPConnection('127.0.0.1', 8000, timeout=2); c.request('GET', '/sandbox/health'); raise SystemExit(c.getresponse().status != 200)"]
ENTRYPOINT ["/opt/ecf-sandbox/bin/ecf-sandbox"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000", "--data", "/data"]
