"""Standards as files that leave the platform: packs in their canonical form, workbooks to edit, differences to read."""
