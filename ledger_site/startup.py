"""Connects what can only be connected once every room is loaded."""

import organizations.signin  # noqa: F401 - registers the receivers of sign-in events
