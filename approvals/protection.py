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
_DECIDED = f"""
BEGIN
  IF NEW.state = OLD.state OR NEW.state NOT IN ('{State.APPROVED}', '{State.DISAPPROVED}') THEN
    RETURN NEW;
  END IF;
  IF NOT EXISTS (SELECT FROM public.approvals_decision d WHERE d.application_id = NEW.id
                  AND d.sheet_id = NEW.sheet_id AND d.approved = (NEW.state = '{State.APPROVED}')) THEN
    RAISE EXCEPTION 'application % lacks a decision', NEW.number USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END
"""
_DECISION = f"""
DECLARE
  a public.approvals_application;
  i public.approvals_agendaitem;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.document_id IS NOT NULL OR (to_jsonb(NEW) - 'document_id' - 'issued_on')
       <> (to_jsonb(OLD) - 'document_id' - 'issued_on') THEN
      RAISE EXCEPTION 'decision % is made and stays', OLD.id USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
  END IF;
  SELECT x.* INTO a FROM public.{APPLICATION} x WHERE x.id = NEW.application_id;
  IF NEW.agenda_item_id IS NULL THEN
    IF a.state <> '{State.ROUTED_UP}' THEN
      RAISE EXCEPTION 'a decision on application % lacks a meeting', a.number USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
  END IF;
  SELECT x.* INTO i FROM public.approvals_agendaitem x WHERE x.id = NEW.agenda_item_id;
  IF a.state <> '{State.ON_AGENDA}' OR i.application_id <> a.id OR i.taken_off_on IS NOT NULL
     OR i.result <> (CASE WHEN NEW.approved THEN 'approved' ELSE 'disapproved' END)
     OR NOT EXISTS (SELECT FROM public.approvals_meeting m WHERE m.id = i.meeting_id AND m.closed_on IS NOT NULL) THEN
    RAISE EXCEPTION 'a decision on application % lacks the result of a closed meeting', a.number
      USING ERRCODE = '23514';
  END IF;
  IF NEW.approved AND (i.procedure_sound IS NOT TRUE OR i.votes_for IS NULL OR i.votes_for < 2
     OR i.votes_for <= i.votes_against + i.abstentions) THEN
    RAISE EXCEPTION 'the approval of application % lacks a majority or a sound procedure', a.number
      USING ERRCODE = '23514';
  END IF;
  IF NEW.signed_by_id = i.finding_by_id
     OR EXISTS (SELECT FROM public.approvals_appraisal p WHERE p.application_id = a.id
                 AND p.recorded_by_id = NEW.signed_by_id)
     OR EXISTS (SELECT FROM jsonb_array_elements(i.recused) r WHERE r->>'person' = NEW.signed_by_id::text) THEN
    RAISE EXCEPTION 'whoever examined application % or withdrew does not sign it', a.number USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END
"""
_MEETING_KEPT = """
BEGIN
  IF OLD.closed_on IS NOT NULL THEN
    RAISE EXCEPTION 'meeting % is closed and stays', OLD.id USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END
"""
_OF_MEETING_KEPT = """
BEGIN
  IF EXISTS (SELECT FROM public.approvals_meeting m WHERE m.id = NEW.meeting_id AND m.closed_on IS NOT NULL)
     OR TG_OP = 'UPDATE' AND NEW.meeting_id <> OLD.meeting_id THEN
    RAISE EXCEPTION 'meeting % is closed and stays', NEW.meeting_id USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END
"""
_COPY_KEPT = """
BEGIN
  IF OLD.acknowledged_on IS NOT NULL THEN
    RAISE EXCEPTION 'copy % is acknowledged and stays', OLD.id USING ERRCODE = '23514';
  END IF;
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
_STANDARD_KEPT = """
BEGIN
  IF OLD.valid_until IS NOT NULL
     OR to_jsonb(NEW) - 'valid_until' IS DISTINCT FROM to_jsonb(OLD) - 'valid_until' THEN
    RAISE EXCEPTION 'follow-up standard % stays as it was set', OLD.id USING ERRCODE = '23514';
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
        Function("ledger_application_decided", "trigger", _DECIDED),
        Function("ledger_decision_made", "trigger", _DECISION),
        Function("ledger_meeting_kept", "trigger", _MEETING_KEPT),
        Function("ledger_of_meeting_kept", "trigger", _OF_MEETING_KEPT),
        Function("ledger_copy_kept", "trigger", _COPY_KEPT),
        Function("ledger_gate_rule_kept", "trigger", _RULE_KEPT),
        Function("ledger_gate_clause_kept", "trigger", _CLAUSE_KEPT),
        Function("ledger_gate_opinion_kept", "trigger", _OPINION_KEPT),
        Function("ledger_standard_kept", "trigger", _STANDARD_KEPT),
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
        Trigger("ledger_application_decided", APPLICATION, made, before, row, "ledger_application_decided"),
        Trigger("ledger_decision_made", "approvals_decision", made, either, row, "ledger_decision_made"),
        Trigger("ledger_meeting_kept", "approvals_meeting", made, before, row, "ledger_meeting_kept"),
        Trigger("ledger_of_meeting_kept", "approvals_agendaitem", made, either, row, "ledger_of_meeting_kept"),
        Trigger("ledger_of_meeting_kept", "approvals_meetingattendee", made, either, row, "ledger_of_meeting_kept"),
        Trigger("ledger_copy_kept", "approvals_copyreceipt", made, before, row, "ledger_copy_kept"),
        Trigger("ledger_gate_rule_kept", "approvals_gaterule", made, before, row, "ledger_gate_rule_kept"),
        Trigger("ledger_gate_clause_kept", "approvals_gateclause", made, either, row, "ledger_gate_clause_kept"),
        Trigger("ledger_gate_opinion_kept", "approvals_prereview", made, before, row, "ledger_gate_opinion_kept"),
        Trigger("ledger_standard_kept", "approvals_followupstandard", made, before, row, "ledger_standard_kept"),
        *(
            Trigger("ledger_standard_line_once", table, made, before, row, "ledger_record_once")
            for table in ("approvals_standardtask", "approvals_standardcopy")
        ),
        Trigger(
            "ledger_application_comment_once", "approvals_applicationcomment", made, before, row, "ledger_record_once"
        ),
        Trigger("ledger_gate_sheet_once", "approvals_gatesheet", made, before, row, "ledger_record_once"),
    ]
