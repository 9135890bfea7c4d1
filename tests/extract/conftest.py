"""Property-based tests give the same examples on every machine, and keep nothing."""

from hypothesis import settings

settings.register_profile("kg", database=None, deadline=None, derandomize=True)
settings.load_profile("kg")
