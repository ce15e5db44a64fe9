"""One vacancy, two people at once: one enters. With a control that shows the lock of the unit does it."""

import threading

import pytest
from django.db import connection
from django.db.models import QuerySet
from staffing_cast import a_new_post, a_staffed_unit, figures

from organizations.errors import Invalid
from staffing import services
from staffing.models import Post
from tests.factories import team_of

pytestmark = pytest.mark.django_db(transaction=True)


def _together(acts):
    start, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(index, act):
        start.wait(10)
        try:
            answers[index] = act()
        except Exception as error:
            answers[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


def _two_entries(unit):
    team = team_of(unit.office)
    posts = [a_new_post(), a_new_post()]
    return [
        lambda post=post, actor=actor: services.enter_post(unit_id=unit.pk, post=post, actor=actor, by_decision=True)
        for post, actor in zip(posts, (team.clerk, team.chief), strict=True)
    ]


def test_one_vacancy_takes_one_of_two_people():
    unit = a_staffed_unit(quota=34, actual=33)
    answers = _together(_two_entries(unit))
    assert sum(isinstance(one, Invalid) for one in answers) == 1
    assert sum(isinstance(one, Post) for one in answers) == 1
    assert figures(unit).unfilled == 0


def test_without_the_lock_both_enter(monkeypatch):
    unit = a_staffed_unit(quota=34, actual=33)
    acts = _two_entries(unit)
    meet, save = threading.Barrier(2), Post.save

    def waiting(self, *args, **kwargs):
        meet.wait(20)
        save(self, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(QuerySet, "select_for_update", lambda rows, *args, **kwargs: rows)
        patch.setattr(Post, "save", waiting)
        answers = _together(acts)
    assert not any(isinstance(one, Invalid) for one in answers)
