"""Whether a responsibility starts with a verb: by what cannot start one in English, by word lists in Chinese."""

from __future__ import annotations

import re

# What cannot start an instruction: articles, gerunds, "responsible for", nouns by their endings.
_NO_VERB = re.compile(r"^(?:the|a|an|responsib\w*|in charge|to|is|are)\b|^[a-z]+(?:ing|tion|sion|ness|ity)\b", re.I)
_VERBS = {
    *("action", "auction", "bring", "caution", "commission", "condition", "envision", "harness", "mention"),
    *("position", "provision", "question", "requisition", "sanction", "station", "string", "transition", "witness"),
}

# "Responsible for" comes before what is done in Chinese too, and says as little.
_WEAK = re.compile("^(?:负责|承担|主要|有权|作为|是|有)")
# Words before the verb: how, when, with whom, on what grounds.
_BEFORE = re.compile(
    "^(?:每[日天周旬月季年半]|定期|及时|按|依|根据|对|为|与|同|会同|向|将|把|以|从|在|就|由|经|协同|联合|统一|全面|持续|共同|"
    "牵头|统筹|严格|随时|逐[步项级日月]|滚动|配合|协助|通过|参照|结合|围绕|针对|代表|至少|不|应|须)"
)
# What a phrase of nouns ends with: 供应商管理, 合同的评审工作. 流程 or 方案 at the end is as often an object: 跑通流程.
_NOUNS = re.compile(
    "(?:管理|工作|事宜|事项|事务|建设|维护|编制|制定|分析|统计|审核|审批|评审|协调|控制|监督|"
    "检查|考核|评价|评估|跟踪|支持|保障|服务|培训|沟通|优化|改进|执行|实施|处理|调度|采购|核算|报告|预测)[。；]?$"
)
_STARTS = frozenset(
    re.findall(
        r"\S+",
        """
        安排 把关 保存 保管 保持 保护 保养 保障 报告 报送 备案 备份 编排 编写 编制 辨识 办理 部署 补充 裁定 采购 采集
        参加 参与 测量 测算 测试 策划 查明 查找 拆解 撤销 沉淀 呈报 筹备 筹措 筹集 出具 处理 处置 传达 创建 促进 催收
        存档 搭建 答复 带领 登记 调查 调度 调配 调整 跟进 跟踪 订立 定义 督办 督促 度量 对接 对账 发布 发放 发起 发现
        反馈 防范 防止 分发 分解 分配 分析 分类 分派 辅导 复查 复核 复盘 复审 改进 改善 告知 更新 公布 公示 共享 构建
        购买 估算 固化 关闭 管控 管理 规范 规划 归档 归集 核定 核对 核实 核算 核销 衡量 互通 划分 化解 回复 回访 回看
        回收 汇报 汇总 绘制 积累 集成 计算 记录 加强 监测 监督 监控 检查 检索 检验 建立 建模 建设 鉴定 讲解 交付 交接
        接待 接收 揭示 结算 解答 解决 解释 界定 进行 经营 纠正 决策 决定 开拓 开发 开票 开通 开展 考核 考察 控制 扩大
        拉通 理顺 列出 领导 履行 落实 梳理 盘点 培训 培养 培育 配备 配置 批准 聘任 评估 评价 评审 评定 评选 聘用 签订
        签署 签收 清点 清理 确保 确定 确认 任免 任命 认定 设定 设计 设立 设置 扫描 筛选 上报 上线 审查 审定 审核 审计
        审批 审议 升级 生产 识别 实施 实现 使用 试点 试制 收货 收集 守住 受理 疏导 说明 搜集 缩短 提出 提高 提供 提交
        提炼 提升 填报 填写 通报 通知 统计 投放 推动 推广 推进 拓展 挖掘 完成 完善 维持 维护 维修 委派 细分 下达 限制
        消除 协商 协调 修订 修复 宣传 宣贯 选拔 选定 选聘 选用 选择 询价 巡查 训练 研究 研判 研发 验收 验证 引导 引进
        引入 营造 应对 优化 预测 预防 预警 约定 运行 运营 运输 运用 遴选 再造 招标 招聘 招募 召集 召开 诊断 整顿 整改
        整合 整理 争取 支持 支撑 执行 值守 指导 指定 指派 制订 制定 制作 质检 治理 终止 主持 主导 抓好 转化 转交 转移
        撰写 追溯 追踪 准备 准入 总结 组建 组织 遵守 做好 传递 储备 分工 孵化 抽查 拟订 拟定 排查 排产 清偿 隔离 报价
        细化 量化 定价 拣配 冻结 平衡 满足 缴纳 申报 申请 留存 比较 比对 对比 对标 测评 访谈 走访 拜访 谈判 洽谈 议定
        商定 盯住 盘活 压缩 降低 减少 增加 扩展 延伸 打造 打通 推行 试行 运作 操作 启动 停止 暂停 恢复 关注 了解 掌握
        听取 接受 承接 移交 交办 反映 披露 公告 解读 传播 展示 陈列 促成 撮合 签约 履约 回款 催办 督导 稽核 稽查 盘查
        核查 点检 巡检 检修 安装 调试 投产 试产 备料 配送 入库 出库 盘库 索赔 融资 投资 开立 注销 授权 拟写 起草 编辑
        校对 翻译 归纳 提取 清洗 加工 标注 迁移 建档 立项 结项 排程 定级 定岗 定编
        """,
    )
)


def starts_in_english(text: str) -> bool:
    """Whether an English responsibility may start with a verb; only what certainly does not is refused."""
    first = text.split(" ", 1)[0].lower() if text else ""
    return not _NO_VERB.match(text) or first in _VERBS


def starts_in_chinese(text: str) -> bool:
    """Whether a Chinese responsibility may start with a verb. Chinese verbs bear no mark: refused are 负责 and its
    like, and phrases that end as nouns do and start with no known verb. What is known too little is let pass."""
    if _WEAK.match(text):
        return False
    if text[:2] in _STARTS or _BEFORE.match(text):
        return True
    # A comma or an object marker tells of a sentence with a verb somewhere.
    return not (_NOUNS.search(text) and not re.search("[，、；]|[把将使让]", text))
