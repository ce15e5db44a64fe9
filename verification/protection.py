"""The close-out route in the database itself: whoever writes SQL as the application meets the same rules. Source: H2.

A number can be closed only by an update whose transaction leaves all records behind: check, acceptance and look-back
passed, a signature that ranks above them, the superior's consent where it is needed, and no person on both sides.
An entry is born closed only in the act that writes the run of a take-over ordered by a leader of its office.
Number and take-over of an entry stay as registered, its origin as ``problems.protection`` says, states move only as
``problems.states`` says, and the
records of verification are never changed. The functions run as the owner of the tables with a fixed search path.
"""

# ruff: noqa: S608  the text is put together from names of our own tables only

from audit.sql import Function, Trigger, deferred
from organizations.roles import RANK, Role
from problems.models import ImportRun
from problems.policies import OFFICE_ALL, OFFICE_DECIDERS
from problems.states import MOVES, State
from verification import rule_protection

PROBLEM, CLOSE_OUT = "problems_problem", "verification_closeout"
RECORDS = ("verification_problemcheck", "verification_acceptance", "verification_lookback")
# Written once: table → columns that may still change.
ONCE: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(RECORDS, ()),
    "verification_ownlookback": (),
    "verification_lookbackwaiver": (),
    "verification_answered": (),
    "verification_laterlookback": (),
    "verification_superiorconsent": (),
    "verification_attachment": (),
    "verification_opinion": (),
    "verification_feedback": (),
    "verification_signoff": ("withdrawn",),
    "verification_invitation": ("withdrawn_on", "withdrawn_because", "withdrawn_by_id"),
    "problems_share": ("ended_on", "last_evidence"),
    "problems_handling": (),
}


def _words(values: object) -> str:
    return ", ".join(f"'{one}'" for one in sorted(values))  # type: ignore[call-overload]


def _pairs() -> str:
    allowed = {f"{source}>{target}" for sources, target in MOVES.values() for source in sources if source != target}
    return _words(str(one) for one in allowed)


_RANK = "(CASE p.role " + " ".join(f"WHEN '{role}' THEN {rank}" for role, rank in RANK.items()) + " ELSE 0 END)"
_STAFF = _words(str(role) for role in OFFICE_ALL)
_DECIDERS = _words(str(role) for role in OFFICE_DECIDERS)
# What a person lent by the superior office ranks at least: the chief of the lower office does not sign above them.
_LENT = RANK[Role.SECTION_CHIEF]
_HELD = "p.since <= {day} AND (p.until IS NULL OR p.until >= {day})"

_BODY = f"""
DECLARE
  lacks text[] := '{{}}';
  c record;
  s record;
  superior bigint;
  handlers bigint[];
  verifiers bigint[];
  highest int;
  began_closed int;
  entered bigint;
  written bigint;
  lent boolean;
  fitting boolean;
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT t.ordered_by_id, t.ordered_on, t.run_id INTO c FROM public.problems_takeover t
      JOIN public.problems_importrun r ON r.id = t.run_id AND r.office_id = t.office_id
     WHERE t.id = NEW.take_over_id AND t.office_id = NEW.office_id;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'close-out lacks: take-over' USING ERRCODE = '23514',
        HINT = 'An entry is inserted closed only by a take-over of its own office.';
    END IF;
    IF NOT EXISTS (
      SELECT FROM public.organizations_appointment p
       WHERE p.person_id = c.ordered_by_id AND p.office_id = NEW.office_id AND p.role = '{Role.OFFICE_LEADER}'
         AND {_HELD.format(day="c.ordered_on")}
    ) THEN
      lacks := lacks || 'order of a leader'::text;
    END IF;
    SELECT h.act_id INTO entered FROM public.problems_historicalproblem h
     WHERE h.id = NEW.id ORDER BY h.history_id LIMIT 1;
    SELECT h.act_id INTO written FROM public.problems_historicalimportrun h
     WHERE h.id = c.run_id AND h.state = '{ImportRun.State.COMMITTED}' ORDER BY h.history_id LIMIT 1;
    IF entered IS NULL OR written IS NULL OR entered <> written THEN
      lacks := lacks || 'run'::text;
    END IF;
    IF cardinality(lacks) > 0 THEN
      RAISE EXCEPTION 'close-out lacks: %', array_to_string(lacks, ', ') USING ERRCODE = '23514',
        HINT = 'An entry is inserted closed only in the act that writes the run which a leader of its office ordered.';
    END IF;
    RETURN NULL;
  END IF;

  SELECT o.superior_id INTO superior FROM public.organizations_office o WHERE o.id = NEW.office_id;
  -- Every closing has a close-out of its own: one that was closed before a relapse does not count again.
  SELECT CASE WHEN h.state = 'closed' THEN 1 ELSE 0 END INTO began_closed
    FROM public.problems_historicalproblem h WHERE h.id = NEW.id ORDER BY h.history_id LIMIT 1;
  SELECT k.* INTO c FROM public.{CLOSE_OUT} k WHERE k.problem_id = NEW.id AND k.step = 'closed'
   ORDER BY k.attempt OFFSET greatest(NEW.relapses - coalesce(began_closed, 0), 0) LIMIT 1;
  IF c.id IS NULL OR c.ended_on IS DISTINCT FROM NEW.closed_on THEN
    lacks := lacks || 'close-out'::text;
  END IF;
  IF c.id IS NULL THEN
    -- So that the refusal names what the one still running lacks.
    SELECT k.* INTO c FROM public.{CLOSE_OUT} k WHERE k.problem_id = NEW.id AND k.ended_on IS NULL;
  END IF;
  IF NOT EXISTS (
    SELECT FROM public.verification_problemcheck r WHERE r.close_out_id = c.id AND r.outcome = 'passed'
  ) THEN
    lacks := lacks || 'check'::text;
  END IF;
  IF NOT EXISTS (
    SELECT FROM public.verification_acceptance r WHERE r.close_out_id = c.id AND r.outcome = 'passed'
  ) THEN
    lacks := lacks || 'acceptance'::text;
  END IF;
  IF NOT EXISTS (
    SELECT FROM public.verification_lookback r WHERE r.close_out_id = c.id AND r.outcome = 'passed'
  ) AND NOT EXISTS (
    SELECT FROM public.verification_lookbackwaiver w JOIN public.verification_waiverrule r ON r.id = w.rule_id
     WHERE w.close_out_id = c.id AND (r.office_id IS NULL OR r.office_id = NEW.office_id)
       AND (r.pace = '' OR r.pace = NEW.pace)
       AND (r.violation_type_id IS NULL OR r.violation_type_id = NEW.violation_type_id)
       AND (r.even_with_consent OR NEW.consent_rule = '' AND NOT c.needs_consent)
  ) THEN
    lacks := lacks || 'look-back'::text;
  END IF;
  -- What is left of what the entry counts is left by a decision: the target of its plan, or the reason that was applied
  -- with and accepted with this very figure.
  IF NEW.found IS NOT NULL AND (
    NEW.done < coalesce(NEW.target, NEW.found) AND coalesce(c.left_because, '') = '' OR NOT EXISTS (
      SELECT FROM public.verification_acceptance r
       WHERE r.close_out_id = c.id AND r.outcome = 'passed' AND r.done = NEW.done)
  ) THEN
    lacks := lacks || 'figure'::text;
  END IF;
  -- Joint acceptance: every department asked and not asked off has answered, and none disagrees.
  IF EXISTS (
    SELECT FROM public.verification_invitation i LEFT JOIN public.verification_opinion o ON o.invitation_id = i.id
     WHERE i.close_out_id = c.id AND i.withdrawn_on IS NULL AND (o.id IS NULL OR o.answer = 'disagree')
  ) THEN
    lacks := lacks || 'opinion'::text;
  END IF;

  SELECT EXISTS (
    SELECT FROM public.verification_verifierloan l
     WHERE l.problem_id = NEW.id AND l.status IN ('named', 'ended') AND l.office_id = superior
  ) INTO lent;
  SELECT coalesce(array_agg(r.recorded_by_id), '{{}}'), coalesce(max(r.rank), 0),
         bool_and(CASE WHEN r.lent_by_id IS NULL THEN EXISTS (
             SELECT FROM public.organizations_appointment p
              WHERE p.person_id = r.recorded_by_id AND p.office_id = NEW.office_id AND p.role IN ({_STAFF})
                AND p.since <= coalesce(c.ended_on, 'infinity') AND (p.until IS NULL OR p.until >= r.held_on))
           ELSE r.lent_by_id = superior AND r.rank >= {_LENT} AND EXISTS (
             SELECT FROM public.verification_verifierloan l
              WHERE l.problem_id = NEW.id AND l.status IN ('named', 'ended') AND l.office_id = superior
                AND l.verifier_id = r.recorded_by_id AND r.held_on <= coalesce(l.ended_on, 'infinity'))
           END)
    INTO verifiers, highest, fitting FROM (
    SELECT recorded_by_id, rank, lent_by_id, held_on
      FROM public.verification_problemcheck WHERE close_out_id = c.id
    UNION ALL SELECT recorded_by_id, rank, lent_by_id, held_on
      FROM public.verification_acceptance WHERE close_out_id = c.id
    UNION ALL SELECT recorded_by_id, rank, lent_by_id, held_on
      FROM public.verification_lookback WHERE close_out_id = c.id
    UNION ALL SELECT recorded_by_id, rank, lent_by_id, waived_on
      FROM public.verification_lookbackwaiver WHERE close_out_id = c.id) r;
  IF NOT coalesce(fitting, true) THEN
    lacks := lacks || 'verifier'::text;
  END IF;
  SELECT verifiers || coalesce(array_agg(o.given_by_id), '{{}}') INTO verifiers
    FROM public.verification_opinion o JOIN public.verification_invitation i ON i.id = o.invitation_id
   WHERE i.close_out_id = c.id;
  SELECT coalesce(array_agg(h.person), '{{}}') INTO handlers FROM (
    SELECT person_id AS person FROM public.problems_handling WHERE problem_id = NEW.id
    UNION SELECT NEW.registered_by_id WHERE NEW.registered_by_id IS NOT NULL
    UNION SELECT reported_by_id FROM public.problems_progressreport WHERE problem_id = NEW.id
    UNION SELECT submitted_by_id FROM public.problems_rectificationplan
           WHERE problem_id = NEW.id AND submitted_by_id IS NOT NULL
    UNION SELECT decided_by_id FROM public.problems_rectificationplan
           WHERE problem_id = NEW.id AND decided_by_id IS NOT NULL
    UNION SELECT applied_by_id FROM public.{CLOSE_OUT} WHERE problem_id = NEW.id
    -- Who recorded a relapse does not verify what follows it. This is read at commit, so a relapse that came after
    -- this close-out was applied for, in the same transaction, must not count against it.
    UNION SELECT b.recorded_by_id FROM public.verification_laterlookback b
           WHERE b.problem_id = NEW.id AND b.outcome = 'failed'
             AND (SELECT min(y.act_id) FROM public.verification_historicallaterlookback y WHERE y.id = b.id)
               < (SELECT min(y.act_id) FROM public.verification_historicalcloseout y WHERE y.id = c.id)) h;

  SELECT g.* INTO s FROM public.verification_signoff g WHERE g.close_out_id = c.id AND NOT g.withdrawn;
  IF s.id IS NULL OR s.rank <= highest OR NOT EXISTS (
    SELECT FROM public.organizations_appointment p
     WHERE p.person_id = s.signed_by_id AND {_RANK} >= s.rank AND {_HELD.format(day="s.signed_on")}
       AND (p.office_id = NEW.office_id AND p.role IN ({_DECIDERS})
            OR lent AND p.office_id = superior AND p.role = '{Role.OFFICE_LEADER}')
  ) THEN
    lacks := lacks || 'sign-off'::text;
  END IF;
  IF (NEW.consent_rule <> '' OR c.needs_consent) AND (superior IS NULL OR NOT EXISTS (
    SELECT FROM public.verification_superiorconsent n
      JOIN public.organizations_appointment p ON p.person_id = n.answered_by_id AND p.office_id = n.office_id
     WHERE n.close_out_id = c.id AND n.answer = 'consented' AND n.office_id = superior
       AND p.role IN ({_DECIDERS}) AND {_HELD.format(day="n.answered_on")}
  )) THEN
    lacks := lacks || 'consent'::text;
  END IF;
  IF verifiers && handlers OR s.signed_by_id = ANY (handlers || verifiers) OR EXISTS (
    SELECT FROM public.verification_superiorconsent n
     WHERE n.close_out_id = c.id AND n.answered_by_id = ANY (handlers || verifiers || s.signed_by_id)
  ) THEN
    lacks := lacks || 'separation'::text;
  END IF;

  IF cardinality(lacks) > 0 THEN
    RAISE EXCEPTION 'close-out lacks: %', array_to_string(lacks, ', ') USING ERRCODE = '23514',
      HINT = 'Entry ' || coalesce(NEW.number, NEW.id::text) || ' is closed by verification.services only.';
  END IF;
  RETURN NULL;
END
"""

_KEPT = f"""
DECLARE
  this_act bigint;
BEGIN
  IF OLD.number IS NOT NULL AND
     (NEW.number, NEW.year, NEW.serial) IS DISTINCT FROM (OLD.number, OLD.year, OLD.serial) THEN
    RAISE EXCEPTION 'number of entry % cannot change', OLD.number USING ERRCODE = '23514';
  END IF;
  IF NEW.office_id <> OLD.office_id AND OLD.number IS NOT NULL THEN
    RAISE EXCEPTION 'office of entry % cannot change', OLD.number USING ERRCODE = '23514';
  END IF;
  IF NEW.take_over_id IS DISTINCT FROM OLD.take_over_id THEN
    RAISE EXCEPTION 'take-over of entry % cannot change', OLD.number USING ERRCODE = '23514';
  END IF;
  IF OLD.state NOT IN ('{State.DRAFT}', '{State.REPORTED}') THEN
    IF NEW.registered_by_id IS DISTINCT FROM OLD.registered_by_id THEN
      RAISE EXCEPTION 'registrar of entry % cannot change once it is registered', OLD.number USING ERRCODE = '23514';
    END IF;
    IF OLD.consent_rule <> '' AND NEW.consent_rule = '' THEN
      RAISE EXCEPTION 'superior consent of entry % cannot be dropped', OLD.number USING ERRCODE = '23514';
    END IF;
  END IF;
  IF NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN ({_pairs()}) THEN
    RAISE EXCEPTION 'entry % cannot move from % to %', OLD.number, OLD.state, NEW.state USING ERRCODE = '23514';
  END IF;
  IF NEW.state = '{State.VOIDED}' AND OLD.state <> NEW.state AND OLD.consent_rule <> '' THEN
    -- Voiding does not go around the superior's consent: it is the superior's act, but for an import undone as a whole.
    this_act := nullif(current_setting('ledger.act_id', true), '')::bigint;
    IF NOT EXISTS (
      SELECT FROM public.audit_act a
        JOIN public.organizations_office o ON o.id = OLD.office_id
        JOIN public.organizations_appointment p ON p.person_id = a.actor_person_id AND p.office_id = o.superior_id
       WHERE a.id = this_act AND p.role IN ({_DECIDERS}) AND {_HELD.format(day="NEW.voided_on")}
    ) AND NOT EXISTS (
      SELECT FROM public.problems_historicalimportrun u
        JOIN public.problems_historicalimportrun w ON w.id = u.id AND w.state = '{ImportRun.State.COMMITTED}'
        JOIN public.problems_historicalproblem h ON h.act_id = w.act_id AND h.id = OLD.id AND h.history_type = '+'
       WHERE u.act_id = this_act AND u.state = '{ImportRun.State.UNDONE}'
    ) THEN
      RAISE EXCEPTION 'entry % needs the superior''s consent and is voided by the superior office', OLD.number
        USING ERRCODE = '23514';
    END IF;
  END IF;
  IF OLD.state = '{State.CLOSED}' AND NEW.state = '{State.VOIDED}' THEN
    -- A closed entry leaves the count only together with the import that brought it, never having been reopened.
    IF NEW.relapses <> OLD.relapses OR OLD.relapses <> 0 OR NOT EXISTS (
      SELECT FROM public.problems_takeover t JOIN public.problems_importrun r ON r.id = t.run_id
       WHERE t.id = OLD.take_over_id AND r.state = '{ImportRun.State.UNDONE}'
    ) THEN
      RAISE EXCEPTION 'entry % is closed and is voided only by undoing its import', OLD.number USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.relapses <> OLD.relapses
     + (CASE WHEN OLD.state = 'closed' AND NEW.state <> 'closed' THEN 1 ELSE 0 END) THEN
    RAISE EXCEPTION 'relapses of entry % are counted by reopening it', OLD.number USING ERRCODE = '23514';
  END IF;
  IF NEW.kept_open < OLD.kept_open THEN
    RAISE EXCEPTION 'entry % was kept open and that count stays', OLD.number USING ERRCODE = '23514';
  END IF;
  IF OLD.state = 'closed' AND NEW.state = 'closed' AND NEW.closed_on IS DISTINCT FROM OLD.closed_on THEN
    RAISE EXCEPTION 'day of closing of entry % cannot change', OLD.number USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END
"""

_CLOSE_OUT_KEPT = """
BEGIN
  IF OLD.ended_on IS NOT NULL THEN
    RAISE EXCEPTION 'close-out % has ended and stays as it is', OLD.id USING ERRCODE = '23514';
  END IF;
  IF (NEW.problem_id, NEW.attempt, NEW.applied_by_id, NEW.applied_on, NEW.left_because)
     IS DISTINCT FROM (OLD.problem_id, OLD.attempt, OLD.applied_by_id, OLD.applied_on, OLD.left_because)
     OR (OLD.needs_consent AND NOT NEW.needs_consent) THEN
    RAISE EXCEPTION 'application of close-out % cannot change', OLD.id USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END
"""

# The arguments name the columns that may change: once, together, and only while the first one is empty.
_ONCE = """
BEGIN
  IF TG_NARGS = 0 OR to_jsonb(NEW) - TG_ARGV <> to_jsonb(OLD) - TG_ARGV
     OR coalesce(to_jsonb(OLD)->>TG_ARGV[0], 'false') <> 'false' THEN
    RAISE EXCEPTION 'record % of % is written once', OLD.id, TG_TABLE_NAME USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END
"""

# A loan is answered once, and one that was given is ended once; what was asked stays.
_LOAN_KEPT = """
DECLARE
  answer text[] := '{answered_on,status,verifier_id,answer_note,answered_by_id}';
  ending text[] := '{ended_on,status,ended_by_id,ended_because}';
BEGIN
  IF OLD.status = 'asked' AND to_jsonb(NEW) - answer = to_jsonb(OLD) - answer AND NEW.status <> 'ended'
     OR OLD.status = 'named' AND to_jsonb(NEW) - ending = to_jsonb(OLD) - ending AND NEW.status = 'ended' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'record % of % is written once', OLD.id, TG_TABLE_NAME USING ERRCODE = '23514';
END
"""

# An opinion counts only from somebody who belongs to the department on the day, while the invitation stands.
_OPINION = f"""
BEGIN
  IF NOT EXISTS (
    SELECT FROM public.verification_invitation i
      JOIN public.organizations_appointment p ON p.partner_id = i.partner_id AND p.role = '{Role.PARTNER}'
     WHERE i.id = NEW.invitation_id AND i.withdrawn_on IS NULL AND p.person_id = NEW.given_by_id
       AND {_HELD.format(day="NEW.given_on")}
  ) THEN
    RAISE EXCEPTION 'opinion on invitation % is not from that department', NEW.invitation_id USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END
"""


def functions() -> list[Function]:
    """Functions of the close-out route, compared and put in place by ``audit.protection``."""
    return [
        Function("ledger_close_out", "trigger", _BODY),
        Function("ledger_entry_kept", "trigger", _KEPT),
        Function("ledger_close_out_kept", "trigger", _CLOSE_OUT_KEPT),
        Function("ledger_record_once", "trigger", _ONCE),
        Function("ledger_loan_kept", "trigger", _LOAN_KEPT),
        Function("ledger_opinion", "trigger", _OPINION),
        *rule_protection.functions(),
    ]


def triggers() -> list[Trigger]:
    """Triggers of the close-out route, in the words in which PostgreSQL gives them back."""
    closed = "((new.state)::text = 'closed'::text)"
    closing = f"({closed} AND ((old.state)::text <> 'closed'::text))"
    before = ("CREATE TRIGGER", "BEFORE UPDATE", "FOR EACH ROW")
    return [
        deferred("ledger_close_out_inserted", PROBLEM, "AFTER INSERT", "ledger_close_out", closed),
        deferred("ledger_close_out_updated", PROBLEM, "AFTER UPDATE", "ledger_close_out", closing),
        Trigger("ledger_entry_kept", PROBLEM, *before, "ledger_entry_kept"),
        Trigger(
            "ledger_opinion", "verification_opinion", "CREATE TRIGGER", "AFTER INSERT", "FOR EACH ROW", "ledger_opinion"
        ),
        Trigger("ledger_close_out_kept", CLOSE_OUT, *before, "ledger_close_out_kept"),
        Trigger("ledger_loan_kept", "verification_verifierloan", *before, "ledger_loan_kept"),
        *(
            Trigger("ledger_record_once", table, *before, "ledger_record_once", columns)
            for table, columns in ONCE.items()
        ),
        *rule_protection.triggers(),
    ]
