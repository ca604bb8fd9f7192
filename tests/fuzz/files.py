"""Files of a form as texts, loaded by Schemathesis and only there: its own kind for bytes ends its run.

Where a form as a whole is to be wrong, it looks with a validator that knows no bytes ("Unsupported type: 'Binary'",
4.32.5), and asks the operation nothing more.
"""

from __future__ import annotations

import schemathesis
from hypothesis import strategies as st

schemathesis.openapi.format("binary", st.binary(max_size=2_000).map(lambda content: content.decode("latin-1")))
