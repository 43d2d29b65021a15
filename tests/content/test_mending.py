"""Slips of typing mended in Markdown and YAML: what is mended, what is never touched, and that mending is done once."""

from __future__ import annotations

import pytest

from opsdoc.content import yamlfile
from opsdoc.content.mending import mend
from opsdoc.diagnostics import Log


def mended(text: str, kind: str = "md-zh") -> str:
    found = mend(text.encode(), "x", kind)
    if found is None:
        return text
    assert found.safe, found
    again = mend(found.after.encode(), "x", kind)
    assert again is None, again
    return found.after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("销售,市场和服务.\n", "销售，市场和服务。\n"),
        ("注意: 先核对;再付款!为什么?因为如此\n", "注意：先核对；再付款！为什么？因为如此\n"),
        ("销售部(含渠道)负责\n", "销售部（含渠道）负责\n"),
        ("全职当量 (FTE) 的口径\n", "全职当量（FTE）的口径\n"),
        ("RACI(职责矩阵)见附录\n", "RACI（职责矩阵）见附录\n"),
        ("共{{ n }}人,其中{{ f(a, b) }}人在岗,其余待补\n", "共{{ n }}人，其中{{ f(a, b) }}人在岗，其余待补\n"),
        ("“甲”,“乙”\n", "“甲”，“乙”\n"),
        ("**销售**部,市场部\n", "**销售**部，市场部\n"),
        ("- 销售,市场\n- 服务\n", "- 销售，市场\n- 服务\n"),
        (
            "| 部门,人数 | 备注 |\n|---|---|\n| 甲,乙 | 丙 |\n",
            "| 部门，人数 | 备注 |\n|---|---|\n| 甲，乙 | 丙 |\n",
        ),
    ],
)
def test_half_width_punctuation_in_chinese_becomes_full_width(before: str, after: str) -> None:
    assert mended(before) == after


@pytest.mark.parametrize(
    "text",
    [
        "见`销售,市场`一节\n",
        "```\n销售,市场 \n```\n",
        "~~~~\n销售,市场\n~~~\n部,门\n~~~~\n",
        "    销售,市场\n",
        ':: orgchart caption="销售,市场(全部)"\n',
        "::: note 销售,市场\n\n正文\n\n:::\n",
        "{{ '销售,市场' }}\n",
        "[见](销售,市场.md)\n",
        "https://example.com/销售,市场\n",
        '# 标题 {#id .x holds_if="甲,乙"}\n',
        "比率1:2，时间10:30，共1,200人\n",
        "甲,B,丙\n",
        "一.总则\n",
        "f(x)与g(y)\n",
        "正文[^注,一]\n\n[^注,一]: 说明\n",
        "第一行  \n第二行\n",
    ],
)
def test_what_is_no_chinese_text_stays_as_it_stands(text: str) -> None:
    assert mended(text) == text


def test_english_texts_keep_their_punctuation() -> None:
    assert mended("销售, market (渠道).\n", "md") == "销售, market (渠道).\n"


@pytest.mark.parametrize(
    ("data", "after", "what"),
    [
        (b"\xef\xbb\xbfa\n", "a\n", "byte order mark"),
        (b"a\r\nb\r\n", "a\nb\n", "line ends"),
        (b"a", "a\n", "final newline"),
        (b"a \n\nb\t\n", "a\n\nb\n", "trailing spaces"),
    ],
)
def test_what_nobody_sees_is_mended_too(data: bytes, after: str, what: str) -> None:
    found = mend(data, "x.md", "md")
    assert found is not None
    assert (found.after, found.what) == (after, (what,))


def test_only_chinese_values_of_yaml_are_touched() -> None:
    before = (
        "# 注释,不动 \n"
        "name: {zh: 销售部(含渠道), en: 'Sales, and (渠道,市场)'}\n"
        "purpose:\n"
        '  zh: "销售,市场{{ 甲,乙 }}"\n'
        "  en: Sales\n"
        "销售,市场: 值,值\n"
        "note: 甲,乙\n"
    )
    after = mended(before, "yaml")
    assert after == (
        "# 注释,不动\n"
        "name: {zh: 销售部（含渠道）, en: 'Sales, and (渠道,市场)'}\n"
        "purpose:\n"
        '  zh: "销售，市场{{ 甲,乙 }}"\n'
        "  en: Sales\n"
        "销售,市场: 值,值\n"
        "note: 甲,乙\n"
    )
    old, new = yamlfile.parse(before, "x", Log()), yamlfile.parse(after, "x", Log())
    assert old is not None
    assert new is not None
    assert old.data.keys() == new.data.keys()


def test_blocks_of_yaml_keep_their_shape() -> None:
    before = (
        "purpose:  # 说明,不动\n"
        "  zh: |-  # 头,不动\n"
        "    销售,市场(含渠道)\n"
        "      缩进,保留 \n"
        "\n"
        "    ```\n"
        "    代码,不动\n"
        "    ```\n"
        "    :: figure 甲,乙\n"
        "  # 后注,不动\n"
        "  en: >\n"
        "    中文,不动\n"
        "name:\n"
        "  zh: >\n"
        "    先核对;再付款,\n"
        "    后归档.\n"
        "note:\n"
        "  zh: 分行,\n"
        "    书写,保留\n"
    )
    assert mended(before, "yaml") == (
        before.replace("销售,市场(含渠道)", "销售，市场（含渠道）")
        .replace("缩进,保留 ", "缩进，保留")
        .replace("先核对;再付款,", "先核对；再付款，")
        .replace("后归档.", "后归档。")
        .replace("分行,", "分行，")
        .replace("书写,保留", "书写，保留")
    )


def test_a_table_keeps_its_marks_quotes_and_line_ends() -> None:
    before = (
        "\ufeffid,name.zh,name.en,note.zh\r\n"
        'a,"销售,市场""甲,乙""",Sales,审核(含复核)\r\n'
        'b,"两行,\n第二行;完",中文;不动,\r\n'
        "甲;乙,丙:丁,x,先核对;再付款"
    )
    assert mended(before, "csv") == (
        "\ufeffid,name.zh,name.en,note.zh\r\n"
        'a,"销售，市场""甲，乙""",Sales,审核（含复核）\r\n'
        'b,"两行，\n第二行；完",中文;不动,\r\n'
        "甲;乙,丙：丁,x,先核对；再付款"
    )


@pytest.mark.parametrize(
    "data", ['id,name.zh\na,"未关闭,引号\n'.encode(), "id,name.zh\na,销售;市场\n".encode("gbk"), b""]
)
def test_a_table_that_cannot_be_read_is_not_touched(data: bytes) -> None:
    assert mend(data, "x.csv", "csv") is None


def test_labels_of_chinese_keep_their_fields() -> None:
    assert mended("a: 共{count}项,已完成\nb: '{this}自{start,x}起,施行'\n", "yaml-zh") == (
        "a: 共{count}项,已完成\nb: '{this}自{start,x}起，施行'\n".replace("项,已", "项，已")
    )


def test_a_text_that_would_read_otherwise_is_left_alone() -> None:
    # A literal block keeps its spaces, so an indented line of code would lose some.
    found = mend(b"    code \n\n    more\n", "x.md", "md")
    assert found is None or not found.safe


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"a\x00b"])
def test_what_cannot_be_read_is_not_touched(data: bytes) -> None:
    assert mend(data, "x.md", "md") is None
