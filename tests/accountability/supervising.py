"""A supervisor at work: proposals, decisions and answers for the tests of supervision."""

from datetime import timedelta
from io import BytesIO

from accountability.models import Supervision
from accountability.services import supervision as services
from accountability.services import supervision_lists as lists
from accountability.services.supervision_answers import answer_supervision, return_answer
from accountability.services.supervision_run import propose_items, run_supervision
from organizations.enums import PostKind
from petitions.services.drafts import Upload
from tests.accountability.conftest import DUE, World, as_
from tests.factories.organizations import make_user_with_post
from tests.factories.petitions import at

TODAY = DUE + timedelta(days=12)  # a Monday, twelve days after the limit
NOW = at(TODAY)
ORDER = services.Order(
    "请立即办结并书面答复信访人。", "请健全台账，落实专人。", TODAY + timedelta(days=14)
)


class Desk(World):
    """The world with its leaders and a supervisor of the petition office."""

    def __init__(self, **case):
        super().__init__(**case)
        self.add_leaders()
        self.supervisor = make_user_with_post(PostKind.SUPERVISOR, self.office, "督查员")

    def who(self, user=None, on=TODAY):
        return as_(user or self.supervisor, on)

    def propose(self):
        """What the job proposes today about the first matter."""
        propose_items(on=TODAY, now=NOW)
        return Supervision.objects.select_related("case", "unit", "clock").get(case=self.case)

    def opened(self, item=None, **change):
        order = services.Order(**{**ORDER.__dict__, **change})
        return services.open_supervision(
            authority=self.who(), item=item or self.propose(), order=order, now=NOW
        )

    def answered(self, item, *, on=TODAY, **change):
        given = {"text": "已于三月二十日书面答复。", "evidence": "送达回证"}
        return answer_supervision(
            authority=self.who(self.officer, on), item=item, now=at(on), **{**given, **change}
        )

    def returned(self, item, *, due_on=TODAY + timedelta(days=20)):
        return return_answer(
            authority=self.who(), item=item, reason="未说明原因", due_on=due_on, now=NOW
        )

    def finish_clock(self, clock=None):
        """The duty is done."""
        clock = clock or self.clock
        type(clock).objects.filter(pk=clock.pk).update(
            status="met", stopped_on=TODAY, on_time=False
        )

    def closed(self, item, conclusion="情况属实，予以办结"):
        item = Supervision.objects.select_related("case", "unit", "clock").get(pk=item.pk)
        return services.close_supervision(
            authority=self.who(), item=item, conclusion=conclusion, now=NOW
        )


def upload(name="佐证.pdf", content=b"%PDF-1.7 x"):
    return Upload(name, "application/pdf", BytesIO(content))


def run(on, **more):
    return run_supervision(on=on, now=at(on, 9), **more)


def listed(desk, item, **change):
    """Put on the list by the joint meeting for sixty days."""
    given = {
        "meeting": "县信访工作联席会议第三次会议", "decided_on": TODAY, "reason": "拖延严重",
        "starts_on": TODAY, "ends_on": TODAY + timedelta(days=60),
    }  # fmt: skip
    return lists.list_supervision(
        authority=desk.who(), item=item, decision=lists.MeetingDecision(**{**given, **change}),
        now=NOW,
    )  # fmt: skip
