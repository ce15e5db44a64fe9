"""Numbers under many writers: unique, gapless, in the order of commits; and a control that shows the lock matters."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from organizations.clock import today
from problems.models import NumberSeries, Problem
from problems.services import intake, numbers
from tests.factories import a_unit, an_entry, an_office, team_of

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS, EACH = 8, 5


def _register_many(units, rolled_back=False):
    """``WRITERS`` threads register ``EACH`` entries each; a tenth is rolled back after taking its number."""
    barrier = threading.Barrier(WRITERS)

    def work(place):
        unit, actor = units[place % len(units)], actors[place % len(units)]
        barrier.wait()
        try:
            for round_ in range(EACH):
                try:
                    with transaction.atomic():
                        intake.register_problem(office_id=unit.office_id, entry=an_entry(unit), actor=actor)
                        if rolled_back and (place + round_) % 10 == 0:
                            raise ConnectionAbortedError
                except ConnectionAbortedError:
                    continue
        finally:
            connection.close()

    actors = [team_of(unit.office).clerk for unit in units]
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(work, range(WRITERS)))


def test_many_writers_leave_no_gap_also_with_rollbacks():
    offices = [an_office(), an_office()]
    units = [a_unit(office) for office in offices for _ in range(2)]
    _register_many(units, rolled_back=True)
    for office in offices:
        serials = list(Problem.objects.filter(office=office).order_by("serial").values_list("serial", flat=True))
        assert serials == list(range(1, len(serials) + 1))
        assert NumberSeries.objects.get(office=office, year=today().year).last == len(serials)


def test_without_the_lock_two_writers_take_the_same_number(monkeypatch):
    """The control: with the lock taken away, both writers read the same last number."""
    office = an_office()
    NumberSeries(office=office, year=2026, last=0).save()
    barrier = threading.Barrier(2)
    monkeypatch.setattr("django.db.models.query.QuerySet.select_for_update", lambda self, *args, **kwargs: self.all())
    taken = []

    def work(_place):
        try:
            with transaction.atomic():
                series = NumberSeries.objects.select_for_update(no_key=True).get(office=office, year=2026)
                barrier.wait()
                taken.append(series.last + 1)
                NumberSeries.objects.filter(pk=series.pk).update(last=series.last + 1)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))
    assert taken == [1, 1]


def test_with_the_lock_the_second_writer_waits_for_the_first():
    office = an_office()
    NumberSeries(office=office, year=2026, last=0).save()
    started, taken = threading.Event(), []

    def second():
        try:
            with transaction.atomic():
                started.set()
                taken.append(list(numbers.take_numbers(office, 2026, 1)))
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            taken.append(list(numbers.take_numbers(office, 2026, 1)))
            waiting = pool.submit(second)
            started.wait(5)
            assert not waiting.done()
        waiting.result(10)
    assert taken == [[1], [2]]


def test_the_same_form_from_two_threads_registers_once():
    unit = a_unit()
    actor, barrier, found = team_of(unit.office).clerk, threading.Barrier(4), []
    entry = an_entry(unit)

    def work(_place):
        barrier.wait()
        try:
            found.append(intake.register_problem(office_id=unit.office_id, entry=entry, actor=actor, key="same").pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert len(set(found)) == 1
    assert Problem.objects.filter(unit=unit).count() == 1
    assert NumberSeries.objects.get(office=unit.office).last == 1
