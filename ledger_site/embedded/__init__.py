"""PostgreSQL and Valkey out of wheels, and the supervisor behind ``make run`` and ``make test``.

Nothing in here imports Django: these modules run before the settings can be read.
Why it is built this way: ``docs/decisions/0001-embedded-services.md``.
"""
