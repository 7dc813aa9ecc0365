"""Random lives of matters, written past all services as an import or a correction in bulk would."""

from datetime import timedelta

from petitions.enums import OPEN_STATUSES
from petitions.models import Case, Clock, ContentClass
from tests.factories.petitions import make_case, make_clock

FORMS = ("visit", "letter", "online")
CODES = ("C3", "C4", "S1", "C8", "C9", "S2", "C5", "C1")


class World:
    """A county whose matters change at random; `pick` is `random.Random` or stands for it."""

    def __init__(self, county, pick, *, first, last):
        self.county, self.pick, self.first, self.last = county, pick, first, last
        self.units = [*county.townships, *county.departments, county.village, county.office]
        self.classes = [None, *ContentClass.objects.order_by("code")]

    def day(self, first=None, last=None):
        first, last = first or self.first, last or self.last
        return first + timedelta(days=self.pick.randrange((last - first).days + 1))

    def case(self):
        return self.pick.choice(list(Case.objects.order_by("pk")))

    def clock(self):
        return self.pick.choice(list(Clock.objects.order_by("pk")))

    def registers(self):
        """A matter, often registered late, with a limit or two."""
        pick, received = self.pick, self.day()
        form = pick.choice(FORMS)
        fields = {
            "place": pick.choice([None, *self.units]),
            "responsible_unit": pick.choice(self.units),
            "form": form,
            "head_count": pick.choice((1, 2, 9)),
            "is_collective": form == "visit" and pick.random() < 0.5,
            "content_class": pick.choice(self.classes),
            "level_visited": pick.choice(("county", "city")),
            "purpose": pick.choice(("request", "request", "request", "accusation")),
        }
        if pick.random() < 0.5:
            fields["closed_on"] = self.day(received)
        case = make_case(
            office=self.county.office, clerk=self.county.clerk, received_on=received, **fields
        )
        for code in pick.sample(CODES, pick.randrange(1, 5)):
            self.starts_a_limit(case, code)
        return case

    def starts_a_limit(self, case=None, code=None):
        pick, case = self.pick, case or self.case()
        code = code or pick.choice(CODES)
        if case.clocks.filter(code=code, status="open").exists():
            return
        due = self.day(case.received_on, self.last + timedelta(days=20))
        stopped = self.day(case.received_on) if pick.random() < 0.5 else None
        make_clock(
            case,
            code,
            due,
            unit=pick.choice([None, *self.units]),
            stopped_on=stopped,
            cancelled=stopped is not None and pick.random() < 0.2,
        )

    def edits(self):
        """One column or two, by an update that no model sees."""
        pick, case = self.pick, self.case()
        rows = Case.objects.filter(pk=case.pk)
        pick.choice(
            (
                lambda: rows.update(place=pick.choice([None, *self.units])),
                lambda: rows.update(responsible_unit=pick.choice(self.units)),
                lambda: rows.update(head_count=pick.choice((1, 5, 20))),
                lambda: rows.update(form="visit", is_collective=True),
                lambda: rows.update(form="letter", is_collective=False),
                lambda: rows.update(level_visited=pick.choice(("county", "city", "national"))),
                lambda: rows.update(content_class=pick.choice(self.classes)),
                lambda: rows.update(title="别的标题"),
            )
        )()

    def edits_many(self):
        """One statement over many matters."""
        Case.objects.filter(received_on__lte=self.day()).update(
            place=self.pick.choice(self.units), head_count=self.pick.choice((1, 3))
        )

    def moves_the_day(self):
        case = self.case()
        Case.objects.filter(pk=case.pk).update(received_on=self.day(last=case.closed_on))

    def links_or_unlinks(self):
        case, other = self.case(), self.case()
        linked = None if case.pk == other.pk or case.repeat_of_id else other
        Case.objects.filter(pk=case.pk).update(repeat_of=linked)

    def closes(self):
        """Concluded, withdrawn or merged into another, perhaps dated back."""
        case, other = self.case(), self.case()
        closed = self.day(case.received_on)
        endings = [
            {"status": "concluded", "concluded_on": closed, "merged_into": None},
            {"status": "withdrawn", "concluded_on": None, "merged_into": None},
        ]
        if other.pk != case.pk:
            endings.append({"status": "merged", "concluded_on": None, "merged_into": other})
        Case.objects.filter(pk=case.pk).update(closed_on=closed, **self.pick.choice(endings))

    def goes_on_again(self):
        Case.objects.filter(pk=self.case().pk).exclude(status__in=OPEN_STATUSES).update(
            status="registered", closed_on=None, concluded_on=None, merged_into=None
        )

    def becomes_a_report_or_not(self):
        case = self.case()
        secret = case.legal_class == "report"
        Case.objects.filter(pk=case.pk).update(
            legal_class="claim" if secret else "report",
            purpose="request" if secret else "accusation",
        )

    def changes_a_limit(self):
        if not Clock.objects.exists():
            return
        pick, clock = self.pick, self.clock()
        rows = Clock.objects.filter(pk=clock.pk)
        stop = self.day(clock.started_on)
        pick.choice(
            (
                lambda: rows.update(due_on=self.day(clock.started_on)),
                lambda: rows.update(owed_by_unit=pick.choice([None, *self.units])),
                lambda: rows.update(
                    status="met", stopped_on=stop, on_time=pick.choice((True, False))
                ),
                lambda: rows.filter(status="met").update(on_time=not clock.on_time),
                lambda: rows.update(status="cancelled", stopped_on=stop, on_time=None),
                rows.delete,
            )
        )()

    def loses(self):
        case = self.case()
        Case.objects.filter(repeat_of=case).update(repeat_of=None)
        if not Case.objects.filter(merged_into=case).exists():
            case.delete()

    def anything(self):
        """One of the acts above; returns its name."""
        acts = (
            self.registers, self.edits, self.edits, self.edits_many, self.moves_the_day, self.links_or_unlinks,
            self.closes, self.closes, self.goes_on_again, self.becomes_a_report_or_not, self.starts_a_limit,
            self.changes_a_limit, self.changes_a_limit, self.changes_a_limit, self.changes_a_limit, self.loses,
        )  # fmt: skip
        act = self.pick.choice(acts)
        act()
        return act.__name__
