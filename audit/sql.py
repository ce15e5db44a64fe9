"""Functions of the trail in PL/pgSQL, and the text of those made once per tracked table.

They run as the owner of the tables with a fixed search path, so the application can neither skip nor shadow them.
Nothing here attaches anything; see ``audit.protection``.
"""

# ruff: noqa: S608  the text is put together from names of our own tables only

import hashlib
from dataclasses import dataclass

PATH = "pg_catalog, public, pg_temp"
# Fixed output formats: the same row must read the same in every session.
FORMATS = {"TimeZone": "UTC", "DateStyle": "ISO, YMD", "IntervalStyle": "iso_8601", "bytea_output": "hex"}

# Hash of a trail row. Numbers have fixed length, the one name is length-prefixed, the payload comes last.
ROW_HASH = (
    "sha256(int8send({act}) || int8send({xid}) || int8send({row}) || int4send({ordinal})"
    " || int4send(octet_length({table}::text)) || convert_to({table}::text, 'UTF8') || convert_to({payload}, 'UTF8'))"
)
_SEEN_HASH = ROW_HASH.format(
    act="s.act_id", xid="this_xid", row="s.row_id", ordinal="s.ordinal", table="TG_TABLE_NAME", payload="s.payload"
)
ROWS_DIGEST = "sha256(string_agg(int8send({id}) || {hash}, ''::bytea ORDER BY {id}))"
# A transaction number can come back after a restore into a new cluster; the age of the act tells the two apart.
OWN_ACT = "a.xid = (pg_current_xact_id()::text)::bigint AND a.at > transaction_timestamp() - interval '1 day'"


@dataclass(frozen=True)
class Function:
    """A function of ours. ``definer``: runs as its owner, not as the caller."""

    name: str
    returns: str
    body: str
    definer: bool = True

    @property
    def settings(self) -> list[str]:
        if not self.definer:
            return []
        return [f"search_path={PATH}", *(f"{name}={value}" for name, value in FORMATS.items())]

    def statement(self) -> str:
        options = ""
        if self.definer:
            fixed = "".join(f" SET {name} TO '{value}'" for name, value in FORMATS.items())
            options = f" SECURITY DEFINER SET search_path TO {PATH}{fixed}"
        head = f"CREATE OR REPLACE FUNCTION public.{self.name}() RETURNS {self.returns} LANGUAGE plpgsql"
        return f"{head}{options} AS $ledger${self.body}$ledger$"


@dataclass(frozen=True)
class Trigger:
    """A trigger of ours, in the words in which PostgreSQL gives it back (``pg_get_triggerdef``), so both compare."""

    name: str
    table: str
    kind: str  # CREATE TRIGGER or CREATE CONSTRAINT TRIGGER
    when: str  # AFTER INSERT, BEFORE UPDATE OR DELETE … as PostgreSQL orders them
    how: str  # from REFERENCING / DEFERRABLE to the end of WHEN
    function: str
    arguments: tuple[str, ...] = ()

    def statement(self) -> str:
        arguments = ", ".join(f"'{value}'" for value in self.arguments)
        call = f"EXECUTE FUNCTION {self.function}({arguments})"
        return f"{self.kind} {self.name} {self.when} ON public.{self.table} {self.how} {call}"


def once(name: str, table: str, when: str, function: str, arguments: tuple[str, ...] = ()) -> Trigger:
    """One call for each statement that inserts, with all its rows as ``fresh``."""
    return Trigger(
        name, table, "CREATE TRIGGER", when, "REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT", function, arguments
    )


def deferred(name: str, table: str, when: str, function: str, condition: str = "") -> Trigger:
    """One call a row, at commit (or at SET CONSTRAINTS … IMMEDIATE)."""
    tail = f" WHEN ({condition})" if condition else ""
    how = f"DEFERRABLE INITIALLY DEFERRED FOR EACH ROW{tail}"
    return Trigger(name, table, "CREATE CONSTRAINT TRIGGER", when, how, function)


def refusing(table: str, *, updates: bool) -> list[Trigger]:
    """Nothing is deleted or emptied here and, if ``updates``, nothing is changed."""
    when = "BEFORE DELETE OR UPDATE" if updates else "BEFORE DELETE"
    return [
        Trigger("ledger_keep", table, "CREATE TRIGGER", when, "FOR EACH ROW", "ledger_keep"),
        Trigger("ledger_keep_all", table, "CREATE TRIGGER", "BEFORE TRUNCATE", "FOR EACH STATEMENT", "ledger_keep"),
    ]


ACT = Function(
    "ledger_act",
    "bigint",
    """
BEGIN
  IF coalesce(current_setting('ledger.act_id', true), '') = '' THEN
    RAISE EXCEPTION 'no open act: a ledger row needs to know who writes it' USING ERRCODE = '23514',
      HINT = 'Write inside audit.acts.act(…), as services do.';
  END IF;
  RETURN current_setting('ledger.act_id')::bigint;
END
""",
    definer=False,
)

KEEP = Function(
    "ledger_keep",
    "trigger",
    """
BEGIN
  RAISE EXCEPTION '% of % refused: the ledger and its trail are only ever added to', TG_OP, TG_TABLE_NAME
    USING ERRCODE = '23001';
END
""",
)

# Arguments: key column, act column, time column, tolerance of the clock in seconds.
TRAIL = Function(
    "ledger_trail",
    "trigger",
    f"""
DECLARE
  this_xid bigint := (pg_current_xact_id()::text)::bigint;
  foreign_act bigint;
  strange_time timestamptz;
BEGIN
  WITH seen AS MATERIALIZED (
    SELECT (j->>TG_ARGV[0])::bigint AS row_id, (j->>TG_ARGV[1])::bigint AS act_id, (j->>TG_ARGV[2])::timestamptz AS at,
           j::text AS payload, (row_number() OVER (ORDER BY (j->>TG_ARGV[0])::bigint))::int AS ordinal
      FROM (SELECT to_jsonb(f) AS j FROM fresh f) s
  ), written AS (
    INSERT INTO public.audit_trailrow (act_id, xid, table_name, row_id, ordinal, payload, hash)
    SELECT s.act_id, this_xid, TG_TABLE_NAME, s.row_id, s.ordinal, s.payload,
           {_SEEN_HASH}
      FROM seen s ORDER BY s.ordinal
  )
  SELECT (SELECT c.act_id FROM (SELECT DISTINCT act_id FROM seen) c
           WHERE NOT EXISTS (SELECT FROM public.audit_act a WHERE a.id = c.act_id AND {OWN_ACT}) LIMIT 1),
         (SELECT s.at FROM seen s
           WHERE abs(extract(epoch FROM s.at - clock_timestamp())) > TG_ARGV[3]::numeric LIMIT 1)
    INTO foreign_act, strange_time;
  IF foreign_act IS NOT NULL THEN
    RAISE EXCEPTION 'act % was not opened in this transaction; % cannot be written under it', foreign_act, TG_TABLE_NAME
      USING ERRCODE = '23514';
  END IF;
  IF strange_time IS NOT NULL THEN
    RAISE EXCEPTION 'time of writing % of % is not the present', strange_time, TG_TABLE_NAME USING ERRCODE = '23514',
      HINT = 'Recording time is never back-dated; effective dates have columns of their own. Else check the clocks.';
  END IF;
  RETURN NULL;
END
""",
)

# Sealing comes last at commit: the first deferred call only asks for it, and what it asks through is queued behind
# all other deferred checks, so that the head is locked for the shortest time and after every other lock.
SEAL_DUE = Function(
    "ledger_seal_due",
    "trigger",
    """
BEGIN
  INSERT INTO public.ledger_pending (xid) VALUES (NEW.xid) ON CONFLICT DO NOTHING;
  RETURN NULL;
END
""",
)

SEAL = Function(
    "ledger_seal",
    "trigger",
    f"""
DECLARE
  sealed bigint;
  r record;
  previous record;
  sealed_on timestamptz;
  link bytea;
BEGIN
  DELETE FROM public.ledger_pending WHERE xid = NEW.xid;
  SELECT b.last_row INTO sealed FROM public.audit_block b WHERE b.xid = NEW.xid ORDER BY b.last_row DESC LIMIT 1;
  SELECT count(*)::int AS number, min(t.id) AS first, max(t.id) AS last, min(t.act_id) AS act,
         {ROWS_DIGEST.format(id="t.id", hash="t.hash")} AS digest
    INTO r FROM public.audit_trailrow t WHERE t.xid = NEW.xid AND t.id > coalesce(sealed, 0);
  IF r.number = 0 THEN
    RETURN NULL;
  END IF;
  SELECT h.seq, h.hash INTO STRICT previous FROM public.audit_head h WHERE h.id = 1 FOR UPDATE;
  sealed_on := clock_timestamp();
  link := sha256(int8send(previous.seq + 1) || int8send(r.act) || int8send(NEW.xid) || int8send(r.number)
    || int8send(r.first) || int8send(r.last) || int8send((extract(epoch FROM sealed_on) * 1000000)::bigint)
    || r.digest || previous.hash);
  INSERT INTO public.audit_block
      (seq, act_id, xid, row_count, first_row, last_row, rows_digest, previous_hash, hash, algorithm, sealed_at)
    VALUES
      (previous.seq + 1, r.act, NEW.xid, r.number, r.first, r.last, r.digest, previous.hash, link, 'sha256', sealed_on);
  UPDATE public.audit_head SET seq = previous.seq + 1, hash = link WHERE id = 1;
  RETURN NULL;
END
""",
)

HEAD = Function(
    "ledger_head",
    "text",
    """
BEGIN
  RETURN (SELECT h.seq || ':' || encode(h.hash, 'hex') FROM public.audit_head h WHERE h.id = 1);
END
""",
)

FUNCTIONS = [ACT, KEEP, TRAIL, SEAL_DUE, SEAL, HEAD]


def _short(name: str) -> str:
    return name if len(name) <= 63 else f"{name[:54]}_{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def _quoted(names: list[str]) -> str:
    return "ARRAY[" + ", ".join(f"'{name}'" for name in sorted(names)) + "]::text[]"


def recorded_change(table: str, key: str, history: str, excluded: list[str], extra: list[str]) -> Function:
    """A change of ``table`` needs a history row of this transaction that says the same; the last says what stands."""
    row, entry = f"to_jsonb(NEW) - {_quoted(excluded)}", f"to_jsonb(h) - {_quoted(extra)}"
    return Function(
        _short(f"ledger_recorded_{table}"),
        "trigger",
        f"""
DECLARE
  stands jsonb := {row};
  latest record;
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(OLD) - {_quoted(excluded)} = stands THEN
    RETURN NULL;
  END IF;
  SELECT h.act_id, {entry} = stands AS same INTO latest
    FROM public.{history} h WHERE h.{key} = NEW.{key} ORDER BY h.history_id DESC LIMIT 1;
  IF latest.same AND EXISTS (SELECT FROM public.audit_act a WHERE a.id = latest.act_id AND {OWN_ACT}) THEN
    RETURN NULL;
  END IF;
  -- Written more than once in this transaction: an earlier state needs its own entry and must no longer stand.
  IF EXISTS (SELECT FROM public.{table} t WHERE t.{key} = NEW.{key} AND to_jsonb(t) - {_quoted(excluded)} <> stands)
     AND EXISTS (SELECT FROM public.{history} h JOIN public.audit_act a ON a.id = h.act_id
                  WHERE h.{key} = NEW.{key} AND {OWN_ACT} AND {entry} = stands) THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'change of {table} % without history', NEW.{key} USING ERRCODE = '23514',
    HINT = 'Save inside audit.acts.act(…), or use audit.sets for many rows.';
END
""",
    )


def true_history(table: str, key: str, history: str, excluded: list[str], extra: list[str]) -> Function:
    """A history row says what its ledger row says at that moment; history of nothing is refused."""
    return Function(
        _short(f"ledger_true_{history}"),
        "trigger",
        f"""
DECLARE
  invented bigint;
BEGIN
  SELECT f.{key} INTO invented FROM fresh f LEFT JOIN public.{table} t ON t.{key} = f.{key}
   WHERE t.{key} IS NULL OR to_jsonb(t) - {_quoted(excluded)} <> to_jsonb(f) - {_quoted(extra)} LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'history of {table} % differs from its row', invented USING ERRCODE = '23514',
      HINT = 'Save every field that was set, and read rows whole before writing them in sets.';
  END IF;
  RETURN NULL;
END
""",
    )
