#!/bin/sh
# Writes a backup of the database into BACKUP_DIR, every EVERY_S seconds, and removes those older than KEEP_DAYS days.
# EVERY_S=0: once. The database is the one that PGHOST, PGPORT, PGUSER, PGDATABASE and PGPASSWORD name.
#
# A file has its final name once it is whole. To restore, with every server and worker stopped:
#   pg_restore --clean --if-exists --exit-on-error --single-transaction --dbname=caseload caseload-….dump
set -eu
umask 077

while :; do
    name="caseload-$(date -u +%Y-%m-%dT%H-%M-%SZ).dump"
    pg_dump --format=custom --no-owner --file="$BACKUP_DIR/.$name.part"
    pg_restore --list "$BACKUP_DIR/.$name.part" >/dev/null
    mv "$BACKUP_DIR/.$name.part" "$BACKUP_DIR/$name"
    find "$BACKUP_DIR" -name 'caseload-*.dump' -type f -mtime "+$KEEP_DAYS" -exec rm -f {} +
    find "$BACKUP_DIR" -name '.caseload-*.part' -type f -mtime +1 -exec rm -f {} +
    echo "$name: $(wc -c <"$BACKUP_DIR/$name") bytes"
    [ "$EVERY_S" -gt 0 ] || exit 0
    sleep "$EVERY_S"
done
