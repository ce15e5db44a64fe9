"""The close-out route is shut in the database: SQL as the application's role, history forged along with it. H2."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction
from verification_cast import TODAY, Cast, an_entry, appoint, brought_to, do

from audit.acts import act, system
from audit.history import history_model
from organizations.roles import Role
from problems.models import Handling, ImportRun, Problem, TakeOver
from problems.states import MOVES, State
from verification import protection, rule_protection
from verification.models import Acceptance, CloseOut, LookBack, ProblemCheck, SignOff, Step, SuperiorConsent

pytestmark = pytest.mark.django_db


def forge(row: models.Model, **values: Any) -> None:
    """Change a row by SQL as the application's role, with a history row that agrees, inside an open act."""
    table = row._meta.db_table
    past = history_model(type(row))._meta.db_table
    columns = ", ".join(f'"{field.column}"' for field in row._meta.concrete_fields)
    assignments = ", ".join(f"{name} = %s" for name in values)
    with act("forged.act", actor=system("someone")), connection.cursor() as cursor:
        cursor.execute(f"update {table} set {assignments} where id = %s", [*values.values(), row.pk])
        cursor.execute(
            f"insert into {past} ({columns}, history_date, history_type)"
            f" select {columns}, clock_timestamp(), '~' from {table} where id = %s",
            [row.pk],
        )
        connection.check_constraints()


@contextmanager
def refused(words: str) -> Iterator[None]:
    with pytest.raises(IntegrityError, match=words.replace("$", r"(?=\n|$)")), transaction.atomic():
        yield


def close(problem: Problem, **more: Any) -> None:
    forge(problem, state="closed", closed_on=TODAY, version=problem.version + 1, **more)


def write(row: models.Model) -> None:
    """Write a row as the application can: with history, but past every service."""
    with act("forged.act", actor=system("someone")):
        row.save()


def a_forged_close_out(problem: Problem, applicant: int, **fields: Any) -> CloseOut:
    row = CloseOut(
        problem=problem, attempt=problem.close_outs.count() + 1, statement="—", own_look_back="—", applied_on=TODAY,
        applied_by_id=applicant, needs_consent=bool(problem.consent_rule), **fields,
    )  # fmt: skip
    write(row)
    return row


def forge_records(close_out: CloseOut, person: int, *tables: Any, rank: int = 1, outcome: str = "passed") -> None:
    for table in tables or (ProblemCheck, Acceptance, LookBack):
        write(
            table(
                close_out=close_out,
                people="—",
                findings="—",
                outcome=outcome,
                held_on=TODAY,
                recorded_by_id=person,
                rank=rank,
            )
        )


def test_without_any_record_everything_is_named(cast: Cast) -> None:
    problem = an_entry(cast)
    with refused("cannot move from rectifying to closed"):
        close(problem)
    problem = brought_to(cast, "check", problem)
    with refused("close-out lacks: close-out, check, acceptance, look-back, sign-off$"):
        close(problem)


def test_an_entry_found_above_lacks_consent_too(cast: Cast) -> None:
    problem = brought_to(cast, "check", found_above=True)
    with refused("close-out lacks: close-out, check, acceptance, look-back, sign-off, consent"):
        close(problem)


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("acceptance", "close-out, acceptance, look-back, sign-off$"),
        ("look_back", "close-out, look-back, sign-off$"),
        ("sign_off", "close-out, sign-off$"),
    ],
)
def test_each_missing_record_is_named(cast: Cast, step: str, words: str) -> None:
    problem = brought_to(cast, step)
    with refused(f"close-out lacks: {words}"):
        close(problem)
    do(cast, problem, step)


def test_signed_but_not_consented_lacks_consent(cast: Cast) -> None:
    problem = brought_to(cast, "consent", found_above=True)
    with refused("close-out lacks: close-out, consent"):
        close(problem)
    forge(problem.close_outs.get(), step="closed", ended_on=TODAY)
    with refused("close-out lacks: consent$"):
        close(problem)


def test_all_records_by_proper_people_close_it_and_the_chain_names_the_writer(cast: Cast) -> None:
    problem = brought_to(cast, "check")
    close_out = problem.close_outs.get()
    forge_records(close_out, cast.verifier.person_id)
    write(SignOff(close_out=close_out, signed_on=TODAY, signed_by=cast.chief.person, rank=2))
    forge(close_out, step="closed", ended_on=TODAY)
    close(problem)
    assert problem.history.first().act.actor_name == "someone"


@pytest.mark.parametrize(
    ("who", "rank", "words"),
    [
        ("verifier", 1, "sign-off, separation"),  # signs what they verified
        ("second_verifier", 3, "sign-off$"),  # a clerk with an invented rank
        ("registrar", 2, "sign-off, separation"),  # the handler
        ("superior_leader", 3, "sign-off$"),  # another office
        ("unit_clerk", 3, "sign-off, separation"),  # the applicant
    ],
)
def test_a_forged_signature_is_refused(cast: Cast, who: str, rank: int, words: str) -> None:
    problem = brought_to(cast, "sign_off")
    close_out = problem.close_outs.get()
    write(SignOff(close_out=close_out, signed_on=TODAY, signed_by=cast.people[who].person, rank=rank))
    forge(close_out, step="closed", ended_on=TODAY)
    with refused(f"close-out lacks: {words}"):
        close(problem)


def test_a_signature_below_the_verifier_is_refused(cast: Cast) -> None:
    problem = brought_to(cast, "check")
    close_out = problem.close_outs.get()
    forge_records(close_out, cast.second_chief.person_id, rank=2)
    write(SignOff(close_out=close_out, signed_on=TODAY, signed_by=cast.chief.person, rank=2))
    forge(close_out, step="closed", ended_on=TODAY)
    with refused("close-out lacks: sign-off$"):
        close(problem)


def test_a_handler_among_the_verifiers_is_refused(cast: Cast) -> None:
    problem = brought_to(cast, "check")
    close_out = problem.close_outs.get()
    forge_records(close_out, cast.verifier.person_id, ProblemCheck, Acceptance)
    forge_records(close_out, cast.registrar.person_id, LookBack)
    write(SignOff(close_out=close_out, signed_on=TODAY, signed_by=cast.chief.person, rank=2))
    forge(close_out, step="closed", ended_on=TODAY)
    with refused("close-out lacks: separation$"):
        close(problem)


def test_failed_records_do_not_count(cast: Cast) -> None:
    problem = brought_to(cast, "check")
    close_out = problem.close_outs.get()
    forge_records(close_out, cast.verifier.person_id, outcome="failed")
    write(SignOff(close_out=close_out, signed_on=TODAY, signed_by=cast.chief.person, rank=2))
    forge(close_out, step="closed", ended_on=TODAY)
    with refused("close-out lacks: check, acceptance, look-back$"):
        close(problem)


def test_a_withdrawn_signature_does_not_count(cast: Cast) -> None:
    problem = brought_to(cast, "consent", found_above=True)
    do(cast, problem, "consent", answer="returned", reason="补充")
    problem.refresh_from_db()
    close_out = problem.close_outs.get()
    answer = {"close_out": close_out, "answered_on": TODAY, "answer": "consented"}
    write(SuperiorConsent(office=cast.province, answered_by=cast.superior_chief.person, **answer))
    forge(close_out, step="closed", ended_on=TODAY)
    with refused("close-out lacks: sign-off$"):
        close(problem)


@pytest.mark.parametrize(
    ("office", "who", "words"),
    [
        ("city", "leader", "consent$"),  # its own office
        ("county", "lower_leader", "consent$"),  # a lower one
        ("province", "superior_clerk", "consent$"),  # not a decider there
        ("province", "verifier", "consent, separation"),
    ],
)
def test_a_forged_consent_is_refused(cast: Cast, office: str, who: str, words: str) -> None:
    problem = brought_to(cast, "consent", found_above=True)
    close_out = problem.close_outs.get()
    answer = {"close_out": close_out, "answered_on": TODAY, "answer": "consented"}
    write(SuperiorConsent(office=getattr(cast, office), answered_by=cast.people[who].person, **answer))
    forge(close_out, step="closed", ended_on=TODAY)
    with refused(f"close-out lacks: {words}"):
        close(problem)


def test_consent_cannot_be_dropped_from_an_entry(cast: Cast) -> None:
    problem = brought_to(cast, "sign_off", found_above=True)
    with refused("superior consent of entry .* cannot be dropped"):
        forge(problem, consent_rule="")
    with refused("application of close-out .* cannot change"):
        forge(problem.close_outs.get(), needs_consent=False)


def test_the_close_out_of_before_a_relapse_does_not_count_again(cast: Cast) -> None:
    from verification_cast import a_record

    from verification import services

    problem = brought_to(cast, "closed")
    services.record_later_look_back(
        problem_id=problem.pk, actor=cast.verifier, deadline=date(2026, 12, 30), **a_record(passed=False)
    )
    do(cast, problem, "apply")
    problem.refresh_from_db()
    with refused("close-out lacks: close-out, check, acceptance, look-back, sign-off"):
        close(problem)


def a_run(cast: Cast, *, state: str = ImportRun.State.COMMITTED) -> ImportRun:
    from documents.models import StoredFile

    file = StoredFile.objects.filter(sha256="0" * 64).first() or StoredFile(
        sha256="0" * 64, size=1, media_type="text/csv", path="00/0"
    )
    if file.pk is None:
        file.save()
    run = ImportRun(
        office=cast.city, file=file, name="台账.xlsx", ledger_year=2026, prepared_by=cast.registrar, started_on=TODAY,
        state=state,
    )  # fmt: skip
    run.save()
    return run


def an_order(cast: Cast, run: ImportRun, who: str = "leader", **fields: Any) -> TakeOver:
    given: dict[str, Any] = {
        "office": cast.city,
        "ordered_on": TODAY,
        "reason": "期初建账",
        "rows": 1,
        "rows_closed": 1,
    }
    order = TakeOver(run=run, ordered_by=cast.people[who].person, **{**given, **fields})
    order.save()
    return order


def insert_closed(model: Problem, serial: int, order: TakeOver | None, **more: Any) -> int:
    """Insert a closed row by SQL as the application's role, with a history row that agrees, inside an open act."""
    table, past = Problem._meta.db_table, history_model(Problem)._meta.db_table
    names = [field.column for field in Problem._meta.concrete_fields]
    number, order_id = f"TC〔2026〕{serial}", order.pk if order else None
    given = {"number": number, "serial": serial, "identity": f"{serial:064d}", "take_over_id": order_id, **more}
    kept = [name for name in names if name != "id" and name not in given]
    own, quoted = ", ".join(given), ", ".join(f'"{name}"' for name in kept)
    every = ", ".join(f'"{name}"' for name in names)
    with act("forged.act", actor=system("someone")), connection.cursor() as cursor:
        cursor.execute(
            f"insert into {table} ({quoted}, {own})"
            f" select {quoted}, {', '.join(['%s'] * len(given))} from {table} where id = %s returning id",
            [*given.values(), model.pk],
        )
        (key,) = cursor.fetchone()
        cursor.execute(
            f"insert into {past} ({every}, history_date, history_type)"
            f" select {every}, clock_timestamp(), '+' from {table} where id = %s",
            [key],
        )
        return key


def test_an_entry_is_inserted_closed_only_by_a_take_over_of_its_office(cast: Cast) -> None:
    model = brought_to(cast, "closed")
    with refused("close-out lacks: take-over"):
        insert_closed(model, 90, None)
        connection.check_constraints()
    with refused("close-out lacks: take-over"), act("forged.act", actor=system("someone")):
        insert_closed(model, 91, an_order(cast, a_run(cast)), office_id=cast.county.pk)
        connection.check_constraints()
    with act("test.take_over", actor=system()):
        order = an_order(cast, a_run(cast))
        insert_closed(model, 92, order)
    connection.check_constraints()
    with refused("take-over of entry .* cannot change"):
        forge(an_entry(cast), take_over_id=order.pk)


def test_a_finished_order_takes_nothing_more(cast: Cast) -> None:
    model = brought_to(cast, "closed")
    with act("test.take_over", actor=system()):
        run = a_run(cast)
        order = an_order(cast, run)
        insert_closed(model, 92, order)
    connection.check_constraints()
    with refused("close-out lacks: run$"):
        insert_closed(model, 93, order)
        connection.check_constraints()
    with refused("close-out lacks: run$"), act("forged.act", actor=system("someone")):
        insert_closed(model, 94, order)
        ImportRun.objects.get(pk=run.pk).save()  # its history says once more that it is written
        connection.check_constraints()


def test_an_order_whose_run_is_not_written_takes_nothing(cast: Cast) -> None:
    model = brought_to(cast, "closed")
    with refused("close-out lacks: run$"), act("forged.act", actor=system("someone")):
        insert_closed(model, 92, an_order(cast, a_run(cast, state=ImportRun.State.COMMITTING)))
        connection.check_constraints()


@pytest.mark.parametrize(
    ("who", "day"),
    [
        ("registrar", TODAY),  # a clerk
        ("chief", TODAY),
        ("superior_leader", TODAY),  # leaders of other offices
        ("lower_leader", TODAY),
        ("leader", date(2019, 12, 31)),  # not yet a leader on that day
    ],
)
def test_a_forged_order_is_refused(cast: Cast, who: str, day: date) -> None:
    model = brought_to(cast, "closed")
    with refused("close-out lacks: order of a leader$"), act("forged.act", actor=system("someone")):
        insert_closed(model, 92, an_order(cast, a_run(cast), who, ordered_on=day))
        connection.check_constraints()


def test_a_run_of_another_office_is_refused(cast: Cast) -> None:
    model = brought_to(cast, "closed")
    with refused("close-out lacks: take-over$"), act("forged.act", actor=system("someone")):
        run = a_run(cast)
        run.office = cast.county
        run.save()
        insert_closed(model, 92, an_order(cast, run))
        connection.check_constraints()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("number", "TC〔2026〕99"), ("serial", 99), ("year", 2025), ("found_on", date(2026, 1, 1)),
        ("finder_level", "unit"), ("relapses", 3), ("kept_open", -0),
    ],
)  # fmt: skip
def test_number_origin_and_counts_stay(cast: Cast, column: str, value: object) -> None:
    problem = an_entry(cast)
    if column == "kept_open":
        do(cast, problem, "apply")
        do(cast, problem, "check", passed=False)
        problem.refresh_from_db()
    with refused("cannot change|are counted|that count stays"):
        forge(problem, **{column: value})


def test_office_and_source_stay(cast: Cast) -> None:
    from problems.models import Source

    problem = an_entry(cast)
    other = Source.objects.exclude(pk=problem.source_id).first()
    assert other
    with refused("office of entry"):
        forge(problem, office_id=cast.county.pk)
    with refused("source_id of entry"):
        forge(problem, source_id=other.pk)


def test_the_day_of_closing_stays(cast: Cast) -> None:
    problem = brought_to(cast, "closed")
    with refused("day of closing"):
        forge(problem, closed_on=date(2026, 8, 31))


@pytest.mark.parametrize("target", [state for state in State if state not in {State.RECTIFYING, State.CLOSED}])
def test_states_move_only_as_the_table_says(cast: Cast, target: str) -> None:
    problem = an_entry(cast)
    allowed = any("rectifying" in sources and leads == target for sources, leads in MOVES.values())
    given: dict[str, Any] = {"state": str(target)}
    if target == State.VOIDED:
        given |= {"voided_on": TODAY, "void_reason": "重复"}
    if target == State.MERGED:
        given |= {"merged_into_id": an_entry(cast).pk, "merged_on": TODAY, "merged_because": "重复"}
    if allowed:
        forge(problem, **given)
    else:
        with refused("cannot move from rectifying"):
            forge(problem, **given)


def test_a_close_out_that_has_ended_stays(cast: Cast) -> None:
    problem = brought_to(cast, "closed")
    with refused("has ended and stays"):
        forge(problem.close_outs.get(), statement="改写")


@pytest.mark.parametrize("table", [ProblemCheck, Acceptance, LookBack, SignOff, SuperiorConsent, Handling])
def test_records_are_written_once(cast: Cast, table: Any) -> None:
    problem = brought_to(cast, "closed", found_above=True)
    where = "problem" if table is Handling else "close_out__problem"
    row = table.objects.filter(**{where: problem}).first()
    column = next(
        field.column for field in table._meta.concrete_fields if field.column.endswith(("_by_id", "person_id"))
    )
    with refused("is written once"):
        forge(row, **{column: cast.leader.person_id})


def test_a_withdrawn_signature_cannot_be_revived(cast: Cast) -> None:
    problem = brought_to(cast, "consent", found_above=True)
    do(cast, problem, "consent", answer="returned", reason="补充")
    with refused("is written once"):
        forge(SignOff.objects.get(), withdrawn=False)


def test_a_change_of_role_afterwards_does_not_make_a_signature(cast: Cast) -> None:
    """The signer holds the rank on the day of signing, not on some other day."""
    problem = brought_to(cast, "sign_off")
    close_out = problem.close_outs.get()
    with act("test.appoint", actor=system()):
        appointment = appoint(cast.second_verifier, Role.OFFICE_LEADER, office=cast.city)
        appointment.since = date(2026, 9, 2)
        appointment.save()
    write(SignOff(close_out=close_out, signed_on=TODAY, signed_by=cast.second_verifier.person, rank=3))
    forge(close_out, step="closed", ended_on=TODAY)
    with refused("close-out lacks: sign-off$"):
        close(problem)


def test_the_protection_is_in_place_and_compared() -> None:
    from audit.protection import missing

    assert [line for line in missing() if "close_out" in line or "entry_kept" in line or "record_once" in line] == []
    assert len(protection.triggers()) == 6 + len(protection.ONCE) + len(rule_protection.TABLES)


def test_a_step_closed_by_sql_alone_changes_nothing_about_the_entry(cast: Cast) -> None:
    problem = brought_to(cast, "check")
    forge(problem.close_outs.get(), step="closed", ended_on=TODAY)
    assert CloseOut.objects.get().step == Step.CLOSED
    with refused("close-out lacks: check, acceptance, look-back, sign-off"):
        close(problem)
