"""Entering an office with its sections and units: for the first steps of an installation and for the demonstration."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from audit.acts import act
from audit.sets import create_with_history
from organizations.models import Account, Office, Partner, Section, Unit
from organizations.pinyin import initials, sorting_key
from organizations.scope import acting

Kind = Section.Kind
UNIT_COLUMNS = ("机构编码", "单位名称", "主管部门", "单位性质")
AGENCY = "行政机关"
USUAL_SECTIONS = (
    (Kind.SUPERVISION, "监督检查科"),
    (Kind.BUSINESS, "机构编制科"),
    (Kind.REGISTRATION, "事业单位登记局"),
    (Kind.E_GOVERNMENT, "电子政务中心"),
)


@dataclass(frozen=True)
class UnitRow:
    """A unit as a list of units has it; ``department`` is the name of its competent department, or empty."""

    code: str
    name: str
    department: str = ""
    agency: bool = True


@dataclass(frozen=True)
class OfficeFacts:
    code: str
    name: str
    short_name: str
    level: str
    superior: str  # code, or empty at the top
    mark: str
    sections: tuple[tuple[str, str], ...] = USUAL_SECTIONS
    partners: tuple[tuple[str, str], ...] = ()


def units_in(path: Path) -> list[UnitRow]:
    """The units of a CSV file with the headings of ``UNIT_COLUMNS``.

    Raises: ValueError with a sentence where headings are missing, a row is not whole, or a department is not listed.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        lost = [name for name in UNIT_COLUMNS if name not in (reader.fieldnames or ())]
        if lost:
            raise ValueError(f"{path.name} lacks the columns {', '.join(lost)}.")
        rows = [{name: (row[name] or "").strip() for name in UNIT_COLUMNS} for row in reader]
    units = [
        UnitRow(row["机构编码"], row["单位名称"], row["主管部门"], row["单位性质"] == AGENCY)
        for row in rows
        if any(row.values())
    ]
    names = {one.name for one in units}
    for number, one in enumerate(units, 2):
        if not (one.code and one.name):
            raise ValueError(f"Row {number} of {path.name} has no code or no name.")
        if one.department and one.department not in names:
            raise ValueError(f"Row {number} of {path.name}: the department {one.department} is not in the list.")
    return units


def enter_office(facts: OfficeFacts, units: Iterable[UnitRow], *, actor: Account, reason: str) -> Office:
    """Enter an office and its units in one act. What is there already is left as it is. Source: A1, A2."""
    listed = list(units)
    with act("office.enter", actor=acting(actor).facts(), reason=reason):
        office = Office.objects.filter(code=facts.code).first()
        if office is None:
            office = Office(
                code=facts.code,
                name=facts.name,
                short_name=facts.short_name,
                level=facts.level,
                superior=Office.objects.get(code=facts.superior) if facts.superior else None,
                document_mark=facts.mark,
            )
            office.save()
            create_with_history(
                Section, [Section(office=office, kind=kind, name=name) for kind, name in facts.sections]
            )
            create_with_history(
                Partner, [Partner(office=office, kind=kind, name=name) for kind, name in facts.partners]
            )
        _enter_units(office, listed)
    return office


def _enter_units(office: Office, rows: list[UnitRow]) -> None:
    """Departments before the units below them, level by level."""
    known = {unit.name: unit for unit in Unit.objects.filter(office=office, valid_until=None)}
    waiting = [row for row in rows if row.name not in known]
    while waiting:
        ready = [row for row in waiting if not row.department or row.department in known]
        if not ready:
            raise ValueError(f"These departments stand in a circle: {', '.join(row.name for row in waiting)}.")
        made = create_with_history(Unit, [_unit(office, row, known.get(row.department)) for row in ready])
        known |= {unit.name: unit for unit in made}
        waiting = [row for row in waiting if row.name not in known]


def _unit(office: Office, row: UnitRow, department: Unit | None) -> Unit:
    """Class and registration are first values, corrected in the register of units later."""
    return Unit(
        office=office,
        code=row.code,
        name=row.name,
        pinyin=sorting_key(row.name),
        initials=initials(row.name),
        nature=Unit.Nature.AGENCY if row.agency else Unit.Nature.INSTITUTION,
        unit_class=Unit.Class.ADMINISTRATIVE if row.agency else Unit.Class.PUBLIC_ONE,
        competent_department=department,
        registration=Unit.Registration.NOT_APPLICABLE if row.agency else Unit.Registration.REGISTERED,
    )
