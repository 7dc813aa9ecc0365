"""A county of sixty recipients and its bulletins, published in a process of its own.

    python -m tests.system.publishing county          writes units, people and rules
    python -m tests.system.publishing 2024-01         builds, approves, signs and publishes that month

Typesetting is left out: it takes seconds and has nothing to do with the mails.
"""

import sys
from datetime import date

from tests.system import mailing  # noqa: F401 - sets the product up

from accountability.domain.default_rule_sets import DUTY  # isort: skip
from accountability.models import RuleSet  # isort: skip
from core import jobs  # isort: skip
from core.models import OwedEffect  # isort: skip
from organizations.authority import authority_of  # isort: skip
from organizations.enums import PostKind  # isort: skip
from organizations.models import User  # isort: skip
from reporting.domain.periods import Month  # isort: skip
from reporting.services import paper_issue, publication  # isort: skip
from reporting.services.bulletins import approve_bulletin, build_bulletin  # isort: skip
from reporting import tasks  # noqa: F401 - the tasks register what may be owed # isort: skip
from tests.factories.organizations import make_user_with_post  # isort: skip
from tests.factories.petitions import at  # isort: skip
from tests.reporting.conftest import Printed, build_county  # isort: skip

RECIPIENTS = 60
TOWNSHIPS = 29  # with two leaders each, beside one county leader and the head of one department


def write_county():
    county = build_county(townships=TOWNSHIPS, departments=1)
    make_user_with_post(PostKind.PRINCIPAL, county.departments[0])
    RuleSet.objects.create(
        code=DUTY.code, version=1, name=DUTY.name, base_score=DUTY.base, status="approved",
        items=[item.to_json() for item in DUTY.items], policy_note=DUTY.policy_note,
        valid_from=date(2020, 1, 1), approved_at=at(date(2020, 1, 1)),
    )  # fmt: skip


def publish(month):
    now = at(month.next.first_day, 9)
    head = authority_of(User.objects.get(terms__post__kind="office_head"), on=now.date())
    paper_issue.render = lambda _document: Printed(f"%PDF-1.7 {month.code}".encode() * 2000)
    clerk = authority_of(User.objects.get(terms__post__kind="reception"), on=now.date())
    bulletin = build_bulletin(period=month, now=now, authority=clerk)
    approve_bulletin(bulletin=bulletin, authority=head, now=now)
    publication.sign_bulletin(bulletin=bulletin, authority=head, now=now)
    effect = OwedEffect.objects.get(kind=publication.EFFECT, key=str(bulletin.pk))
    assert jobs.run(effect.pk, now=now)
    assert bulletin.deliveries.filter(mail__isnull=False).count() == RECIPIENTS


if __name__ == "__main__":
    if sys.argv[1] == "county":
        write_county()
    else:
        publish(Month.parse(sys.argv[1]))
