"""Documents as they leave `refine`, one per language and one in two, that hold every node type of the tree."""

# ruff: noqa: E501  (prose reads better unbroken)

from __future__ import annotations

from pathlib import Path

from opsdoc.diagnostics import Source
from opsdoc.diagram import model as chart
from opsdoc.document.tree import (
    Align,
    Article,
    Block,
    Blocks,
    BulletList,
    Callout,
    Cell,
    Code,
    CodeBlock,
    Column,
    Contents,
    Document,
    Emph,
    Figure,
    Foreign,
    Heading,
    Inline,
    Inlines,
    Landscape,
    Lang,
    LineBreak,
    Link,
    Meta,
    Note,
    OrderedList,
    PageBreak,
    Pair,
    Paragraph,
    Quote,
    Ref,
    Row,
    Strong,
    Table,
    Term,
    Text,
)

WORKSPACE = Path(__file__).parent
LABELS = {
    "zh": {
        "contents": "目录", "figures": "图目录", "tables": "表目录", "notes": "注释", "figure": "图", "table": "表",
        "callout_key": "要点", "callout_note": "说明", "callout_tip": "提示", "callout_warning": "注意",
        "callout_rule": "规则", "callout_example": "示例", "callout_risk": "风险", "callout_aside": "旁注",
        "figure_data": "图中数据", "pending": "译文待补", "page_of": "{page} / {pages}", "continued": "续",
    },
    "en": {
        "contents": "Contents", "figures": "Figures", "tables": "Tables", "notes": "Notes", "figure": "Figure",
        "table": "Table", "callout_key": "Key takeaway", "callout_note": "Note", "callout_tip": "Tip",
        "callout_warning": "Caution", "callout_rule": "Rule", "callout_example": "Example", "callout_risk": "Risk",
        "callout_aside": "Side note", "figure_data": "Data in the figure",
        "pending": "translation pending", "page_of": "{page} / {pages}", "continued": "continued",
    },
}  # fmt: skip


def _inlines(*parts: str | Inline) -> Inlines:
    return tuple(Text(part) if isinstance(part, str) else part for part in parts)


def _p(*parts: str | Inline, **more: object) -> Paragraph:
    return Paragraph(_inlines(*parts), **more)  # type: ignore[arg-type]


def _cell(*parts: str | Inline, **more: object) -> Cell:
    content: Blocks = (_p(*parts, role="compact"),) if any(parts) else ()
    return Cell(content, **more)  # type: ignore[arg-type]


def _row(*cells: str | Cell, header: bool = True, **more: object) -> Row:
    """A row whose plain strings become cells, the first of them a row header."""
    made = [c if isinstance(c, Cell) else _cell(c, header=header and i == 0) for i, c in enumerate(cells)]
    return Row(tuple(made), **more)  # type: ignore[arg-type]


def _head(*cells: str | Cell) -> tuple[Row, ...]:
    return (Row(tuple(c if isinstance(c, Cell) else _cell(c, header=True) for c in cells)),)


def _at(line: int, lang: Lang) -> Source:
    return Source(f"content/sections/sample.{lang}.md", line)


class _Words:
    """Picks the Chinese or the English of two strings, so that both samples keep one outline."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang

    def __call__(self, zh: str, en: str) -> str:
        return zh if self.lang == "zh" else en

    def label(self, zh: str, en: str) -> chart.Label:
        return chart.Label(((self.lang, self(zh, en)),))

    def figure(self, number: str) -> str:
        return self(f"图{number}", f"Figure {number}")

    def table(self, number: str) -> str:
        return self(f"表{number}", f"Table {number}")


def sample(lang: Lang) -> Document:
    """A proposal of about a dozen pages in one language."""
    w = _Words(lang)
    return Document(
        lang=lang,
        meta=_meta(w),
        blocks=(*_front(w), *_summary(w), *_diagnosis(w), *_target(w), *_governance(w), *_delivery(w), *_annex(w)),
        labels=LABELS[lang],
    )


def _meta(w: _Words) -> Meta:
    return Meta(
        title=w(
            "集团组织设计方案：目标架构与权责重塑", "Group Organisation Design: Target Structure and Accountability"
        ),
        subtitle=w("供董事会战略委员会审议", "For review by the Strategy Committee of the Board"),
        kind_label=w("组织设计方案", "Organisation design proposal"),
        author=w("组织发展部", "Organisation Development"),
        client=w("华衡控股集团有限公司", "Huaheng Holdings Group Co., Ltd"),
        number="HH-OD-2026-014",
        version="2.1",
        status="draft",
        status_label=w("董事会审议稿", "Board draft"),
        date="2026-11-23",
        date_text=w("2026年11月23日", "23 November 2026"),
        classification=w("机密 · 仅供委托方内部使用", "Confidential · client use only"),
        watermark=w("草稿", "DRAFT"),
        keywords=(w("组织设计", "organisation design"), "RACI"),
        description=w("目标组织架构与权责设计", "Target structure and accountability"),
        imprint=(
            ("client", w("委托方", "Client"), w("华衡控股集团有限公司", "Huaheng Holdings Group Co., Ltd")),
            ("version", w("版本", "Version"), w("V2.1 董事会审议稿", "V2.1 Board draft")),
            ("date", w("日期", "Date"), w("2026年11月23日", "23 November 2026")),
        ),
    )


def _front(w: _Words) -> Blocks:
    return (
        Contents(id="contents", depth=2, title=_inlines(w("目录", "Contents"))),
        Contents(id="list-of-figures", of="figures", title=_inlines(w("图目录", "Figures"))),
        Contents(id="list-of-tables", of="tables", title=_inlines(w("表目录", "Tables"))),
    )


def _summary(w: _Words) -> Blocks:
    return (
        Heading(id="summary", level=1, numbered=False, short=w("执行摘要", "Executive summary"),
                content=_inlines(w("把审批从十七天缩短到十天，先要让每件事只有一个人负责",
                                   "Cutting approval from seventeen days to ten starts with one owner per decision")),
                source=_at(3, w.lang)),
        _p(w("集团用三年时间翻了一倍，组织却没有跟着重新设计。本方案建议以“三中心、三事业部、三平台”取代现行的十二个并列部门，"
             "并用一张权责清单取代三级会签。",
             "The group doubled in three years; its organisation was never redesigned to match. We propose three corporate "
             "centres, three business units and three shared platforms in place of twelve parallel departments, and one "
             "list of decision rights in place of three rounds of co-signature."),
           id="summary-lead", role="lead", source=_at(5, w.lang)),
        BulletList(id="summary-points", tight=False, items=(
            (_p(Strong(_inlines(w("问题：", "Problem: "))),
                w("217个审批事项中，38%由两个以上部门同时主责，平均审批层级5.4层。",
                  "of 217 approval items, 38% have two or more owners; the average item passes 5.4 layers.")),),
            (_p(Strong(_inlines(w("方案：", "Option: "))),
                w("总部只保留战略、财务与人才三项“必须集中”的职能，其余职能进入平台，按服务协议结算。",
                  "the centre keeps strategy, finance and talent; every other function moves to a platform and is paid by "
                  "service agreement.")),),
            (_p(Strong(_inlines(w("决定：", "Decision: "))),
                w("请委员会批准目标架构与过渡期安排，并授权总裁办公会在2027年3月31日前完成任命。",
                  "approve the structure and the transition, and authorise the executive committee to complete "
                  "appointments by 31 March 2027.")),),
        )),
        Callout(id="summary-key", kind="key", content=(
            _p(w("先定“谁对结果负责”，再画组织架构图。没有权责清单支撑的架构调整，通常会在6—9个月内回到原状。",
                 "Decide who owns the result before drawing the chart. A structure without a list of decision rights usually "
                 "falls back within six to nine months.")),)),
    )  # fmt: skip


def _diagnosis(w: _Words) -> Blocks:
    note = Note(
        _inlines(w("财政部等五部委：《企业内部控制基本规范》（财会〔2008〕7号），第四章“控制活动”。",
                   "Ministry of Finance and four others, Basic Standard for Enterprise Internal Control (2008), chapter 4.")),
        number=1, id="note-1")  # fmt: skip
    second = Note(
        _inlines(w("“完成”指系统中的最后一个必经节点关闭。", "“Complete” means that the last mandatory step is closed.")),
        number=2, id="note-2")  # fmt: skip
    rows = [
        ("年度预算调整 ≤ 500 万元", "Budget change up to RMB 5 million", "部门—三中心—总裁", "Unit, three centres, CEO",
         "事业部总经理（A）", "BU head (A)", "18.5", "7.0"),
        ("编制内中层任免", "Mid-level appointments", "人力—分管副总—总裁", "HR, deputy, CEO", "事业部提名，人力备案",
         "BU nominates, HR records", "24.0", "12.0"),
        ("重大合同签署", "Major contracts", "法务—财务—总裁", "Legal, finance, CEO", "法务审核，总裁（A）",
         "Legal reviews, CEO (A)", "11.2", "8.0"),
    ]  # fmt: skip
    body = tuple(
        _row(w(a, b), w(c, d), w(e, f), now, then, id=f"approval-{n}")
        for n, (a, b, c, d, e, f, now, then) in enumerate(rows, 1)
    )
    return (
        Heading(id="diagnosis", level=1, number="1", short=w("诊断结论", "Diagnosis"), source=_at(20, w.lang),
                content=_inlines(w("总部职能重叠使决策平均多走三道审批，“一事一主”可缩短周期四成",
                                   "Overlapping mandates add three approvals to every decision; single ownership cuts the "
                                   "cycle by 40%"))),
        _p(w("对12个部门、1,280名员工和217项审批事项的盘点表明：真正需要集团决策的事项不足五分之一，其余应当下放至事业部或由共享平台承接。",
             "A review of 12 departments, 1,280 staff and 217 approval items shows that fewer than one decision in five needs "
             "the group; the rest belong in business units or shared platforms."),
           id="diagnosis-lead", role="lead"),
        Table(id="diagnosis-figures", role="figures", columns=(Column(),) * 4, head=_head("", "", "", ""), body=(
            Row((_cell("217"), _cell("5.4"), _cell("38%"), _cell("−41%"))),
            Row((_cell(w("盘点审批事项", "Decision items reviewed")), _cell(w("平均审批层级", "Average approval layers")),
                 _cell(w("职责存在重叠", "Overlapping mandates")), _cell(w("目标周期变化", "Target cycle-time change")))),
        )),
        Callout(id="basis", kind="aside", title=_inlines(w("判断依据", "Basis")), content=(
            _p(w("岗位访谈64人次，流程日志来自OA系统2026年1—9月记录。",
                 "64 interviews; process logs of the office system, January to September 2026.")),)),
        Heading(id="overlap", level=2, number="1.1", source=_at(28, w.lang),
                content=_inlines(w("职责重叠集中在三类接口", "Overlaps sit at three kinds of interface"))),
        _p(w("战略、财务与人力三个中心对同一预算事项分别拥有“审核”“复核”“会签”权，却没有任何一方对结果单独负责。依据《企业内部控制基本规范》关于不相容职务分离的要求",
             "The strategy, finance and people centres hold review, re-check and co-sign rights over the same budget item, yet "
             "none is accountable for the outcome. The internal control standard"),
           note,
           w("，分离的是“经办”与“批准”，而不是把同一项批准", " separates handling from approving; it does not split "),
           Emph(_inlines(w("拆成三次", "one approval into three"))), w("。", "."),
           id="overlap-1", source=_at(30, w.lang)),
        _p(w("建议以", "We recommend a "), Term(_inlines(w("RACI矩阵", "RACI matrix")), id="raci"),
           w("重新定义接口：每一事项只设1名最终责任人（A），会签（C）不超过2个，超过5个工作日未反馈视为同意；现行与建议路径见",
             " to redraw the interfaces: one accountable owner (A) per decision, at most two consulted parties (C), and deemed "
             "consent after 5 working days; current and proposed paths are in "),
           Ref("approvals", w.table("1-1")), w("，完整清单见", ", the full list in "), Ref("annex", w("附录A", "Annex A")),
           w("。", "."), id="overlap-2", source=_at(32, w.lang)),
        Heading(id="measure", level=3, number="1.1.1", content=_inlines(w("测量口径", "How it was measured"))),
        _p(w("周期自提交起至完成", "The cycle runs from submission to completion"), second,
           w("，按工作日计；字段", ", in working days; the field "), Code("approval_closed_at"),
           w("为空的记录不计入。完整口径见", " must be set. Definitions: "),
           Link(_inlines(w("《流程指标手册》", "Process Metrics Handbook")), "https://example.org/metrics"), w("。", "."),
           id="measure-1"),
        Table(id="approvals", number=w.table("1-1"), caption=_inlines(w("审批权限调整方案（节选）", "Changes to approval rights (extract)")),
              columns=(Column(width=28), Column(width=24), Column(width=24), Column(Align.RIGHT, 12), Column(Align.RIGHT, 12)),
              head=_head(w("事项", "Item"), w("现行路径", "Current path"), w("建议路径", "Proposed path"),
                         w("现行（天）", "Now (days)"), w("目标（天）", "Target (days)")),
              body=(*body, _row(w("加权平均", "Weighted average"), _cell(""), _cell(""), "17.9", "10.5", role="total")),
              note=(_p(w("注：天数为工作日。资料来源：OA审批日志（2026年1—9月，n=4,318）；项目组分析。",
                         "Working days. Source: approval logs, January to September 2026 (n = 4,318); team analysis."),
                       role="source"),)),
        Quote(id="voice", content=(
            _p(w("“我每周签四十份文件，其中三十五份我看不出与我有什么关系。”", "“I sign forty files a week, and for "
                 "thirty-five of them I cannot see what they have to do with me.”")),
            _p(w("——某分管副总裁，访谈记录", "— a deputy president, in interview")),)),
        Callout(id="risk-note", kind="risk", content=(
            _p(w("若只合并部门而不重写权责，会签将以“征求意见”的名义继续存在。",
                 "If departments merge while rights stay as they are, co-signature lives on as “consultation”.")),)),
    )  # fmt: skip


def org_chart(w: _Words) -> chart.OrgChart:
    """A board, an executive committee, three groups of three units, two committees."""

    def unit(id: str, zh: str, en: str, *children: chart.Unit, metric: str = "", kind: str = "unit") -> chart.Unit:
        return chart.Unit(id, w.label(zh, en), children, kind=kind, metric=metric)  # type: ignore[arg-type]

    return chart.OrgChart(
        root=unit("exco", "集团总裁办公会", "Group Executive Committee",
            unit("centres", "职能中心", "Corporate Centres",
                unit("strategy", "战略与组织中心", "Strategy & Organisation", metric="24", kind="function"),
                unit("finance", "财务与资本中心", "Finance & Capital", metric="58", kind="function"),
                unit("people", "人力与文化中心", "People & Culture", metric="36", kind="function")),
            unit("units", "事业部", "Business Units",
                unit("manufacturing", "智能制造事业部", "Smart Manufacturing", metric="642", kind="function"),
                unit("energy", "能源服务事业部", "Energy Services", metric="318", kind="function"),
                unit("international", "国际业务事业部", "International", metric="127", kind="function")),
            unit("platforms", "共享平台", "Shared Platforms",
                unit("digital", "数字与数据平台", "Digital & Data", metric="75", kind="function"),
                unit("supply", "供应链平台", "Supply Chain", metric="96", kind="function"),
                unit("services", "共享服务中心", "Shared Services", metric="104", kind="function")),
            kind="root"),
        committees=(unit("audit", "审计与合规委员会", "Audit & Compliance", kind="committee"),),
        dotted=(chart.DottedLine("finance", "energy"),),
    )  # fmt: skip


def _target(w: _Words) -> Blocks:
    org = Figure(
        id="structure", number=w.figure("3-1"), chart=org_chart(w),
        alt=w("组织架构图：集团总裁办公会下设三个职能中心、三个事业部和三个共享平台，审计与合规委员会独立汇报。",
              "Organisation chart: the executive committee leads three corporate centres, three business units and three shared "
              "platforms; the audit committee reports independently."),
        caption=_inlines(w("集团目标组织架构（编制为2027年规划口径，单位：人）", "Target structure (planned headcount, 2027)")),
        note=(_p(w("资料来源：项目组分析。", "Source: team analysis."), role="source"),),
        alternative=(BulletList(items=(
            (_p(w("职能中心：战略与组织24人，财务与资本58人，人力与文化36人",
                  "Corporate centres: strategy 24, finance 58, people 36")),),
            (_p(w("事业部：智能制造642人，能源服务318人，国际业务127人",
                  "Business units: manufacturing 642, energy 318, international 127")),),
            (_p(w("共享平台：数字与数据75人，供应链96人，共享服务104人",
                  "Shared platforms: digital 75, supply chain 96, shared services 104")),),)),),
    )  # fmt: skip
    pillars = Figure(
        id="principles", number=w.figure("2-1"),
        alt=w("三支柱图：管控、经营、服务三根支柱撑起战略目标，以权责清单为基座。",
              "Three pillars, control, business and service, carry the strategy on a base of decision rights."),
        chart=chart.Pillars(
            roof=w.label("战略目标：2029年营收翻番", "Strategy: double revenue by 2029"),
            base=w.label("权责清单 · 数据同源 · 服务协议", "Decision rights · one source of data · service agreements"),
            pillars=(
                (w.label("管控", "Control"), (w.label("定规则", "Sets rules"), w.label("看结果", "Reads results"))),
                (w.label("经营", "Business"), (w.label("负全责", "Owns results"), w.label("近客户", "Near clients"))),
                (w.label("服务", "Service"), (w.label("按协议", "By agreement"), w.label("算得清", "At cost"))),
            ), ids=("control", "business", "service")),
        caption=_inlines(w("设计原则", "Design principles")),
        alternative=(BulletList(items=(
            (_p(w("管控：定规则、看结果", "Control: sets rules, reads results")),),
            (_p(w("经营：负全责、近客户", "Business: owns results, near clients")),),
            (_p(w("服务：按协议、算得清", "Service: by agreement, at cost")),),)),),
    )  # fmt: skip
    marks = "●◐○"
    tones = {"●": "owner", "◐": "partial", "○": "gap"}
    grid = [("战略规划", "Strategy", "●○○"), ("预算管理", "Budgeting", "●◐○"), ("品牌与市场", "Brand and marketing", "○●◐"),
            ("数据治理", "Data governance", "◐○●"), ("采购", "Procurement", "○◐●")]  # fmt: skip
    words = {"●": w("● 主责", "● owner"), "◐": w("◐ 参与", "◐ partial"), "○": w("○ 无", "○ none")}
    assert set(words) == set(marks)
    coverage = Table(
        id="coverage", number=w.table("2-1"), role="matrix", caption=_inlines(w("职能覆盖", "Coverage of functions")),
        columns=(Column(width=34), *(Column(Align.CENTRE, 22),) * 3),
        head=_head(w("职能", "Function"), w("职能中心", "Centres"), w("事业部", "Business units"), w("共享平台", "Platforms")),
        body=(
            Row((_cell(w("集团职能", "Group functions"), header=True, colspan=4),), role="group"),
            *(Row((_cell(w(zh, en), header=True), *(_cell(words[m], tone=tones[m]) for m in ms)), id=en)
              for zh, en, ms in grid)),
    )  # fmt: skip
    return (
        Heading(id="target", level=1, number="2", short=w("目标架构", "Target structure"), source=_at(60, w.lang),
                content=_inlines(w("三中心、三事业部、三平台：管控、经营与服务各归其位",
                                   "Three centres, three units, three platforms: control, business and service each in place"))),
        _p(w("架构遵循三条原则（", "The structure follows three principles ("), Ref("principles", w.figure("2-1")),
           w("），每条都可以被检验。", "), each of which can be tested."), id="target-lead", role="lead"),
        pillars,
        Heading(id="charters", level=2, number="2.1", content=_inlines(w("单位职责", "Unit charters"))),
        Table(id="finance-card", role="card", columns=(Column(width=22), Column(width=78)), head=(), body=(
            _row(w("单位", "Unit"), w("财务与资本中心", "Finance & Capital Centre")),
            _row(w("使命", "Purpose"), w("让资本流向回报最高的业务，并对集团现金安全负最终责任。",
                                       "Move capital to where it earns most; own the safety of the group’s cash.")),
            _row(w("负责", "Owns"), _cell_list(w("预算与资本配置", "budget and capital allocation"),
                                          w("资金、税务与司库", "treasury and tax"), w("财务报告", "financial reporting"))),
            _row(w("不负责", "Does not own"), w("事业部日常付款（由共享服务中心承接）。",
                                            "daily payments of business units (shared services).")),
        )),
        OrderedList(id="steps", items=(
            (_p(w("先确认职能归属，再确认岗位。", "Settle functions before positions.")),),
            (_p(w("逐项填写权责清单：", "Fill in the list of decision rights:")),
             OrderedList(style="lower-alpha", items=((_p(w("每项只有一个A；", "one A each;")),), (_p(w("C不超过两个。", "at most two C.")),)))),
            (_p(w("由总裁办公会签发。", "Have the executive committee issue it.")),),
        )),
        OrderedList(id="conditions", style="paren-han", start=1, items=(
            (_p(w("编制总量不增加；", "No increase in headcount;")),), (_p(w("薪酬总额不突破年度预算。", "Pay stays within budget.")),))),
        coverage,
        Landscape(id="chart-page", content=(
            Heading(id="chart", level=1, number="3", short=w("组织架构", "Structure"),
                    content=_inlines(w("事业部对经营结果负全责，平台以服务协议约束成本",
                                       "Business units own results; platforms are held to service agreements"))),
            org)),
    )  # fmt: skip


def _cell_list(*items: str) -> Cell:
    return Cell((BulletList(items=tuple((_p(item, role="compact"),) for item in items)),))


def _governance(w: _Words) -> Blocks:
    people = (w("总裁", "CEO"), w("财务", "CFO"), w("人力", "CHRO"), w("事业部", "BU"), w("平台", "Platform"))
    items = [("年度战略", "Annual strategy", "ACCRI"), ("年度预算", "Annual budget", "CARRI"),
             ("中层任免", "Appointments", "ICARI"), ("重大合同", "Major contracts", "ACIRI"),
             ("数据标准", "Data standards", "IICCA")]  # fmt: skip
    raci = Table(
        id="raci-table", number=w.table("4-1"), role="matrix", caption=_inlines(w("权责矩阵（节选）", "RACI matrix (extract)")),
        columns=(Column(width=30), *(Column(Align.CENTRE, 14),) * 5),
        head=(
            Row((_cell(w("决策事项", "Decision"), header=True, rowspan=2), _cell(w("职能", "Functions"), header=True, colspan=3),
                 _cell(w("经营与服务", "Business and service"), header=True, colspan=2))),
            Row(tuple(_cell(name, header=True) for name in people))),
        body=tuple(Row((_cell(w(zh, en), header=True), *(_cell(m, tone=m) for m in marks)), id=en) for zh, en, marks in items),
        note=(_p(w("A 最终负责，R 执行，C 会签，I 知会。", "A accountable, R responsible, C consulted, I informed."), role="source"),),
    )  # fmt: skip
    register = Table(
        id="register", number=w.table("4-2"), caption=_inlines(w("风险登记册", "Risk register")),
        columns=(Column(width=8), Column(width=30), Column(width=14), Column(width=48)),
        head=_head(w("编号", "No."), w("风险", "Risk"), w("等级", "Level"), w("应对", "Response")),
        body=tuple(
            Row((_cell(f"R{n}", header=True), _cell(w(f"关键岗位在过渡期空缺（{n}）", f"Key post vacant in transition ({n})")),
                 _cell(w("高中低", "HML")[n % 3], tone=("high", "medium", "low")[n % 3]),
                 _cell(w("任命先于架构公布；继任者名单每两周更新一次，由人力与文化中心负责，并报总裁办公会备案。",
                         "Appoint before the structure is announced; the People Centre updates the list of successors every two "
                         "weeks and reports it to the executive committee."))), id=f"risk-{n}")
            for n in range(1, 31)),
    )  # fmt: skip
    risks = Figure(
        id="risk-map", number=w.figure("4-1"), width=0.8,
        alt=w("风险热力图：三项风险按可能性和影响分布，R1为高。", "Risk map: three risks by likelihood and impact; R1 is high."),
        chart=chart.RiskMap(
            points=tuple(chart.RiskPoint(f"r{n}", f"R{n}", w.label(f"风险{n}", f"Risk {n}"), x, y)
                         for n, x, y in ((1, 4, 4), (2, 2, 3), (3, 1, 2))),
            x_label=w.label("可能性", "Likelihood"), y_label=w.label("影响", "Impact"),
            levels=(w.label("低", "Low"), w.label("中", "Medium"), w.label("高", "High"))),
        caption=_inlines(w("风险分布", "Distribution of risks")))  # fmt: skip
    return (
        Heading(id="governance", level=1, number="4", short=w("治理与风险", "Governance and risk"),
                content=_inlines(w("一张权责清单取代三级会签", "One list of decision rights replaces three rounds of co-signature"))),
        _p(w("清单由总裁办公会签发，每半年复审一次。", "The executive committee issues the list and reviews it twice a year."), id="governance-1"),
        raci,
        Article(id="article-12", ordinal=12, number=w("第十二条", "Article 12"), title=_inlines(w("单一责任", "Single ownership")), content=(
            _p(w("每一决策事项应当且仅应当有一名最终责任人。", "Every decision shall have one accountable owner and no more.")),
            _p(w("最终责任人可以授权他人执行，但不得转移责任。", "The owner may delegate the work but not the accountability.")),)),
        risks,
        register,
    )  # fmt: skip


def _delivery(w: _Words) -> Blocks:
    def bar(id: str, zh: str, en: str, start: float, end: float) -> chart.Bar:
        return chart.Bar(id, w.label(zh, en), start, end)

    roadmap = Figure(
        id="roadmap", number=w.figure("5-1"),
        alt=w("路线图：2027年分两波实施，第一波任命与权责清单，第二波平台与服务协议。",
              "Roadmap for 2027 in two waves: appointments and rights, then platforms and agreements."),
        alternative=(BulletList(items=(
            (_p(w("第一波：任命（1—3月）、权责清单（2—5月）。", "Wave 1: appointments (months 1–3), rights (2–5).")),),
            (_p(w("第二波：平台组建（5—9月）、服务协议（8—12月）。", "Wave 2: platforms (5–9), agreements (8–12).")),))),),
        chart=chart.Roadmap(
            columns=tuple(w.label(f"{q}季度", f"Q{q}") for q in range(1, 5)), months_per_column=3,
            waves=(
                chart.Wave("one", w.label("第一波", "Wave 1"), (bar("appoint", "任命", "Appointments", 0, 3),
                           bar("rights", "权责清单", "Decision rights", 1, 5)),
                           (chart.Milestone("issued", w.label("清单签发", "Rights issued"), 5),)),
                chart.Wave("two", w.label("第二波", "Wave 2"), (bar("platform", "平台组建", "Platforms", 4, 9),
                           bar("sla", "服务协议", "Service agreements", 7, 12))))),
        caption=_inlines(w("实施路线图", "Roadmap")))  # fmt: skip
    return (
        Heading(id="delivery", level=1, number="5", short=w("实施", "Delivery"),
                content=_inlines(w("十二个月、两波实施，每波结束都可以停下来", "Twelve months in two waves, with a stop after each"))),
        roadmap,
        Callout(id="tip", kind="tip", title=_inlines(w("怎样读路线图", "Reading the roadmap")), content=(
            _p(w("菱形为里程碑。", "Diamonds are milestones.")), BulletList(items=(
                (_p(w("条形的长度是工期；", "a bar’s length is its duration;")),), (_p(w("颜色是波次。", "its colour is the wave.")),))))),
        Figure(id="floor", number=w.figure("5-2"), image="assets/floor.png", width=0.5,
               alt=w("新总部十二层平面示意：三个中心围绕共享会议区。", "Floor plan of level twelve: three centres around shared rooms."),
               caption=_inlines(w("办公区调整", "Changes to the office")),
               note=(_p(w("资料来源：行政部。", "Source: facilities."), role="source"),)),
        Table(id="swot", number=w.table("5-1"), caption=_inlines(w("优势与不足", "Strengths and weaknesses")), columns=(Column(), Column()), head=(),
              body=(Row((_cell_list(w("优势：责任清楚", "Strength: clear owners")), _cell_list(w("不足：平台初期成本高", "Weakness: platforms cost more at first")))),)),
        CodeBlock(id="command", language="shell", text="opsdoc build proposal --variant hybrid --lang zh\n  # writes output/proposal.pdf"),
        _p(w("（本段译文待补）", "(translation pending)"), id="pending", role="pending"),
    )  # fmt: skip


def _annex(w: _Words) -> Blocks:
    control = Table(
        id="control", role="control", columns=(Column(width=18), Column(width=32), Column(width=18), Column(width=32)), head=(),
        body=(
            Row((_cell(w("文件编号", "Document no."), header=True), _cell("HH-OD-2026-014"),
                 _cell(w("版本", "Version"), header=True), _cell("2.1"))),
            Row((_cell(w("编制", "Prepared"), header=True), _cell(w("组织发展部", "Organisation Development")),
                 _cell(w("批准", "Approved"), header=True), _cell(w("待批准", "pending"))))))  # fmt: skip
    return (
        Heading(id="annex", level=1, number=w("附录A", "Annex A"), annex=True, short=w("文件控制", "Document control"),
                content=_inlines(w("文件控制与术语", "Document control and terms"))),
        control,
        _p(w("以下术语在首次出现处标注。", "Terms are marked where they first appear."), id="annex-1"),
        Table(id="terms", role="plain", columns=(Column(width=25), Column(width=75)), head=_head(w("术语", "Term"), w("释义", "Meaning")),
              body=(_row("RACI", w("责任分配矩阵：执行、负责、会签、知会。", "Matrix of responsible, accountable, consulted, informed.")),
                    _row("SLA", w("服务水平协议。", "Service-level agreement.")))),
        PageBreak(id="break"),
        _p(w("本页由签署人填写。", "To be completed by the signatories."), LineBreak(),
           w("签名：____________　日期：____________", "Signature: ____________  Date: ____________"), id="sign"),
        _p(Foreign(_inlines(w("The English version is for reference only.", "以中文版为准。")), "en" if w.lang == "zh" else "zh"),
           id="prevailing"),
    )  # fmt: skip


# --------------------------------------------------------------------------------------------- two languages


def sample_pair(layout: str = "columns") -> Document:
    """A short proposal in Chinese and English, as it leaves `pair`."""
    zh, en = _Words("zh"), _Words("en")
    meta_zh, meta_en = _meta(zh), _meta(en)

    def cell(a: str, b: str = "", **more: object) -> Cell:
        second = (Paragraph((Text(b),), role="compact", lang="en"),) if b else ()
        return Cell((Paragraph((Text(a),), role="compact"), *second) if a else (), **more)  # type: ignore[arg-type]

    def pair(id: str, first: Block | None, second: Block | None) -> Pair:
        return Pair(id=id, first=(first,) if first else (), second=(second,) if second else (),
                    first_lang="zh", second_lang="en", layout=layout)  # type: ignore[arg-type]  # fmt: skip

    def heading(id: str, level: int, number: str, a: str, b: str, short: str = "") -> Heading:
        return Heading(id=id, level=level, number=number, content=_inlines(a), translation=_inlines(b), short=short,
                       numbered=bool(number))  # fmt: skip

    def labels(label: chart.Label, other: chart.Label) -> chart.Label:
        return label.joined(other)

    def joined(a: chart.Unit, b: chart.Unit) -> chart.Unit:
        return chart.Unit(a.id, labels(a.label, b.label), tuple(joined(x, y) for x, y in zip(a.children, b.children, strict=True)),
                          kind=a.kind, metric=a.metric)  # fmt: skip

    chart_zh, chart_en = org_chart(zh), org_chart(en)
    figure = Figure(
        id="structure", number="图2-1 Figure 2-1", alt="组织架构图：总裁办公会、三个中心、三个事业部、三个平台。Organisation chart.",
        chart=chart.OrgChart(root=joined(chart_zh.root, chart_en.root)),
        alternative=(BulletList(items=((_p("总裁办公会 Executive committee：三个中心、三个事业部、三个平台"),),)),),
        caption=_inlines("集团目标组织架构"), caption_translation=_inlines("Target structure of the group"))  # fmt: skip
    note = Note(
        (Text("《企业内部控制基本规范》（财会〔2008〕7号）。"), Foreign((Text(" Basic Standard for Internal Control (2008)."),), "en")),
        number=1, id="note-1")  # fmt: skip
    table = Table(
        id="approvals", number="表1-1 Table 1-1", caption=_inlines("审批权限调整方案"), caption_translation=_inlines("Changes to approval rights"),
        columns=(Column(width=40), Column(width=30), Column(Align.RIGHT, 15), Column(Align.RIGHT, 15)),
        head=(Row((cell("事项", "Item", header=True), cell("建议路径", "Proposed path", header=True),
                   cell("现行（天）", "Now (days)", header=True), cell("目标（天）", "Target (days)", header=True))),),
        body=(Row((cell("年度预算调整", "Budget change", header=True), cell("事业部总经理（A）", "BU head (A)"), cell("18.5"), cell("7.0"))),
              Row((cell("重大合同签署", "Major contracts", header=True), cell("法务审核，总裁（A）", "Legal reviews, CEO (A)"), cell("11.2"), cell("8.0")))),
        note=(_p("资料来源：审批日志。", role="source"), _p("Source: approval logs.", role="source", lang="en")))  # fmt: skip
    long_zh = "战略、财务与人力三个中心对同一预算事项分别拥有“审核”“复核”“会签”权，却没有任何一方对结果单独负责。"
    long_en = ("The strategy, finance and people centres hold review, re-check and co-sign rights over the same budget item, "
               "yet none is accountable for the outcome.")  # fmt: skip
    paragraphs = tuple(
        pair(f"pair-{n}", _p(f"第{n}项发现：", long_zh * (1 + n % 2), id=f"pair-{n}-zh"),
             _p(f"Finding {n}. ", long_en + (" " + long_en) * (n % 2), id=f"pair-{n}-en"))
        for n in range(1, 9))  # fmt: skip
    blocks: Blocks = (
        Contents(id="contents", depth=2, title=_inlines("目录"), title_translation=_inlines("Contents")),
        heading("diagnosis", 1, "1", "总部职能重叠使决策平均多走三道审批", "Overlapping mandates add three approvals to every decision", "诊断结论"),
        pair("lead", _p("真正需要集团决策的事项不足五分之一，其余应当下放至事业部或由共享平台承接。", role="lead"),
             _p("Fewer than one decision in five needs the group; the rest belong in business units or shared platforms.", role="lead")),
        Table(id="figures", role="figures", columns=(Column(),) * 3, head=(), body=(
            Row((cell("217"), cell("38%"), cell("−41%"))),
            Row((cell("盘点审批事项", "Items reviewed"), cell("职责存在重叠", "Overlapping mandates"), cell("目标周期变化", "Cycle-time change"))))),
        heading("overlap", 2, "1.1", "职责重叠集中在三类接口", "Overlaps sit at three kinds of interface"),
        pair("p-note", _p("分离的是“经办”与“批准”", note, "，而不是把同一项批准拆成三次。"),
             _p("The standard separates handling from approving; it does not split one approval into three.")),
        table,
        *paragraphs,
        pair("list", BulletList(items=((_p("每一事项只设1名最终责任人（A）。"),), (_p("会签（C）不超过2个。"),))),
             BulletList(items=((_p("One accountable owner (A) per decision."),), (_p("At most two consulted parties (C)."),)))),
        pair("key", Callout(kind="key", content=(_p("先定“谁对结果负责”，再画组织架构图。"),)),
             Callout(kind="key", content=(_p("Decide who owns the result before drawing the chart."),))),
        pair("missing", _p("本段尚无英文。"), None),
        Landscape(id="chart-page", content=(
            heading("target", 1, "2", "三中心、三事业部、三平台", "Three centres, three units, three platforms", "目标架构"), figure)),
    )  # fmt: skip
    return Document(
        lang="zh", second_lang="en", blocks=blocks, labels=LABELS["zh"], labels_second=LABELS["en"], layout=layout,  # type: ignore[arg-type]
        meta=Meta(
            title="集团组织设计方案", title_translation="Group Organisation Design Proposal", subtitle=meta_zh.subtitle,
            subtitle_translation=meta_en.subtitle, kind_label=meta_zh.kind_label, kind_label_translation=meta_en.kind_label,
            author=meta_zh.author, client=meta_zh.client, client_translation=meta_en.client, number=meta_zh.number,
            version="2.1", status="issued", date=meta_zh.date, date_text=meta_zh.date_text,
            date_text_translation=meta_en.date_text, classification=meta_zh.classification,
            classification_translation=meta_en.classification, keywords=meta_zh.keywords, description=meta_zh.description,
            imprint=(("client", "委托方 Client", "华衡控股集团有限公司"), ("version", "版本 Version", "V2.1"), ("date", "日期 Date", "2026年11月23日"))),
    )  # fmt: skip
