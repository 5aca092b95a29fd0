-- The table macros of the published schema, as a build makes them once all marts are there.
{{ as_of_statements(as_of_macros()) }}
