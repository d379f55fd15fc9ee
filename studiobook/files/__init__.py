"""Pictures and where they are kept: one pipeline, one storage protocol, two storages."""
