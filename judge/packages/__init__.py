"""Problem packages: how others keep a problem in files."""
