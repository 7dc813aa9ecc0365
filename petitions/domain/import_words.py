"""Words registers use for the closed lists of a matter (compared in lower case without blanks)."""

FORMS = {
    "来访": "visit", "走访": "visit", "上访": "visit", "个访": "visit", "集体访": "visit", "群访": "visit", "接访": "visit",
    "到访": "visit", "访": "visit", "visit": "visit", "领导接访": "visit",
    "来信": "letter", "信件": "letter", "书信": "letter", "信": "letter", "信函": "letter", "letter": "letter", "邮寄": "letter",
    "来电": "call", "电话": "call", "热线": "call", "12345": "call", "call": "call", "电": "call",
    "网上信访": "online", "网信": "online", "网上": "online", "网络": "online", "网": "online", "留言": "online",
    "电子邮件": "online", "邮箱": "online", "信箱": "online", "微信": "online", "手机app": "online", "app": "online",
    "问政": "online", "online": "online",
    "传真": "fax", "fax": "fax",
}  # fmt: skip

LEVELS = {
    "村": "village", "社区": "village", "村(社区)": "village", "村级": "village", "village": "village",
    "乡镇": "township", "镇": "township", "乡": "township", "街道": "township", "乡级": "township", "township": "township",
    "县": "county", "县级": "county", "区县": "county", "本级": "county", "到县": "county", "county": "county",
    "市": "city", "市级": "city", "到市": "city", "赴市": "city", "city": "city",
    "省": "province", "省级": "province", "到省": "province", "赴省": "province", "province": "province",
    "国家": "national", "中央": "national", "北京": "national", "进京": "national", "赴京": "national", "到京": "national",
    "national": "national",
}  # fmt: skip

PURPOSES = {
    "揭发控告": "accusation", "检举控告": "accusation", "检举": "accusation", "举报": "accusation", "控告": "accusation",
    "检举控告类": "accusation", "accusation": "accusation",
    "意见建议": "suggestion", "建议": "suggestion", "建议意见": "suggestion", "意见": "suggestion", "建议意见类": "suggestion",
    "suggestion": "suggestion",
    "申诉": "appeal", "appeal": "appeal",
    "求决": "request", "申诉求决": "request", "申诉求决类": "request", "求助": "request", "投诉": "request", "请求": "request",
    "request": "request",
    "其他": "other", "其它": "other", "咨询": "other", "感谢": "other", "other": "other",
}  # fmt: skip

#: What an “办结情况” column says when it holds a state and no reply: True ended, False still in hand.
STATES = {
    "已办结": True, "办结": True, "已结": True, "已答复": True, "已回复": True, "已处理": True, "已化解": True, "完成": True,
    "已完成": True,
    "未办结": False, "办理中": False, "正在办理": False, "未结": False, "在办": False, "处理中": False, "待办": False, "未办": False,
    "未答复": False, "未回复": False, "在办件": False,
}  # fmt: skip
