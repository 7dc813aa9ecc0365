"""A report is never the earlier matter of an ordinary one: its link would tell the unit who reported (条例第三十条第三款)."""

import pytest

from core.errors import Invalid, InvalidMany
from petitions.services.merging import link_repeat
from tests.factories.petitions import at
from tests.petitions.conftest import DAY, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(county):
    return register(county, purpose="accusation", accused_unit_ids=(county.town.pk,))


def test_an_ordinary_matter_is_not_registered_as_its_repeat(county, report):
    with pytest.raises(InvalidMany) as refused:
        register(county, repeat_of_id=report.pk)
    assert "以免泄露" in refused.value.errors["repeat_of"]


def test_another_report_may_repeat_it(county, report):
    assert register(county, purpose="accusation", repeat_of_id=report.pk).repeat_of == report


def test_an_ordinary_matter_is_not_linked_to_it_later(county, report):
    with pytest.raises(Invalid, match="以免泄露"):
        link_repeat(
            authority=county.who(county.clerk),
            case=register(county),
            earlier=report,
            reason="同一人",
            now=at(DAY),
        )
