"""The page of a network: its template, script, style, and where everything stands."""
