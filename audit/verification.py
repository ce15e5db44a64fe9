"""Proving the trail: recomputes every hash, compares every sealed row with what is stored, names the first fault.

Does not use the functions in the database, which whoever tampers could have replaced as well.
"""

# ruff: noqa: S608  the text is put together from names of our own tables only

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Max, Min
from django.utils.translation import gettext as _

from audit import sql
from audit.history import HISTORY_COLUMNS, tables_of, tracked_models
from audit.models import Act, Block, Event, TrailRow

ALGORITHMS: dict[str, Callable[[bytes], bytes]] = {"sha256": lambda data: hashlib.sha256(data).digest()}
GENESIS = bytes(32)
BATCH = 50_000  # trail rows compared in one statement
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Anchor(NamedTuple):
    """A head as written down outside the database: ``SEQ:HASH``."""

    seq: int
    hash: str

    @classmethod
    def parse(cls, text: str) -> "Anchor":
        seq, _colon, value = text.strip().partition(":")
        if not seq.isdecimal() or len(value) != 64 or set(value.lower()) - set("0123456789abcdef"):
            raise ValueError(_("An anchor is written SEQ:HASH, as verify_trail prints it."))
        return cls(int(seq), value.lower())

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"


@dataclass
class Finding:
    """The first fault found; ``sentence`` names table, row, act and block as far as they are known."""

    sentence: str


@dataclass
class Result:
    head: Anchor
    blocks: int = 0
    rows: int = 0
    finding: Finding | None = None
    notes: list[str] = field(default_factory=list)


class _Found(Exception):
    """Ends the walk at the first fault."""


def _fail(sentence: str, **words: Any) -> None:
    raise _Found(sentence % words)


def link_of(
    seq: int, act: int, xid: int, count: int, first: int, last: int, sealed_at: datetime, digest: bytes, previous: bytes
) -> bytes:
    """The bytes whose hash seals a block: eight-byte numbers, then digest and the hash before."""
    microseconds = (sealed_at - EPOCH) // timedelta(microseconds=1)
    numbers = (seq, act, xid, count, first, last, microseconds)
    return b"".join(number.to_bytes(8, "big", signed=True) for number in numbers) + digest + previous


def verify(*, since: int = 1, expected: list[Anchor] | None = None) -> Result:
    """Walk the trail from block ``since`` to the head, in one snapshot.

    Args:
        since: First block to check; the link to the block before is checked, what it seals is not. Rows forged under
            older acts are found only by a walk from 1.
        expected: Anchors kept outside the database; each must still be a block of the trail, else it was cut or
            rewritten.

    Returns: Head, counts and the first fault, if any.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            if not connection.savepoint_ids:  # one snapshot, unless a test holds the transaction already
                cursor.execute("set transaction isolation level repeatable read, read only")
            cursor.execute(f"set local search_path to {sql.PATH}")
            for name, value in sql.FORMATS.items():
                cursor.execute("select set_config(%s, %s, true)", [name, value])
            cursor.execute("set local statement_timeout to 0")
            cursor.execute("set local jit to off")
        return _verify(since, expected or [])


def _verify(since: int, expected: list[Anchor]) -> Result:
    result = Result(head=Anchor(0, GENESIS.hex()))
    try:
        _walk_blocks(result, since)
        _compare_head(result)
        _compare_anchors(result, expected)
        _compare_digests(result, since)
        _compare_rows(result, since)
        _search_unsealed(since)
        _search_forged(since)
        _compare_standing()
    except _Found as found:
        result.finding = Finding(str(found))
    return result


def _walk_blocks(result: Result, since: int) -> None:
    """Numbers without a gap, each block linked to the one before, each hash as computed."""
    previous, number = GENESIS, since - 1
    if since > 1:
        before = Block.objects.filter(seq=since - 1).first()
        if before is None:
            _fail(_("Block %(seq)s is missing."), seq=since - 1)
        else:
            previous = bytes(before.hash)
            result.head = Anchor(before.seq, previous.hex())
    fields = (
        *("seq", "act_id", "xid", "row_count", "first_row", "last_row"),
        *("sealed_at", "rows_digest", "previous_hash", "hash", "algorithm"),
    )
    for values in Block.objects.filter(seq__gte=since).order_by("seq").values_list(*fields).iterator(chunk_size=5000):
        seq, act, xid, count, first, last, sealed_at, digest, before_hash, hashed, algorithm = values
        digest, before_hash, hashed = bytes(digest), bytes(before_hash), bytes(hashed)
        number += 1
        if seq != number:
            _fail(_("Block %(seq)s is missing."), seq=number)
        if before_hash != previous:
            _fail(_("Block %(seq)s (act %(act)s) does not follow from the block before it."), seq=seq, act=act)
        digester = ALGORITHMS.get(algorithm)
        link = link_of(seq, act, xid, count, first, last, sealed_at, digest, before_hash)
        if digester is None or digester(link) != hashed:
            _fail(_("Block %(seq)s (act %(act)s) is altered: its hash does not fit its content."), seq=seq, act=act)
        previous = hashed
        result.head = Anchor(seq, hashed.hex())
        result.blocks += 1
        result.rows += count


def _compare_head(result: Result) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select public.ledger_head()")
        told = cursor.fetchone()[0]
    if told != str(result.head):
        _fail(_("The end of the trail is missing: the head is %(told)s, the last block %(last)s."),
              told=told, last=result.head)  # fmt: skip


def _compare_anchors(result: Result, expected: list[Anchor]) -> None:
    for anchor in expected:
        if anchor.seq == 0 and anchor.hash == GENESIS.hex():
            continue
        block = Block.objects.filter(seq=anchor.seq).first()
        if block is None:
            _fail(_("The trail was cut: block %(seq)s was kept outside, the trail ends with block %(last)s."),
                  seq=anchor.seq, last=result.head.seq)  # fmt: skip
        elif bytes(block.hash).hex() != anchor.hash:
            _fail(_("The trail was rewritten: block %(seq)s is not the one kept outside."), seq=anchor.seq)


def _batches(since: int) -> Iterator[tuple[int, int]]:
    """Ranges of block numbers with about BATCH rows each."""
    start, rows = since, 0
    counts = Block.objects.filter(seq__gte=since).order_by("seq").values_list("seq", "row_count")
    last = since - 1
    for seq, count in counts.iterator(chunk_size=5000):
        rows, last = rows + count, seq
        if rows >= BATCH:
            yield start, seq
            start, rows = seq + 1, 0
    if last >= start:
        yield start, last


def _rows(query: str, values: list[Any]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


_SEALED = (
    "public.audit_block b"
    " left join public.audit_trailrow t on t.xid = b.xid and t.id between b.first_row and b.last_row"
)
_HASH = sql.ROW_HASH.format(
    act="t.act_id", xid="t.xid", row="t.row_id", ordinal="t.ordinal", table="t.table_name", payload="t.payload"
)


def _compare_digests(result: Result, since: int) -> None:
    """Every trail row hashes to its hash, every block to its digest and count."""
    digest = sql.ROWS_DIGEST.format(id="t.id", hash=_HASH)
    for low, high in _batches(since):
        wrong = _rows(
            f"select b.seq from {_SEALED} where b.seq between %s and %s group by b.seq"
            f" having count(t.id) <> b.row_count or {digest} is distinct from b.rows_digest order by b.seq limit 1",
            [low, high],
        )
        if wrong:
            _name_row(wrong[0][0])


def _name_row(seq: int) -> None:
    """Say which row of a block whose digest fails it is."""
    block = Block.objects.get(seq=seq)
    altered = _rows(
        f"select t.table_name, t.row_id, t.act_id from {_SEALED} where b.seq = %s and {_HASH} <> t.hash"
        " order by t.id limit 1",
        [seq],
    )
    if altered:
        table, row, act = altered[0]
        _fail(_("Trail of %(table)s row %(row)s (act %(act)s) is altered, in block %(seq)s."),
              table=table, row=row, act=act, seq=seq)  # fmt: skip
    present = TrailRow.objects.filter(xid=block.xid, id__range=(block.first_row, block.last_row)).count()
    words = {"seq": seq, "act": block.act_id, "number": abs(block.row_count - present)}
    if present < block.row_count:
        lost = _lost_row(block)
        _fail(_("Block %(seq)s (act %(act)s) lacks %(number)s of its trail rows%(lost)s."), lost=lost, **words)
    if present > block.row_count:
        _fail(_("Block %(seq)s (act %(act)s) holds %(number)s trail rows that were not sealed."), **words)
    _fail(_("Trail rows of block %(seq)s (act %(act)s) are swapped or replaced."), **words)


def _lost_row(block: Block) -> str:
    """The history row whose trail row is gone, where it still stands."""
    for table, key in _trailed_tables():
        act_column = "id" if table == Act._meta.db_table else "act_id"
        found = _rows(
            f"select h.{key}, h.{act_column} from public.{table} h"
            f" join public.audit_act a on a.id = h.{act_column} and a.xid = %s"
            " where not exists (select from public.audit_trailrow t"
            f" where t.xid = %s and t.table_name = %s and t.row_id = h.{key}) order by 1 limit 1",
            [block.xid, block.xid, table],
        )
        if found:
            return _(": %(table)s row %(row)s") % {"table": table, "row": found[0][0]}
    return ""


def _trailed_tables() -> list[tuple[str, str]]:
    """Table and key column of everything the trail covers, where the table exists."""
    wanted = [(Act._meta.db_table, "id"), (Event._meta.db_table, "id")]
    wanted += [(tables_of(model).history, "history_id") for model in tracked_models()]
    present = {name for (name,) in _rows(_TABLES, [[table for table, _key in wanted]])}
    return [(table, key) for table, key in wanted if table in present]


def _compare_rows(result: Result, since: int) -> None:
    """Every trail row still finds its stored row, saying the same; columns added later may be there besides.

    Goes through the trail by ranges of its keys. That each row is in its block was looked at before, so the blocks are
    asked only for the number of the one to be named.
    """
    known = dict(_trailed_tables())
    columns = {table: [name for (name,) in _rows(_COLUMNS, [table])] for table in known}
    dropped: set[str] = set()
    faults: list[tuple] = []
    for span in _spans(since):
        tables = _rows("select distinct t.table_name from public.audit_trailrow t where t.id between %s and %s", span)
        for (table,) in sorted(tables):
            if table not in known:
                dropped.add(table)
                continue
            key = known[table]
            wrong = _rows(
                "select t.id, t.xid, t.row_id, t.act_id, s.found from public.audit_trailrow t"
                " left join lateral (select true as found, to_jsonb(h) as stored"
                f" from public.{table} h where h.{key} = t.row_id) s on true"
                " where t.id between %s and %s and t.table_name = %s and s.stored is distinct from t.payload::jsonb"
                " and (s.found is null or exists (select from jsonb_each(t.payload::jsonb) p"
                "      where p.key = any(%s) and s.stored -> p.key is distinct from p.value))"
                " order by t.id limit 1",
                [*span, table, columns[table]],
            )
            faults += [(*one, table) for one in wrong]
        if faults:
            break
    if faults:
        place, xid, row, act, found, table = min(faults, key=lambda one: one[0])
        block = Block.objects.filter(xid=xid, first_row__lte=place, last_row__gte=place).first()
        words = {"table": table, "row": row, "act": act, "seq": block.seq if block else 0}
        if found is None:
            _fail(_("%(table)s row %(row)s (act %(act)s) is missing; it was sealed in block %(seq)s."), **words)
        _fail(_("%(table)s row %(row)s (act %(act)s) is altered; block %(seq)s says otherwise."), **words)
    for table in sorted(dropped):
        result.notes.append(_("Table %(table)s is in the trail but no longer exists.") % {"table": table})


def _spans(since: int) -> Iterator[list[int]]:
    """Ranges of trail row keys from the first one of block ``since`` to the end, BATCH keys each."""
    first = Block.objects.filter(seq__gte=since).aggregate(first=Min("first_row"))["first"]
    last = TrailRow.objects.aggregate(last=Max("id"))["last"]
    if first is not None and last is not None:
        yield from ([low, low + BATCH - 1] for low in range(first, last + 1, BATCH))


_TABLES = "select relname from pg_class where relnamespace = 'public'::regnamespace and relname = any(%s)"
_COLUMNS = (
    "select a.attname from pg_attribute a where a.attrelid = to_regclass('public.' || quote_ident(%s))"
    " and a.attnum > 0 and not a.attisdropped"
)


def _search_unsealed(since: int) -> None:
    """No trail row outside a block. Counting is enough while it agrees; only then is the row looked for."""
    if since == 1:
        sealed = _rows("select coalesce(sum(row_count), 0) from public.audit_block", [])[0][0]
        present = _rows("select count(*) from public.audit_trailrow", [])[0][0]
        if sealed == present:
            return
        first = 0
    else:
        first = _rows("select coalesce(max(last_row), 0) from public.audit_block where seq < %s", [since])[0][0]
    found = _rows(
        "select t.table_name, t.row_id, t.act_id from public.audit_trailrow t where t.id > %s and not exists"
        " (select from public.audit_block b where b.xid = t.xid and t.id between b.first_row and b.last_row)"
        " order by t.id limit 1",
        [first],
    )
    if found:
        table, row, act = found[0]
        _fail(
            _("Trail of %(table)s row %(row)s (act %(act)s) stands in no block: forged."), table=table, row=row, act=act
        )


def _search_forged(since: int) -> None:
    """Every stored row has its trail row."""
    counts = dict(_rows("select table_name, count(*) from public.audit_trailrow group by 1", []))
    first_act = 0
    if since > 1:
        first_act = _rows("select coalesce(min(act_id), 0) from public.audit_block where seq >= %s", [since])[0][0]
    for table, key in _trailed_tables():
        act_column = "id" if table == Act._meta.db_table else "act_id"
        if since == 1 and _rows(f"select count(*) from public.{table}", [])[0][0] == counts.get(table, 0):
            continue
        found = _rows(
            f"select h.{key}, h.{act_column} from public.{table} h where h.{act_column} >= %s and not exists"
            f" (select from public.audit_trailrow t where t.table_name = %s and t.row_id = h.{key}) order by 1 limit 1",
            [first_act, table],
        )
        if found:
            row, act = found[0]
            _fail(_("%(table)s row %(row)s (act %(act)s) is forged: the trail does not know it."),
                  table=table, row=row, act=act)  # fmt: skip


def _compare_standing() -> None:
    """What the ledger shows now is what its last history row says, and nothing has vanished from it."""
    present = dict(_trailed_tables())
    for model in tracked_models():
        table, history, key, excluded = tables_of(model)
        if history not in present:
            continue
        latest = f"(select distinct on (h.{key}) h.* from public.{history} h order by h.{key}, h.history_id desc)"
        found = _rows(
            f"select coalesce(t.{key}, h.{key}), t.{key} is null, h.{key} is null, h.act_id from public.{table} t"
            f" full join {latest} h on h.{key} = t.{key}"
            f" where t.{key} is null or h.{key} is null"
            " or to_jsonb(t) - %s::text[] <> to_jsonb(h) - %s::text[] order by 1 limit 1",
            [excluded, list(HISTORY_COLUMNS)],
        )
        if found:
            row, gone, unknown, act = found[0]
            words = {"table": table, "row": row, "act": act}
            if gone:
                _fail(_("%(table)s row %(row)s is missing; act %(act)s wrote it last."), **words)
            if unknown:
                _fail(_("%(table)s row %(row)s is forged: it has no history."), **words)
            _fail(_("%(table)s row %(row)s is altered: act %(act)s, which wrote it last, says otherwise."), **words)
