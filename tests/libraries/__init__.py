"""What real repositories of problems become here: `python -m tests.libraries`. Slow, and none of the tests."""
