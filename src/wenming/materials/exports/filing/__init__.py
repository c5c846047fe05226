"""A filing as files: parts as zips, the index, submission forms, pages of photos, copies with red lines."""
