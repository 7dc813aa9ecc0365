"""What the tests of the register import share: a county, an importer, one call from file to done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from organizations.authority import Authority, authority_of
from organizations.enums import PostKind, UnitKind
from organizations.models import Unit, User
from petitions.domain.import_plan import ImportDefaults
from petitions.enums import ImportStatus
from petitions.models import ImportBatch
from petitions.services.importing import batches, running
from petitions.services.importing.defaults import parse_defaults
from tests.factories.organizations import make_county, make_user_with_post

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = NOW.date()


@dataclass
class County:
    """Units by kind and the clerk who imports."""

    office: Unit
    townships: list[Unit]
    department: Unit
    clerk: User

    @property
    def authority(self) -> Authority:
        return authority_of(self.clerk, on=TODAY)


def make_import_county() -> County:
    units = make_county(townships=3, departments=1)
    for unit, name in zip(units[UnitKind.TOWNSHIP], ("青石镇", "河东街道", "柳林乡"), strict=True):
        unit.name = unit.short_name = name
        unit.save()
    department = units[UnitKind.DEPARTMENT][0]
    department.name = department.short_name = "县住房局"
    department.save()
    office = units[UnitKind.PETITION_OFFICE][0]
    clerk = make_user_with_post(PostKind.RECEPTION, office, "窗口甲")
    return County(office, units[UnitKind.TOWNSHIP], department, clerk)


def upload(
    county: County, file, *, source: str = "网上留言", name: str = "登记簿.xlsx"
) -> ImportBatch:
    return batches.upload_register(
        authority=county.authority,
        source=source,
        name=name,
        size=len(file.getvalue()),
        file=file,
        now=NOW,
    )


def map_batch(county: County, batch: ImportBatch, columns=None, **defaults) -> ImportBatch:
    chosen = columns or {int(index): name for index, name in batch.columns.items()}
    checked: ImportDefaults = parse_defaults(defaults, today=TODAY)
    return batches.save_mapping(
        authority=county.authority, batch=batch, columns=chosen, defaults=checked, now=NOW
    )


def queued(batch: ImportBatch) -> ImportBatch:
    ImportBatch.objects.filter(pk=batch.pk).update(status=ImportStatus.QUEUED)
    batch.refresh_from_db()
    return batch


def run(county: County, file, *, source: str = "网上留言", now=NOW, **defaults) -> ImportBatch:
    """From the file to the end of the import."""
    batch = queued(map_batch(county, upload(county, file, source=source), **defaults))
    assert running.import_rows(batch=batch, now=now)
    batch.refresh_from_db()
    return batch


def counts(batch: ImportBatch) -> dict[str, int]:
    return {name: n for name, n in running.outcome_counts(batch).items() if n}


def reasons(batch: ImportBatch, row: int) -> str:
    return "；".join(found["text"] for found in batch.rows.get(row_number=row).reasons)
