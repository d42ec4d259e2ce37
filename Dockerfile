# One image, two processes: `start` (web) and `cron` (precompute), and the commands that an operator runs beside them.
# tests/image_long_test.ts does these steps in an empty directory and runs what comes out.

FROM denoland/deno:debian-2.9.6 AS build
WORKDIR /build
# Changes rarely, and takes longest.
COPY deno.json deno.lock ./
RUN deno install --frozen
COPY . .
RUN deno run -A --no-check src/cli/build.ts
RUN deno run -A --no-check src/dev/ship.ts shipped

FROM denoland/deno:debian-2.9.6
WORKDIR /app
COPY --from=build /build/shipped .
ENV DENO_DIR=/app/.deno DENO_NO_UPDATE_CHECK=1 NO_COLOR=1 HOST=0.0.0.0 PORT=8000
# Read and stripped of types once, here: nothing is written later.
RUN sh deploy/run.sh prepare
USER deno
EXPOSE 8000
# Of the web process; cron listens nowhere (compose.yaml turns it off there).
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s --retries=3 CMD ["sh", "deploy/run.sh", "health"]
ENTRYPOINT ["sh", "deploy/run.sh"]
CMD ["start"]
