"""The application's own database role cannot alter the past, and what protects it is noticed when missing (C04)."""

import psycopg
import pytest
from audit_cast import CLERK
from django.db import DatabaseError, connection, transaction

from audit import protection
from audit.acts import act
from audit.events import record_event
from audit.models import Block, TrailRow

HISTORY = "organizations_historicaloffice"
TRAIL = ["audit_act", "audit_event", "audit_trailrow", "audit_block", HISTORY]
TABLE_ATTACKS = [
    "update {} set {column} = {column}",
    "delete from {}",
    "truncate {} cascade",
    "drop table {} cascade",
    "alter table {} disable trigger all",
    "alter table {} disable trigger ledger_keep",
    "alter table {} owner to current_user",
    "alter table {} add column forged text",
    "drop trigger ledger_keep on {}",
    "create rule forged as on insert to {} do instead nothing",
    "lock table {} in access exclusive mode",
]
COLUMN = {
    "audit_act": "reason",
    "audit_event": "kind",
    "audit_trailrow": "payload",
    "audit_block": "hash",
    HISTORY: "name",
}
OTHER_ATTACKS = [
    "set session_replication_role = replica",
    "set role ledger_owner",
    "insert into audit_trailrow (act_id, xid, table_name, row_id, ordinal, payload, hash) values (1,1,'x',1,1,'{}','')",
    "insert into audit_block select * from audit_block",
    "select * from audit_head",
    "update audit_head set seq = 0",
    "insert into ledger_pending values (1)",
    "delete from ledger_pending",
    "create or replace function public.ledger_keep() returns trigger language sql as 'select 1'",
    "drop function public.ledger_seal cascade",
    "alter function public.ledger_seal() security invoker",
    "create table public.audit_block2 (seq int)",
    "create function public.sha256(bytea) returns bytea language sql as 'select $1'",
    "copy audit_act from program 'echo'",
    "do $$ begin execute format('alter database %I set datestyle = german', current_database()); end $$",
    "delete from django_migrations",
]
DENIED = "permission denied|must be owner"


@pytest.mark.django_db
@pytest.mark.parametrize("table", TRAIL)
@pytest.mark.parametrize("attack", TABLE_ATTACKS)
def test_application_role_cannot_alter_the_trail(table, attack, make_office):
    make_office()
    statement = attack.format(table, column=COLUMN[table])
    with (
        pytest.raises(DatabaseError, match=DENIED),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.django_db
@pytest.mark.parametrize("attack", OTHER_ATTACKS)
def test_application_role_cannot_reach_round_the_trail(attack):
    with (
        pytest.raises(DatabaseError, match=DENIED),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(attack)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", TRAIL)
@pytest.mark.parametrize("attack", TABLE_ATTACKS[:3])
def test_even_the_owner_is_refused_while_triggers_are_on(table, attack, make_office, owner_connection):
    make_office()
    record_event("print", actor=CLERK)
    with pytest.raises(psycopg.Error, match="only ever added to"):
        owner_connection.execute(attack.format(table, column=COLUMN[table]))


@pytest.mark.django_db
def test_everything_wanted_is_in_place():
    assert protection.missing() == []


@pytest.mark.django_db
def test_application_role_cannot_grant_itself_anything():
    with connection.cursor() as cursor:
        cursor.execute("grant update, delete on audit_act to current_user")  # a warning only, and nothing granted
    assert protection.missing() == []


HISTORY_TRIGGER, TRACKED_TRIGGER = f"ledger_trail on {HISTORY}", "ledger_recorded on organizations_office"
EMPTY = "create or replace function ledger_keep() returns trigger language plpgsql as 'begin return null; end'"
WEAKENED = {
    f"drop trigger {HISTORY_TRIGGER}": f"{HISTORY_TRIGGER} is missing",
    "alter table organizations_office disable trigger ledger_recorded": f"{TRACKED_TRIGGER} is switched off",
    "alter table organizations_office enable trigger ledger_recorded": f"{TRACKED_TRIGGER} is switched off",
    EMPTY: "ledger_keep",
    "alter function ledger_seal() security invoker": "ledger_seal",
    "alter function ledger_trail() reset all": "ledger_trail",
    "grant delete on audit_act to ledger_app": "may DELETE on audit_act",
    "grant update on audit_trailrow to public": "may UPDATE on audit_trailrow",
    "grant select on audit_head to ledger_app": "may SELECT on audit_head",
    "revoke insert on audit_event from ledger_app": "lacks INSERT on audit_event",
    "grant create on schema public to ledger_app": "create in schema public",
    "create table stray (id int); grant update on stray to ledger_app": "may UPDATE on stray",
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("weakening", WEAKENED)
def test_missing_protection_is_named(weakening, owner_connection):
    owner_connection.execute(weakening.replace("ledger_app", protection.application_role()))
    found = protection.missing()
    assert len(found) >= 1
    assert any(WEAKENED[weakening] in line for line in found), found


@pytest.mark.django_db(transaction=True)
def test_failing_trail_fails_the_act(make_office, owner_connection):
    """If the audit write fails, the business write fails (rule 20)."""
    owner_connection.execute("alter table audit_trailrow add constraint broken check (false) not valid")
    rows, blocks = TrailRow.objects.count(), Block.objects.count()
    with pytest.raises(DatabaseError, match="broken"), act("office.create", actor=CLERK):
        pass
    assert (TrailRow.objects.count(), Block.objects.count()) == (rows, blocks)
