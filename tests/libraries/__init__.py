"""Measured on whole libraries of real packages, by hand: `python -m tests.libraries NAME …`. No test needs them."""
