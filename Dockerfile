# The command `scrutiny` for a user without rights, from this folder: docker build -t scrutiny .
FROM python:3.12-slim AS build
RUN apt-get update && apt-get install --yes --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY requirements.lock ./
RUN python -m venv /scrutiny && /scrutiny/bin/pip install --no-cache-dir --no-compile --require-hashes -r requirements.lock
COPY . .
RUN /scrutiny/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.12-slim
COPY --from=build /scrutiny /scrutiny
RUN useradd --create-home reader
USER reader
WORKDIR /data
ENTRYPOINT ["/scrutiny/bin/scrutiny"]
CMD ["--help"]
