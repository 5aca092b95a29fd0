"""A PostgreSQL of the system's packages, started for the tests and gone after them."""

from __future__ import annotations

import contextlib
import getpass
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

PASSWORD = "p@ss:w/rd?#%"  # noqa: S105
PLACES = ("/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql*/bin", "/usr/pgsql-*/bin")


def binaries() -> Path | None:
    """The folder of the newest initdb, or None."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    folders = [path for place in PLACES for path in Path("/").glob(place.removeprefix("/"))]
    usable = [path for path in folders if (path / "initdb").exists()]
    return max(usable, key=lambda path: [int(n) for n in path.parts[-2].split(".") if n.isdigit()]
               or [0], default=None)  # fmt: skip


@dataclass(frozen=True)
class Server:
    """A running server; `admin` may do everything, every login has PASSWORD."""

    port: int
    bin: Path

    def url(self, database: str, user: str = "admin", password: str = PASSWORD) -> str:
        """A URL as a person writes it."""
        return f"postgresql://{user}:{quote(password, safe='')}@127.0.0.1:{self.port}/{database}"

    def connect(self, database: str = "postgres", user: str = "admin") -> psycopg.Connection:
        """A connection where each statement stands alone."""
        return psycopg.connect(self.url(database, user), autocommit=True)

    def database(self) -> str:
        """A new empty database."""
        name = f"cw_{secrets.token_hex(4)}"
        with self.connect() as connection:
            connection.execute(f"create database {name}")
        return name

    def login(self, database: str, rights: str = "") -> str:
        """A new login, with these rights on the database."""
        name = f"user_{secrets.token_hex(4)}"
        with self.connect(database) as connection:
            connection.execute(f"create role {name} login password '{PASSWORD}'")
            if rights:
                connection.execute(f"grant {rights} on database {database} to {name}")
        return name


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Server]:
    """Start a server from `folder`. As root it runs as another user, as PostgreSQL demands."""
    user = _unprivileged()
    with tempfile.TemporaryDirectory(prefix="chipwatch-pg-", ignore_cleanup_errors=True) as name:
        place = Path(name)
        shutil.chown(place, user)
        place.chmod(0o755)
        password = place / "password"
        password.write_text(PASSWORD)
        data, port = place / "data", _free_port()
        subprocess.run(
            [folder / "initdb", "-D", data, "-U", "admin", "-A", "scram-sha-256",
             "--pwfile", password, "-E", "UTF8", "--locale", "C", "--no-sync"],
            user=user, cwd=place, check=True, capture_output=True,
        )  # fmt: skip
        server = subprocess.Popen(
            [folder / "postgres", "-D", data, "-p", str(port), "-k", str(place),
             "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "max_connections=60"],
            user=user, cwd=place, stdout=subprocess.DEVNULL, stderr=(place / "log").open("w"),
        )  # fmt: skip
        try:
            made = Server(port, folder)
            _wait(made, server, place / "log")
            yield made
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _wait(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(150):
        with contextlib.suppress(psycopg.OperationalError):
            server.connect().close()
            return
        if process.poll() is not None:
            break
        time.sleep(0.2)
    raise AssertionError(f"PostgreSQL does not start: {log.read_text()[-2000:]}")


def _unprivileged() -> str:
    if os.geteuid() != 0:
        return getpass.getuser()
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
