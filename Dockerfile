# One image for every process of the production set-up; docker-compose.yml says which runs what.

FROM node:22-slim AS frontend
WORKDIR /srv/ronde
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY vite.config.ts tsconfig.json ./
COPY frontend frontend
COPY static static
RUN npm run build

FROM python:3.13-slim
# What tells types of files apart (without it a short list does), and what PDF is made with: Pango and a font.
RUN apt-get update && apt-get install --yes --no-install-recommends \
  fonts-dejavu-core libmagic1 libpango-1.0-0 libpangoft2-1.0-0 && rm -rf /var/lib/apt/lists/*
RUN useradd --system --create-home --home-dir /var/lib/ronde ronde
WORKDIR /srv/ronde
COPY script/lib/environment.sh script/lib/environment.sh
COPY script/requirements/base.txt script/requirements/base.txt
# The very function that makes the environment on a laptop; the process scripts find its stamp and start at once.
RUN bash -euc 'source script/lib/environment.sh && make_environment base'
COPY . .
COPY --from=frontend /srv/ronde/static/dist static/dist
RUN .venv/bin/python script/lib/prepare.py --messages
USER ronde
ENV RONDE_DATA_DIR=/var/lib/ronde PYTHONUNBUFFERED=1
VOLUME /var/lib/ronde
EXPOSE 8000
CMD ["script/production", "web", "--host", "0.0.0.0"]
