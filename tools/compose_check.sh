#!/usr/bin/env bash
# docker-compose.yml is valid, and refuses to start without its secrets. Skipped where there is no client.
set -euo pipefail
if ! docker compose version >/dev/null 2>&1; then
    echo "docker compose is not installed here; docker-compose.yml is not checked."
    exit 0
fi
required=$(sed -n 's/.*\${\([A-Z_]*\):?.*/\1/p' docker-compose.yml | sort -u)
settings=()
for name in $required; do
    settings+=("$name=value-for-checking")
done
env "${settings[@]}" docker compose --env-file /dev/null config --quiet
for name in $required; do
    if env "${settings[@]}" "$name=" docker compose --env-file /dev/null config --quiet 2>/dev/null; then
        echo "docker-compose.yml starts without $name." >&2
        exit 1
    fi
done
echo "docker-compose.yml is valid."
