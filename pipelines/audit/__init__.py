"""The audit: what is checked, how the checks are run, and the verdict they come to.

Belongs here: making and running the Great Expectations project of a build, running dbt's
compiled tests, the catalogue of all checks, the verdict record.
Does not belong here: the rules themselves (specs, `expectations/suites/`, tests in `dbt_project/`)
or acting on a verdict (`publish/publish.py`). Only `gates.py` and the two modules it loads import
Great Expectations, which takes seconds; `catalogue`, `dbt_tests` and `verdict` must stay light.
"""
