"""Waiting for an entry that others keep locked ends with a sentence, not with a fault."""

import pytest
from django.db import connection

from organizations.errors import Busy
from problems.models import Comment
from problems.services import comments
from problems.states import State
from tests.factories import a_problem, people_of


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", ["problems_problem", "organizations_unit"])
def test_whoever_waits_too_long_is_told_and_may_send_it_again(table: str) -> None:
    problem = a_problem(State.RECTIFYING)
    clerk, pk = people_of(problem.unit).clerk, problem.pk if table == "problems_problem" else problem.unit_id
    others = connection.copy()
    try:
        others.set_autocommit(False)
        with others.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {table} WHERE id = %s FOR NO KEY UPDATE", [pk])
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '50ms'")
        with pytest.raises(Busy) as refusal:
            comments.comment_on_problem(problem_id=problem.pk, text="请补材料", actor=clerk)
        assert refusal.value.http_status == 409
        assert not Comment.objects.exists()
        others.rollback()
        comments.comment_on_problem(problem_id=problem.pk, text="请补材料", actor=clerk)
        assert Comment.objects.count() == 1
    finally:
        others.close()
        connection.close()  # its own timeout goes with it
