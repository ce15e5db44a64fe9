"""What the database itself holds about registered entries, and about files and comments.

Entries say what they said, except by an act of two people: columns of origin, matter and nature change after
registration only in the act that applies a correction, and only to what was asked; the nature also in the act of a
claim. A required date only becomes known or earlier (B6). An entry is merged only into one that is bound as it was.
The day of a unit's report never changes (B15). What was asked stays as asked, and is decided once. Of files and
comments only the withdrawal can be added, once. Source: B3, B4, B7, B8, rule A09.
"""

# ruff: noqa: S608  the text is put together from names of our own tables only

from audit.sql import Function, Trigger, deferred

PROBLEM = "problems_problem"
# Columns of a registered entry that only a correction changes.
CORRECTED = (
    "unit_id",
    "violation_type_id",
    "source_id",
    "finder_level",
    "found_on",
    "facts",
    "quota",
    "actual",
    "found",
    "affected_office_id",
    "nature",
    "nature_confirmed",
)
DECISION = ("status", "decided_on", "decided_by_id", "note")


def _array(names: tuple[str, ...]) -> str:
    return "ARRAY[" + ", ".join(f"'{name}'" for name in names) + "]"


_CORRECTED = f"""
DECLARE
  before jsonb := to_jsonb(OLD);
  later jsonb := to_jsonb(NEW);
  changed text[];
  this_act bigint;
  allowed jsonb;
  claim text;
  name text;
BEGIN
  IF OLD.reported_by_unit AND (NEW.reported_by_unit, NEW.reported_on, NEW.reported_by_id)
     IS DISTINCT FROM (OLD.reported_by_unit, OLD.reported_on, OLD.reported_by_id) THEN
    RAISE EXCEPTION 'day of the report of entry % cannot change', OLD.id USING ERRCODE = '23514';
  END IF;
  IF OLD.number IS NULL THEN
    RETURN NEW;
  END IF;
  IF OLD.required_on IS NOT NULL AND (NEW.required_on IS NULL OR NEW.required_on > OLD.required_on) THEN
    RAISE EXCEPTION 'required date of entry % only becomes earlier', OLD.number USING ERRCODE = '23514',
      HINT = 'A later day is allowed by the recorded consent of the body that required it.';
  END IF;
  SELECT array_agg(one) INTO changed FROM unnest({_array(CORRECTED)}) one
   WHERE before->one IS DISTINCT FROM later->one;
  IF changed IS NULL THEN
    RETURN NEW;
  END IF;
  this_act := nullif(current_setting('ledger.act_id', true), '')::bigint;
  SELECT h.after INTO allowed FROM public.problems_historicalcorrection h
   WHERE h.problem_id = OLD.id AND h.status = 'applied' AND h.act_id = this_act LIMIT 1;
  SELECT h.status INTO claim FROM public.problems_historicalnatureclaim h
   WHERE h.problem_id = OLD.id AND h.act_id = this_act ORDER BY h.history_id DESC LIMIT 1;
  FOREACH name IN ARRAY changed LOOP
    CONTINUE WHEN allowed ? name AND allowed->name IS NOT DISTINCT FROM later->name;
    CONTINUE WHEN name IN ('nature', 'nature_confirmed') AND (claim, NEW.nature, NEW.nature_confirmed) IN (
      ('claimed', 'policy', false), ('confirmed', 'policy', true), ('refused', 'violation', true));
    RAISE EXCEPTION '% of entry % cannot change once it is registered', name, OLD.number USING ERRCODE = '23514',
      HINT = 'A correction is asked for by one person and decided by another.';
  END LOOP;
  RETURN NEW;
END
"""

_ASKED = f"""
BEGIN
  IF OLD.decided_on IS NOT NULL OR to_jsonb(NEW) - {_array(DECISION)} <> to_jsonb(OLD) - {_array(DECISION)} THEN
    RAISE EXCEPTION 'record % of % stays as it was asked and decided', OLD.id, TG_TABLE_NAME USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END
"""


# Asked at the end of the transaction, when the entry that goes on has got what it inherits.
_MERGED = """
DECLARE
  lacks text[] := '{}';
  t record;
BEGIN
  SELECT p.* INTO t FROM public.problems_problem p WHERE p.id = NEW.merged_into_id;
  IF t.id IS NULL OR (t.office_id, t.unit_id) IS DISTINCT FROM (NEW.office_id, NEW.unit_id) THEN
    lacks := lacks || 'same unit'::text;
  END IF;
  IF NEW.consent_rule <> '' AND t.consent_rule = '' THEN
    lacks := lacks || 'consent rule'::text;
  END IF;
  IF NEW.number IS NOT NULL AND NOT (NEW.nature = 'policy' AND NEW.nature_confirmed) AND t.nature = 'policy' THEN
    lacks := lacks || 'nature'::text;
  END IF;
  IF EXISTS (
    SELECT FROM public.problems_handling h WHERE h.problem_id = NEW.id AND NOT EXISTS (
      SELECT FROM public.problems_handling k WHERE k.problem_id = t.id AND k.person_id = h.person_id)
  ) THEN
    lacks := lacks || 'handlers'::text;
  END IF;
  IF cardinality(lacks) > 0 THEN
    RAISE EXCEPTION 'merging entry % lacks: %', coalesce(NEW.number, NEW.id::text), array_to_string(lacks, ', ')
      USING ERRCODE = '23514', HINT = 'What binds an entry binds the one into which it is merged.';
  END IF;
  RETURN NULL;
END
"""

_WITHDRAWN = """
BEGIN
  IF to_jsonb(NEW) - '{withdrawn_on,withdrawn_by_id,withdraw_reason}'::text[]
     <> to_jsonb(OLD) - '{withdrawn_on,withdrawn_by_id,withdraw_reason}'::text[]
     OR OLD.withdrawn_on IS NOT NULL THEN
    RAISE EXCEPTION 'row % of % is written once and withdrawn once', OLD.id, TG_TABLE_NAME USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END
"""


def functions() -> list[Function]:
    """Functions of this room, compared and put in place by ``audit.protection``."""
    return [
        Function("ledger_entry_corrected", "trigger", _CORRECTED),
        Function("ledger_entry_merged", "trigger", _MERGED),
        Function("ledger_asked_kept", "trigger", _ASKED),
        Function("ledger_withdrawn_once", "trigger", _WITHDRAWN),
    ]


def triggers() -> list[Trigger]:
    """Triggers of this room, in the words in which PostgreSQL gives them back."""
    before = ("CREATE TRIGGER", "BEFORE UPDATE", "FOR EACH ROW")
    merging = "(((new.state)::text = 'merged'::text) AND ((old.state)::text <> 'merged'::text))"
    return [
        Trigger("ledger_entry_corrected", PROBLEM, *before, "ledger_entry_corrected"),
        deferred("ledger_entry_merged", PROBLEM, "AFTER UPDATE", "ledger_entry_merged", merging),
        *(
            Trigger("ledger_asked_kept", table, *before, "ledger_asked_kept")
            for table in ("problems_correction", "problems_natureclaim")
        ),
        *(
            Trigger("ledger_withdrawn_once", table, *before, "ledger_withdrawn_once")
            for table in ("problems_evidence", "problems_comment")
        ),
    ]
