"""Files of standards, turned into the engine's dataclasses without the ORM."""
