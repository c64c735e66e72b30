"""Own figures of how much help users need: counts by category, or scores by person."""

from veivalg.own.tables.declared import words

SERVICES = words("iplos", "services")
NAMES = words("iplos", "names")
AGES = words("iplos", "ages")
