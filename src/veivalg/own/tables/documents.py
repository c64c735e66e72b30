"""Plans, reports and interviews: what there is, and what they say of which theme."""

from veivalg.own.tables.declared import words

KIND_WORDS = words("documents", "kind_words")
DOCUMENT_KINDS = words("documents", "document_kinds")
METHODS = words("documents", "method")
