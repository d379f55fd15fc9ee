"""PostgreSQL and Redis for development, tests and benchmarks, started from installed wheels."""

from studiobook.dev.services.stack import Services, services, throwaway_folder

__all__ = ["Services", "services", "throwaway_folder"]
