#!/bin/sh
# Runs once, on an empty database folder: the owner of the tables and the application's account that can create nothing.
# ledger_site/embedded/postgres.py does the same for the one-command start.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    --set owner_password="$LEDGER_OWNER_PASSWORD" --set app_password="$LEDGER_APP_PASSWORD" <<'SQL'
CREATE ROLE ledger_owner LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB PASSWORD :'owner_password';
CREATE ROLE ledger_app LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB PASSWORD :'app_password';
ALTER ROLE ledger_app SET statement_timeout = '60s';
ALTER ROLE ledger_app SET lock_timeout = '10s';
ALTER ROLE ledger_app SET idle_in_transaction_session_timeout = '60s';
ALTER ROLE ledger_app SET join_collapse_limit = '4';
CREATE DATABASE ledger OWNER ledger_owner;
REVOKE ALL ON DATABASE ledger FROM PUBLIC;
GRANT CONNECT ON DATABASE ledger TO ledger_app;
\connect ledger
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO ledger_app;
SQL
