"""Files of field rounds, turned into the engine's dataclasses without the ORM."""
