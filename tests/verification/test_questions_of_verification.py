"""What a verifier has to answer: the list of the check, and the signs of sham rectification. C1, H8."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from verification_cast import Cast, an_entry, brought_to, do, on, on_site

from audit.acts import act, system
from organizations.errors import Invalid, NotFound
from problems.models import Closing, Problem
from problems.services.rectification import NewFile
from verification import policies
from verification.models import Answered, CheckQuestion
from verification.selectors import close_outs_of
from verification.selectors.questions import questions_of_entry
from verification.selectors.signs import alike_texts, at_quarter_end, normalised, signs_of

pytestmark = pytest.mark.django_db


def codes(problem: Problem) -> list[str]:
    return [one.code for one in signs_of(Problem.objects.select_related("office", "unit").get(pk=problem.pk))]


def a_paper(text: str = "同一份文件", *, formed_on: date | None = None) -> NewFile:
    return NewFile(SimpleUploadedFile("证明.txt", text.encode()), formed_on)


def with_plan(cast: Cast, measure: str, **fields: Any) -> Problem:
    """An entry whose approved plan has this one measure."""
    problem = an_entry(cast, **fields)
    with act("test.plan", actor=system()):
        one = problem.plans.get().measures.get()
        one.text = measure
        one.save(update_fields=["text"])
    return problem


def test_an_honest_entry_raises_no_question(cast: Cast) -> None:
    assert codes(brought_to(cast, "check")) == []


def test_one_file_under_two_entries_is_asked_about_by_its_content(cast: Cast) -> None:
    first, second = an_entry(cast), an_entry(cast)
    do(cast, first, "apply", files=[a_paper()])
    assert codes(first) == []
    do(cast, second, "apply", files=[a_paper()])
    assert codes(first) == codes(second) == ["sign_same_file"]
    assert first.number in signs_of(second)[0].question


def test_a_paper_formed_before_the_problem_was_found_is_asked_about(cast: Cast) -> None:
    problem = an_entry(cast)
    do(cast, problem, "apply", files=[a_paper(formed_on=problem.found_on - timedelta(days=1))])
    assert codes(problem) == ["sign_formed_before"]
    honest = an_entry(cast)
    do(cast, honest, "apply", files=[a_paper("另一份", formed_on=honest.found_on)])
    assert codes(honest) == []


def test_plans_that_differ_in_names_figures_and_signs_only_are_alike(cast: Cast) -> None:
    text = "成立工作专班，由{}牵头，对{}名借用人员逐一清退，健全用编审批制度并开展警示教育"
    one = with_plan(cast, text.format("市教师发展中心", 3))
    other = with_plan(cast, text.format("市人民医院", 15), unit_id=cast.unit.pk)
    for problem in (one, other):
        do(cast, problem, "apply")
    # Eighteen words of thirty-odd differ by the name of the other unit only where it is not taken out.
    assert "sign_copied_plan" in codes(one)
    assert "sign_copied_plan" in codes(other)
    short = with_plan(cast, "清退借用人员")
    do(cast, short, "apply")
    assert codes(short) == []


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("逐一清退借用人员并健全制度", "逐一清退借用人员并健全制度", True),
        ("逐一清退借用人员并健全制度", "逐一清退借用人员并健全制度。", False),
        ("撤销自行设置的机构", "追回违规发放的工资", False),
    ],
)
def test_likeness_is_judged_on_normalised_text(one: str, other: str, alike: bool) -> None:
    assert normalised("市医院：清退 3 名", "市医院") == "清退名"
    assert alike_texts(one, other) is alike or alike_texts(one, normalised(other, "")) is True


@pytest.mark.parametrize(
    ("day", "last"),
    [(date(2026, 9, 21), True), (date(2026, 9, 20), False), (date(2026, 12, 31), True), (date(2026, 11, 30), False)],
)
def test_the_last_ten_days_of_a_quarter(day: date, last: bool) -> None:
    assert at_quarter_end(day) is last


def test_closings_that_all_fall_to_the_end_of_a_quarter_are_asked_about(cast: Cast) -> None:
    closed = [brought_to(cast, "closed") for _ in range(3)]
    with act("test.closings", actor=system()):
        for one in Closing.objects.all():
            one.closed_on = date(2026, 6, 29)
            one.save(update_fields=["closed_on"])
    problem = an_entry(cast)
    with on(date(2026, 9, 25)):
        do(cast, problem, "apply")
        assert codes(problem) == ["sign_quarter_end"]
    assert len(closed) == 3


def test_files_all_uploaded_on_the_day_of_the_deadline_are_asked_about(cast: Cast) -> None:
    problem = an_entry(cast)
    with on(problem.deadline_on):
        do(cast, problem, "apply")
        assert codes(problem) == ["sign_deadline_day"]


def test_every_question_of_the_data_is_answered_in_check_and_acceptance(cast: Cast) -> None:
    problem = an_entry(cast)
    early = a_paper(formed_on=problem.found_on - timedelta(days=1))
    do(cast, problem, "apply", files=[early])
    for step in ("check", "acceptance"):
        with pytest.raises(Invalid) as refused:
            do(cast, problem, step, answers={"sign_formed_before": "  "})
        assert list(refused.value.errors) == ["answer_sign_formed_before"]
        do(cast, problem, step, answers={"sign_formed_before": "为整改前的原始花名册，仅作对照"})
    kept = Answered.objects.order_by("pk")
    assert [(one.kind, one.code, bool(one.check_record_id)) for one in kept] == [
        ("sign", "sign_formed_before", True),
        ("sign", "sign_formed_before", False),
    ]
    assert "整改" in kept[0].answer and str(problem.found_on.year) in kept[0].question


def test_the_unit_learns_nothing_of_the_questions(cast: Cast) -> None:
    problem = an_entry(cast)
    do(cast, problem, "apply", files=[a_paper(formed_on=problem.found_on - timedelta(days=1))])
    for who in ("unit_clerk", "unit_head", "observer"):
        with pytest.raises(NotFound):
            questions_of_entry(viewer=cast.people[who], problem=problem)
    for who in ("verifier", "chief", "leader", "superior_chief"):
        found = questions_of_entry(viewer=cast.people[who], problem=problem)
        assert "sign_formed_before" in [one.code for one in found]
    assert not policies.may_see_signs(cast.unit_head, problem)


def test_a_check_on_site_names_place_people_and_answers_its_questions(cast: Cast) -> None:
    problem = brought_to(cast, "check")
    with pytest.raises(Invalid) as refused:
        do(cast, problem, "check", on_site=True)
    asked = {f"answer_{code}" for code in CheckQuestion.objects.values_list("code", flat=True)}
    assert set(refused.value.errors) == {"place", "people_met", *asked}
    check = do(cast, problem, "check", **on_site())
    assert (check.place, check.people_met) == ("市教师发展中心办公楼", "何国平")
    assert check.answers.filter(kind="question").count() == 4


def test_a_check_at_the_desk_is_asked_nothing_of_the_site(cast: Cast) -> None:
    problem = brought_to(cast, "check")
    check = do(cast, problem, "check", place="不应保留")
    assert (check.place, check.answers.count()) == ("", 0)


def test_the_files_of_a_verifier_are_no_sign(cast: Cast) -> None:
    one, other = brought_to(cast, "check"), brought_to(cast, "check")
    for problem in (one, other):
        do(cast, problem, "check", files=[a_paper("核验照片")])
    assert codes(one) == codes(other) == []


def test_the_plan_of_a_former_attempt_is_not_its_own_copy(cast: Cast) -> None:
    problem = with_plan(cast, "成立工作专班，逐一清退借用人员，健全用编审批制度并开展警示教育活动")
    do(cast, problem, "apply")
    assert codes(problem) == []


def test_a_question_is_read_in_the_language_of_the_reader_whoever_recorded_it(cast: Cast) -> None:
    from django.utils.translation import override

    from verification.selectors.signs import SAME_FILE, WORDS, reworded

    facts = {"files": "甲.pdf, 乙.pdf", "entries": "YC〔2026〕7号"}
    said = {}
    for language in ("en", "zh-hans"):
        with override(language):
            said[language] = str(WORDS[SAME_FILE]) % facts
    for stored in said.values():
        for language, wanted in said.items():
            with override(language):
                assert reworded(SAME_FILE, stored) == wanted
    assert reworded(SAME_FILE, "早先的问法？") == "早先的问法？"  # words no longer known stay as they were stored

    problem = brought_to(cast, "check")
    with override("en"):
        do(cast, problem, "check", **on_site())
    with override("zh-hans"):
        shown = [one.asked for one in close_outs_of(problem)[0].checks.all()[0].answers.all()]
    assert all("？" in one for one in shown) and len(shown) == 4
