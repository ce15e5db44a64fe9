"""Blocks: one for each transaction, linked, nothing left outside, also under load (C06)."""

import random
import threading

import pytest
from audit_cast import CHIEF, CLERK, an_office
from django.db import connection, transaction

from audit import sets
from audit.acts import act
from audit.events import record_event
from audit.history import history_model
from audit.models import Act, Block, TrailRow
from audit.verification import verify
from organizations.models import Office

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS, ACTS = 50, 20


def blocks_after(seq: int) -> list[Block]:
    return list(Block.objects.filter(seq__gt=seq).order_by("seq"))


@pytest.fixture
def head() -> int:
    return Block.objects.order_by("-seq").values_list("seq", flat=True).first() or 0


def sound() -> bool:
    result = verify()
    assert result.finding is None
    return result.rows == TrailRow.objects.count()


def test_one_transaction_one_block(head, make_office):
    office = make_office()
    (block,) = blocks_after(head)
    rows = TrailRow.objects.filter(xid=block.xid).order_by("id")
    assert [row.table_name for row in rows] == ["audit_act", "organizations_historicaloffice"]
    assert (block.row_count, block.act_id) == (2, office.history.latest().act_id)
    assert sound()


def test_several_acts_in_one_transaction_share_a_block(head, make_office):
    with transaction.atomic():
        office = make_office()
        with act("office.rename", actor=CHIEF):
            office.name = "改"
            office.save()
    (block,) = blocks_after(head)
    assert block.row_count == 4
    assert sound()


def test_early_checks_seal_what_there_is_and_the_rest_follows(head):
    with act("office.import", actor=CLERK):
        an_office("T001").save()
        connection.check_constraints()
        an_office("T002").save()
        an_office("T003").save()
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
        record_event("print", actor=CLERK)
    assert [block.row_count for block in blocks_after(head)] == [2, 2, 1]
    assert sound()


def test_savepoints_rolled_back_leave_no_trace(head):
    with act("office.import", actor=CLERK) as done:
        an_office("T001").save()
        for number in range(3):
            with transaction.atomic():
                an_office(f"T01{number}").save()
                if number == 1:
                    connection.check_constraints()  # seals inside the savepoint, which then goes
                transaction.set_rollback(True)
        an_office("T002").save()
    blocks = blocks_after(head)
    assert sum(block.row_count for block in blocks) == 3
    assert history_model(Office).objects.filter(act=done).count() == 2
    assert sound()


def test_rolled_back_act_leaves_no_block(head):
    with pytest.raises(ZeroDivisionError), act("office.import", actor=CLERK):
        an_office().save()
        raise ZeroDivisionError
    assert blocks_after(head) == []


def test_rows_of_a_set_are_sealed_in_order(head):
    with act("office.import", actor=CLERK):
        sets.create_with_history(Office, [an_office(f"T{n:03}", f"编办{n}") for n in range(25)], batch_size=10)
    (block,) = blocks_after(head)
    rows = TrailRow.objects.filter(xid=block.xid).exclude(table_name="audit_act").order_by("id")
    assert [row.ordinal for row in rows] == list(range(1, 26))
    assert sound()


def test_fifty_writers_leave_no_gap_and_no_fork(head):
    """Each writer mixes commits, rollbacks and savepoints; the chain holds exactly what was committed."""
    kept: list[str] = []
    faults: list[BaseException] = []
    start = threading.Barrier(WRITERS)

    def write(writer: int) -> None:
        chance = random.Random(writer)
        try:
            connection.ensure_connection()
            start.wait()
            for number in range(ACTS):
                code, fate = f"W{writer}-{number}", chance.random()
                try:
                    with act("office.create", actor=CLERK):
                        an_office(code).save()
                        with transaction.atomic():
                            an_office(f"{code}s").save()
                            if fate < 0.3:
                                transaction.set_rollback(True)
                        if fate > 0.9:
                            raise ZeroDivisionError
                except ZeroDivisionError:
                    continue
                kept.extend([code] if fate < 0.3 else [code, f"{code}s"])
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    blocks = blocks_after(head)
    assert [block.seq for block in blocks] == list(range(head + 1, head + 1 + len(blocks)))
    assert set(Office.objects.filter(code__startswith="W").values_list("code", flat=True)) == set(kept)
    acts = Act.objects.filter(pk__in=[block.act_id for block in blocks]).count()
    assert sum(block.row_count for block in blocks) == len(kept) + acts
    assert len(blocks) == acts
    assert sound()
