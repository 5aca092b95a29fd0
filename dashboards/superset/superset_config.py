"""Settings of the Superset that `make bi` starts; Superset reads the names in capitals.

Belongs here: what differs from Superset's defaults. Does not belong here: secrets, which lie in the
folder that CHIPWATCH_SUPERSET_HOME names.
"""

import json
import os
from pathlib import Path

HOME = Path(os.environ["CHIPWATCH_SUPERSET_HOME"])

SECRET_KEY = json.loads((HOME / "access.json").read_text())["secret_key"]
SQLALCHEMY_DATABASE_URI = f"sqlite:///{HOME / 'metadata.db'}?check_same_thread=false"
APP_NAME = "chipwatch"

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
FEATURE_FLAGS = {"ALERT_REPORTS": False, "THUMBNAILS": False}
LOG_LEVEL = "WARNING"
