"""Synthetic official documents that use every block (no text of a real one)."""

from core.charts import ChartData, Series
from core.pdf import (
    Annex,
    Chart,
    Column,
    Document,
    Field,
    Fields,
    HeadCell,
    Heading,
    Image,
    Notes,
    Paragraph,
    Row,
    Signatures,
    Table,
)

TOWNS = [
    "青石",
    "云岭",
    "清水河",
    "大坪",
    "白沙",
    "石桥",
    "龙泉",
    "三江",
    "高山",
    "柳林",
    "新店",
    "马鞍",
    "双河",
    "平安",
    "太和",
    "长岭",
    "黄土",
    "红岩",
    "碧溪",
    "金竹",
]
LONG_TEXT = (
    "各乡镇人民政府、县直各部门要坚持和发展新时代“枫桥经验”，认真落实《信访工作条例》，压实首接首办责任，做到件件有登记、事事有回音。"
    "对初次信访事项，责任单位应当自收到之日起15日内书面告知受理情况；自受理之日起60日内办结，情况复杂的，经本机关负责人批准可以延长30日，"
    "并告知信访人延期理由。县信访局逐件跟踪、逐月通报，对超期未受理、超期未办结的，按规定提出改进工作的建议。"
)
#: Characters no common font has: CJK Extension A, B, C, E and F.
RARE_NAMES = ("㛃", "𠮷", "䶮", "𬭎", "𫖯", "𪚥")


def ranking_table(rows: int = 45) -> Table:
    """A ranking of units over several pages, with headings of two levels."""
    units = [f"{TOWNS[at % 20]}{'镇' if at % 3 else '乡'}" for at in range(rows)]
    return Table(
        caption="表1　各乡镇信访工作排名",
        unit="单位：起、人次、分",
        columns=(
            Column("名次"),
            Column("单位", "left"),
            Column("起数", "right"),
            Column("人次", "right"),
            Column("每万人起数", "right"),
            Column("扣分", "right"),
            Column("得分", "right"),
            Column("上月名次"),
            Column("升降"),
        ),
        head=(
            (
                HeadCell("名次", rowspan=2),
                HeadCell("单位", rowspan=2),
                HeadCell("本月", colspan=3),
                HeadCell("考核", colspan=2),
                HeadCell("上月名次", rowspan=2),
                HeadCell("升降", rowspan=2),
            ),
            tuple(HeadCell(text) for text in ("起数", "人次", "每万人起数", "扣分", "得分")),
        ),
        rows=(
            *tuple(
                Row(
                    (
                        at + 1,
                        unit,
                        at % 7,
                        at * 3 % 11,
                        f"{at * 0.13:.2f}",
                        f"{at / 2:.1f}",
                        f"{100 - at / 2:.1f}",
                        at * 7 % rows + 1,
                        "↑2" if at % 2 else "—",
                    ),
                    "marked" if at >= rows - 2 else "",
                )
                for at, unit in enumerate(units)
            ),
            Row(("合计", "", 135, 246, None, None, None, None, None), "total"),
        ),
        notes=("注：每万人起数按上年末常住人口计算；底色为连续两个月列末两位的单位。",),
    )


def trend() -> Chart:
    months = tuple(f"{month}月" for month in range(1, 13))
    data = ChartData(
        "各月信访总量",
        months,
        (
            Series("今年", (52, 47, 61, 58, 49, 66, 70, 64, 59, 55, 61, None)),
            Series("去年", (60, 51, 63, 71, 58, 69, 75, 70, 66, 60, 58, 57)),
        ),
        unit="件",
    )
    return Chart("line", data.to_dict(), "图1　各月信访总量与去年同期")


def ranks() -> Chart:
    data = ChartData(
        "各乡镇起数",
        tuple(f"{name}镇" for name in TOWNS),
        (
            Series(
                "起数",
                tuple(float(20 - at) for at in range(20)),
                tuple(f"/u/{at}" for at in range(20)),
            ),
        ),
        unit="起",
    )
    return Chart("horizontal", data.to_dict(), "图2　各乡镇本月起数")


def bulletin() -> Document:
    """A monthly bulletin with tables over pages, charts, notes and 版记."""
    return Document(
        organ="云岭县信访局文件",
        number="云信通报〔2026〕12号",
        title="云岭县信访局关于2026年11月全县信访工作情况的通报",
        issued_on="2026-12-01",
        signer="云岭县信访局",
        addressee="各乡镇人民政府、各街道办事处，县政府各部门",
        blocks=(
            Paragraph("现将2026年11月全县信访工作情况通报如下。"),
            Heading("一、总体情况"),
            Paragraph(
                "11月，全县登记信访事项61件次，同比上升5.2%，环比下降3.2%。其中来信12件，网上信访33件，走访16批48人次；集体访3批21人次。"
                "初次信访41件，重复信访20件。及时受理率98.4%，按期办结率96.7%，群众满意率91.2%。"
            ),
            trend(),
            Heading("二、群众反映的主要问题"),
            Heading("（一）自然资源类。"),
            Paragraph(LONG_TEXT),
            Heading("（二）劳动和社会保障类。"),
            Paragraph(LONG_TEXT * 2, lead="一是拖欠工程款问题较为集中。"),
            Heading("三、各乡镇情况"),
            Paragraph("各乡镇信访工作排名见表1。", keep_with_next=True),
            ranking_table(),
            ranks(),
            Heading("四、存在的问题和下月要求"),
            Paragraph(LONG_TEXT * 3),
            Notes(
                (
                    "统计时段为2026年11月1日至11月30日，截止时间为12月1日6时。",
                    "同比为与上年同月相比，环比为与上月相比；基数为零的，不计算增减幅度。按期办结率＝按期办结件数÷应办结件数×100%，未到期的事项不计入分母。",
                )
            ),
        ),
        copies_to="县委办公室，县人大常委会办公室，县政府办公室，县政协办公室，县纪委监委机关，市信访局，县委各部门，县法院，县检察院",
        printer="云岭县信访局办公室",
        printed_on="2026-12-01",
    )


def plain(paragraphs: int = 14) -> Document:
    """A red-head document of body text alone: its inner pages are full."""
    return Document(
        organ="云岭县信访工作联席会议办公室文件",
        number="云信联办〔2026〕3号",
        title="关于进一步规范信访事项受理办理工作的通知",
        issued_on="2026-09-05",
        signer="云岭县信访工作联席会议办公室",
        addressee="各乡镇人民政府：",
        blocks=tuple(Paragraph(LONG_TEXT) for _ in range(paragraphs)),
        attachments=(
            "信访事项登记表",
            "信访事项办理流程图和各环节办理时限一览表（试行）以及有关文书的格式和填写说明样本",
        ),
        printer="云岭县信访工作联席会议办公室",
        printed_on="2026-09-05",
        copies_to="县委办公室",
        remark="联系人：李䶮，电话：0000-1234567",
        urgency="特急",
        secrecy="内部",
        serial="000123",
    )


def letter() -> Document:
    """A letter to a petitioner with remedy, QR slot and signatures."""
    code = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 21 21" shape-rendering="crispEdges">'
        + "".join(
            f'<rect x="{x}" y="{y}" width="1" height="1"/>'
            for x in range(21)
            for y in range(21)
            if (x * 7 + y * 11 + x * y) % 3 == 0
        )
        + "</svg>"
    )
    return Document(
        format="letter",
        organ="云岭县青石镇人民政府",
        number="青政信告〔2026〕7号",
        title="信访事项受理告知书",
        issued_on="2026-11-09",
        signer="云岭县青石镇人民政府",
        addressee=f"王{RARE_NAMES[0]}、李{RARE_NAMES[1]}：",
        blocks=(
            Paragraph(
                f"你们于2026年11月3日以走访形式提出的关于宅基地边界的信访事项（编号：110000202611000123），由云岭县信访局于11月4日转送我镇。"
                f"信访人：王{RARE_NAMES[0]}、李{RARE_NAMES[1]}、陈{RARE_NAMES[2]}、赵{RARE_NAMES[3]}、周{RARE_NAMES[4]}、吴{RARE_NAMES[5]}。"
            ),
            Paragraph(
                "经审查，该事项属于我镇受理范围，根据《信访工作条例》第二十三条的规定，决定予以受理。我镇将自受理之日起60日内办结并书面答复；"
                "情况复杂的，可以延长30日并另行告知。办理期间，请勿就同一事项重复提出信访。"
            ),
            Paragraph(
                "如对办理结果不服，可以自收到处理意见书之日起30日内请求云岭县人民政府复查。",
                bold=True,
            ),
            Paragraph("承办人：张三，电话：0000-1234567。"),
            Paragraph(LONG_TEXT * 3),
        ),
        closing=(Signatures(("信访人（签名）",)),),
        copies_to="云岭县信访局",
        code=Image(svg=code, width=24, alt="查询办理进度的二维码", caption="扫码查询进度"),
        annexes=(
            Annex(
                "送达回证",
                (
                    Fields(
                        (
                            Field("文书名称", "信访事项受理告知书"),
                            Field("文号", "青政信告〔2026〕7号"),
                            Field("受送达人", f"王{RARE_NAMES[0]}"),
                            Field("送达方式", "直接送达"),
                            Field("送达地点", "青石镇人民政府信访接待室", wide=True),
                            Field("备注", lines=3),
                        ),
                        caption="",
                    ),
                    Signatures(("受送达人（签名）", "送达人（签名）")),
                ),
            ),
        ),
    )


def grouped(first: int) -> Document:
    """A table in two groups with their sums; `first` rows in the first group, so that the page ends at any of them."""
    units = [(f"{TOWNS[at % 20]}镇", at % 11, f"{at * 1.5:.10g}") for at in range(first)]
    offices = [(f"第{at}办", at, "100") for at in range(4)]
    lines = (
        Row(("乡镇组",), "group"),
        *(Row(unit) for unit in units),
        Row(("小计", 99, None), "total"),
        Row(("部门组",), "group"),
        *(Row(office) for office in offices),
    )
    table = Table(
        columns=(Column("单位", "left"), Column("起数"), Column("得分")),
        rows=lines,
        caption="表1　分组",
        notes=("注：各组分别排列。",),
    )
    return Document(
        organ="云岭县信访局文件",
        title="关于分组表格的通报",
        issued_on="2026-12-01",
        signer="云岭县信访局",
        blocks=(table,),
        annexes=(
            Annex("口径说明", (Notes(tuple([LONG_TEXT[:100]] * 12), title=""),)),
            Annex("又一附件", (Paragraph("无。"),)),
        ),
    )
