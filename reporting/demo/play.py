"""Lets the people of the demonstration county act on a matter, through the services that the pages use."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random

from organizations.authority import Authority, authority_of
from organizations.models import Unit, User
from petitions.enums import DispatchKind, LegalClass, Outcome, ServiceMethod
from petitions.models import Case, ContentClass
from petitions.services import concluding, dispatching, handling, objections, registration
from petitions.services.drafts import CaseDraft
from reporting.demo import texts
from reporting.demo.course import Course, course_of
from reporting.demo.days import OfficeHours
from reporting.demo.matters import OFFICE, Matter
from reporting.demo.organization import DemoCounty


class Ended(Exception):
    """The next act would lie after the end of the history: the matter stays as it is."""


@dataclass
class Player:
    """Plays matters one after the other; `cases` keeps what became of each for later repeats.

    ``forgotten``: matters that lie on the office's desk, so that some limits end in the coming days.
    """

    county: DemoCounty
    hours: OfficeHours
    seed: int
    forgotten: frozenset[int] = frozenset()
    cases: dict[int, int] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    classes: dict[str, int] = field(default_factory=dict)
    _authorities: dict[str, Authority] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.users = {user.username: user for user in User.objects.select_related("unit")}
        self.classes = dict(ContentClass.objects.values_list("code", "pk"))
        self.units: dict[str, Unit] = {
            OFFICE: self.county.office,
            **self.county.departments,
            **self.county.townships,
        }
        self._prefix = {
            user.unit_id: name.partition(".")[0]
            for name, user in self.users.items()
            if name.endswith(".officer")
        }

    def play(self, matter: Matter) -> None:
        """Register a matter and carry it as far as the history reaches."""
        act = _Acts(self, matter, Random(f"{self.seed}:{matter.index}"))
        try:
            act.run()
        except Ended:
            return

    def who(self, username: str, on: date) -> Authority:
        """The authority of a person; posts do not change within the history, so they are read once."""
        known = self._authorities.get(username)
        if known is None:
            known = self._authorities[username] = authority_of(self.users[username], on=on)
        return replace(known, on=on)

    def officer(self, unit: Unit) -> str:
        """Account of the one who handles petitions in a unit."""
        return f"{self._prefix[unit.pk]}.officer" if unit.pk in self._prefix else "clerk1"

    def principal(self, unit: Unit) -> str:
        """Account of the unit's head, who approves extensions."""
        prefix = self._prefix[unit.pk]
        return f"{prefix}.secretary" if prefix.startswith("town") else f"{prefix}.head"


class _Acts:
    """The acts on one matter in their order."""

    def __init__(self, player: Player, matter: Matter, rng: Random) -> None:
        self.player, self.matter, self.rng = player, matter, rng
        self.course: Course = course_of(rng, matter)
        if matter.index in player.forgotten:
            self.course = replace(self.course, dispatch=25, ending="opinion")
        self.day = matter.received_on
        self.now: datetime | None = None
        self.case: Case

    def run(self) -> None:
        self._register()
        if self.course.ending == "file":
            self._file()
            return
        if self.matter.owner == OFFICE:
            self._reply()
            return
        if self.matter.receiver == OFFICE:
            self._dispatch()
        self._handle()

    def _move(self, days: int, *, back: bool = False) -> datetime:
        """Go on by a number of days, to office hours; raises Ended after the end of the history."""
        day = self.player.hours.working_day(self.day + timedelta(days=days), back=back)
        moment = self.player.hours.at(self.rng, max(day, self.day), after=self.now)
        if moment is None:
            raise Ended
        self.day, self.now = moment.astimezone(self.player.hours.zone).date(), moment
        return moment

    def _who(self, username: str) -> Authority:
        return self.player.who(username, self.day)

    def _handler(self) -> Authority:
        return self._who(self.player.officer(self.case.responsible_unit))

    def _register(self) -> None:
        matter = self.matter
        now = self._move(0)
        receiver = self.player.units[matter.receiver]
        clerk = (
            self.rng.choice(("clerk1", "clerk2", "clerk3"))
            if matter.receiver == OFFICE
            else self.player.officer(receiver)
        )
        self.clerk = clerk
        self.case = registration.register_case(
            authority=self._who(clerk), draft=self._draft(), now=now
        ).case
        self.player.cases[matter.index] = self.case.pk

    def _draft(self) -> CaseDraft:
        matter = self.matter
        place = self.player.units[matter.town.name] if matter.placed else None
        earlier = None if matter.repeat_of is None else self.player.cases.get(matter.repeat_of)
        accused = (self.player.units[matter.accused].pk,) if matter.accused else ()
        return CaseDraft(
            form=matter.form,
            purpose=matter.purpose,
            title=matter.words.heading,
            statement=matter.statement(),
            summary=matter.words.summary,
            received_on=matter.received_on,
            people=matter.people,
            is_anonymous=matter.is_anonymous,
            head_count=matter.head_count,
            level_visited=matter.level,
            content_class_id=self.player.classes[matter.words.topic.code],
            place_id=place.pk if place else None,
            place_detail=matter.village,
            from_superior=matter.from_superior,
            superior_number=f"{matter.received_on:%y%m}{self.rng.randrange(10**9):09d}"
            if matter.from_superior
            else "",
            is_urgent=matter.head_count >= 20,
            repeat_of_id=earlier,
            accused_unit_ids=accused,
        )

    def _file(self) -> None:
        now = self._move(self.course.dispatch)
        dispatching.file_case(
            authority=self._who(self.clerk),
            case=self.case,
            reason=self.course.filed_because,
            now=now,
        )

    def _dispatch(self) -> None:
        if self.matter.detour:
            self._send(self.player.units[self.matter.detour], days=self.course.dispatch)
            self._object()
            self._send(self.player.units[self.matter.owner], days=self.course.dispatch_again)
            return
        self._send(self.player.units[self.matter.owner], days=self.course.dispatch)
        if self.course.mistaken_objection:
            self._object()

    def _send(self, unit: Unit, *, days: int) -> None:
        now = self._move(days)
        if self.course.kind == DispatchKind.ASSIGN:
            due = self.player.hours.working_day(self.day + timedelta(days=self.course.report_days))
            dispatching.assign_case(
                authority=self._who(self.clerk), case=self.case, to_unit=unit,
                note="请依法按政策办理，按期反馈办理结果并报送办结报告。", report_due_on=due, now=now,
            )  # fmt: skip
            return
        dispatching.transfer_case(
            authority=self._who(self.clerk), case=self.case, to_unit=unit,
            note="请依法处理，并按规定告知信访人。", now=now,
        )  # fmt: skip

    def _object(self) -> None:
        """Within the five working days; the office agrees when the matter really went astray."""
        astray = bool(self.matter.detour)
        owner = self.player.units[self.matter.owner]
        reason = (
            f"该事项涉及的职责属于{owner}，本单位没有相应的管理和执法权限，材料已核对。"
            if astray
            else "该事项涉及历史遗留问题，本单位认为应由上级主管部门统一研究处理。"
        )
        now = self._move(self.rng.randrange(1, 3))
        objection = objections.raise_objection(
            authority=self._handler(), case=self.case, reason=reason,
            suggested_unit=owner if astray else None, now=now,
        )  # fmt: skip
        now = self._move(self.rng.randrange(1, 5))
        objections.decide_objection(
            authority=self._who("head"), objection=objection, approve=astray, now=now,
            reason="经核实，异议理由成立，同意退回另行转送。" if astray
            else "经核实，该事项属于你单位法定职责，请依法办理。",
        )  # fmt: skip
        self.case.refresh_from_db()

    def _handle(self) -> None:
        if self.course.ending == "refuse":
            self._refuse()
        elif self.matter.is_claim:
            self._accept()
            self._extend()
            self._conclude()
        else:
            if not self.matter.is_anonymous:
                self._inform()
            self._reply()

    def _served(self) -> str:
        return self.rng.choices(
            (ServiceMethod.IN_PERSON, ServiceMethod.POST, ServiceMethod.ELECTRONIC), (5, 3, 4)
        )[0]

    def _inform(self) -> None:
        now = self._move(self.course.accept)
        body = texts.notice(
            unit=str(self.case.responsible_unit), heading=self.case.title, on=self.day
        )
        handling.inform_petitioner(
            authority=self._handler(), case=self.case, body=body, informed_on=self.day,
            served_how=self._served(), now=now,
        )  # fmt: skip

    def _accept(self) -> None:
        now = self._move(self.course.accept)
        body = texts.acceptance(
            unit=str(self.case.responsible_unit), heading=self.case.title, on=self.day
        )
        handling.accept_case(
            authority=self._handler(), case=self.case, body=body, accepted_on=self.day,
            served_how=self._served(), now=now,
        )  # fmt: skip
        self.accepted_on = self.day

    def _refuse(self) -> None:
        now = self._move(self.course.accept)
        handling.refuse_case(
            authority=self._handler(), case=self.case, refused_on=self.day,
            served_how=self._served(), now=now,
            ground="该事项已由人民法院立案审理，依照《信访工作条例》第三十一条第一项，应当通过诉讼程序解决。",
            body="请您依照诉讼程序主张权利；如需法律援助，可以向县法律援助中心申请。",
        )  # fmt: skip

    def _extend(self) -> None:
        if not self.course.extend:
            return
        now = self._move(self.course.extend_after, back=True)
        handling.extend_handling(
            authority=self._who(self.player.principal(self.case.responsible_unit)), case=self.case,
            days=self.course.extend, approved_on=self.day, served_how=self._served(), now=now,
            reason="情况复杂，需要委托第三方鉴定并与相关单位会商",
        )  # fmt: skip

    def _conclude(self) -> None:
        now = self._move(
            self.course.conclude - (self.day - self.accepted_on).days, back=not self.course.late
        )
        words, unit = self.matter.words, self.case.responsible_unit
        opinion = {
            Outcome.REJECTED: texts.rejection_of(words),
            Outcome.EXPLAINED: texts.explanation_of(words),
        }.get(Outcome(self.course.outcome), words.opinion)
        concluding.conclude_case(
            authority=self._handler(), case=self.case, outcome=self.course.outcome,
            opinion=f"{opinion}\n{texts.remedy(str(unit))}", legal_basis=words.basis,
            issued_on=self.day, served_on=self.day, served_how=self._served(), now=now,
            report=f"关于“{self.case.title}”办理情况：{opinion}已书面答复信访人。",
        )  # fmt: skip

    def _reply(self) -> None:
        now = self._move(self.course.conclude)
        concluding.reply_directly(
            authority=self._handler() if self.matter.owner != OFFICE else self._who(self.clerk),
            case=self.case, reply=self.matter.words.opinion, replied_on=self.day,
            served_how="" if self.case.legal_class == LegalClass.REPORT else self._served(), now=now,
            report=f"关于“{self.case.title}”办理情况：{self.matter.words.opinion}",
        )  # fmt: skip
