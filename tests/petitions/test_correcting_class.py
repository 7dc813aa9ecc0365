"""A matter of another legal class: what contradicts it, the limits, and a report that leaves whoever it is against."""

import io

import pytest
import time_machine
from django.urls import reverse
from pypdf import PdfReader

from accountability.models import Notice
from core.errors import Invalid, InvalidMany
from core.models import Mail
from organizations.authority import authority_of
from organizations.models import Unit
from petitions.models import Case, Document
from petitions.selectors.intake import Typed, probable_earlier
from petitions.selectors.timeline import timeline
from petitions.services import claims, objections, recording
from petitions.services.case_file.binding import bind
from tests.factories.petitions import at
from tests.petitions.conftest import DAY, register
from tests.petitions.pages import client_of
from tests.petitions.steps import accepted, concluded, running, transfer
from tests.petitions.test_correcting import TODAY, correct

pytestmark = pytest.mark.django_db
REPORT = {"purpose": "accusation"}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(at(TODAY), tick=False):
        yield


def against(*units, **more):
    return {**REPORT, "accused_units": [unit.pk for unit in units], **more}


def sees(county, case, user):
    return Case.objects.visible_to(county.who(user, on=TODAY)).filter(pk=case.pk).exists()


class TestLimits:
    """条例第三十四条: the sixty days are those of claims handled by the sixth route."""

    def test_end_when_a_claim_proves_a_suggestion(self, county):
        case = accepted(county)
        assert "C8" in running(case)
        correct(county, case, purpose="suggestion")
        case.refresh_from_db()
        assert (case.legal_class, case.route) == ("suggestion", "")
        assert "C8" not in running(case)

    def test_begin_on_the_day_of_acceptance_when_a_suggestion_proves_a_claim(self, county):
        case = accepted(county, purpose="suggestion")
        assert "C8" not in running(case)
        correct(county, case, purpose="appeal")
        case.refresh_from_db()
        assert (case.legal_class, case.route) == ("claim", "6")
        assert case.clocks.get(code="C8").started_on == case.accepted_on

    def test_another_purpose_of_the_same_class_moves_nothing(self, county):
        case = accepted(county)
        before = running(case)
        correct(county, case, purpose="appeal")
        assert running(case) == before


class TestContradictions:
    def test_of_a_claim_are_named(self, county):
        """条例第三十二条: what was listed as a claim is answered as one."""
        case = accepted(county)
        claims.list_claims(
            authority=county.who(county.officer), case=case, texts=["修路灯"], now=at(TODAY)
        )
        recording.open_hearing(
            authority=county.who(county.officer, on=TODAY),
            case=case,
            starts_on=TODAY,
            place="听证室",
            members="三人",
            now=at(TODAY),
        )
        with pytest.raises(Invalid, match="本件已有列明的诉求、听证，与“建议意见类”不符"):
            correct(county, case, purpose="suggestion")

    def test_of_a_report_are_named(self, county):
        case = register(county, **REPORT)
        transfer(county, case, to=county.discipline)
        recording.add_note(
            authority=county.who(county.inspector, on=TODAY),
            case=case,
            kind="investigation",
            on=TODAY,
            text="初核",
            now=at(TODAY),
        )
        with pytest.raises(Invalid, match="办理记录"):
            correct(county, case, county.head, purpose="request")

    def test_not_after_the_end(self, county):
        with pytest.raises(InvalidMany) as refused:
            correct(county, concluded(county), **REPORT)
        assert set(refused.value.errors) == {"purpose"}


class TestBecomingAReport:
    """条例第三十条第三款."""

    def test_is_for_the_office(self, county):
        case = register(county, user=county.officer)
        with pytest.raises(Invalid, match="报信访局"):
            correct(county, case, county.officer, **REPORT)

    @pytest.mark.parametrize("step", ["registered", "sent", "accepted", "direct"])
    def test_it_leaves_the_unit_it_is_against_for_the_discipline_organ(self, county, step):
        if step == "accepted":
            case = accepted(county)
        else:
            case = register(county, user=county.officer if step == "direct" else county.clerk)
            if step == "sent":
                transfer(county, case)
        correct(county, case, **against(county.town))
        case.refresh_from_db()
        held = county.office if step == "registered" else county.discipline
        assert (case.responsible_unit, case.legal_class) == (held, "report")
        assert case.status == ("registered" if step == "registered" else "dispatched")
        assert set(running(case)) == ({"C1"} if step == "registered" else {"C4", "C5"})
        for user in (county.officer, county.deputy, county.principal):
            assert not sees(county, case, user)
        assert sees(county, case, county.head)
        assert sees(county, case, county.inspector)

    def test_it_is_in_no_list_search_notice_mail_or_figure_of_theirs(self, county):
        case = accepted(county)
        before = list(Notice.objects.filter(user=county.officer).values_list("pk", flat=True))
        assert before
        mails = Mail.objects.count()
        papers = Document.objects.filter(unit=county.town).count()
        correct(county, case, **against(county.town))
        client = client_of(county.officer)
        listed = client.get(reverse("petitions:case_list")).content.decode()
        searched = client.get(reverse("petitions:case_list"), {"q": case.number}).content.decode()
        notices = client.get(reverse("accountability:inbox")).content.decode()
        assert case.number not in listed + notices
        assert case.title not in listed + notices + searched
        for name in ("case_detail", "case_timeline", "roll"):
            assert client.get(reverse(f"petitions:{name}", args=[case.pk])).status_code == 404
        theirs = county.who(county.officer, on=TODAY)
        assert probable_earlier(theirs, Typed(statement=case.statement)) == []
        assert Notice.objects.filter(user__unit=county.town).exclude(pk__in=before).count() == 0
        told = Mail.objects.order_by("pk")[mails:]
        assert not [mail for mail in told if mail.to == county.officer.email]
        assert Document.objects.filter(unit=county.town).count() == papers, "no number of theirs"

    def test_against_an_officer_who_holds_it(self, county):
        case = accepted(county)
        correct(county, case, **REPORT, accused_people=[county.officer.pk])
        case.refresh_from_db()
        assert case.responsible_unit == county.discipline
        assert not sees(county, case, county.officer)

    def test_against_the_office_itself(self, county):
        case = register(county)
        correct(county, case, **against(county.office))
        case.refresh_from_db()
        assert case.responsible_unit == county.discipline
        assert not sees(county, case, county.head)
        assert sees(county, case, county.inspector)

    def test_a_unit_without_competence_hands_it_back_to_the_office(self, county):
        """条例第三十条第一款."""
        case = accepted(county)
        correct(county, case, **REPORT)
        case.refresh_from_db()
        assert (case.responsible_unit, case.status) == (county.office, "registered")
        assert set(running(case)) == {"C1"}
        assert not sees(county, case, county.officer)

    def test_where_every_organ_is_accused_it_stays_with_the_office(self, county):
        case = accepted(county)
        correct(county, case, **against(county.town, county.discipline))
        case.refresh_from_db()
        assert case.responsible_unit == county.office
        assert not sees(county, case, county.inspector)

    def test_an_accused_unit_that_was_forgotten(self, county):
        case = register(county, user=county.officer, **REPORT)
        assert sees(county, case, county.officer)
        correct(county, case, county.head, accused_units=[county.town.pk])
        case.refresh_from_db()
        assert case.responsible_unit == county.discipline
        assert not sees(county, case, county.officer)

    def test_an_objection_that_waited_goes_with_it(self, county):
        case = register(county)
        transfer(county, case, day=TODAY)
        objections.raise_objection(
            authority=county.who(county.officer, on=TODAY),
            case=case,
            reason="不属本镇",
            suggested_unit=None,
            now=at(TODAY),
        )
        correct(county, case, **against(county.town))
        case.refresh_from_db()
        assert case.responsible_unit == county.discipline
        told = Notice.objects.filter(user=county.officer, title__contains="异议审核结果")
        assert not told.exists()

    def test_accused_only_of_a_report(self, county, registered):
        correct(county, registered, accused_units=[county.town.pk], title="改了")
        assert not registered.accused_units.exists()

    def test_no_unknown_unit(self, county, registered):
        with pytest.raises(Invalid) as refused:
            correct(county, registered, **REPORT, accused_units=[10**6])
        assert "accused_units" in refused.value.errors


class TestCeasingToBeAReport:
    def test_is_for_the_head_alone(self, county):
        case = register(county, **REPORT)
        with pytest.raises(Invalid, match="由信访局局长办理"):
            correct(county, case, purpose="request")

    def test_not_once_it_was_sent_to_the_organ_that_handles_such_reports(self, county):
        """条例第三十条第三款: the accused would read in its life where it had been."""
        case = accepted(county)
        correct(county, case, **against(county.town))
        with pytest.raises(Invalid, match="转送有权处理机关的记录"):
            correct(county, case, county.head, purpose="request")

    def test_the_accused_are_taken_off_and_read_nothing_of_it(self, county):
        """条例第三十条第三款: what was written while it was a report stays with the head and the discipline organ."""
        case = register(
            county, **REPORT, accused_unit_ids=(county.town.pk,), statement="镇长张某收礼。"
        )
        correct(county, case, title="镇里的事")
        correct(
            county, case, county.head, reason="与镇长张某无关", purpose="request",
            statement="路灯三个月不亮，无人修理。",
        )  # fmt: skip
        case.refresh_from_db()
        assert not case.accused_units.exists()
        transfer(county, case, day=TODAY)
        life = timeline(case, county.who(county.officer, on=TODAY))
        text = " ".join(f"{e.title} {' '.join(line.text for line in e.lines)}" for e in life)
        for word in ("张某", "揭发控告", "收礼", "检举", "镇里的事由", str(county.town) + "”改"):
            assert word not in text
        mine = timeline(case, county.who(county.head, on=TODAY))
        said = " ".join(line.text for e in mine for line in e.lines)
        assert "信访目的由“揭发控告”改为“求决”" in said


def test_the_case_file_shows_what_was_corrected(county):
    case = accepted(county)
    case.place = Unit.objects.get(pk=county.town.pk)
    case.save()
    correct(county, case, place=county.other_town.pk, phone="13912345678")
    case = Case.objects.select_related("place", "responsible_unit").get(pk=case.pk)
    volume = bind(case=case, authority=authority_of(county.clerk, on=TODAY))
    pages = PdfReader(io.BytesIO(volume.content)).pages
    words = "".join("".join(page.extract_text().split()) for page in pages)
    assert "登记更正记录" in words
    assert f"问题属地由“{county.town}”改为“{county.other_town}”" in words
    assert "信访人电话由“138****0001”改为“139****5678”" in words
    assert "理由：经与来信原件核对" in words
    assert DAY.isoformat() in words
