"""The files of the project, as git knows them.

Belongs here: what tests over the whole tree read. Does not belong here: what they look for.
"""

import subprocess

import pytest

from pipelines.warehouse import REPOSITORY


def tracked(*patterns: str) -> list[str]:
    """The files of the project whose name fits a pattern of git's; all of them without one."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("this is no checkout: git cannot tell which files belong to the project")
    return [name for name in listed.stdout.split("\0") if name and (REPOSITORY / name).exists()]
