"""What counts as a word wherever text is cut: runs of letters, runs of digits, single signs."""

from __future__ import annotations

import re

WORD_PATTERN = r"[^\W\d_]+|\d+|_|[^\w\s]"
WORD = re.compile(WORD_PATTERN)
