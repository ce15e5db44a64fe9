"""The gate in the database itself: no interleaving lets an opened entry and an admission pass each other unseen.

Whatever concerns the gate at a unit (an entry opened, reopened or reclassified; a suspension; a withdrawal) raises the
unit's mark in the same transaction and so holds its row until the commit. An application becomes accepted or approved
only on a sheet that admits and whose marks, now locked, are those it was made on. Whoever comes second waits for the
first and then either sees it or is refused; the locks that services take merely make that a sentence instead of an
error. Sheets, published rules and given opinions are written once. Source: B03, I3, H1.
"""

# ruff: noqa: S608  the text is put together from names of our own tables only

from approvals.states import MOVES, State
from audit.sql import Function, Trigger

APPLICATION, MARK = "approvals_application", "approvals_unitmark"

_RAISE = f"""
  INSERT INTO public.{MARK} AS m (unit_id, count)
  SELECT s.unit_id, 1 FROM ({{units}}) s ORDER BY s.unit_id
  ON CONFLICT (unit_id) DO UPDATE SET count = m.count + 1;
"""
_OPENED = f"""
BEGIN
  {_RAISE.format(units="SELECT DISTINCT f.unit_id FROM fresh f WHERE f.state NOT IN ('draft', 'reported')")}
  RETURN NULL;
END
"""
_CHANGED = f"""
BEGIN
  {
    _RAISE.format(
        units='''
    SELECT f.unit_id FROM fresh f JOIN before b ON b.id = f.id
     WHERE (f.state, f.nature, f.nature_confirmed, f.violation_type_id, f.unit_id)
           IS DISTINCT FROM (b.state, b.nature, b.nature_confirmed, b.violation_type_id, b.unit_id)
    UNION SELECT b.unit_id FROM fresh f JOIN before b ON b.id = f.id WHERE f.unit_id <> b.unit_id'''
    )
}
  RETURN NULL;
END
"""
_CONTROLLED = f"""
BEGIN
  {
    _RAISE.format(
        units='''
    WITH RECURSIVE below(id) AS (
      SELECT NEW.unit_id WHERE NEW.scope <> 'office'
      UNION SELECT u.id FROM public.organizations_unit u JOIN below ON u.competent_department_id = below.id
             WHERE NEW.scope = 'system')
    SELECT id AS unit_id FROM below
    UNION SELECT u.id FROM public.organizations_unit u WHERE NEW.scope = 'office' AND u.office_id = NEW.office_id'''
    )
}
  RETURN NULL;
END
"""


def _pairs() -> str:
    allowed = {f"{source}>{target}" for sources, target in MOVES.values() for source in sources if source != target}
    return ", ".join(f"'{one}'" for one in sorted(allowed))


_ADMITTED = f"""
DECLARE
  s public.approvals_gatesheet;
  mark record;
  now_at bigint;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> '{State.DRAFT}' THEN
      RAISE EXCEPTION 'an application begins as a draft' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.number IS NOT NULL AND (NEW.number, NEW.year, NEW.serial, NEW.office_id, NEW.unit_id, NEW.kind_id)
     IS DISTINCT FROM (OLD.number, OLD.year, OLD.serial, OLD.office_id, OLD.unit_id, OLD.kind_id) THEN
    RAISE EXCEPTION 'application % keeps its number, unit and kind', OLD.number USING ERRCODE = '23514';
  END IF;
  IF NEW.state = OLD.state THEN
    RETURN NEW;
  END IF;
  IF (OLD.state || '>' || NEW.state) NOT IN ({_pairs()}) THEN
    RAISE EXCEPTION 'application % cannot move from % to %', OLD.number, OLD.state, NEW.state USING ERRCODE = '23514';
  END IF;
  IF NEW.state NOT IN ('{State.ACCEPTED}', '{State.APPROVED}') THEN
    RETURN NEW;
  END IF;
  SELECT g.* INTO s FROM public.approvals_gatesheet g WHERE g.id = NEW.sheet_id;
  IF s.id IS NULL OR s.application_id IS DISTINCT FROM NEW.id OR s.unit_id <> NEW.unit_id OR s.outcome <> 'admitted'
     OR s.purpose <> (CASE NEW.state WHEN '{State.ACCEPTED}' THEN 'admission' ELSE 'decision' END)
     OR NOT s.marks ? NEW.unit_id::text THEN
    RAISE EXCEPTION 'application % lacks a gate sheet that admits it', NEW.number USING ERRCODE = '23514',
      HINT = 'Only approvals.services admits and approves, each on a sheet of its own.';
  END IF;
  FOR mark IN SELECT e.key::bigint AS unit, e.value::bigint AS count
                FROM jsonb_each_text(s.marks) e ORDER BY e.key::bigint LOOP
    SELECT m.count INTO now_at FROM public.{MARK} m WHERE m.unit_id = mark.unit FOR SHARE;
    IF now_at IS DISTINCT FROM mark.count THEN
      RAISE EXCEPTION 'gate sheet of application % is no longer current', NEW.number USING ERRCODE = '23514',
        HINT = 'Something that concerns the gate changed at unit ' || mark.unit || '. Ask the gate again.';
    END IF;
  END LOOP;
  RETURN NEW;
END
"""
_RULE_KEPT = """
BEGIN
  IF OLD.valid_from IS NOT NULL THEN
    RAISE EXCEPTION 'published gate rules % stay as they are', OLD.id USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END
"""
_CLAUSE_KEPT = """
BEGIN
  IF EXISTS (SELECT FROM public.approvals_gaterule r WHERE r.id = NEW.rule_id AND r.valid_from IS NOT NULL)
     OR TG_OP = 'UPDATE' AND NEW.rule_id <> OLD.rule_id THEN
    RAISE EXCEPTION 'published gate rules % stay as they are', NEW.rule_id USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END
"""
_OPINION_KEPT = """
BEGIN
  IF OLD.opinion <> '' THEN
    RAISE EXCEPTION 'opinion % is given and stays', OLD.id USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END
"""


def functions() -> list[Function]:
    """Functions of the gate, compared and put in place by ``audit.protection``."""
    return [
        Function("ledger_gate_mark_opened", "trigger", _OPENED),
        Function("ledger_gate_mark_changed", "trigger", _CHANGED),
        Function("ledger_gate_mark_controlled", "trigger", _CONTROLLED),
        Function("ledger_gate_admitted", "trigger", _ADMITTED),
        Function("ledger_gate_rule_kept", "trigger", _RULE_KEPT),
        Function("ledger_gate_clause_kept", "trigger", _CLAUSE_KEPT),
        Function("ledger_gate_opinion_kept", "trigger", _OPINION_KEPT),
    ]


def triggers() -> list[Trigger]:
    """Triggers of the gate, in the words in which PostgreSQL gives them back."""
    made = "CREATE TRIGGER"
    row = "FOR EACH ROW"
    before, either = "BEFORE UPDATE", "BEFORE INSERT OR UPDATE"
    both = "REFERENCING OLD TABLE AS before NEW TABLE AS fresh FOR EACH STATEMENT"
    fresh = "REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT"
    return [
        Trigger("ledger_gate_mark_opened", "problems_problem", made, "AFTER INSERT", fresh, "ledger_gate_mark_opened"),
        Trigger("ledger_gate_mark_changed", "problems_problem", made, "AFTER UPDATE", both, "ledger_gate_mark_changed"),
        *(
            Trigger(
                "ledger_gate_mark_controlled", table, made, "AFTER INSERT OR UPDATE", row, "ledger_gate_mark_controlled"
            )
            for table in ("approvals_suspension", "approvals_authoritywithdrawal")
        ),
        Trigger("ledger_gate_admitted", APPLICATION, made, either, row, "ledger_gate_admitted"),
        Trigger("ledger_gate_rule_kept", "approvals_gaterule", made, before, row, "ledger_gate_rule_kept"),
        Trigger("ledger_gate_clause_kept", "approvals_gateclause", made, either, row, "ledger_gate_clause_kept"),
        Trigger("ledger_gate_opinion_kept", "approvals_prereview", made, before, row, "ledger_gate_opinion_kept"),
        Trigger("ledger_gate_sheet_once", "approvals_gatesheet", made, before, row, "ledger_record_once"),
    ]
