# One image for every role and for the sandbox: `serve --roles writer` and so on.
# By digest: what is built tomorrow is what was tested today. Dependabot brings newer ones.
ARG NODE_IMAGE=node:24-bookworm-slim@sha256:6f7b03f7c2c8e2e784dcf9295400527b9b1270fd37b7e9a7285cf83b6951452d

FROM ${NODE_IMAGE} AS manifest
WORKDIR /app
COPY package.json package-lock.json .npmrc ./

# The install scripts are for machines with an older Node and for optional native parts: none is needed here.
FROM manifest AS build
RUN npm ci --ignore-scripts
COPY tsconfig.json nest-cli.json ./
# Scripts: the sandbox command takes their types.
COPY scripts scripts
COPY libs libs
COPY apps apps
RUN node node_modules/@nestjs/cli/bin/nest.js build sidenote && node node_modules/@nestjs/cli/bin/nest.js build sandbox

FROM manifest AS dependencies
RUN npm ci --omit=dev --ignore-scripts \
  && find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -name '*.md' \) -delete

FROM ${NODE_IMAGE}
ARG VERSION=unreleased
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Sidenote" \
  org.opencontainers.image.description="What a customer just did in your product, as an internal note beside their Intercom conversation" \
  org.opencontainers.image.licenses="MIT" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}" \
  org.opencontainers.image.base.name="docker.io/library/node:24-bookworm-slim"
# In a container the private door is reached from outside of it; whoever publishes it decides to whom.
ENV NODE_ENV=production OPS_HOST=0.0.0.0
WORKDIR /app
COPY package.json LICENSE ./
COPY --from=dependencies /app/node_modules node_modules
COPY bin bin
COPY docker docker
COPY apps/sandbox/public apps/sandbox/public
COPY apps/dashboard/public apps/dashboard/public
COPY libs/pages/public libs/pages/public
COPY --from=build /app/dist dist
# Files are root's, so that the service cannot change itself.
USER node
EXPOSE 3000 3001
# Live, not ready: a refused token or a Redis that is away is told by /health/ready, and a restart would not mend it.
HEALTHCHECK --interval=15s --timeout=10s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.OPS_PORT || 3001}/health/live`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node itself and no npm in between: SIGTERM reaches the service.
ENTRYPOINT ["node", "--enable-source-maps", "--import", "./docker/sandbox-environment.mjs", "bin/sidenote.js"]
CMD ["serve"]
