"""Superset attacked as it runs: other pages, other names, SQL Lab, other databases, other people.

Run by `make attack-bi` in `.venv-bi`, without a browser: every request is sent as one sends it.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow
pytest.importorskip("superset", reason="needs Superset's own environment: make attack-bi")

from dashboards.superset.bundle import hardened_uri  # noqa: E402
from tests.browser.superset_server import Running, publish  # noqa: E402

JSON = {"Content-Type": "application/json"}
CROSS = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "empty"}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("attack") / "warehouse"
    ready = os.environ.get("ATTACK_WAREHOUSE")
    if ready:
        shutil.copytree(ready, folder)
    else:
        publish(folder)
    superset = Running(folder)
    yield superset
    superset.process.terminate()
    superset.process.wait(60)


class Client:
    """Requests of somebody with the owner's session, as his browser would add it."""

    def __init__(self, running: Running) -> None:
        self.running = running
        self.cookie = ""
        self.set_cookies: list[str] = []
        status, page = self.ask("GET", "/login/")
        assert status == 200
        found = re.search(
            r'name="csrf_token"[^>]*value="([^"]+)"|csrf_token&#34;: &#34;(.+?)&', page
        )
        form = f"username=admin&password={running.password}"
        if found:
            form += f"&csrf_token={found.group(1) or found.group(2)}"
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        status, _ = self.ask("POST", "/login/", form, kind)
        assert status in {200, 302}
        status, told = self.ask("GET", "/api/v1/security/csrf_token/")
        assert status == 200, told
        self.token = json.loads(told)["result"]

    def ask(
        self, method: str, path: str, body: str = "", headers: dict[str, str] | None = None
    ) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.running.port, timeout=120)
        sent = {"Host": f"127.0.0.1:{self.running.port}", "Cookie": self.cookie, **(headers or {})}
        connection.putrequest(method, path, skip_host=True)
        for name, value in sent.items():
            connection.putheader(name, value.replace("PORT", str(self.running.port)))
        connection.putheader("Content-Length", str(len(body.encode())))
        connection.endheaders(body.encode())
        answer = connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            self.set_cookies.append(cookie)
            self.cookie = cookie.split(";")[0]
        return answer.status, answer.read().decode(errors="replace")

    def api(self, method: str, path: str, content: Any) -> tuple[int, str]:
        own = {**JSON, "X-CSRFToken": self.token, "Referer": self.running.url}
        return self.ask(method, path, json.dumps(content), own)

    def sql(self, statement: str) -> tuple[int, str]:
        database = self.database()
        return self.api(
            "POST",
            "/api/v1/sqllab/execute/",
            {"database_id": database, "sql": statement, "schema": "marts", "runAsync": False,
             "client_id": os.urandom(5).hex(), "queryLimit": 10},
        )  # fmt: skip

    def database(self) -> int:
        with sqlite3.connect(self.running.home / "metadata.db") as connection:
            (found,) = connection.execute("select id from dbs").fetchone()
        return int(found)


@pytest.fixture(scope="module")
def client(running: Running) -> Client:
    return Client(running)


@pytest.mark.parametrize(
    "host",
    ["evil.example:PORT", "evil.example", "127.0.0.1.evil.example:PORT", "0.0.0.0:PORT",
     "127.0.0.1:1", "", "evil.example@127.0.0.1:PORT"],
)  # fmt: skip
def test_it_answers_to_its_own_names_only(client: Client, host: str) -> None:
    assert client.ask("GET", "/api/v1/dashboard/", headers={"Host": host})[0] in {400, 403}


def test_its_own_names_are_answered(client: Client) -> None:
    for host in ("127.0.0.1:PORT", "localhost:PORT"):
        assert client.ask("GET", "/health", headers={"Host": host})[0] == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/v1/chart/data"),
        ("POST", "/superset/explore_json/"),
        ("POST", "/superset/log/"),
        ("POST", "/api/v1/sqllab/execute/"),
        ("POST", "/api/v1/database/"),
        ("DELETE", "/api/v1/dashboard/1"),
        ("GET", "/api/v1/dashboard/"),
        ("GET", "/logout/"),
    ],
)
@pytest.mark.parametrize(
    "origin", [{"Origin": "http://evil.example"}, {"Origin": "http://127.0.0.1:1"},
               {"Origin": "null"}, CROSS, {**CROSS, "Sec-Fetch-Site": "same-site"}],
)  # fmt: skip
def test_another_page_is_refused_with_the_session_and_the_token(
    client: Client, method: str, path: str, origin: dict[str, str]
) -> None:
    own = {"Content-Type": "text/plain", "X-CSRFToken": client.token}
    assert client.ask(method, path, "{}", {**own, **origin})[0] == 403


def test_a_form_without_the_token_is_refused(client: Client) -> None:
    body = json.dumps({"database_id": client.database(), "sql": "select 1"})
    assert client.ask("POST", "/api/v1/sqllab/execute/", body, JSON)[0] == 400


def test_cookies_are_kept_from_scripts_and_other_sites(client: Client) -> None:
    assert client.set_cookies
    for cookie in client.set_cookies:
        assert "HttpOnly" in cookie, cookie
        assert "SameSite=Lax" in cookie, cookie


def test_sql_lab_answers_from_the_release(client: Client) -> None:
    status, told = client.sql("select count(*) as n from marts.rpt_events")
    assert status == 200, told
    assert json.loads(told)["data"][0]["n"] > 0


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_csv('{secret}')",
        "select * from read_text('{secret}')",
        "select * from read_blob('{secret}')",
        "select * from read_json('{secret}')",
        "select * from read_parquet('{secret}')",
        "select * from '{secret}'",
        "select * from glob('{folder}/*')",
        "select * from sniff_csv('{secret}')",
        "select * from read_duckdb('{secret}')",
        "select * from read_csv('http://127.0.0.1:{port}/health')",
        "attach '{folder}/other.duckdb' as other",
        "attach ':memory:' as other; select 1",
        "copy (select 1) to '{folder}/stolen.csv'",
        "copy marts.rpt_events to '{folder}/stolen.csv'",
        "export database '{folder}/stolen'",
        "install httpfs",
        "load httpfs",
        "install json from 'http://127.0.0.1:{port}'",
        "set enable_external_access = true",
        "set lock_configuration = false",
        "reset enable_external_access",
        "pragma enable_external_access = true",
        "select 1; copy (select 1) to '{folder}/stolen.csv'",
        "with a as (select * from read_text('{secret}')) select * from a",
        "create table marts.planted as select 1",
        "create secret s (type s3, key_id 'a', secret 'b')",
        "delete from marts.rpt_events",
        "drop table marts.rpt_events",
        "use memory",
        "select {{{{ url_param('x') }}}}",
    ],
)
def test_sql_lab_reaches_nothing_but_the_release(
    client: Client, tmp_path: Path, statement: str
) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("password\nhunter2-of-the-test\n")
    before = (client.running.home.parent / "chipwatch.duckdb").read_bytes()
    text = statement.format(secret=secret, folder=tmp_path, port=client.running.port)
    status, told = client.sql(text)
    assert status >= 400, told
    assert "hunter2" not in told
    assert [path.name for path in tmp_path.iterdir()] == ["secret.csv"]
    assert (client.running.home.parent / "chipwatch.duckdb").read_bytes() == before


@pytest.mark.parametrize(
    ("uri", "extra"),
    [
        ("duckdb:///:memory:", {}),
        ("duckdb:////etc/passwd", {}),
        ("sqlite:////etc/passwd", {}),
        ("shillelagh://", {}),
        ("PUBLISHED&enable_external_access=true", {}),
        ("PLAIN", {}),
    ],
)
def test_no_other_database_is_added(client: Client, uri: str, extra: dict[str, Any]) -> None:
    published = client.running.home.parent / "chipwatch.duckdb"
    uri = uri.replace("PUBLISHED", hardened_uri(published)).replace(
        "PLAIN", f"duckdb:///{published}"
    )
    content = {"database_name": "other", "sqlalchemy_uri": uri, "expose_in_sqllab": True}
    status, told = client.api("POST", "/api/v1/database/", content)
    assert status >= 400, told
    status, told = client.api("POST", "/api/v1/database/test_connection/", content)
    assert status >= 400, told
    with sqlite3.connect(client.running.home / "metadata.db") as connection:
        assert connection.execute("select count(*) from dbs").fetchone() == (1,)


def test_parameters_of_the_database_open_nothing(client: Client, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("password\nhunter2-of-the-test\n")
    opened = {"engine_params": {"connect_args": {"config": {"enable_external_access": "true"}}}}
    number = client.database()
    client.api("PUT", f"/api/v1/database/{number}", {"extra": json.dumps(opened)})
    status, told = client.sql(f"select * from read_csv('{secret}')")
    assert status >= 400
    assert "hunter2" not in told


def test_nobody_else_has_a_right(client: Client) -> None:
    with sqlite3.connect(client.running.home / "metadata.db") as connection:
        users = connection.execute("select username from ab_user").fetchall()
        rights = connection.execute(
            "select count(*) from ab_permission_view_role join ab_role on role_id = ab_role.id "
            "where lower(name) in ('public', 'guest')"
        ).fetchone()
    assert users == [("admin",)]
    assert rights == (0,)


@pytest.mark.parametrize(
    "path",
    ["/api/v1/dashboard/", "/api/v1/database/", "/api/v1/chart/1", "/api/v1/sqllab/",
     "/api/v1/security/csrf_token/", "/api/v1/me/"],
)  # fmt: skip
def test_without_the_session_nothing_is_told(running: Running, path: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=60)
    connection.request("GET", path, headers={"X-GuestToken": "eyJhbGciOiJub25lIn0.e30."})
    assert connection.getresponse().status in {401, 404}


def test_it_listens_on_this_machine_only(running: Running) -> None:
    listening = subprocess.run(
        ["/usr/bin/env", "ss", "-ltnH"], capture_output=True, text=True, check=False
    ).stdout
    if not listening:
        rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        listening = "\n".join(
            f"LISTEN 0 0 {'127.0.0.1' if row[1].startswith('0100007F') else row[1]}:"
            f"{int(row[1].split(':')[1], 16)}"
            for row in rows
            if row[3] == "0A"
        )
    own = [line for line in listening.splitlines() if f":{running.port}" in line]
    assert own
    assert all(f"127.0.0.1:{running.port}" in line for line in own), own
