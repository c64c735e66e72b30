"""Imported once by the process that worker processes are copied from, so that they start warm.

Importing it compiles the kernel, or reads what is compiled: done here it isn't done in each.
"""

from veivalg.maths.projections.ensemble.kernel import compile_loops

compile_loops()
