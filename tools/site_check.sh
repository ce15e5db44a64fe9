#!/usr/bin/env bash
# Checks of the site that need its services: migrations complete, messages translated, settings fit for production.
# Usage, inside `ledger_site.embedded exec`: site_check.sh PYTHON
set -uo pipefail
python=$1
failed=()

check() {
    local name=$1
    shift
    echo "-- $name"
    "$@" || failed+=("$name")
}

check "migrations" "$python" manage.py makemigrations --check --dry-run
check "messages" "$python" manage.py messages check
check "schema" "$python" manage.py spectacular --validate --fail-on-warn --file /dev/null
check "deploy" env LEDGER_DEMO=0 LEDGER_DEBUG=0 PUBLIC_URL=https://ledger.example "$python" manage.py check --deploy --fail-level WARNING

if ((${#failed[@]})); then
    echo "Failed: ${failed[*]}" >&2
    exit 1
fi
