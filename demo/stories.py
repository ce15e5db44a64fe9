"""What happened in the two counties: entries in every state, as data. Days are counted back from today.

Each step is ``(act, days ago)``; the acts are those of ``demo.telling``. A deadline is a number of days from today, so
a negative one has passed. No story happens in the city: its ledger is the one that was taken over.
"""

from dataclasses import dataclass

from problems.models.entries import Nature

Step = tuple[str, int]


@dataclass(frozen=True)
class Story:
    unit: str
    kind: str  # code of the violation type
    facts: str
    deadline: int  # days from today
    steps: tuple[Step, ...]
    source: str = "special_inspection"
    finder_level: str = "own"
    cause: str = "weak_management"
    document: str = ""
    nature: str = Nature.VIOLATION
    quota: int | None = None
    actual: int | None = None
    found: int | None = None
    measures: tuple[str, ...] = ("制定整改方案，明确责任领导和时间节点", "逐项落实整改，报送佐证材料")


def _assigned(day: int) -> tuple[Step, ...]:
    return ("register", day), ("assign", day - 2)


def _planned(day: int) -> tuple[Step, ...]:
    return *_assigned(day), ("submit_plan", day - 7)


def _rectifying(day: int) -> tuple[Step, ...]:
    return *_planned(day), ("approve_plan", day - 9)


def _reported(day: int) -> tuple[Step, ...]:
    return *_rectifying(day), ("report", day - 20)


def _applied(day: int) -> tuple[Step, ...]:
    return *_reported(day), ("finish", day - 35), ("apply", day - 37)


def _verified(day: int) -> tuple[Step, ...]:
    return *_applied(day), ("check", day - 41), ("accept", day - 44), ("look_back", day - 50)


def _signed(day: int) -> tuple[Step, ...]:
    return *_verified(day), ("sign", day - 52)


QINGSHI = (
    Story(
        "QS005000",
        "unauthorised_institution",
        "未经机构编制部门批准，自行设立“矿产资源服务站”，明确负责人1名、工作人员2名。",
        60,
        (("register", 1),),
        found=1,
        source="routine_inspection",
    ),
    Story(
        "QS003000",
        "outside_quota_staff",
        "违规使用编外人员3名，从事河道巡查，未履行审批程序。",
        45,
        _assigned(6),
        found=3,
        source="review",
    ),
    Story(
        "QS002000",
        "self_set_titles",
        "在核定的领导职数之外自行设置“教育督导专员”职务2名。",
        40,
        _planned(11),
        found=2,
        measures=("撤销自行设置的职务名称，按规定重新明确工作岗位", "修订内部任职管理办法"),
    ),
    Story(
        "QS004001",
        "leaders_over_quota",
        "核定领导职数4名，实配6名，超配2名，未经批准增设副职。",
        50,
        (*_planned(14), ("return_plan", 4)),
        quota=4,
        actual=6,
        source="selection_inspection",
    ),
    Story(
        "QS003000",
        "unauthorised_change",
        "未经批准加挂“水资源调度中心”牌子，对外以该名义行文。",
        30,
        (*_reported(40), ("pause", 12)),
        source="self_inspection",
        finder_level="unit",
        cause="weak_awareness",
        measures=("摘除违规加挂的牌子，停用相应印章", "清理以该名义印发的文件"),
    ),
    Story(
        "QS002000",
        "idle_duties",
        "3名在编人员长期借调外单位，编制与岗位分离，借调手续已超过规定期限。",
        3,
        _reported(75),
        cause="weak_management",
        measures=("逐人清理借调手续，到期人员限期返岗", "建立借调人员台账"),
    ),
    Story(
        "QS004001",
        "outside_quota_staff",
        "违规使用编外人员8名，在挂号收费窗口长期使用。",
        -18,
        (*_reported(120), ("ask_extension", 40), ("refuse_extension", 36), ("list", 15), ("urge", 4)),
        found=8,
        source="audit_transfer",
        document="青审移〔2026〕7号",
        cause="historical",
        measures=("分三批转为劳务派遣或清退", "做好政策解释和稳定工作"),
    ),
    Story(
        "QS005000",
        "staff_over_quota",
        "核定行政编制26名，实有29名，超编3名，系接收军队转业干部形成。",
        400,
        _reported(90),
        nature=Nature.POLICY,
        quota=26,
        actual=29,
        source="review",
        cause="policy",
        measures=("冻结进人，三年内通过自然减员消化3名",),
    ),
    Story(
        "QS003000",
        "unauthorised_institution",
        "未经批准自行设立“防汛物资中心”，明确负责人1名、工作人员3名。",
        20,
        (*_applied(45), ("ask_verifier", 3)),
        found=1,
    ),
    Story(
        "QS004001",
        "self_set_titles",
        "在核定的领导职数之外自行设置“总药师”职务1名。",
        25,
        (*_applied(52), ("check", 10), ("invite", 4), ("agree", 2)),
        found=1,
    ),
    Story(
        "QS002000",
        "unauthorised_change",
        "未经批准增设内设机构“校园安全办公室”，抽调工作人员4名。",
        30,
        (*_applied(58), ("check", 16), ("invite", 15), ("agree", 14), ("agree_too", 13), ("accept", 12)),
        source="patrol_city",
        document="青巡〔2026〕3号",
    ),
    Story(
        "QS005000",
        "pay_without_work",
        "1名人员长期不在岗仍在编领取工资，合计7个月。",
        15,
        _verified(64),
        found=1,
        source="report",
        measures=("停发工资并追回违规领取部分", "办理出编手续"),
    ),
    Story(
        "QS003000",
        "decision_not_carried_out",
        "水管体制改革应于上年底完成，至今未启动。",
        20,
        _signed(70),
        source="patrol_central",
        document="省委巡视组反馈意见第12条",
        cause="mechanism",
        measures=("成立专班，限期完成改革", "按月报送进展"),
    ),
    Story(
        "QS004001",
        "staff_over_quota",
        "核定事业编制180名，实有184名，超编4名，未经核准调入。",
        20,
        _signed(80),
        quota=180,
        actual=184,
        finder_level="superior",
        document="云编办督〔2026〕5号",
        measures=("冻结进人，调出2名、分流2名",),
    ),
    Story(
        "QS002000",
        "outside_quota_staff",
        "违规使用编外人员2名，从事机关文秘工作。",
        -60,
        _signed(150),
        found=2,
        source="audit_transfer",
        document="青审移〔2026〕2号",
    ),
    Story(
        "QS005000",
        "unauthorised_change",
        "未经批准更名为“县自然资源和林业局”并刻制印章。",
        10,
        (*_applied(95), ("check_failed", 54)),
        measures=("恢复批准名称，收缴印章",),
    ),
    Story(
        "QS003000",
        "idle_duties",
        "2名在编人员长期借调，所在岗位无人履职。",
        12,
        (("register", 30), ("assign", 28), ("void", 20)),
        source="self_inspection",
        finder_level="unit",
    ),
)

LINJIANG = (
    Story(
        "LJ002000",
        "outside_quota_staff",
        "违规使用编外教师6名，未履行审批程序。",
        70,
        (("register", 2),),
        found=6,
        source="monitoring_alert",
    ),
    Story(
        "LJ003000",
        "staff_over_quota",
        "核定事业编制40名，实有43名，超编3名，无计划进人。",
        55,
        _assigned(5),
        quota=40,
        actual=43,
        source="lead_transfer",
    ),
    Story(
        "LJ003000",
        "staff_over_quota",
        "核定事业编制62名，实有67名，超编5名，系事业单位改革划转人员形成。",
        420,
        _rectifying(95),
        nature=Nature.POLICY,
        quota=62,
        actual=67,
        source="review",
        cause="policy",
        measures=("只出不进，通过自然减员和系统内调剂逐步消化",),
    ),
    Story(
        "LJ005000",
        "self_set_quota",
        "自行核定下属福利机构编制5名并据此进人。",
        35,
        (*_reported(50), ("ask_extension", 3)),
        found=5,
        cause="weak_awareness",
        measures=("撤销自行核定编制的文件", "已进人员按规定清理"),
    ),
    Story(
        "LJ004001",
        "unauthorised_institution",
        "未经批准自行设立“健康管理中心”，明确负责人1名、工作人员5名。",
        -35,
        (*_reported(110), ("ask_extension", 60), ("grant_extension", 57), ("incident", 1)),
        found=1,
        source="economic_audit",
        document="临审经〔2026〕11号",
    ),
    Story(
        "LJ003000",
        "institution_beyond_authority",
        "超越审批权限设置副科级“城市运行调度中心”1个。",
        15,
        _signed(75),
        found=1,
        measures=("撤销超权限设置的机构，人员回原岗位", "修订审批事项权限清单"),
    ),
    Story(
        "LJ002000",
        "approval_beyond_authority",
        "超越审批权限批准所属学校增设内设机构1个、核定领导职数1名。",
        -20,
        (*_signed(130), ("consent", 70)),
        measures=("撤销越权批复", "重新按权限报批"),
    ),
    Story(
        "LJ005000",
        "decision_not_carried_out",
        "救助管理机构改革任务应于上年完成，人员至今未转隶。",
        8,
        (*_signed(85), ("return_consent", 27)),
        source="patrol_central",
        document="省委巡视组反馈意见第20条",
    ),
    Story(
        "LJ004001",
        "leaders_over_quota",
        "核定领导职数3名，实配5名，超配2名，机构改革后未消化。",
        25,
        (*_signed(90), ("refuse_consent", 32)),
        quota=3,
        actual=5,
        finder_level="superior",
        document="云编办督〔2026〕9号",
    ),
    Story(
        "LJ003000",
        "unauthorised_change",
        "未经批准加挂“渣土管理中心”牌子。",
        -90,
        (*_signed(180), ("feed_back", 120)),
        source="patrol_city",
        document="临巡〔2026〕1号",
    ),
    Story(
        "LJ002000",
        "self_set_titles",
        "在核定的领导职数之外自行设置“校长助理”职务2名。",
        -70,
        (*_signed(170), ("holds", 20)),
        found=2,
    ),
    Story(
        "LJ005000",
        "outside_quota_staff",
        "违规使用编外人员4名，在养老服务窗口长期使用。",
        -140,
        (*_signed(230), ("relapse", 15)),
        found=4,
        source="report",
    ),
    Story(
        "LJ004001",
        "pay_without_work",
        "2名人员离岗后仍在编领取工资，合计11个月。",
        18,
        (*_verified(100), ("keep_open", 40)),
        found=2,
        source="report",
    ),
    Story(
        "LJ003000",
        "self_set_titles",
        "在核定的领导职数之外自行设置“督查专员”职务1名。",
        -150,
        (*_applied(200), ("check", 150), ("accept", 146), ("look_back", 139), ("sign", 130)),
        found=1,
    ),
    Story(
        "LJ005000",
        "unauthorised_institution",
        "与另一事项重复登记：自行设立“慈善服务站”。",
        30,
        (("register", 25), ("void", 22)),
        found=1,
        source="review",
    ),
)

STORIES = {"QS": QINGSHI, "LJ": LINJIANG}
