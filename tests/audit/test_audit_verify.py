"""Tamper drill: as the owner with triggers off, each way of changing the past is found and named (C05)."""

import hashlib
import io
import re

import pytest
from audit_cast import CHIEF
from django.core.management import CommandError, call_command

from audit.acts import act
from audit.events import record_event
from audit.models import Block
from audit.verification import link_of, verify

pytestmark = pytest.mark.django_db(transaction=True)

TABLES = (
    *("organizations_office", "organizations_historicaloffice", "audit_act", "audit_event"),
    *("audit_trailrow", "audit_block", "audit_head"),
)
HISTORY = "organizations_historicaloffice"
LAST = f"(select max(history_id) from {HISTORY})"  # the last change of the second office
LAST_ACT = f"(select act_id from {HISTORY} where history_id = {LAST})"
END = "(select max(seq) from audit_block)"
DRILLS = {
    "field edited": (
        f"update {HISTORY} set name = '伪' where history_id = {LAST}",
        r"historicaloffice row \d+ .*altered",
    ),
    "actor edited": (f"update audit_act set actor_name = '张三' where id = {LAST_ACT}", r"audit_act row \d+ .*altered"),
    "reason edited": (f"update audit_act set reason = '伪' where id = {LAST_ACT}", r"audit_act row \d+ .*altered"),
    "back-dated": (
        f"update {HISTORY} set history_date = history_date - interval '9 days' where history_id = {LAST}",
        r"historicaloffice row \d+ .*altered",
    ),
    "history moved to another act": (
        f"update {HISTORY} set act_id = {LAST_ACT} where history_id = {LAST} - 1",
        r"historicaloffice row \d+ .*altered",
    ),
    "history deleted": (f"delete from {HISTORY} where history_id = {LAST} - 1", r"historicaloffice row \d+ .*missing"),
    "act deleted": (f"delete from audit_act where id = {LAST_ACT}", r"audit_act row \d+ .*missing"),
    "event deleted": ("delete from audit_event", r"audit_event row \d+ .*missing"),
    "history forged": (
        f"insert into {HISTORY} (id, code, name, short_name, level, document_mark, history_date, history_type, act_id)"
        f" select id, code, name, short_name, level, document_mark, history_date, '~', act_id from {HISTORY}"
        f" where history_id = {LAST}",
        r"historicaloffice row \d+ .*forged",
    ),
    "history swapped": (
        f"update {HISTORY} h set name = o.name, code = o.code from {HISTORY} o"
        f" where (h.history_id, o.history_id) in (({LAST}, {LAST} - 1), ({LAST} - 1, {LAST}))",
        r"historicaloffice row \d+ .*altered",
    ),
    "ledger row edited": ("update organizations_office set name = '伪'", r"organizations_office row \d+ is altered"),
    "ledger row deleted": (
        "delete from organizations_office where code = 'T002'",
        r"organizations_office row \d+ is missing",
    ),
    "ledger row forged": (
        "insert into organizations_office (code, name, short_name, level, document_mark)"
        " values ('F', '伪', '伪', 'city', '伪')",
        r"organizations_office row \d+ is forged",
    ),
    "trail payload edited": (
        "update audit_trailrow set payload = replace(payload, '李明', '张三') where table_name = 'audit_act'",
        r"Trail of audit_act row \d+ .*altered",
    ),
    "trail payload and hash edited": (
        f"update audit_trailrow set payload = '{{}}', hash = sha256('')"
        f" where row_id = {LAST} and table_name = '{HISTORY}'",
        r"Trail of \w+ row \d+ .*altered",
    ),
    "trail row deleted": (
        f"delete from audit_trailrow where table_name = '{HISTORY}' and row_id = {LAST}",
        r"lacks 1 .*organizations_historicaloffice row \d+",
    ),
    "trail row forged": (
        "insert into audit_trailrow (act_id, xid, table_name, row_id, ordinal, payload, hash)"
        " select act_id, xid, table_name, row_id, 2, payload, hash from audit_trailrow order by id desc limit 1",
        r"forged",
    ),
    "trail rows renumbered": (
        "update audit_trailrow set id = -id where id = (select max(id) from audit_trailrow)",
        r"lacks 1",
    ),
    "block deleted": (
        "delete from audit_block where seq = (select max(seq) - 1 from audit_block)",
        r"Block \d+ is missing",
    ),
    "block edited": (
        f"update audit_block set sealed_at = sealed_at - interval '1 day' where seq = {END}",
        r"Block \d+ .*altered",
    ),
    "blocks relinked": (
        "update audit_block set previous_hash = sha256('') where seq = (select max(seq) from audit_block)",
        r"does not follow",
    ),
    "tail cut, head left": (
        "delete from audit_block where seq = (select max(seq) from audit_block)",
        r"end of the trail",
    ),
}


DROP_KEYS = f"""
do $$ declare name text; begin
  for name in select conname from pg_constraint where conrelid = '{HISTORY}'::regclass and contype = 'f' loop
    execute format('alter table {HISTORY} drop constraint %I', name);
  end loop;
end $$
"""


@pytest.fixture
def past(make_office):
    """Two offices, renamed, and an event."""
    for code in ("T001", "T002"):
        office = make_office(code, f"编办{code}")
        record_event("sign_in", actor=CHIEF)
        with act("office.rename", actor=CHIEF, reason="更名"):
            office.name = f"{office.name}(改)"
            office.save()


@pytest.fixture
def tamper(owner_connection):
    """Runs SQL as the owner with all of our triggers off."""

    def run(statement: str) -> None:
        for table in TABLES:
            owner_connection.execute(f"alter table {table} disable trigger user")
        owner_connection.execute(DROP_KEYS)
        owner_connection.execute(statement)

    return run


def test_untouched_trail_is_sound(past):
    out = io.StringIO()
    call_command("verify_trail", stdout=out)
    assert "Trail is sound" in out.getvalue()
    head = re.search(r"Head: (\d+:[0-9a-f]{64})", out.getvalue())[1]
    call_command("verify_trail", expect_head=[head], stdout=io.StringIO())


@pytest.mark.parametrize("drill", DRILLS)
def test_tampering_is_found_and_named(drill, past, tamper):
    statement, sentence = DRILLS[drill]
    assert verify().finding is None
    tamper(statement)
    with pytest.raises(CommandError, match=sentence):
        call_command("verify_trail", stdout=io.StringIO())


CUT = """
delete from organizations_historicaloffice where act_id >= {act};
update organizations_office o set name = h.name from organizations_historicaloffice h
 where h.id = o.id and h.history_id = (select max(history_id) from organizations_historicaloffice where id = o.id);
delete from audit_act where id >= {act};
delete from audit_trailrow where act_id >= {act};
delete from audit_block where seq >= {seq};
update audit_head set seq = {seq} - 1, hash = (select hash from audit_block where seq = {seq} - 1);
"""


def test_careful_cut_of_the_tail_is_found_by_a_head_kept_outside(past, tamper):
    last = Block.objects.order_by("seq").last()
    kept = f"{last.seq}:{bytes(last.hash).hex()}"
    for statement in CUT.format(act=last.act_id, seq=last.seq).strip().split(";\n"):
        tamper(statement)
    assert verify().finding is None  # nothing inside tells
    with pytest.raises(CommandError, match="The trail was cut"):
        call_command("verify_trail", expect_head=[kept], stdout=io.StringIO())


def test_complete_rewrite_is_found_by_a_head_kept_outside(past, tamper, owner_connection):
    last = Block.objects.order_by("seq").last()
    kept = f"{last.seq}:{bytes(last.hash).hex()}"
    forged_on = last.sealed_at.replace(year=last.sealed_at.year - 1)
    link = link_of(
        last.seq, last.act_id, last.xid, last.row_count, last.first_row, last.last_row,
        forged_on, bytes(last.rows_digest), bytes(last.previous_hash),
    )  # fmt: skip
    value = hashlib.sha256(link).hexdigest()
    tamper(
        f"update audit_block set sealed_at = '{forged_on.isoformat()}', hash = decode('{value}', 'hex')"
        f" where seq = {last.seq}"
    )
    tamper(f"update audit_head set hash = decode('{value}', 'hex')")
    assert verify().finding is None
    with pytest.raises(CommandError, match="The trail was rewritten"):
        call_command("verify_trail", expect_head=[kept], stdout=io.StringIO())


def test_since_checks_the_newer_part_only(past, tamper):
    last = Block.objects.order_by("seq").last()
    tamper("update audit_trailrow set payload = '{}' where id = (select min(id) from audit_trailrow)")
    assert verify(since=last.seq).finding is None
    assert verify().finding is not None


def test_columns_added_later_do_not_break_old_rows(past, owner_connection):
    owner_connection.execute("alter table organizations_office add column remark text default 'x'")
    owner_connection.execute("alter table organizations_historicaloffice add column remark text default 'x'")
    assert verify().finding is None


def test_unreadable_anchor_is_refused():
    with pytest.raises(CommandError, match="SEQ:HASH"):
        call_command("verify_trail", expect_head=["12"], stdout=io.StringIO())
