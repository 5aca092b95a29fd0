"""Settings of the Superset that `make bi` starts; Superset reads the names in capitals.

Belongs here: what differs from Superset's defaults. Does not belong here: secrets, which lie in the
folder that CHIPWATCH_SUPERSET_HOME names.
"""

import json
import os
import secrets
from pathlib import Path
from typing import Any

from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from dashboards.superset.bundle import hardened_uri
from dashboards.superset.landing import LandsOnStart
from dashboards.superset.local_only import LocalPagesOnly
from pipelines.warehouse import locate

HOME = Path(os.environ["CHIPWATCH_SUPERSET_HOME"])

SECRET_KEY = json.loads((HOME / "access.json").read_text())["secret_key"]
SQLALCHEMY_DATABASE_URI = f"sqlite:///{HOME / 'metadata.db'}?check_same_thread=false"
APP_NAME = "chipwatch"

# Only this machine's own pages ask, whatever a route is exempt from: the last layer is asked first.
ADDITIONAL_MIDDLEWARE = [LandsOnStart, LocalPagesOnly]
SESSION_COOKIE_HTTPONLY = True
REMEMBER_COOKIE_HTTPONLY = True
REMEMBER_COOKIE_SAMESITE = "Lax"
AUTH_USER_REGISTRATION = False
PUBLIC_ROLE_LIKE = None
GUEST_TOKEN_JWT_SECRET = secrets.token_urlsafe(48)

# Whoever may add a database would read any file by it: there is the published file and no other.
_PUBLISHED = make_url(hardened_uri(locate().published))


def only_the_published_file(uri: Any) -> None:
    """Refuse the address of any other database, and any other setting of this one."""
    told = (uri.drivername, uri.database, dict(uri.query))
    if told != (_PUBLISHED.drivername, _PUBLISHED.database, dict(_PUBLISHED.query)):
        raise ValueError("this Superset reads the published file of chipwatch and nothing else")


def as_hardened(
    uri: Any, _parameters: dict[str, Any], *_asker: object
) -> tuple[Any, dict[str, Any]]:
    """Every connection, with none of the parameters that a database was saved with."""
    only_the_published_file(uri)
    return _PUBLISHED, {"poolclass": NullPool}


DB_SQLA_URI_VALIDATOR = only_the_published_file
DB_CONNECTION_MUTATOR = as_hardened

# Nothing is kept between two queries: a release shows at the next one.
CACHE_CONFIG = {"CACHE_TYPE": "NullCache"}
DATA_CACHE_CONFIG = {"CACHE_TYPE": "NullCache"}
THUMBNAIL_CACHE_CONFIG = {"CACHE_TYPE": "NullCache"}

# The browser may ask this server only: no usage pixel, no map tiles, no fonts from elsewhere.
TALISMAN_ENABLED = True
TALISMAN_CONFIG = {
    "content_security_policy": {
        "base-uri": ["'self'"],
        "default-src": ["'self'"],
        "img-src": ["'self'", "blob:", "data:"],
        "worker-src": ["'self'", "blob:"],
        "connect-src": ["'self'"],
        "object-src": "'none'",
        "style-src": ["'self'", "'unsafe-inline'"],
        "font-src": ["'self'", "data:"],
        "script-src": ["'self'", "'strict-dynamic'"],
    },
    "content_security_policy_nonce_in": ["script-src"],
    "force_https": False,
    "session_cookie_secure": False,
}

SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "chipwatch_superset"
FEATURE_FLAGS = {
    "ALERT_REPORTS": False,
    "THUMBNAILS": False,
    "EMBEDDED_SUPERSET": False,
    "ENABLE_TEMPLATE_PROCESSING": False,
}
LOG_LEVEL = "WARNING"
