"""Damaged and hostile rosters, thousands of them: `python -m tests.fuzz`."""
