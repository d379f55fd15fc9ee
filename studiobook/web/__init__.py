"""The HTTP ground that every domain's pages stand on."""
