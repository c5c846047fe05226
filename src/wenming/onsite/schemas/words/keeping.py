"""The outbox, settings and help."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

WORDS = {
    "outbox_sub": pgettext_lazy("phone", "没传完也不会丢，可以关掉本页"),
    "signal": pgettext_lazy("phone", "有信号"),
    "no_signal": pgettext_lazy("phone", "没有信号"),
    "arrived_of": pgettext_lazy("phone", " / {n} 个已到服务器"),
    "records_photos": pgettext_lazy("phone", " 条记录 · {files} 个照片和语音"),
    "takes": pgettext_lazy("phone", "约 {n} 分钟"),
    "all_sent": pgettext_lazy("phone", "都传完了"),
    "all_sent_why": pgettext_lazy("phone", "服务器都收到了，手机里没有没传的。"),
    "next_session": pgettext_lazy("phone", "都在本机。登录后接着上传"),
    "next_wifi": pgettext_lazy("phone", "文字已传，照片等连上 Wi-Fi 再传"),
    "next_signal": pgettext_lazy("phone", "服务器暂时没有应答，都在本机，会自动再试"),
    "next_storage": pgettext_lazy("phone", "手机空间不够，已存的都在，会接着上传"),
    "next_offline": pgettext_lazy("phone", "都存在这部手机里，有信号后自动上传"),
    "next_text": pgettext_lazy("phone", "先传文字，还有 {n} 条"),
    "next_photos": pgettext_lazy("phone", "文字已传完 · 照片还剩 {size}"),
    "oldest": pgettext_lazy("phone", "最早一条 {time}"),
    "today_size": pgettext_lazy("phone", "今天共 {size}"),
    "wifi_only": pgettext_lazy("phone", "照片只用 Wi-Fi 传"),
    "wifi_unknown": pgettext_lazy("phone", "这部手机不告诉网页用的是哪种网络，打开后要在待传页手动开始"),
    "wifi_only_why": pgettext_lazy("phone", "文字照常传，照片连上 Wi-Fi 再传"),
    "conflict": pgettext_lazy("phone", "同一项在两部手机上答了，都已保留"),
    "conflict_why": pgettext_lazy("phone", "以哪份为准？另一份留作记录，不删除。"),
    "this_phone": pgettext_lazy("phone", "本机"),
    "other_phone": pgettext_lazy("phone", "另一部手机"),
    "seen_n": pgettext_lazy("phone", "看到 {n} 处"),
    "places_n": pgettext_lazy("phone", "{n} 处"),
    "findings_n": pgettext_lazy("phone", "问题 {n} 处"),
    "no_photo": pgettext_lazy("phone", "没有照片"),
    "use": pgettext_lazy("phone", "用“{verdict}”（{time}）"),
    "settled": pgettext_lazy("phone", "已定下，另一份留底"),
    "room": pgettext_lazy("phone", "手机空间"),
    "room_left": pgettext_lazy("phone", "手机只剩 {size}，约可再拍 {n} 张"),
    "room_why": pgettext_lazy("phone", "满了也能继续答题，只是拍不了照。"),
    "make_room": pgettext_lazy("phone", "清掉已传完的照片，腾出 {size}"),
    "freed": pgettext_lazy("phone", "腾出了 {size}"),
    "kind_answer": pgettext_lazy("phone", "一项作答"),
    "kind_finding": pgettext_lazy("phone", "一处问题"),
    "kind_finding_withdrawal": pgettext_lazy("phone", "撤回问题"),
    "kind_file": pgettext_lazy("phone", "照片或语音"),
    "kind_visit_end": pgettext_lazy("phone", "完成点位"),
    "kind_visit_reopen": pgettext_lazy("phone", "重新打开"),
    "refused_why": pgettext_lazy("phone", "服务器没有收下，记录还在本机"),
    "retry": pgettext_lazy("phone", "重试"),
    "photos": pgettext_lazy("phone", "照片和语音"),
    "arrived": pgettext_lazy("phone", "已到"),
    "arrived_n": pgettext_lazy("phone", "{n} 个传完"),
    "waits": pgettext_lazy("phone", "等待"),
    "waits_signal": pgettext_lazy("phone", "等信号"),
    "digest_same": pgettext_lazy("phone", "指纹一致"),
    "no_answer": pgettext_lazy("phone", "服务器没有应答，会自动再试"),
    "more_files": pgettext_lazy("phone", "还有 {n} 个在后面"),
    "by_site": pgettext_lazy("phone", "按点位"),
    "sites_n": pgettext_lazy("phone", "共 {n} 个点位"),
    "records_n": pgettext_lazy("phone", "{n} 条"),
    "photos_n": pgettext_lazy("phone", "照片、语音 {n} 个"),
    "copy": pgettext_lazy("phone", "存一份到电脑（U 盘、数据线）"),
    "settings": pgettext_lazy("phone", "设置"),
    "large": pgettext_lazy("phone", "大字"),
    "large_why": pgettext_lazy("phone", "字和按钮都放大"),
    "language": pgettext_lazy("phone", "语言"),
    "language_why": pgettext_lazy("phone", "换语言要有信号"),
    "language_offline": pgettext_lazy("phone", "现在没有信号，有信号时再换语言。"),
    "this_phone_keeps": pgettext_lazy("phone", "这部手机"),
    "ask_to_keep": pgettext_lazy("phone", "请手机一直保留记录"),
    "help": pgettext_lazy("phone", "帮助"),
    "help_taps": pgettext_lazy("phone", "记一处问题要几下"),
    "help_taps_how": pgettext_lazy(
        "phone", "三下：点“不符合”，按快门，点“保存”。画圈、文字、地点、语音都可以不填，照片也可以不拍。"
    ),
    "help_offline": pgettext_lazy("phone", "没有信号怎么办"),
    "help_offline_how": pgettext_lazy(
        "phone", "照常检查。每一下都先存在手机里，关掉本页、手机没电都不会丢，有信号后自动上传，文字先传，照片后传。"
    ),
    "help_photos": pgettext_lazy("phone", "照片会被压缩吗"),
    "help_photos_how": pgettext_lazy(
        "phone", "不会。照片按原样保存和上传，画的圈另存一层，不改照片。流量紧张时打开“照片只用 Wi-Fi 传”。"
    ),
    "help_position": pgettext_lazy("phone", "定位用来做什么"),
    "help_position_how": pgettext_lazy(
        "phone", "帮你找最近的点位，并随问题和照片记下地点。可以不开。不打卡、不记轨迹、不算里程。"
    ),
    "help_phones": pgettext_lazy("phone", "两部手机都能用吗"),
    "help_phones_how": pgettext_lazy(
        "phone", "能，用同一个账号登录。同一项答得不一样时两份都保留，在“待传”里选以哪份为准。"
    ),
    "help_wrong": pgettext_lazy("phone", "答错了怎么改"),
    "help_wrong_how": pgettext_lazy(
        "phone", "再点一次正确的答案就行。已完成的点位先点“重新打开”。改之前的留底，不会算两次。"
    ),
}
