-- A database of its own for `chipwatch mirror`, beside Dagster's.
create database mirror owner chipwatch;
