"""The inbox and the channels as pages show them."""

from wenming.messaging.schemas.inbox import addressee, inbox_rows, lamp_of, todo_item

__all__ = ["addressee", "inbox_rows", "lamp_of", "todo_item"]
