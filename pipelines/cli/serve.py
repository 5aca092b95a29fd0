"""`chipwatch serve`: the current release answered over HTTP, or MCP, on this machine.

Belongs here: the options and starting the server. Does not belong here: what it answers
(pipelines/service).
"""

from __future__ import annotations

import socket
from importlib.metadata import version
from pathlib import Path

import click

from pipelines.cli.options import warehouse_option
from pipelines.errors import ChipwatchError
from pipelines.warehouse import Warehouse, locate

ADDRESS = "127.0.0.1"
MOST_CONNECTIONS = 64
LARGEST_HEAD = 16_384


@click.command("serve")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8321,
    show_default=True,
    help="Port on 127.0.0.1.",
)
@click.option(
    "--mcp",
    "is_mcp",
    is_flag=True,
    help="Speak the Model Context Protocol on standard input and output instead of HTTP.",
)
@warehouse_option
def command(port: int, is_mcp: bool, warehouse: Path | None) -> None:
    """Answer search, screen, check, events and chip status out of the current release.

    Read-only, without login, for this machine alone: requests under another name, from other pages
    or other than GET (JSON by POST for many names) are refused. A new release is answered from as
    soon as it is published. `/` has a form, `/report` the pages of the release, `/openapi.json` the
    description for programs.

    With --mcp an assistant's program starts it and asks the same questions as tools; that needs
    the extra `mcp` (`pip install 'chipwatch[mcp]'`).
    """
    place = locate(warehouse)
    if not place.published.exists():
        raise ChipwatchError(
            f"Nothing is published yet: there is no {place.published}.",
            "run `chipwatch run` (or `make run`) first.",
        )
    if is_mcp:
        from pipelines.service.mcp_server import serve

        serve(place, version("chipwatch"))
    else:
        _serve_http(place, port)


def _serve_http(place: Warehouse, port: int) -> None:
    import uvicorn

    from pipelines.service.app import make_app
    from pipelines.service.current import Current

    app = make_app(Current(place), version("chipwatch"), port)
    config = uvicorn.Config(
        app,
        log_level="warning",
        limit_concurrency=MOST_CONNECTIONS,
        h11_max_incomplete_event_size=LARGEST_HEAD,
        http="h11",
        ws="none",
        timeout_keep_alive=5,
        server_header=False,
        access_log=False,
    )
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((ADDRESS, port))
        except OSError as error:
            raise ChipwatchError(
                f"Port {port} of this machine cannot be used ({error.strerror}).",
                "name another one with --port, or end what listens there.",
            ) from error
        click.echo(f"chipwatch on http://{ADDRESS}:{port} (stop with Ctrl-C)", err=True)
        uvicorn.Server(config).run(sockets=[listening])
