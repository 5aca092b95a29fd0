"""Dashboards declared as files, one folder a tool."""
