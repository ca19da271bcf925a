"""The author's workshop: one module for each thing on the left of its pages."""
