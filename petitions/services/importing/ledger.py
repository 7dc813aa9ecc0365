"""What is already on record: rows imported before, known people, and their earlier matters (重信重访)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q

from core import crypto
from core.errors import Invalid
from core.text import initials
from organizations.authority import Authority
from petitions.domain.import_plan import INFO, WARNING, RowPlan
from petitions.domain.similarity import MIN_LENGTH, similarity
from petitions.enums import LegalClass, RowOutcome
from petitions.models import Case, ImportRow, Participant, Petitioner
from petitions.services import people
from petitions.services.importing.decisions import CaseRef, Decision

#: Earlier matters of one person that are compared word by word; more would be somebody else's collective account.
COMPARED = 40


@dataclass
class Ledger:
    """Knows again what it has seen: `load` reads what the next plans may meet, `settle` decides one plan."""

    authority: Authority
    source: str
    now: datetime
    threshold: float
    batch_id: int | None = None
    rows: dict[str, CaseRef] = field(default_factory=dict)
    numbers: dict[tuple[str, date], list[CaseRef]] = field(
        default_factory=lambda: defaultdict(list)
    )
    texts: dict[str, CaseRef] = field(default_factory=dict)
    named_texts: dict[tuple[str, str], CaseRef] = field(default_factory=dict)
    persons: dict[tuple[str, ...], Petitioner] = field(default_factory=dict)
    matters: dict[int, list[CaseRef]] = field(default_factory=lambda: defaultdict(list))

    def load(self, plans: Sequence[RowPlan]) -> None:
        """Read what these plans may meet (at most six queries)."""
        plans = [plan for plan in plans if not plan.refused]
        if not plans:
            return
        self._load_rows({plan.fingerprint for plan in plans} - self.rows.keys())
        plans = [plan for plan in plans if plan.fingerprint not in self.rows]
        if not plans:
            return
        self._load_numbers({plan.number for plan in plans if plan.number})
        self._load_people(plans)
        self._load_texts(
            {p.text_fingerprint for p in plans if p.text_fingerprint} - self.texts.keys()
        )

    def settle(self, plan: RowPlan) -> Decision:
        """Decide one plan; its findings say why. A plan that will be a matter joins the ledger."""
        if plan.refused or plan.received is None:
            return Decision(plan, RowOutcome.REJECTED)
        person = self._person(plan)
        said = len(plan.findings)
        existing = self._existing(plan, person)
        if existing is not None:
            del plan.findings[:said]  # what the row would have become no longer matters
            return Decision(plan, RowOutcome.EXISTING, existing=existing)
        repeat = self._repeat_of(plan, person)
        outcome = RowOutcome.REPEAT if repeat else RowOutcome.IMPORTED
        ref = CaseRef(
            plan.received.day,
            plan.text_fingerprint,
            plan.statement,
            row=plan.row.number,
            owner=person,
            owner_name=person.name if person else "",
        )
        self._add(plan, person, ref)
        return Decision(plan, outcome, repeat_of=repeat, person=person, ref=ref)

    # -- reading ----------------------------------------------------------------------------------

    def _load_rows(self, fingerprints: set[str]) -> None:
        found = Case.objects.filter(import_row__in=fingerprints)
        own = {}
        if self.batch_id:
            own = dict(
                ImportRow.objects.filter(batch_id=self.batch_id, fingerprint__in=fingerprints)
                .filter(outcome__in=[RowOutcome.IMPORTED, RowOutcome.REPEAT])
                .values_list("fingerprint", "row_number")
            )
        for pk, number, mark, day in found.values_list("pk", "number", "import_row", "received_on"):
            self.rows[mark] = CaseRef(day, "", "", pk=pk, number=number, row=own.get(mark, 0))

    def _load_numbers(self, numbers: set[str]) -> None:
        found = Case.objects.filter(superior_number__in=numbers).values_list(
            "pk", "number", "superior_number", "received_on", "text_fingerprint"
        )
        main = dict(
            Participant.objects.filter(case__superior_number__in=numbers, order=1).values_list(
                "case_id", "petitioner__name"
            )
        )
        for pk, number, theirs, day, mark in found:
            known = self.numbers[theirs, day]
            if all(ref.pk != pk for ref in known):
                known.append(
                    CaseRef(day, mark, "", pk=pk, number=number, owner_name=main.get(pk, ""))
                )

    def _load_people(self, plans: Iterable[RowPlan]) -> None:
        keys = {key for plan in plans for key in self.keys(plan)} - self.persons.keys()
        wanted = Q(source_key__in=[key[1] for key in keys if key[0] == "source"])
        wanted |= Q(id_fingerprint__in=[key[1] for key in keys if key[0] == "id"])
        wanted |= Q(phone__in={key[2] for key in keys if key[0] == "phone"})
        new = []
        for person in Petitioner.objects.filter(wanted).order_by("-pk"):  # the oldest record wins
            new.append(person)
            if person.source_key:
                self.persons["source", person.source_key] = person
            if person.id_fingerprint:
                self.persons["id", person.id_fingerprint] = person
            if person.phone:
                self.persons["phone", person.name, person.phone] = person
        ids = {person.pk for person in new} - self.matters.keys()
        parts = (
            Participant.objects.filter(petitioner_id__in=ids)
            .filter(case__in=Case.objects.visible_to(self.authority))
            .exclude(case__legal_class=LegalClass.REPORT)
            .order_by("case__received_on", "case_id")
            .values_list("petitioner_id", *_CASE_COLUMNS)
        )
        for petitioner_id, *columns in parts:
            self.matters[petitioner_id].append(_ref(*columns))

    def _load_texts(self, fingerprints: set[str]) -> None:
        found = (
            Case.objects.visible_to(self.authority)
            .filter(text_fingerprint__in=fingerprints)
            .order_by("received_on", "pk")
            .values_list("pk", "number", "received_on", "text_fingerprint")
        )
        refs = {pk: CaseRef(day, mark, "", pk=pk, number=number) for pk, number, day, mark in found}
        for ref in refs.values():
            self.texts.setdefault(ref.text_fingerprint, ref)
        names = Participant.objects.filter(case_id__in=list(refs)).values_list(
            "case_id", "petitioner__name"
        )
        for case_id, name in names:
            self.named_texts.setdefault((name, refs[case_id].text_fingerprint), refs[case_id])

    # -- deciding ---------------------------------------------------------------------------------

    def keys(self, plan: RowPlan) -> list[tuple[str, ...]]:
        """What the main person of a row is known again by: the source's user, else identity number, name and phone."""
        if plan.source_key:
            return [("source", self.source_key(plan))]
        if not plan.names:
            return []
        found: list[tuple[str, ...]] = []
        if plan.id_number:
            try:
                number = people.clean_id_number(plan.id_number, on=self.authority.on)
            except Invalid as problem:
                plan.id_number = ""
                plan.say(WARNING, f"{problem}号码未录入", "身份证号")
            else:
                found.append(("id", crypto.fingerprint(number)))
        if plan.phone:
            found.append(("phone", plan.names[0], plan.phone))
        return found

    def source_key(self, plan: RowPlan) -> str:
        """The user of the source system; the same word of another source is another person."""
        return f"{self.source[:18]}:{plan.source_key}"

    def _person(self, plan: RowPlan) -> Petitioner | None:
        if plan.is_anonymous:
            return None
        for key in self.keys(plan):
            person = self.persons.get(key)
            if person is not None and not _is_another(person, plan):
                return person
        name = plan.names[0] if plan.names else plan.source_key
        person = Petitioner(
            name=name,
            initials=initials(name),
            phone=plan.phone,
            address=plan.address,
            source_key=self.source_key(plan) if plan.source_key else "",
            created_at=self.now,
        )
        if plan.id_number:
            person.set_id_number(plan.id_number)
        return person

    def _existing(self, plan: RowPlan, person: Petitioner | None) -> CaseRef | None:
        known = self.rows.get(plan.fingerprint)
        if known is not None:
            where = f"与本文件第 {known.row} 行完全相同" if known.row else "此前已导入"
            plan.say(INFO, f"{where}（{known.label}），不重复建件")
            return known
        day = plan.received.day if plan.received else date.min
        for ref in self.numbers.get((plan.number, day), []) if plan.number else []:
            same_text = ref.text_fingerprint == plan.text_fingerprint
            same_person = person is not None and ref.owner_name == person.name
            if same_text or same_person:
                changed = "" if same_text else "，文字有改动"
                plan.say(INFO, f"原编号、日期与 {ref.label} 相同{changed}，不重复建件")
                if plan.concluded:
                    plan.say(WARNING, "本行的答复没有写入已有的信访件，请在该件中核对", "答复意见")
                return ref
        return None

    def _repeat_of(self, plan: RowPlan, person: Petitioner | None) -> CaseRef | None:
        """The earlier matter of the same person about the same thing (同人 + 同事), the first one found."""
        day = plan.received.day if plan.received else date.max
        if person is not None:
            for ref, score in self._alike(plan, self._of(person)):
                if ref.day <= day:
                    said = "文本相同" if score == 1.0 else f"文本相似度 {score:.0%}"
                    plan.say(INFO, f"与 {ref.label}（{ref.day}）为同一信访人、{said}，关联为重复")
                    return ref
            named = self.named_texts.get((person.name, plan.text_fingerprint))
            if named is not None and named.day <= day:
                plan.say(INFO, f"与 {named.label} 姓名和文本相同，关联为重复")
                return named
        other = self.texts.get(plan.text_fingerprint)
        if other is not None:
            plan.say(INFO, f"文本与 {other.label} 相同，信访人不同或不详，未关联为重复")
        return None

    def _alike(self, plan: RowPlan, refs: list[CaseRef]) -> Iterable[tuple[CaseRef, float]]:
        for ref in refs[:COMPARED]:
            if ref.text_fingerprint == plan.text_fingerprint:
                yield ref, 1.0
                continue
            if min(len(ref.text), len(plan.statement)) < MIN_LENGTH:
                continue
            score = similarity(ref.text, plan.statement)
            if score >= self.threshold:
                yield ref, score

    def _of(self, person: Petitioner) -> list[CaseRef]:
        return self.matters.get(person.pk or -id(person), [])

    def _add(self, plan: RowPlan, person: Petitioner | None, ref: CaseRef) -> None:
        self.rows[plan.fingerprint] = ref
        if plan.number:
            self.numbers[plan.number, ref.day].append(ref)
        self.texts.setdefault(plan.text_fingerprint, ref)
        if person is None:
            return
        self.named_texts.setdefault((person.name, plan.text_fingerprint), ref)
        self.matters[person.pk or -id(person)].append(ref)
        for key in self.keys(plan):
            self.persons.setdefault(key, person)


_CASE_COLUMNS = (
    "case__received_on",
    "case__text_fingerprint",
    "case__statement",
    "case_id",
    "case__number",
)


def _ref(day: date, mark: str, text: str, pk: int, number: str) -> CaseRef:
    return CaseRef(day, mark, text, pk=pk, number=number)


def _is_another(person: Petitioner, plan: RowPlan) -> bool:
    """A different identity number means a different person, whatever name and telephone say."""
    return bool(
        plan.id_number
        and person.id_fingerprint
        and person.id_fingerprint != crypto.fingerprint(plan.id_number)
    )
