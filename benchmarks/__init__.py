"""What chipwatch costs, each workload beside a named alternative in the same run: `make bench`.

Belongs here: workloads, their alternatives, the table and its history. Does not belong here: tests;
nothing here asserts a time.
"""
