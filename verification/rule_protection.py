"""No acceptance and no look-back without the answer of the rule, where a warning stands behind the entry. H5, H2."""

from audit.sql import Function, Trigger

TABLES = ("verification_acceptance", "verification_lookback", "verification_laterlookback")

# The argument says how the record finds its entry: by its own column or through its close-out.
_BODY = """
DECLARE
  entry bigint;
BEGIN
  IF TG_ARGV[0] = 'own' THEN
    entry := (to_jsonb(NEW)->>'problem_id')::bigint;
  ELSE
    SELECT c.problem_id INTO entry FROM public.verification_closeout c
     WHERE c.id = (to_jsonb(NEW)->>'close_out_id')::bigint;
  END IF;
  IF NEW.rule_answer = '' AND EXISTS (
    WITH RECURSIVE answered(id) AS (
      SELECT entry
      UNION SELECT p.id FROM public.problems_problem p JOIN answered ON p.merged_into_id = answered.id)
    SELECT FROM public.staffing_alert a JOIN answered ON a.problem_id = answered.id
  ) THEN
    RAISE EXCEPTION 'record lacks: answer of the rule that raised the entry' USING ERRCODE = '23514',
      HINT = 'Records of verification are written by verification.services only.';
  END IF;
  RETURN NEW;
END
"""


def functions() -> list[Function]:
    return [Function("ledger_rule_asked", "trigger", _BODY)]


def triggers() -> list[Trigger]:
    return [
        Trigger(
            "ledger_rule_asked",
            table,
            "CREATE TRIGGER",
            "BEFORE INSERT",
            "FOR EACH ROW",
            "ledger_rule_asked",
            ("own" if table == TABLES[2] else "close_out",),
        )
        for table in TABLES
    ]
