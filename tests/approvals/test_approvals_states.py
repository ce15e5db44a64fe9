"""The moves of an application, and the database that repeats them."""

import pytest

from approvals.states import ENDED, MOVES, State, target_of


def test_every_move_leads_to_a_known_state() -> None:
    for name, (sources, target) in MOVES.items():
        assert target in State.values and sources <= set(State.values), name


def test_what_has_ended_moves_no_more() -> None:
    for state in ENDED:
        assert [move for move, (sources, _target) in MOVES.items() if state in sources] == []


@pytest.mark.parametrize("move", ["accept", "pause", "refuse"])
def test_admission_is_decided_only_after_the_pre_review(move: str) -> None:
    assert [state for state in State if target_of(move, state)] == [State.REVIEWED]


def test_only_a_filed_application_can_be_reached_from_a_draft() -> None:
    assert {move for move, (sources, _target) in MOVES.items() if State.DRAFT in sources} == {"save_draft", "submit"}
