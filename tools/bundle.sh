#!/usr/bin/env bash
# An archive that installs without any network: committed code, wheels of the lock, built style sheets.
# Usage: bundle.sh PYTHON. The wheels fit this machine's architecture and Python version; the name says which.
set -euo pipefail
python=$1
version=$(git rev-parse --short=12 HEAD)
if [[ -n $(git status --porcelain --untracked-files=no) ]]; then
    echo "Uncommitted changes are not in the bundle; it holds $version." >&2
fi
fit=$("$python" -c 'import platform, sys; print(f"python{sys.version_info[0]}.{sys.version_info[1]}-{platform.machine()}")')
name="ledger-$version-$fit"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p dist "$work/$name/wheels"
git archive --format=tar HEAD | tar -x -C "$work/$name"
"$python" -m pip --disable-pip-version-check --no-input download --quiet --require-hashes --only-binary :all: --no-deps \
    -r "$work/$name/requirements/runtime.txt" --dest "$work/$name/wheels"
cp -r .assets "$work/$name/"
tar -C "$work" --owner=0 --group=0 --sort=name -czf "dist/$name.tar.gz" "$name"
echo "dist/$name.tar.gz ($(du -h "dist/$name.tar.gz" | cut -f1)). On the other machine: tar -xzf $name.tar.gz && cd $name && make run"
