"""Who is in the demonstration: names, posts and user names. All persons are invented."""

from dataclasses import dataclass

from organizations.roles import Role

ENGLISH = "en"


@dataclass(frozen=True)
class Cast:
    """One person with an account. The body is an office code, with a section or partner kind, or a unit code."""

    username: str
    name: str
    role: Role
    office: str = ""
    section: str = ""
    partner: str = ""
    unit: str = ""
    language: str = "zh-hans"


def _unit(word: str, code: str, clerk: str, head: str, language: str = "zh-hans") -> list[Cast]:
    return [
        Cast(f"{word}_clerk", clerk, Role.UNIT_CLERK, unit=code, language=language),
        Cast(f"{word}_head", head, Role.UNIT_HEAD, unit=code),
    ]


SUPERVISION = "监督检查科"
BUSINESS = "机构编制科"

PROVINCE = [
    Cast("dm_clerk", "沈书言", Role.OFFICE_CLERK, "DM", "监督检查处"),
    Cast("dm_chief", "罗景行", Role.SECTION_CHIEF, "DM", "监督检查处"),
    Cast("dm_leader", "顾怀远", Role.OFFICE_LEADER, "DM"),
]
CITY = [
    Cast("yc_clerk", "李明远", Role.OFFICE_CLERK, "YC", SUPERVISION),
    Cast("yc_clerk2", "周雨婷", Role.OFFICE_CLERK, "YC", SUPERVISION, language=ENGLISH),
    Cast("yc_chief", "郑国栋", Role.SECTION_CHIEF, "YC", SUPERVISION),
    Cast("yc_leader", "方志成", Role.OFFICE_LEADER, "YC"),
    Cast("yc_business", "唐晓燕", Role.OFFICE_CLERK, "YC", "行政机构编制科"),
    Cast("yc_registry", "叶知秋", Role.OFFICE_CLERK, "YC", "事业单位登记局"),
    Cast("yc_egov", "石小磊", Role.OFFICE_CLERK, "YC", "电子政务中心"),
    Cast("yc_observer", "秦正平", Role.DISCIPLINE_OBSERVER, "YC"),
    Cast("yc_system", "潘学文", Role.SYSTEM_ADMIN, "YC"),
    Cast("yc_security", "卢慧敏", Role.SECURITY_ADMIN, "YC"),
    Cast("yc_audit", "段守信", Role.AUDIT_ADMIN, "YC"),
    Cast("zzb_member", "宋立言", Role.PARTNER, "YC", partner="organisation"),
    Cast("rsj_member", "贺文娟", Role.PARTNER, "YC", partner="human_resources"),
    Cast("czj_member", "魏长河", Role.PARTNER, "YC", partner="finance"),
    Cast("xcb_member", "邵清源", Role.PARTNER, "YC", partner="inspection"),
    *_unit("rmyy", "YC022043", "何佳宁", "陶仲明"),
    *_unit("jsfz", "YC006006", "夏雪晴", "尹修文", language=ENGLISH),
    *_unit("slj", "YC018000", "孟凡舟", "江河清"),
    *_unit("wjw", "YC022000", "白若溪", "石广生"),
    *_unit("jyj", "YC006000", "汪子衿", "程致远"),
    *_unit("yzx", "YC006004", "侯思源", "龙启明"),
]
QINGSHI = [
    Cast("qs_clerk", "田春雷", Role.OFFICE_CLERK, "QS", SUPERVISION),
    Cast("qs_clerk2", "苗秋实", Role.OFFICE_CLERK, "QS", SUPERVISION),
    Cast("qs_chief", "康维平", Role.SECTION_CHIEF, "QS", SUPERVISION),
    Cast("qs_leader", "毛建业", Role.OFFICE_LEADER, "QS"),
    Cast("qs_registry", "钟声远", Role.OFFICE_CLERK, "QS", "事业单位登记局"),
    Cast("qs_egov", "叶小舟", Role.OFFICE_CLERK, "QS", "电子政务中心"),
    Cast("qs_business", "聂书恒", Role.OFFICE_CLERK, "QS", BUSINESS),
    Cast("qs_zzb", "闻知远", Role.PARTNER, "QS", partner="organisation"),
    Cast("qs_xcb", "严守正", Role.PARTNER, "QS", partner="inspection"),
    *_unit("qs_slj", "QS003000", "金晓波", "常青松"),
    *_unit("qs_jyj", "QS002000", "文静怡", "史敬贤"),
    *_unit("qs_yy", "QS004001", "黎小满", "温如玉"),
    *_unit("qs_zrj", "QS005000", "乔木森", "游山峰"),
]
LINJIANG = [
    Cast("lj_clerk", "祝晨光", Role.OFFICE_CLERK, "LJ", SUPERVISION),
    Cast("lj_clerk2", "麦冬青", Role.OFFICE_CLERK, "LJ", SUPERVISION),
    Cast("lj_chief", "费思齐", Role.SECTION_CHIEF, "LJ", SUPERVISION),
    Cast("lj_leader", "裴远航", Role.OFFICE_LEADER, "LJ"),
    Cast("lj_registry", "季春和", Role.OFFICE_CLERK, "LJ", "事业单位登记局"),
    Cast("lj_egov", "江一帆", Role.OFFICE_CLERK, "LJ", "电子政务中心"),
    Cast("lj_business", "卓云帆", Role.OFFICE_CLERK, "LJ", BUSINESS),
    *_unit("lj_cgj", "LJ003000", "柳成荫", "洪江涛"),
    *_unit("lj_jyj", "LJ002000", "安若素", "辛知新"),
    *_unit("lj_zyy", "LJ004001", "柏杏林", "华济民"),
    *_unit("lj_mzj", "LJ005000", "明月华", "仁厚德"),
    *_unit("lj_syxx", "LJ002001", "舒可心", "阮文博"),
]
EVERYBODY = [*PROVINCE, *CITY, *QINGSHI, *LINJIANG]
