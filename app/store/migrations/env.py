"""What Alembic runs: the changes that are due, over the connection that it is given."""

from alembic import context

from app.store.docket import docket_tables  # noqa: F401 - its tables belong to the same metadata
from app.store.drafts import draft_tables  # noqa: F401 - likewise
from app.store.history import history_tables  # noqa: F401 - likewise
from app.store.parts import part_rows  # noqa: F401 - likewise
from app.store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
