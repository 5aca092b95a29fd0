"""Bring Superset's own database up to date and import the bundle; runs inside `.venv-bi`.

Belongs here: what needs Superset in this process. Does not belong here: the server (serve).
`python -m dashboards.superset.load BUNDLE.zip`, with the environment that serve sets.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from pathlib import Path
from zipfile import ZipFile

from flask_migrate import upgrade
from superset.app import create_app

ADMIN = "admin"


def load(bundle: Path, password: str) -> None:
    """Migrate, make the one user with this password, import; again changes nothing."""
    app = create_app()
    with app.app_context():
        import superset
        from superset import appbuilder, security_manager
        from superset.commands.exceptions import CommandException
        from superset.commands.importers.v1.assets import ImportAssetsCommand
        from superset.commands.importers.v1.utils import get_contents_from_bundle
        from superset.utils.core import override_user

        upgrade(directory=str(Path(superset.__file__).parent / "migrations"))
        admin = security_manager.find_user(username=ADMIN)
        if admin is None:
            appbuilder.add_permissions(update_perms=True)
            security_manager.sync_role_definitions()
            admin = security_manager.add_user(
                ADMIN,
                "chipwatch",
                "admin",
                "admin@localhost.invalid",
                security_manager.find_role("Admin"),
                password=password,
            )
            if not admin:
                raise RuntimeError("Superset did not make its user; see the lines above.")
        with ZipFile(bundle) as opened, override_user(admin):
            try:
                ImportAssetsCommand(get_contents_from_bundle(opened)).run()
            except CommandException as error:
                traceback.print_exc()
                sys.exit(f"{error}: {error.__cause__ or error.normalized_messages()}")


if __name__ == "__main__":
    home = Path(os.environ["CHIPWATCH_SUPERSET_HOME"])
    load(Path(sys.argv[1]), json.loads((home / "access.json").read_text())["password"])
