"""Brings the data of an installation up to date before `make run` starts it.

One process for what would be three commands, because each start of Python costs a second or two: migrates if
there is anything to migrate, loads the demonstration county if it is not there, writes its log-ins to a file.

    prepare.py [--demo ACCOUNTS_FILE]
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def is_migrated() -> bool:
    """True when every migration has been applied; reading this is quicker than running `migrate`."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def main() -> None:
    """Do what is missing, in this order."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    import django
    from django.core.management import call_command

    django.setup()
    if not is_migrated():
        call_command("migrate", verbosity=0)
    if "--demo" in sys.argv:
        call_command("load_demo")
        with Path(sys.argv[sys.argv.index("--demo") + 1]).open("w") as accounts:
            call_command("load_demo", accounts=True, stdout=accounts)


if __name__ == "__main__":
    main()
