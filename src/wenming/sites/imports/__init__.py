"""Reading what comes from outside: registers as offices send them, pictures, the words by which types of site are drawn alike."""
