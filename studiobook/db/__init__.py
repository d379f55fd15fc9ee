"""The ground: tables' base, column types, transactions and constraint names."""
