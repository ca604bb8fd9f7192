"""What Alembic runs: the changes that are due, over the connection that it is given."""

from alembic import context

from app.store.parts import part_rows as _parts  # noqa: F401 - its tables are among those of Base
from app.store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
