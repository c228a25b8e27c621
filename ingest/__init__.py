"""Scans in, read pages out: pure stages behind a sandbox, no database and no web."""
