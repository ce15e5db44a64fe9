"""The fields of a ledger row as a spreadsheet may carry them, and the guess which column is which.

Choices (source, type, nature) stay raw strings here: mapping *values* is the office's decision, kept elsewhere.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from .header import Header

Kind = Literal["text", "date", "choice", "unit"]


@dataclass(frozen=True, slots=True)
class LedgerField:
    """One target field; ``synonyms`` are Chinese headings, the most usual first."""

    key: str
    label: Any  # lazy string
    kind: Kind
    synonyms: tuple[str, ...]
    required: bool = False


FIELDS: tuple[LedgerField, ...] = (
    LedgerField("serial", _("Serial number"), "text", ("序号", "编号", "问题编号", "台账编号")),
    LedgerField(
        "unit",
        _("Unit"),
        "unit",
        (
            "单位名称",
            "单位",
            "责任单位",
            "问题单位",
            "整改单位",
            "存在问题单位",
            "机构名称",
            "整改责任单位",
            "被检查单位",
        ),
        required=True,
    ),
    LedgerField(
        "competent_department",
        _("Competent department"),
        "unit",
        ("主管部门", "主管单位", "行业主管部门", "上级主管部门"),
    ),
    LedgerField(
        "source", _("Source"), "choice", ("来源", "问题来源", "发现方式", "发现渠道", "发现途径"), required=True
    ),
    LedgerField(
        "violation_type",
        _("Violation type"),
        "choice",
        ("类型", "问题类型", "问题类别", "类别", "问题分类"),
        required=True,
    ),
    LedgerField("nature", _("Nature"), "choice", ("性质", "问题性质"), required=True),
    LedgerField(
        "facts",
        _("Facts"),
        "text",
        ("具体问题", "问题内容", "问题描述", "问题表现", "主要问题", "存在问题", "存在的问题", "问题", "基本情况"),
        required=True,
    ),
    LedgerField(
        "found_on",
        _("Found on"),
        "date",
        ("发现日期", "发现时间", "问题发现时间", "发现问题时间", "检查日期"),
        required=True,
    ),
    LedgerField("measures", _("Measures"), "text", ("整改措施", "整改方案", "措施", "整改意见", "整改要求")),
    LedgerField(
        "approved_on",
        _("Deadline"),
        "date",
        ("整改时限", "整改期限", "完成时限", "时限", "整改完成时限", "整改截止日期", "截止日期"),
    ),
    LedgerField(
        "responsible",
        _("Responsible person"),
        "text",
        ("责任人", "第一责任人", "整改责任人", "主要负责人", "单位负责人", "责任领导"),
    ),
    LedgerField("handler", _("Handler"), "text", ("承办人", "经办人", "具体承办人", "联系人")),
    LedgerField(
        "progress",
        _("Progress"),
        "text",
        ("进展", "整改进展", "进展情况", "整改情况", "整改进展情况", "整改落实情况", "整改结果"),
    ),
    LedgerField(
        "closed_on",
        _("Closed on"),
        "date",
        ("销号日期", "销号时间", "办结日期", "办结时间", "整改完成时间", "完成日期", "完成时间"),
    ),
    LedgerField("remark", _("Remark"), "text", ("备注", "说明", "附注")),
    LedgerField(
        "finder_level", _("Level of the finder"), "choice", ("发现层级", "检查层级", "发现主体层级", "检查级别")
    ),
    LedgerField("cause", _("Cause"), "choice", ("原因", "问题原因", "成因", "产生原因", "原因分析")),
    LedgerField(
        "required_on",
        _("Required date"),
        "date",
        ("要求时限", "上级要求时限", "要求整改时限", "要求完成时限", "要求整改期限", "要求期限"),
    ),
    LedgerField("required_by", _("Required by"), "text", ("要求单位", "要求机关", "时限要求单位", "提出要求单位")),
    LedgerField("source_document", _("Source document"), "text", ("问题来源文件", "来源文件", "来源文号", "来源依据")),
    LedgerField("sub_source", _("Sub-source"), "text", ("具体来源", "来源明细", "来源细项", "子来源")),
)
FIELDS_BY_KEY = {field.key: field for field in FIELDS}
REQUIRED_KEYS = tuple(field.key for field in FIELDS if field.required)


def heading_key(text: Any) -> str:
    """A heading reduced to what identifies it: ``发现 日期（必填）*`` is ``发现日期``."""
    plain = unicodedata.normalize("NFKC", str(text))
    plain = re.sub(r"[(\[【〔][^)\]】〕]*[)\]】〕]", "", plain)
    return re.sub(r"[\s\u200b\ufeff*※:、.]+", "", plain)


_EXACT = {heading_key(synonym): field.key for field in FIELDS for synonym in field.synonyms}


def is_known_heading(text: Any) -> bool:
    """Whether ``text`` is, exactly, a usual heading of one of the fields."""
    return heading_key(text) in _EXACT


def suggest_columns(header: "Header") -> dict[str, int]:
    """Field key to 0-based column, for the person to confirm. No column is suggested twice.

    Exact lowest-level headings win, then headings that contain a synonym; among these the longest synonym wins.
    """
    leaves = [heading_key(leaf) for leaf in header.leaf]
    columns: dict[str, int] = {}
    for field in FIELDS:
        for synonym in field.synonyms:
            _take(columns, field.key, (i for i, leaf in enumerate(leaves) if leaf == heading_key(synonym)))
    contained = sorted(
        ((synonym, field.key) for field in FIELDS for synonym in field.synonyms),
        key=lambda pair: -len(pair[0]),
    )
    for synonym, key in contained:
        _take(columns, key, (i for i, leaf in enumerate(leaves) if synonym in leaf and leaf not in _EXACT))
    return {field.key: columns[field.key] for field in FIELDS if field.key in columns}


def _take(columns: dict[str, int], key: str, candidates: Iterable[int]) -> None:
    if key in columns:
        return
    taken = set(columns.values())
    free = [index for index in candidates if index not in taken]
    if free:
        columns[key] = free[0]
