"""Repeatable measurements and campaigns; nothing here is installed."""
