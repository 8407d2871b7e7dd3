"""Which of several parties of one sentence is meant, what is named by its label behind it, and answers in the signs of their text."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.asking import ask
from pipeline.store import KnowledgeBase
from tests.asking.question_sets import base_of_texts

_PLANS = {
    "夜骑": """雾凇岭镇湖滨夜骑活动方案
一、分工
王立秋在湖心岛南侧栈桥引导学生到桥头空地，郑小满在湖心岛北侧栈桥引导学生到桥头广场。
餐车冒烟，哨声响起，后勤部门关闭炉灶并检查阀门是否正常关好，柳小溪老师拨打96333。
发现车手坠湖，水警船只鸣笛示警，救援队切断航道并打捞落水物，汤小麦医生拨打120。
保安负责停车场值守和湖岸巡逻，外来车辆一律登记。
二、活动口号
湖光伴我，低碳同行
三、保障
湖滨夜骑的承保机构为雾凇岭镇农商保险服务部。
四、器材保管
码表何大川   头盔孟小溪   骑行服陶仲远（活动结束前收齐）
五、医疗监督
苗雨荷   闵秋水
4月23日世界骑行日前夕，5月6日上午9:20举行“世界骑行日”主题启动仪式。
""",
    "灯会": """石梁镇元宵灯会安保办法
一、安保
镇政府专门指派供电所电工负责灯廊线路的夜间监护，严禁游客翻越围栏。
摊主若遗失摊位证，需及时联系灯会服务台或者所在社区补办摊位证。
发生灯架倒塌，巡查人员应立即报告消防中队、镇应急办和文化站，并保护现场。
二、收尾
拆下的旧灯串必须交由有回收资格的企业进行处置。
三、筹备
我们灯会筹备处为把花灯和道具安排好，现将任务重新划分。
何春生：主持灯会筹备处工作，协调各社区扎灯。
""",
}


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    yield from base_of_texts(tmp_path_factory.mktemp("party"), _PLANS)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("湖心岛北边栈桥谁引导学生", "郑小满"),
        ("湖心岛南边栈桥谁引导学生", "王立秋"),
        ("夜骑时餐车冒烟谁打96333", "柳小溪"),
        ("夜骑时有人坠湖谁打120", "汤小麦"),
        ("谁登记夜骑的外来车辆", "保安"),
        ("灯廊线路的夜间监护谁来盯", "供电所电工"),
        ("摊主的摊位证遗失了找谁", "灯会服务台"),
        ("灯会筹备处谁主持工作", "何春生"),
        ("灯架倒塌要报告哪几个单位", "消防中队、镇应急办和文化站"),
        ("旧灯串交给谁处置", "有回收资格的企业"),
        ("夜骑活动口号是什么", "湖光伴我，低碳同行"),
        ("湖滨夜骑的承保机构是哪个", "雾凇岭镇农商保险服务部"),
        ("夜骑器材里头盔由谁保管", "孟小溪"),
        ("夜骑的医疗监督是哪几个人", "苗雨荷、闵秋水"),
        ("骑行日的启动仪式定在几号", "5月6日"),
    ],
)
def test_first_answer(kb: KnowledgeBase, question: str, answer: str) -> None:
    rows = ask(kb, question, 5).rows
    assert rows
    assert answer in rows[0].answer
